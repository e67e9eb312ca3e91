import { ChartStories } from "./charts";
import { PartStories } from "./parts";
import { Page } from "@/ui/page";

/** Every shared part in its states, for visual tests; not linked from anywhere. */
export default function StoriesPage() {
  return (
    <Page title="Parts">
      <div className="grid grid-cols-12 gap-3">
        <PartStories />
        <ChartStories />
      </div>
    </Page>
  );
}
