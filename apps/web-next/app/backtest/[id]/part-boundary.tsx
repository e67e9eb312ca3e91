import { Component, type ReactNode } from "react";

import { defineWords, useWords } from "@/lib/words";
import { Button } from "@/ui/button";
import { Panel } from "@/ui/panel";

const words = defineWords({
  failed: ["This part has failed; the rest of the report stands.", "Bu bölüm bozuldu; raporun kalanı duruyor."],
  again: ["Try again", "Yeniden dene"],
});

function Failed({ error, onAgain }: { error: Error; onAgain: () => void }) {
  const say = useWords(words);
  return (
    <Panel>
      <div role="alert" data-part-failed className="flex flex-col items-start gap-2">
        <p className="m-0">{say("failed")}</p>
        <pre lang="en" translate="no" className="m-0 max-w-full overflow-x-auto text-sm text-text-3">
          {error.message}
        </pre>
        <Button icon="retry" onClick={onAgain}>
          {say("again")}
        </Button>
      </div>
    </Panel>
  );
}

/** A chart that throws takes neither the figures nor the other parts with it. */
export class PartBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return <Failed error={this.state.error} onAgain={() => this.setState({ error: null })} />;
  }
}
