import { useFormat } from "@/lib/format";
import { useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { Token } from "@/ui/num";
import { ErrorStrip, Panel, Skeleton } from "@/ui/panel";

import { useReport } from "./report-state";

const words = defineWords({
  title: ["Why there is no trade", "Neden işlem yok"],
  bars: ["Bars", "Mum"],
  ready: ["After the warm-up", "Isınmadan sonra"],
  signals: ["Entry signals", "Giriş sinyali"],
  rejected: ["Entries rejected", "Reddedilen giriş"],
  filled: ["Trades closed", "Kapanan işlem"],
  other: [
    "The strategy has changed since; its signals today would not be this run's.",
    "Strateji o günden beri değişti; bugünkü sinyalleri bu çalıştırmanın değildir.",
  ],
  no_signal: [
    "The rule never fired with these parameters: no bar met its entry condition.",
    "Kural bu parametrelerle hiç tetiklenmedi: hiçbir mum giriş koşulunu sağlamadı.",
  ],
  rejected_text: [
    "Signals came, but no entry could be made. First rule in the way: {rule}.",
    "Sinyal geldi ama giriş yapılamadı. Engelleyen ilk kural: {rule}.",
  ],
  open: [
    "A position was opened and is still open at the end; it counts in the equity, not among the trades.",
    "Bir pozisyon açıldı ve sonda hâlâ açık; sermayede sayılır, işlemlerde sayılmaz.",
  ],
});

/** Bars → after warm-up → signals → rejected → filled: where the trades were lost. */
export function Funnel() {
  const { run } = useReport();
  const say = useWords(words);
  const format = useFormat();
  const isAlone = run.books === undefined;
  const set = Object.entries(run.params)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(",");
  const signals = useApi("/api/v1/strategies/{name}/signals", {
    path: { name: run.strategy.name },
    query: { dataset: run.dataset.id, ...(set === "" ? {} : { set }) },
    enabled: isAlone,
    staleTimeMs: Infinity,
  });
  const isSame = signals.data?.sha256 === run.strategy.sha256;
  const entries =
    signals.data === undefined || !isSame
      ? null
      : Number(signals.data.counts.long_enter ?? 0) + Number(signals.data.counts.short_enter ?? 0);
  const warmUp = run.period.warm_up_bars ?? 0;
  const steps: Array<[string, number | null]> = [
    [say("bars"), run.dataset.bars],
    [say("ready"), Math.max(0, run.dataset.bars - warmUp)],
    [say("signals"), entries],
    [say("rejected"), run.rejected_orders?.count ?? 0],
    [say("filled"), run.metrics.trades],
  ];
  const rule = run.rejected_orders?.first[0]?.rule ?? run.rejected_orders?.first[0]?.reason;
  return (
    <Panel title={say("title")} id="funnel">
      {isAlone && signals.isPending ? (
        <Skeleton rows={1} height={56} />
      ) : (
        <ol className="m-0 flex list-none flex-wrap items-stretch gap-2 p-0">
          {steps.map(([name, count], at) => (
            <li key={name} className="flex items-center gap-2">
              {at > 0 && (
                <span aria-hidden className="text-text-3">
                  →
                </span>
              )}
              <div
                className={`rounded-md border px-3 py-1.5 ${count === 0 && at !== 3 ? "border-crit" : "border-line"}`}
              >
                <div className="text-xl font-semibold">{count === null ? "–" : format.number(count)}</div>
                <div className="text-sm text-text-3">{name}</div>
              </div>
            </li>
          ))}
        </ol>
      )}
      {signals.error !== null && <ErrorStrip error={signals.error} />}
      <p className="m-0 mt-2 text-text-2">
        {signals.data !== undefined && !isSame
          ? say("other")
          : run.open_position
            ? say("open")
            : entries === 0
              ? say("no_signal")
              : rule !== undefined
                ? say.rich("rejected_text", { rule: <Token mono>{String(rule)}</Token> })
                : null}
      </p>
    </Panel>
  );
}
