import type { Feed } from "@spark/types";
import { useEffect, useRef, useState } from "react";

import { nothing, useFormat } from "@/lib/format";
import { useTimeZone, zoneOffsetMs } from "@/lib/time-zone";
import { useWords } from "@/lib/words";
import { Facts, Popover } from "@/shell/popover";
import { driftTone, feedLook, healthReason, venueName, type LiveStatus, type StatusNow } from "@/shell/status";
import { statusWords } from "@/shell/status-words";
import { FeedFacts, VenueTable } from "@/shell/venue-table";
import { retryLine, useLineState } from "@/stream/live";
import { Dot, Synthetic, type Tone } from "@/ui/badge";
import { Icon, type IconName } from "@/ui/icon";
import { Token } from "@/ui/num";
import { useNow } from "@/ui/use-now";

export const cell = "flex h-full items-center border-r border-line px-2 min-[1560px]:px-2.5 max-sm:px-1.5 max-xs:px-1";
const staleText = "italic text-text-3";
const toneText: Record<Tone, string> = {
  ok: "text-text",
  warn: "text-warn",
  crit: "text-crit",
  neutral: "text-text-2",
  info: "",
  paper: "",
};

const environments: Record<string, string> = { paper: "bg-env-paper", testnet: "bg-env-test", live: "bg-env-live" };

export function EnvironmentCell({ now }: { now: StatusNow }) {
  const say = useWords(statusWords);
  const env = now.status?.env;
  const name = env?.toLocaleUpperCase("en") ?? nothing;
  return (
    <Popover
      title={say("env")}
      label={`${say("env")}: ${name}`}
      className={`h-full px-2.5 font-bold ${env === undefined ? "bg-surface-3" : `${environments[env] ?? "bg-env-live"} text-on-env hover:bg-env-paper`}`}
      face={<Token>{name}</Token>}
    >
      {() => (
        <>
          <p className="m-0 mb-2 text-text-2">
            {env === undefined ? say("env_unknown") : env === "paper" ? say("env_paper") : null}
          </p>
          <Facts
            rows={[
              [say("env"), <Token key="env">{name}</Token>],
              [say("version"), <Token key="version">{now.version ?? nothing}</Token>],
            ]}
          />
          <p className="m-0 mt-2 text-sm text-text-3">{say("env_change")}</p>
        </>
      )}
    </Popover>
  );
}

export function DriftCell({ now }: { now: StatusNow }) {
  const say = useWords(statusWords);
  const format = useFormat();
  const drift = now.status?.drift_ms;
  const tone = driftTone(drift);
  const text = drift === null || drift === undefined ? nothing : format.number(drift, { decimalsMax: 0, unit: "ms" });
  return (
    <Popover
      title={say("drift_title")}
      label={`drift ${text}`}
      width={640}
      className={`${cell} ${now.isStale ? staleText : toneText[tone]}`}
      face={
        <>
          {tone === "warn" || tone === "crit" ? <Icon name="warning" size={13} /> : null}
          <span>
            <Token>drift</Token> <span className={tone === "ok" && !now.isStale ? "font-semibold" : ""}>{text}</span>
          </span>
        </>
      }
    >
      {() => (
        <>
          <VenueTable feeds={now.status?.feeds ?? []} />
          <p className="m-0 mt-2 text-sm text-text-3">{say("drift_rule")}</p>
        </>
      )}
    </Popover>
  );
}

function useFeedFigure(feed: Feed): string {
  const say = useWords(statusWords);
  const format = useFormat();
  if (feed.state === "live" && feed.delay_ms === 0)
    return feed.drift_ms === null ? say("state_live") : format.number(feed.drift_ms, { decimalsMax: 0, unit: "ms" });
  if (feed.state === "live" || feed.state === "delayed")
    return `${say("state_delayed")} ${format.duration(feed.delay_ms).replace(/ 00 .*$/, "")}`;
  if (feed.state === "stale" && feed.age_ms !== null) return `${say("state_stale")} ${format.duration(feed.age_ms)}`;
  return say(`state_${feed.state}`);
}

export function FeedCell({ feed, isStale }: { feed: Feed; isStale: boolean }) {
  const say = useWords(statusWords);
  const look = feedLook(feed);
  const figure = useFeedFigure(feed);
  const name = venueName(feed.venue);
  return (
    <Popover
      title={`${say("feed")}: ${name}`}
      label={`${say("feed")} ${name} ${figure}${feed.synthetic ? ", SYNTHETIC" : ""}`}
      className={`${cell} ${isStale ? staleText : ""}`}
      face={
        <>
          <Dot {...(isStale ? { tone: "neutral", shape: "ring" } : look)} />
          <Token className="max-[900px]:hidden">{name}</Token>{" "}
          <span
            className={`max-md:hidden ${isStale ? "" : look.tone === "warn" || look.tone === "crit" ? toneText[look.tone] : "text-text-2"}`}
          >
            {figure}
          </span>
        </>
      }
    >
      {() => <FeedFacts feed={feed} />}
    </Popover>
  );
}

/** Feeds of real venues, then those that Spark makes itself behind their mark. */
export function FeedCells({ now }: { now: StatusNow }) {
  const feeds = now.status?.feeds ?? [];
  const made = feeds.filter((feed) => feed.synthetic);
  return (
    <>
      {feeds
        .filter((feed) => !feed.synthetic)
        .map((feed) => (
          <FeedCell key={feed.venue} feed={feed} isStale={now.isStale} />
        ))}
      {made.length > 0 && (
        <span className="flex items-center pl-2 max-sm:hidden">
          <Synthetic />
        </span>
      )}
      {made.map((feed) => (
        <FeedCell key={feed.venue} feed={feed} isStale={now.isStale} />
      ))}
    </>
  );
}

/** One dot a feed, for phones; the sheet says the rest. */
export function FeedDots({ feeds, isStale }: { feeds: Feed[]; isStale: boolean }) {
  return feeds.map((feed) => (
    <Dot key={feed.venue} {...(isStale ? { tone: "neutral", shape: "ring" } : feedLook(feed))} />
  ));
}

type Absent = "gate" | "risk" | "alerts" | "kill";
const absentIcons: Record<Absent, IconName> = { gate: "gate", risk: "guardrails", alerts: "bell", kill: "stop" };

/** From which width on there is room for words; the cell of a lost line takes it away. A dash stands for them. */
const wordPlaces = {
  always: ["", "hidden"],
  wide: [
    "hidden min-[1420px]:inline min-[1420px]:group-has-[[data-stream-state]]:hidden",
    "max-sm:hidden min-[1420px]:hidden min-[1420px]:group-has-[[data-stream-state]]:inline",
  ],
  widest: ["hidden min-[1600px]:inline", "min-[1600px]:hidden"],
} as const;

/** A system that does not exist yet says so: it is neither open nor closed. */
export function NotYetCell({
  what,
  words = "always",
  className = "",
}: {
  what: Absent;
  words?: keyof typeof wordPlaces;
  className?: string;
}) {
  const say = useWords(statusWords);
  const text = say("not_yet_cell", { what: say(what) });
  const [shown, dash] = wordPlaces[words];
  return (
    <Popover
      title={text}
      label={text}
      tooltip={text}
      className={`${cell} text-text-3 ${className}`}
      face={
        <>
          <Icon name={absentIcons[what]} size={14} />
          <span className={shown}>{text}</span>
          <span aria-hidden className={dash}>
            {nothing}
          </span>
        </>
      }
    >
      {() => <p className="m-0 text-text-2">{say(`${what}_text`)}</p>}
    </Popover>
  );
}

/** How long it has been so, in ms. */
function useSince(isOn: boolean): number {
  const now = useNow(1_000);
  const [begin, setBegin] = useState<number | null>(null);
  useEffect(() => setBegin(isOn ? Date.now() : null), [isOn]);
  return begin === null ? 0 : Math.max(0, now - begin);
}

/** Only there when the line is not healthy. */
export function StreamCell({ now }: { now: StatusNow }) {
  const say = useWords(statusWords);
  const format = useFormat();
  const line = useLineState();
  const wasLive = useRef(false);
  if (line.kind === "live") wasLive.current = true;
  const lostMs = useSince(line.kind !== "live");
  const isStale = line.kind === "live" && now.isStale;
  const seconds = (ms: number) => format.duration(Math.max(1_000, Math.round(ms / 1_000) * 1_000)).replace(/[.,]0/, "");
  if (line.kind === "live" && !isStale) return null;
  // The first connection of a page is no news unless it takes long.
  if (!wasLive.current && lostMs < 2_000) return null;
  const text = isStale
    ? say("stale", { age: seconds(now.ageMs) })
    : wasLive.current
      ? say("reconnecting", { age: seconds(lostMs) })
      : say("connecting");
  return (
    <button
      type="button"
      onClick={retryLine}
      title={say("retry")}
      aria-label={`${text}. ${say("retry")}`}
      className={`${cell} gap-1.5 font-semibold whitespace-nowrap text-warn hover:bg-surface-3`}
      data-stream-state={isStale ? "stale" : line.kind}
    >
      <Icon name="retry" size={13} />
      <span className="max-xs:sr-only">{text}</span>
    </button>
  );
}

const clockKey = "spark.clock";
type ClockZone = "local" | "utc" | "venue";
const venueZone = "Europe/Istanbul";

export function ClockCell({ className = "" }: { className?: string }) {
  const say = useWords(statusWords);
  const own = useTimeZone();
  const [kind, setKind] = useState<ClockZone>(() => (localStorage.getItem(clockKey) as ClockZone | null) ?? "local");
  const now = useNow(1_000);
  const zone = kind === "utc" ? "UTC" : kind === "venue" ? venueZone : own;
  const offset = zoneOffsetMs(now, zone);
  const hours = Math.round(offset / 60_000) / 60;
  const time = new Date(now + offset).toISOString().slice(11, 19);
  const suffix = kind === "venue" ? "BIST" : hours === 0 ? "UTC" : `UTC${hours > 0 ? "+" : "−"}${Math.abs(hours)}`;
  const next: Record<ClockZone, ClockZone> = { local: "utc", utc: "venue", venue: "local" };
  const turn = () => {
    setKind(next[kind]);
    localStorage.setItem(clockKey, next[kind]);
  };
  return (
    <button
      type="button"
      onClick={turn}
      aria-label={say("clock", { time: `${time} ${suffix}` })}
      title={zone}
      className={`${cell} num whitespace-nowrap text-text-2 hover:bg-surface-3 ${className}`}
    >
      <Token>
        {time} {suffix}
      </Token>
    </button>
  );
}

const healthTones = { GREEN: "ok", YELLOW: "warn", RED: "crit" } as const;

/** In the page's language where the wording is known, else as the server said it. */
export function useHealthReasons(reasons: string[]): string[] {
  const say = useWords(statusWords);
  return reasons.map((text) => {
    const reason = healthReason(text);
    if (reason === null) return text;
    const venue = venueName(reason.venue);
    return "state" in reason
      ? say("reason_state", { venue, state: say(`state_${reason.state}`) })
      : say("reason_drift", { venue, ms: reason.driftMs });
  });
}

export function HealthCell({
  status,
  isStale,
  className = "",
}: {
  status: LiveStatus | undefined;
  isStale: boolean;
  className?: string;
}) {
  const say = useWords(statusWords);
  const health = status?.health;
  const reasons = useHealthReasons(status?.health_reasons ?? []);
  const title =
    health === undefined
      ? say("health")
      : say("health_title", { health, reasons: reasons.length === 0 ? say("health_fine") : reasons.join(", ") });
  const tone = health === undefined || isStale ? "neutral" : healthTones[health];
  return (
    <Popover
      title={say("health")}
      label={title}
      tooltip={title}
      className={`${cell} ${className}`}
      face={
        <>
          <Dot tone={tone} shape={tone === "crit" || tone === "neutral" ? "ring" : tone === "warn" ? "half" : "full"} />
          <Token className={isStale ? staleText : toneText[tone === "ok" ? "ok" : tone]}>{health ?? nothing}</Token>
        </>
      }
    >
      {() =>
        reasons.length === 0 ? (
          <p className="m-0 text-text-2">{say("health_fine")}</p>
        ) : (
          <ul className="m-0 flex list-none flex-col gap-1 p-0">
            {reasons.map((one) => (
              <li key={one} className="flex items-center gap-2">
                <Dot tone={tone} />
                {one}
              </li>
            ))}
          </ul>
        )
      }
    </Popover>
  );
}
