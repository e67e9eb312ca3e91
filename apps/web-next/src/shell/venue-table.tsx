import type { Feed } from "@spark/types";

import { nothing, useFormat } from "@/lib/format";
import { useWords } from "@/lib/words";
import { Facts } from "@/shell/popover";
import { driftTone, feedLook, venueName } from "@/shell/status";
import { statusWords } from "@/shell/status-words";
import { Dot, Synthetic } from "@/ui/badge";
import { Num, Token } from "@/ui/num";

const toneText = { ok: "text-ok", warn: "text-warn", crit: "text-crit", neutral: "text-text-2", info: "", paper: "" };

export function FeedState({ feed }: { feed: Feed }) {
  const say = useWords(statusWords);
  const look = feedLook(feed);
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <Dot {...look} />
      {say(`state_${feed.state}`)}
    </span>
  );
}

/** Drift, gaps, reconnects and the last event of every venue. */
export function VenueTable({ feeds }: { feeds: Feed[] }) {
  const say = useWords(statusWords);
  const format = useFormat();
  const ms = (value: number | null) =>
    value === null ? nothing : format.number(value, { decimalsMax: 0, unit: "ms" });
  const head = "px-1.5 py-1 font-normal whitespace-nowrap";
  return (
    <>
      <div className="-mx-1.5 overflow-x-auto">
        <table className="w-full border-collapse text-sm">
          <caption className="sr-only">{say("drift_title")}</caption>
          <thead className="text-text-3">
            <tr className="border-b border-line text-right">
              <th scope="col" className={`${head} text-left`}>
                {say("venue")}
              </th>
              <th scope="col" className={`${head} text-left`}>
                {say("state")}
              </th>
              <th scope="col" className={head}>
                {say("drift_column")}
              </th>
              <th scope="col" className={head}>
                {say("median")}
              </th>
              <th scope="col" className={head}>
                {say("ahead")}
              </th>
              <th scope="col" className={head}>
                {say("gaps")}
              </th>
              <th scope="col" className={head}>
                {say("reconnects")}
              </th>
              <th scope="col" className={head}>
                {say("last")}
              </th>
            </tr>
          </thead>
          <tbody>
            {feeds.map((feed) => (
              <tr key={feed.venue} className="border-b border-line last:border-0">
                <th scope="row" className="px-1.5 py-1 text-left font-semibold whitespace-nowrap">
                  <Token>{venueName(feed.venue)}</Token>
                </th>
                <td className="px-1.5 py-1">
                  <FeedState feed={feed} />
                </td>
                <td className={`num px-1.5 py-1 ${toneText[driftTone(feed.drift_ms)]}`}>{ms(feed.drift_ms)}</td>
                <td className="num px-1.5 py-1">{ms(feed.drift_p50_ms)}</td>
                <td className="num px-1.5 py-1">
                  <Num value={feed.clock_ahead} />
                </td>
                <td className={`num px-1.5 py-1 ${feed.gaps > 0 ? "text-warn" : ""}`}>
                  <Num value={feed.gaps} />
                </td>
                <td className="num px-1.5 py-1">
                  <Num value={feed.reconnects} />
                </td>
                <td className="num px-1.5 py-1">
                  {feed.age_ms === null ? nothing : say("ago", { age: format.duration(feed.age_ms) })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {feeds.some((feed) => feed.synthetic) && (
        <p className="m-0 mt-2 flex items-center gap-2 text-sm text-text-2">
          <Synthetic /> {say("synthetic")}
        </p>
      )}
    </>
  );
}

export function FeedFacts({ feed }: { feed: Feed }) {
  const say = useWords(statusWords);
  const format = useFormat();
  const ms = (value: number | null) => (value === null ? nothing : format.duration(value));
  return (
    <>
      <Facts
        rows={[
          [say("state"), <FeedState key="state" feed={feed} />],
          [say("reason"), <Token key="reason">{feed.reason === "" ? nothing : feed.reason}</Token>],
          [say("drift_column"), ms(feed.drift_ms)],
          [say("delay"), ms(feed.delay_ms)],
          [say("rate"), <Num key="rate" value={feed.messages_per_second} decimalsMax={1} />],
          [say("gaps"), <Num key="gaps" value={feed.gaps} />],
          [say("reconnects"), <Num key="reconnects" value={feed.reconnects} />],
          [say("last"), feed.age_ms === null ? nothing : say("ago", { age: format.duration(feed.age_ms) })],
          ...(feed.stale_symbols.length > 0
            ? [
                [say("stale_symbols"), <Token key="stale">{feed.stale_symbols.join(", ")}</Token>] as [
                  string,
                  React.ReactNode,
                ],
              ]
            : []),
        ]}
      />
      {feed.synthetic && (
        <p className="m-0 mt-2 flex items-center gap-2 text-sm text-text-2">
          <Synthetic /> {say("synthetic")}
        </p>
      )}
    </>
  );
}
