import { useId, type ReactNode } from "react";

import { asCurl, type Refusal } from "@/lib/api";
import { defineWords, useWords } from "@/lib/words";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { useToast } from "@/ui/toast";

const words = defineWords({
  retry: ["Try again", "Yeniden dene"],
  curl: ["Copy as curl", "curl olarak kopyala"],
  copied: ["Copied", "Kopyalandı"],
  request: ["Request", "İstek"],
  unreachable: ["The server cannot be reached", "Sunucuya ulaşılamıyor"],
  unreachable_fix: [
    "Is spark serve running? The page tries again by itself.",
    "spark serve çalışıyor mu? Sayfa kendiliğinden yeniden dener.",
  ],
  forbidden: ["You may not see this", "Bunu görme yetkiniz yok"],
  loading: ["Loading", "Yükleniyor"],
});

type PanelProps = {
  title?: ReactNode;
  /** Beside the title, right. */
  actions?: ReactNode;
  children?: ReactNode;
  className?: string;
  /** Without inner spacing: tables and charts reach the edge. */
  flush?: boolean;
  id?: string;
};

/** A framed part of a page with a heading. */
export function Panel({ title, actions, children, className, flush = false, id }: PanelProps) {
  const heading = useId();
  return (
    <section
      id={id}
      aria-labelledby={title === undefined ? undefined : heading}
      className={`flex min-w-0 flex-col rounded-md border border-line bg-surface ${className ?? ""}`}
    >
      {(title !== undefined || actions !== undefined) && (
        <header className="flex min-h-10 flex-wrap items-center justify-between gap-x-3 gap-y-1 px-3 py-1.5">
          <h2 id={heading} className="m-0 text-md font-semibold">
            {title}
          </h2>
          <div className="flex flex-wrap items-center gap-2 text-sm text-text-3">{actions}</div>
        </header>
      )}
      <div className={`flex min-h-0 min-w-0 grow flex-col ${flush ? "" : title === undefined ? "p-3" : "px-3 pb-3"}`}>
        {children}
      </div>
    </section>
  );
}

/** Boxes of the final size; their space is kept at once, they are seen after 150 ms: a quick answer neither flickers nor shifts. */
export function Skeleton({ rows = 3, height = 20 }: { rows?: number; height?: number }) {
  const say = useWords(words);
  return (
    <div role="status" aria-label={say("loading")} className="flex flex-col gap-2">
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="skeleton" style={{ height }} />
      ))}
    </div>
  );
}

/** One sentence why there is nothing, one button that changes it, and the line for a shell. */
export function EmptyState({ text, action, cli }: { text: ReactNode; action?: ReactNode; cli?: string }) {
  return (
    <div className="flex grow flex-col items-center justify-center gap-3 px-4 py-8 text-center text-text-2">
      <p className="m-0 max-w-prose">{text}</p>
      {action}
      {cli !== undefined && (
        <code
          lang="en"
          translate="no"
          className="max-w-full overflow-x-auto rounded-md bg-surface-2 px-2 py-1 font-mono text-sm text-text-2"
        >
          {cli}
        </code>
      )}
    </div>
  );
}

/** What went wrong, why, and what to do; lies over the last good data instead of replacing it. */
export function ErrorStrip({ error, onRetry }: { error: Refusal; onRetry?: () => void }) {
  const say = useWords(words);
  const toast = useToast();
  const problem = error.problem;
  const isNetwork = problem.code === "network";
  const copy = async () => {
    await navigator.clipboard.writeText(asCurl("GET", problem.instance || location.pathname));
    toast({ text: say("copied"), tone: "ok" });
  };
  return (
    <div
      role="alert"
      className="flex flex-wrap items-start gap-x-3 gap-y-1 rounded-md border border-crit bg-surface-2 px-3 py-2 text-sm"
    >
      <Icon name="warning" className="mt-0.5 text-crit" />
      <div className="min-w-0 grow basis-60">
        <p className="m-0 font-semibold">
          {error.status === 403 ? say("forbidden") : isNetwork ? say("unreachable") : problem.title}
        </p>
        {problem.detail !== "" && <p className="m-0 break-words text-text-2">{problem.detail}</p>}
        {isNetwork && <p className="m-0 text-text-2">{say("unreachable_fix")}</p>}
        {problem.fix.map((fix) => (
          <p key={fix.text} className="m-0 text-text-2">
            {fix.text}
          </p>
        ))}
        {problem.errors.map((one) => (
          <p key={one.pointer + one.code} className="m-0 font-mono break-all text-text-2" lang="en" translate="no">
            {one.pointer} {String(one.detail ?? one.code)}
          </p>
        ))}
        {problem.request_id !== "" && (
          <p className="m-0 text-text-3">
            {say("request")}{" "}
            <code lang="en" translate="no">
              {problem.request_id}
            </code>
          </p>
        )}
      </div>
      <div className="flex flex-wrap gap-2">
        {onRetry !== undefined && (
          <Button icon="retry" onClick={onRetry}>
            {say("retry")}
          </Button>
        )}
        <Button kind="quiet" icon="copy" onClick={() => void copy()}>
          {say("curl")}
        </Button>
      </div>
    </div>
  );
}

type Loadable<T> = { data: T | undefined; error: Refusal | null; refetch?: () => unknown; isFetching?: boolean };

type LoadedProps<T> = {
  query: Loadable<T>;
  /** Rows of the skeleton; make it as high as what comes. */
  skeleton?: ReactNode;
  /** What stands there when the answer is there and holds nothing. */
  empty?: ReactNode;
  isEmpty?: (data: T) => boolean;
  children: (data: T) => ReactNode;
};

/** Loading, error, forbidden, empty or the data of one query. An error with data before it lies above the data. */
export function Loaded<T>({ query, skeleton, empty, isEmpty, children }: LoadedProps<T>) {
  if (query.data === undefined) {
    if (query.error !== null) return <ErrorStrip error={query.error} onRetry={() => void query.refetch?.()} />;
    return skeleton ?? <Skeleton />;
  }
  const isNothing = isEmpty?.(query.data) ?? false;
  return (
    <>
      {query.error !== null && <ErrorStrip error={query.error} onRetry={() => void query.refetch?.()} />}
      {isNothing && empty !== undefined ? empty : children(query.data)}
    </>
  );
}
