import type { Backtest, DataSet, Job } from "@spark/types";
import { useEffect, useMemo, useRef, useState } from "react";

import { Refusal, api, newIdempotencyKey } from "@/lib/api";
import { useFormat } from "@/lib/format";
import { queries, queryKey, useApi } from "@/lib/query";
import { useRight } from "@/lib/session";
import { defineWords, useWords } from "@/lib/words";
import { readDocument, formatOf } from "@/editor/edit";
import { Written, isTable, jsonOf, plainOf, type Plain } from "@/editor/tree";
import { useLineState, useStreamEvents, useTopic } from "@/stream/live";
import { Badge, Synthetic } from "@/ui/badge";
import { Button, LinkButton } from "@/ui/button";
import { NumberField, SelectField, TextField } from "@/ui/fields";
import { Amount, Percent, Token } from "@/ui/num";
import { ErrorStrip, Panel } from "@/ui/panel";

const words = defineWords({
  title: ["Backtest", "Geriye dönük test"],
  dataset: ["Data set", "Veri kümesi"],
  from: ["From", "Başlangıç"],
  to: ["To", "Bitiş"],
  date_hint: ["Empty: all of it", "Boş: tümü"],
  fee: ["Fee", "Ücret"],
  slippage: ["Slippage", "Kayma"],
  cash: ["Starting cash", "Başlangıç nakdi"],
  parameters: ["Parameters of this run", "Bu testin parametreleri"],
  parameters_hint: ["Empty: the document's default", "Boş: belgedeki varsayılan"],
  run: ["Backtest", "Test et"],
  again: ["Backtest again", "Yeniden test et"],
  cancel: ["Cancel", "İptal et"],
  need: ["Needs the right to research", "Araştırma yetkisi gerekir"],
  wrong: ["The document has a fault", "Belgede hata var"],
  queued: ["Queued", "Sırada"],
  running: ["Running, {percent}", "Çalışıyor, {percent}"],
  failed: ["The run has failed", "Test başarısız oldu"],
  canceled: ["The run was cancelled", "Test iptal edildi"],
  result: ["Result", "Sonuç"],
  unsaved: ["of an unsaved document", "kaydedilmemiş belge ile"],
  net: ["Net profit", "Net kâr"],
  return: ["Return", "Getiri"],
  drawdown: ["Max drawdown", "En büyük düşüş"],
  trades: ["Trades", "İşlem"],
  sharpe: ["Sharpe", "Sharpe"],
  win_rate: ["Win rate", "Kazanma oranı"],
  profit_factor: ["Profit factor", "Kâr faktörü"],
  fees: ["Fees", "Ücretler"],
  report: ["Open the full report", "Tam raporu aç"],
  equity: ["Equity from {first} to {last}", "Özkaynak: {first} → {last}"],
  warnings: ["Read with care:", "Dikkatle okuyun:"],
  nothing: ["Nothing has been run from here yet.", "Buradan henüz test çalıştırılmadı."],
});

type RunPanelProps = {
  name: string;
  text: string | null;
  isDirty: boolean;
  isValid: boolean;
  datasets: DataSet[];
  dataset: string;
  onDataset: (id: string) => void;
};

type Order = { from: string; to: string; fee: string; slippage: string; cash: string };

/** Runs the document as it stands (or the kept strategy, when nothing was changed) and shows what came out. */
export function RunPanel({ name, text, isDirty, isValid, datasets, dataset, onDataset }: RunPanelProps) {
  const say = useWords(words);
  const format = useFormat();
  const canRun = useRight("research");
  const [order, setOrder] = useState<Order>({ from: "", to: "", fee: "", slippage: "", cash: "" });
  const [params, setParams] = useState<Record<string, string>>({});
  const [isSending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [job, setJob] = useState<Job | null>(null);
  const [result, setResult] = useState<{ run: Backtest; isUnsaved: boolean } | null>(null);
  const sent = useRef(false);
  const wasDirty = useRef(false);
  const parameters = useMemo(() => parametersOf(text), [text]);
  const put = (part: Partial<Order>) => setOrder((before) => ({ ...before, ...part }));

  const run = async () => {
    if (sent.current) return;
    sent.current = true;
    wasDirty.current = isDirty;
    setSending(true);
    setRefusal(null);
    setJob(null);
    try {
      const own = Object.fromEntries(
        Object.entries(params)
          .filter(([key, value]) => value !== "" && key in parameters)
          .map(([key, value]) => [key, valueOf(parameters[key], value)]),
      );
      const document =
        isDirty && text !== null
          ? (jsonOf(plainOf(readDocument(text, formatOf(text)))) as Record<string, unknown>)
          : undefined;
      const answer = await api.post("/api/v1/backtests", {
        body: {
          dataset,
          ...(document === undefined ? { strategy: name } : { document }),
          ...(Object.keys(own).length > 0 ? { params: own } : {}),
          ...(order.from === "" ? {} : { from: `${order.from}T00:00:00Z` }),
          ...(order.to === "" ? {} : { to: `${order.to}T00:00:00Z` }),
          ...(order.fee === "" ? {} : { fee_bps: order.fee }),
          ...(order.slippage === "" ? {} : { slippage_bps: order.slippage }),
          ...(order.cash === "" ? {} : { cash: order.cash }),
        },
        idempotencyKey: newIdempotencyKey(),
        waitSeconds: 2,
      });
      if (answer.schema === "spark.backtest/1") setResult({ run: answer as Backtest, isUnsaved: isDirty });
      else setJob(answer as Job);
      void queries.invalidateQueries({ queryKey: ["/api/v1/backtests"] });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefusal(error);
    } finally {
      sent.current = false;
      setSending(false);
    }
  };
  const done = async (ended: Job) => {
    if (ended.status !== "succeeded") return;
    const id = ended.links.result?.split("/").at(-1);
    if (id === undefined) return;
    setResult({ run: await api.get("/api/v1/backtests/{id}", { path: { id } }), isUnsaved: wasDirty.current });
    setJob(null);
  };
  const why = !canRun ? say("need") : !isValid ? say("wrong") : undefined;
  return (
    <div className="grid grid-cols-12 gap-3">
      <Panel title={say("title")} className="col-span-12 md:col-span-5">
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            if (why === undefined) void run();
          }}
        >
          <SelectField
            label={say("dataset")}
            lang="en"
            value={dataset}
            onChange={(event) => onDataset(event.target.value)}
          >
            {datasets.map((one) => (
              <option key={one.id} value={one.id} disabled={one.damaged}>
                {one.id}
              </option>
            ))}
          </SelectField>
          <div className="grid grid-cols-2 gap-3">
            <TextField
              type="date"
              label={say("from")}
              hint={say("date_hint")}
              value={order.from}
              onChange={(event) => put({ from: event.target.value })}
            />
            <TextField
              type="date"
              label={say("to")}
              value={order.to}
              onChange={(event) => put({ to: event.target.value })}
            />
          </div>
          <div className="grid grid-cols-2 gap-3 xs:grid-cols-3">
            <NumberField
              label={say("fee")}
              unit="bp"
              placeholder="10"
              value={order.fee}
              onValue={(fee) => put({ fee })}
            />
            <NumberField
              label={say("slippage")}
              unit="bp"
              placeholder="0"
              value={order.slippage}
              onValue={(slippage) => put({ slippage })}
            />
            <NumberField
              label={say("cash")}
              placeholder={format.number("1000000")}
              value={order.cash}
              onValue={(cash) => put({ cash })}
            />
          </div>
          {Object.keys(parameters).length > 0 && (
            <fieldset className="m-0 rounded-md border border-line px-3 pb-3">
              <legend className="px-1 text-sm text-text-2">{say("parameters")}</legend>
              <p className="m-0 mb-2 text-sm text-text-3">{say("parameters_hint")}</p>
              <div className="grid grid-cols-[repeat(auto-fill,minmax(120px,1fr))] gap-3">
                {Object.entries(parameters).map(([key, one]) => {
                  const value = params[key] ?? "";
                  const set = (next: string) => setParams((before) => ({ ...before, [key]: next }));
                  const label = <Token>{key}</Token>;
                  if (one.type === "bool" || one.type === "choice")
                    return (
                      <SelectField
                        key={key}
                        label={label}
                        lang="en"
                        value={value}
                        onChange={(event) => set(event.target.value)}
                      >
                        <option value="">{String(one.default)}</option>
                        {(one.type === "bool" ? ["true", "false"] : (one.choices as Plain[]).map(String))
                          .filter((choice) => choice !== String(one.default))
                          .map((choice) => (
                            <option key={choice}>{choice}</option>
                          ))}
                      </SelectField>
                    );
                  return (
                    <NumberField
                      key={key}
                      label={label}
                      placeholder={String(one.default)}
                      value={value}
                      onValue={set}
                    />
                  );
                })}
              </div>
            </fieldset>
          )}
          <div className="flex items-center gap-2">
            <Button
              type="submit"
              kind="primary"
              icon="play"
              isBusy={isSending}
              disabled={why !== undefined || dataset === "" || job !== null}
              title={why}
            >
              {say(result === null ? "run" : "again")}
            </Button>
            {why !== undefined && <span className="text-sm text-text-3">{why}</span>}
          </div>
          {refusal !== null && <ErrorStrip error={refusal} />}
          {job !== null && <JobLine job={job} onEnd={(ended) => void done(ended)} />}
        </form>
      </Panel>
      <Panel
        title={say("result")}
        className="col-span-12 md:col-span-7"
        actions={
          result !== null && (
            <>
              {(result.run.dataset as { synthetic?: boolean }).synthetic === true && <Synthetic />}
              {result.isUnsaved && <Badge tone="warn">{say("unsaved")}</Badge>}
            </>
          )
        }
      >
        {result === null ? <p className="m-0 text-text-2">{say("nothing")}</p> : <ResultCard run={result.run} />}
      </Panel>
    </div>
  );
}

function parametersOf(text: string | null): Record<string, { [name: string]: Plain }> {
  if (text === null) return {};
  try {
    const plain = plainOf(readDocument(text, formatOf(text)));
    const table = isTable(plain) ? plain.parameters : undefined;
    return isTable(table)
      ? Object.fromEntries(
          Object.entries(table).filter((pair): pair is [string, { [name: string]: Plain }] => isTable(pair[1])),
        )
      : {};
  } catch {
    return {};
  }
}

const valueOf = (parameter: { [name: string]: Plain } | undefined, value: string): string | boolean | number =>
  parameter?.type === "bool"
    ? value === "true"
    : parameter?.type === "choice"
      ? value
      : (jsonOf(new Written(value)) as string | number);

/** A job that takes longer: followed on the stream, read once more when the line is up. */
function JobLine({ job, onEnd }: { job: Job; onEnd: (ended: Job) => void }) {
  const say = useWords(words);
  const format = useFormat();
  const query = useApi("/api/v1/jobs/{id}", { path: { id: job.id }, staleTimeMs: 0 });
  const line = useLineState().kind;
  const live = useTopic<{ progress?: number }>(`job.${job.id}`);
  const reread = () =>
    void queries.invalidateQueries({ queryKey: queryKey("/api/v1/jobs/{id}", { path: { id: job.id } }).slice(0, 2) });
  useStreamEvents(`job.${job.id}`, reread);
  useEffect(() => {
    if (line === "live") reread();
  }, [line]);
  const now = query.data ?? job;
  const isEnded = now.ended_at !== null;
  const told = useRef(false);
  useEffect(() => {
    if (!isEnded || told.current) return;
    told.current = true;
    onEnd(now);
  }, [isEnded, now, onEnd]);
  const progress = isEnded ? now.progress : Math.max(now.progress, live?.value.progress ?? 0);
  if (now.status === "failed" || now.status === "interrupted")
    return (
      <p role="alert" className="m-0 text-crit">
        {say("failed")}
        {now.problem !== undefined && (
          <>
            {" "}
            <span lang="en">{String(now.problem.detail ?? now.problem.title ?? "")}</span>
          </>
        )}
      </p>
    );
  if (now.status === "canceled")
    return (
      <p role="status" className="m-0 text-text-2">
        {say("canceled")}
      </p>
    );
  return (
    <div className="flex items-center gap-3">
      <progress max={1} value={progress} className="h-2 grow accent-[var(--accent)]" aria-label={say("title")} />
      <span role="status" className="text-sm text-text-2">
        {now.status === "queued"
          ? say("queued")
          : say("running", { percent: format.percent(progress, { decimals: 0 }) })}
      </span>
      <Button
        kind="quiet"
        icon="stop"
        onClick={() => void api.post("/api/v1/jobs/{id}/cancel", { path: { id: job.id } }).then(reread)}
      >
        {say("cancel")}
      </Button>
    </div>
  );
}

function ResultCard({ run }: { run: Backtest }) {
  const say = useWords(words);
  const format = useFormat();
  const metrics = run.metrics as Record<string, string | number | null | undefined>;
  const number = (name: string): number | null => (typeof metrics[name] === "number" ? metrics[name] : null);
  const percent = number("max_drawdown_pct");
  const curve = Array.isArray(run.equity_curve) ? (run.equity_curve as string[]) : [];
  const tiles: Array<[keyof typeof words, React.ReactNode]> = [
    ["net", <Amount key="net" value={metrics.net_pnl as string} decimals={2} className="text-xl font-semibold" />],
    ["return", <Percent key="return" value={number("total_return")} signed className="text-xl font-semibold" />],
    [
      "drawdown",
      <Percent key="drawdown" value={percent === null ? null : percent / 100} className="text-xl font-semibold" />,
    ],
    [
      "trades",
      <span key="trades" className="num text-xl font-semibold" data-trades>
        {format.number(metrics.trades)}
      </span>,
    ],
    [
      "sharpe",
      <span key="sharpe" className="num text-xl font-semibold">
        {format.number(number("sharpe"), { decimals: 2 })}
      </span>,
    ],
    ["win_rate", <Percent key="win" value={number("win_rate")} decimals={1} className="text-xl font-semibold" />],
    [
      "profit_factor",
      <span key="factor" className="num text-xl font-semibold">
        {format.number(number("profit_factor"), { decimals: 2 })}
      </span>,
    ],
    [
      "fees",
      <span key="fees" className="num text-xl font-semibold">
        {format.number(metrics.fees, { decimals: 2 })}
      </span>,
    ],
  ];
  const warnings = Array.isArray(run.warnings) ? (run.warnings as string[]) : [];
  return (
    <div className="flex min-w-0 flex-col gap-3" data-run={run.id}>
      <dl className="m-0 grid grid-cols-[repeat(auto-fill,minmax(130px,1fr))] gap-3">
        {tiles.map(([key, value]) => (
          <div key={key} className="min-w-0 rounded-md border border-line px-3 py-2">
            <dt className="text-sm text-text-3">{say(key)}</dt>
            <dd className="m-0 overflow-hidden text-ellipsis">{value}</dd>
          </div>
        ))}
      </dl>
      {curve.length > 1 && (
        <Sparkline
          values={curve}
          label={say("equity", {
            first: format.number(curve[0], { decimals: 0 }),
            last: format.number(curve.at(-1), { decimals: 0 }),
          })}
        />
      )}
      {warnings.length > 0 && (
        <p className="m-0 flex flex-wrap items-center gap-1 text-sm text-text-2">
          {say("warnings")}{" "}
          {warnings.map((one) => (
            <Token key={one}>
              <Badge tone="warn">{one}</Badge>
            </Token>
          ))}
        </p>
      )}
      <div>
        <LinkButton kind="primary" icon="backtest" to={`/backtest/${run.id}`}>
          {say("report")}
        </LinkButton>{" "}
        <Token mono className="ml-2 text-text-3">
          {run.id}
        </Token>
      </div>
    </div>
  );
}

/** The equity as a line of at most 300 points; the exact figures are in the report. */
function Sparkline({ values, label }: { values: string[]; label: string }) {
  const stride = Math.max(1, Math.ceil(values.length / 300));
  const shown = values.filter((_, index) => index % stride === 0 || index === values.length - 1).map(Number);
  const least = Math.min(...shown);
  const most = Math.max(...shown);
  const points = shown
    .map(
      (value, index) =>
        `${((index / (shown.length - 1)) * 600).toFixed(1)},${(78 - ((value - least) / (most - least || 1)) * 76).toFixed(1)}`,
    )
    .join(" ");
  return (
    <figure className="m-0">
      <svg
        viewBox="0 0 600 80"
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
        className="block h-20 w-full text-accent"
      >
        <polyline
          points={points}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <figcaption className="text-sm text-text-3">{label}</figcaption>
    </figure>
  );
}
