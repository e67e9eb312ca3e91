import { useState } from "react";
import { Link } from "react-router";

import type { BacktestReconciliation } from "@spark/types";

import { api, newIdempotencyKey, Refusal } from "@/lib/api";
import { isSameAmount, lessTexts, sumTexts } from "@/lib/decimal";
import { queries, queryKey, useApi } from "@/lib/query";
import { useRight } from "@/lib/session";
import { defineWords, useWords } from "@/lib/words";
import { Button } from "@/ui/button";
import { Token } from "@/ui/num";
import { EmptyState, ErrorStrip, Panel, Skeleton } from "@/ui/panel";

import { useReport } from "./report-state";
import { Verdict } from "./verdict";

const words = defineWords({
  here: ["Added up here, digit by digit", "Burada hane hane toplandı"],
  here_text: [
    "This page read {count} trades from the evidence and added them as exact decimals, without rounding.",
    "Bu sayfa kanıttan {count} işlemi okudu ve kesin ondalıkla, yuvarlamadan topladı.",
  ],
  gross: ["Sum of gross", "Brüt toplamı"],
  fees: ["Sum of fees", "Komisyon toplamı"],
  net: ["Sum of net", "Net toplamı"],
  minus: ["Gross − fees", "Brüt − komisyon"],
  equity: ["Starting cash + net + open position", "Başlangıç nakdi + net + açık pozisyon"],
  document: ["says the document", "belgeye göre"],
  here_short: ["added up here", "burada toplandı"],
  server: ["Made again by the server", "Sunucuda yeniden hesaplandı"],
  never: [
    "This run was not reconciled since the server started.",
    "Sunucu başladığından beri bu çalıştırma yeniden hesaplanmadı.",
  ],
  run: ["Reconcile now", "Şimdi yeniden hesapla"],
  again: ["Reconcile again", "Yeniden hesapla"],
  all: ["All {count} checks are right.", "{count} denetimin hepsi doğru."],
  some: [{ one: "{count} check is wrong.", other: "{count} checks are wrong." }, "{count} denetim yanlış."],
  check: ["Check", "Denetim"],
  expected: ["Expected", "Beklenen"],
  found: ["Found", "Bulunan"],
  right: ["Needs the right to research", "Araştırma yetkisi gerekir"],
  job: ["It takes longer: {job}", "Daha uzun sürüyor: {job}"],
  range: [
    "The whole run is reconciled, whatever range is chosen.",
    "Hangi aralık seçili olursa olsun bütün çalıştırma hesaplanır.",
  ],
});

/** Rows: what, found here, what the document says. */
function HandSums() {
  const { run, trades, tradesError } = useReport();
  const say = useWords(words);
  if (tradesError !== null) return <ErrorStrip error={tradesError} />;
  if (trades === undefined) return <Skeleton rows={5} />;
  const gross = sumTexts(trades.map((one) => one.gross));
  const fees = sumTexts(trades.map((one) => one.fees));
  const net = sumTexts(trades.map((one) => one.net));
  const rows: Array<[string, string, string]> = [
    [say("gross"), gross, run.metrics.gross_pnl],
    [say("fees"), fees, run.metrics.fees],
    [say("net"), net, run.metrics.net_pnl],
    [say("minus"), lessTexts(gross, fees), run.metrics.net_pnl],
  ];
  // Of several books the document names one open position only: their sum is the server's to check.
  if (run.books === undefined)
    rows.push([say("equity"), sumTexts([run.cash, net, run.open_position?.unrealized_pnl ?? "0"]), run.final_equity]);
  return (
    <>
      <p className="m-0 mb-2 text-sm text-text-2">{say("here_text", { count: trades.length })}</p>
      <div className="overflow-x-auto">
        <table className="w-full border-collapse" data-sums>
          <caption className="sr-only">{say("here")}</caption>
          <thead className="text-sm text-text-3">
            <tr className="border-b border-line">
              <th />
              <th scope="col" className="py-1 text-right font-normal">
                {say("here_short")}
              </th>
              <th scope="col" className="py-1 pl-4 text-right font-normal">
                {say("document")}
              </th>
              <th />
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, found, expected]) => (
              <tr key={name} className="border-b border-line last:border-b-0">
                <th scope="row" className="py-1.5 pr-3 text-left font-normal text-text-2">
                  {name}
                </th>
                <td className="num">
                  <Token mono>{found}</Token>
                </td>
                <td className="num pl-4">
                  <Token mono>{expected}</Token>
                </td>
                <td className="pl-3">
                  <Verdict isRight={isSameAmount(found, expected)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

export function ReconcileTab() {
  const { run } = useReport();
  const say = useWords(words);
  const mayRun = useRight("research");
  const kept = useApi("/api/v1/backtests/{id}/reconcile", { path: { id: run.id }, staleTimeMs: Infinity });
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [job, setJob] = useState<string | null>(null);
  const [made, setMade] = useState<BacktestReconciliation | null>(null);
  const answer = made ?? kept.data ?? null;
  const reconcile = async () => {
    setBusy(true);
    setRefusal(null);
    try {
      const found = await api.post("/api/v1/backtests/{id}/reconcile", {
        path: { id: run.id },
        idempotencyKey: newIdempotencyKey(),
        waitSeconds: 60,
      });
      if (found.schema === "spark.job/1") setJob(found.id);
      else setMade(found);
      void queries.invalidateQueries({
        queryKey: queryKey("/api/v1/backtests/{id}/reconcile", { path: { id: run.id } }).slice(0, 2),
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefusal(error);
    } finally {
      setBusy(false);
    }
  };
  const wrong = answer?.checks.filter((one) => !one.ok).length ?? 0;
  const button = (
    <Button
      icon="retry"
      kind={answer === null ? "primary" : "secondary"}
      isBusy={isBusy}
      disabled={!mayRun}
      title={mayRun ? undefined : say("right")}
      onClick={() => void reconcile()}
    >
      {say(answer === null ? "run" : "again")}
    </Button>
  );
  const isNever = kept.error?.code === "not_found";
  return (
    <div className="grid grid-cols-12 gap-3">
      <Panel title={say("here")} className="col-span-12 lg:col-span-5">
        <HandSums />
      </Panel>
      <Panel title={say("server")} actions={answer === null ? undefined : button} className="col-span-12 lg:col-span-7">
        {refusal !== null && <ErrorStrip error={refusal} onRetry={() => void reconcile()} />}
        {job !== null && (
          <p className="m-0">
            {say.rich("job", {
              job: (
                <Link to={`/backtest/${job}`}>
                  <Token mono>{job}</Token>
                </Link>
              ),
            })}
          </p>
        )}
        {answer === null ? (
          kept.error !== null && !isNever ? (
            <ErrorStrip error={kept.error} onRetry={() => void kept.refetch()} />
          ) : isNever ? (
            <EmptyState text={say("never")} action={button} cli={`POST /api/v1/backtests/${run.id}/reconcile`} />
          ) : (
            <Skeleton rows={6} />
          )
        ) : (
          <div data-reconciled={answer.matches ? "right" : "wrong"}>
            <p
              className={`m-0 mb-2 flex items-center gap-2 font-semibold ${answer.matches ? "text-ok" : "text-crit"}`}
              role="status"
            >
              <Verdict isRight={answer.matches} size={18} />{" "}
              {answer.matches ? say("all", { count: answer.checks.length }) : say("some", { count: wrong })}
            </p>
            <div className="max-h-[520px] overflow-auto">
              <table className="w-full min-w-[560px] border-collapse text-sm">
                <caption className="sr-only">{say("server")}</caption>
                <thead className="text-text-3">
                  <tr className="border-b border-line">
                    {["", say("check"), say("expected"), say("found")].map((one, at) => (
                      <th
                        key={at}
                        scope="col"
                        className={`py-1 pr-3 font-normal ${at > 1 ? "text-right" : "text-left"}`}
                      >
                        {one}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {[...answer.checks]
                    .sort((left, right) => Number(left.ok) - Number(right.ok))
                    .map((one) => (
                      <tr key={one.name} className="border-b border-line last:border-b-0">
                        <td className="py-1 pr-2">
                          <Verdict isRight={one.ok} />
                        </td>
                        <th scope="row" className="pr-3 text-left font-normal">
                          <Token mono>{one.name}</Token>
                        </th>
                        <td
                          className={`num max-w-[22ch] overflow-hidden pr-3 text-ellipsis ${one.ok ? "text-text-2" : "text-crit"}`}
                          title={one.expected}
                        >
                          <Token mono>{one.expected}</Token>
                        </td>
                        <td
                          className={`num max-w-[22ch] overflow-hidden text-ellipsis ${one.ok ? "text-text-2" : "text-crit"}`}
                          title={one.found}
                        >
                          <Token mono>{one.found}</Token>
                        </td>
                      </tr>
                    ))}
                </tbody>
              </table>
            </div>
            <p className="m-0 mt-2 text-sm text-text-3">{say("range")}</p>
          </div>
        )}
      </Panel>
    </div>
  );
}
