import { useState } from "react";

import { api, Refusal } from "@/lib/api";
import { useFormat } from "@/lib/format";
import { useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { LinkButton } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Ago, Token } from "@/ui/num";
import { ResearchButton } from "./right-button";
import { keepUnfinished, unfinishedUpload } from "./upload-form";

const words = defineWords({
  text: [
    "The upload of {name} ({size}) is not finished yet; it is kept on the server for a day.",
    "{name} ({size}) dosyasının yüklemesi bitmedi; sunucuda bir gün saklanır.",
  ],
  resume: ["Go on", "Devam et"],
  discard: ["Discard", "Vazgeç ve sil"],
});

/** Offers to go on with an upload that was left; says nothing where there is none, or the server has it no more. */
export function UnfinishedUpload({ onDiscard }: { onDiscard?: () => void }) {
  const say = useWords(words);
  const format = useFormat();
  const [kept, setKept] = useState(() => unfinishedUpload());
  const query = useApi("/api/v1/uploads/{id}", {
    path: { id: kept?.id ?? "" },
    enabled: kept !== null,
    staleTimeMs: 0,
  });
  if (kept === null || query.data === undefined) {
    if (query.error?.status === 404 && kept !== null) keepUnfinished(null);
    return null;
  }
  const discard = async () => {
    keepUnfinished(null);
    setKept(null);
    onDiscard?.();
    await api.remove("/api/v1/uploads/{id}", { path: { id: kept.id } }).catch((error: unknown) => {
      // It is gone by itself in a day.
      if (!(error instanceof Refusal)) throw error;
    });
  };
  const address = `/data/upload?id=${kept.id}${kept.job === null ? "" : `&job=${kept.job}`}`;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-info bg-surface px-3 py-2"
    >
      <Icon name="upload" className="shrink-0 text-info" />
      <span className="min-w-0 grow basis-60 break-words">
        {say.rich("text", { name: <Token>{kept.name}</Token>, size: format.bytes(kept.bytes) })}{" "}
        <Ago time={kept.at} className="text-sm text-text-3" />
      </span>
      <span className="flex gap-2">
        <LinkButton kind="primary" to={address}>
          {say("resume")}
        </LinkButton>
        <ResearchButton icon="trash" onClick={() => void discard()}>
          {say("discard")}
        </ResearchButton>
      </span>
    </div>
  );
}
