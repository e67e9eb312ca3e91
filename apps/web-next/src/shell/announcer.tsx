import { useEffect, useRef, useState } from "react";
import { useLocation } from "react-router";

import { useWords } from "@/lib/words";
import { announce, onAnnounce } from "@/shell/announce";
import { useStatus, venueName } from "@/shell/status";
import { statusWords } from "@/shell/status-words";
import { useLineState } from "@/stream/live";

/** A feed that is lost and a line that is lost are said at once, by what is shown on the bar. */
function useLosses(): void {
  const say = useWords(statusWords);
  const { status } = useStatus();
  const line = useLineState();
  const wasLive = useRef<boolean | null>(null);
  const feeds = useRef(new Map<string, string>());
  useEffect(() => {
    const isLive = line.kind === "live";
    if (wasLive.current === true && line.kind === "waiting") announce(say("lost"), true);
    if (wasLive.current === false && isLive) announce(say("back"), true);
    if (isLive) wasLive.current = true;
    else if (wasLive.current === true && line.kind === "waiting") wasLive.current = false;
  }, [line.kind]);
  useEffect(() => {
    for (const feed of status?.feeds ?? []) {
      const before = feeds.current.get(feed.venue);
      feeds.current.set(feed.venue, feed.state);
      if (before === undefined || before === feed.state) continue;
      if (feed.state === "down") announce(say("feed_lost", { venue: venueName(feed.venue) }), true);
      else if (feed.state === "stale") announce(say("feed_stale", { venue: venueName(feed.venue) }), true);
    }
  }, [status?.feeds]);
}

/** The two live regions of the page. */
export function Announcer() {
  const [polite, setPolite] = useState("");
  const [urgent, setUrgent] = useState("");
  const { pathname } = useLocation();
  const isFirst = useRef(true);
  useLosses();
  useEffect(() => onAnnounce(({ text, isUrgent }) => (isUrgent ? setUrgent : setPolite)(text)), []);
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    // The page has its title once it is drawn.
    const timer = setTimeout(() => setPolite(document.title), 100);
    return () => clearTimeout(timer);
  }, [pathname]);
  return (
    <>
      <div role="status" aria-live="polite" data-announce="polite" className="sr-only">
        {polite}
      </div>
      <div role="alert" aria-live="assertive" data-announce="assertive" className="sr-only">
        {urgent}
      </div>
    </>
  );
}
