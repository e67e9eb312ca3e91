import { Charts } from "./charts";
import { ring, useReadings } from "./ring";
import { Routes } from "./routes";
import { Tiles } from "./tiles";
import { words } from "./words";
import { Refusal } from "@/lib/api";
import { useFormat } from "@/lib/format";
import { useWords } from "@/lib/words";
import { Button } from "@/ui/button";
import { CodeBlock } from "@/ui/code-block";
import { Page } from "@/ui/page";
import { ErrorStrip, Panel, Skeleton } from "@/ui/panel";
import { RefreshPicker, TimeRange, useRefresh, useTimeRange } from "@/ui/time-range";

const spans = ["all", "now-5m", "now-15m", "now-1h", "now-6h"];
/** The axis is never shorter: two points side by side would look like a trend. */
const shortestMs = 120_000;
const usualRange = "all";
const usualRefresh = 5;

export default function ObservabilityPage() {
  const say = useWords(words);
  const format = useFormat();
  const refresh = useRefresh(usualRefresh);
  const { spanMs } = useTimeRange(usualRange);
  const { error, readNow } = useReadings(refresh);
  const reading = ring.newest;
  const all = ring.since(0);
  const now = all.at(-1) ?? null;
  const end = now?.time ?? Date.now();
  const from = spanMs === null ? (ring.first ?? end) : end - spanMs;
  const snapshots = all.filter((one) => one.time >= from);
  const address = `${location.origin}/metrics`;
  return (
    <Page
      title={say("title")}
      subtitle={
        ring.first === null ? say("none_yet") : say("since", { count: ring.size, time: format.time(ring.first) })
      }
      actions={
        <>
          <TimeRange spans={spans} fallback={usualRange} />
          <RefreshPicker seconds={[0, 5, 10, 30]} fallback={usualRefresh} />
          <Button icon="retry" onClick={readNow}>
            {say("read_now")}
          </Button>
        </>
      }
    >
      {error instanceof Refusal && <ErrorStrip error={error} onRetry={readNow} />}
      {error instanceof SyntaxError && (
        <p role="alert" className="m-0 rounded-md border border-crit px-3 py-2 text-crit">
          {say("bad_text", {
            message: error.message,
          })}
        </p>
      )}
      {reading === null || now === null ? (
        error === null && (
          <Panel>
            <Skeleton rows={12} height={28} />
          </Panel>
        )
      ) : (
        <>
          <Tiles reading={reading} now={now} />
          <Charts
            reading={reading}
            snapshots={snapshots}
            range={[Math.min(from, end - shortestMs), end]}
            longestGapMs={Math.max(refresh, 10) * 3_000}
            version={ring.version}
          />
          <Routes reading={reading} now={now} first={snapshots.length > 1 ? (snapshots[0] ?? null) : null} />
          <Panel title={say("prometheus")}>
            <p className="mt-0 text-text-2">{say("prometheus_text")}</p>
            <div className="grid grid-cols-1 gap-3 md:grid-cols-2">
              <div className="min-w-0">
                <div className="text-sm text-text-3">{say("metrics_address")}</div>
                <CodeBlock label={say("metrics_address")} text={address} />
              </div>
              <div className="min-w-0">
                <div className="text-sm text-text-3">{say("scrape")}</div>
                <CodeBlock
                  label={say("scrape")}
                  text={`scrape_configs:\n  - job_name: spark\n    static_configs:\n      - targets: ["${location.host}"]`}
                />
              </div>
            </div>
          </Panel>
        </>
      )}
    </Page>
  );
}
