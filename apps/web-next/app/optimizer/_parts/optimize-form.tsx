import type { Job } from "@spark/types";
import { useRef, useState, type FormEvent } from "react";
import { useNavigate } from "react-router";

import { Refusal, api, newIdempotencyKey } from "@/lib/api";
import { useFormat } from "@/lib/format";
import { queries, useApi } from "@/lib/query";
import { useRight } from "@/lib/session";
import { defineWords, useWords } from "@/lib/words";
import { Synthetic } from "@/ui/badge";
import { Button } from "@/ui/button";
import { CheckField, Field, NumberField, SelectField, TextField, inputShape } from "@/ui/fields";
import { ErrorStrip } from "@/ui/panel";

import { emptyDraft as emptyBacktest, type Draft as BacktestDraft } from "../../backtest/_parts/order";
import { metricNames } from "../../backtest/_parts/metric-words";
import { commandOf, emptyDraft, fieldOf, methods, orderOf, rangesOf, type Draft, type FieldName } from "./order";
import { PreviewBox } from "./preview-box";
import { RangeRows } from "./range-rows";
import { useMethodName } from "./states";
import { usePreview } from "./use-preview";

const words = defineWords({
  strategy: ["Strategy", "Strateji"],
  dataset: ["Data set", "Veri kümesi"],
  choose: ["Choose…", "Seçin…"],
  from: ["From", "Başlangıç"],
  to: ["Until", "Bitiş"],
  whole: ["{rows} bars, {first} to {last}; empty: all of it", "{rows} mum, {first} – {last}; boş: tamamı"],
  ranges: ["Searched parameters", "Aranan parametreler"],
  method: ["Method", "Yöntem"],
  grid_hint: ["Every set, once", "Her küme, bir kez"],
  random_hint: ["Sets at random, without repetition", "Rastgele kümeler, yinelemesiz"],
  tpe_hint: ["Learns which values do well", "İyi giden değerleri öğrenir"],
  cmaes_hint: ["For several numbers that depend on each other", "Birbirine bağlı birkaç sayı için"],
  halving_hint: ["Drops weak sets after a part of the bars", "Zayıf kümeleri mumların bir bölümünden sonra eler"],
  objective: ["Objective, made as large as possible", "Amaç, olabildiğince büyütülür"],
  objective_hint: [
    "A figure, or an expression: sharpe - 0.1 * abs(max_drawdown_pct)",
    "Bir ölçüt ya da ifade: sharpe - 0.1 * abs(max_drawdown_pct)",
  ],
  where: ["Only sets with", "Yalnızca şu kümeler"],
  where_hint: ["fast < slow; one condition a line", "fast < slow; her satıra bir koşul"],
  constraints: ["Ranked only with", "Yalnızca şununla sıralanır"],
  constraints_hint: ["trades >= 30; one a line", "trades >= 30; her satıra bir kısıt"],
  trials_max: ["At most so many sets", "En çok küme"],
  time_max: ["At most so long", "En uzun süre"],
  seed: ["Seed", "Tohum"],
  honesty: ["Kept out of the search", "Aramanın dışında tutulan"],
  oos: ["Out of sample", "Örneklem dışı"],
  oos_hint: ["The last part of the bars: 30%; empty: none", "Mumların son bölümü: 30%; boş: yok"],
  sealed: ["Sealed: not looked at in the end", "Mühürlü: sonunda bakılmaz"],
  sealed_hint: ["You open it later; every look is counted.", "Daha sonra siz açarsınız; her bakış sayılır."],
  walk: ["Walk forward", "İleri yürüyen test"],
  walk_hint: ["6x30d: six windows of 30 days; empty: none", "6x30d: 30 günlük altı pencere; boş: yok"],
  finalists: ["Finalists", "Finalistler"],
  finalists_hint: ["Rows that are assessed; empty: 20", "Değerlendirilen satırlar; boş: 20"],
  costs: ["Costs", "Maliyetler"],
  house: ["House default (10 bps a fill)", "Varsayılan (işlem başına 10 bps)"],
  zero: ["No costs (the result will say so)", "Maliyetsiz (sonuçta belirtilir)"],
  own: ["My own", "Kendim gireceğim"],
  maker: ["Maker fee", "Yapıcı komisyonu"],
  taker: ["Taker fee", "Alıcı komisyonu"],
  slippage: ["Slippage", "Fiyat kayması"],
  spread: ["Half spread", "Yarım makas"],
  more: ["Budget, seed, size, cash", "Bütçe, tohum, büyüklük, nakit"],
  size: ["Size", "Büyüklük"],
  size_hint: [
    "units:1, notional:1000, equity:0.5; empty: the strategy's own",
    "units:1, notional:1000, equity:0.5; boş: stratejininki",
  ],
  cash: ["Cash at the start", "Başlangıç nakdi"],
  command: ["The same as a command", "Komut olarak aynısı"],
  run: ["Start the search", "Aramayı başlat"],
  right: [
    "Needs the role researcher, trader, risk or admin.",
    "Araştırmacı, işlemci, risk ya da yönetici rolü gerekir.",
  ],
});

const objectives = [
  "sharpe",
  "net_pnl",
  "total_return",
  "sortino",
  "calmar",
  "profit_factor",
  "annual_return",
  "expectancy",
] as const;

type FormProps = {
  initial: Partial<BacktestDraft>;
  /** The strategy is settled: the lab's own. */
  isOfOneStrategy?: boolean;
  /** Called with the search that began; without it the form goes to its page. */
  onBegun?: (id: string) => void;
};

/** What is searched, how, and what is kept out of the search; sent once, then followed on its own page. */
export function OptimizeForm({ initial, isOfOneStrategy = false, onBegun }: FormProps) {
  const say = useWords(words);
  const sayMetric = useWords(metricNames);
  const methodName = useMethodName();
  const { time } = useFormat();
  const navigate = useNavigate();
  const mayRun = useRight("research");
  const [draft, setDraft] = useState<Draft>({ ...emptyDraft, backtest: { ...emptyBacktest, ...initial } });
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isSending, setSending] = useState(false);
  const key = useRef(newIdempotencyKey());
  const isSent = useRef(false);
  const strategies = useApi("/api/v1/strategies");
  const datasets = useApi("/api/v1/datasets", { query: { limit: 200 } });
  const usable = datasets.data?.data.filter((one) => !one.damaged) ?? [];
  const wanted = draft.backtest.dataset;
  const dataset = usable.find((one) => one.id === wanted || one.id.startsWith(`${wanted}@`)) ?? usable[0];
  const complete: Draft = { ...draft, backtest: { ...draft.backtest, dataset: dataset?.id ?? "" } };
  const asked = orderOf(complete, draft.ranges ?? []);
  const preview = usePreview(
    dataset === undefined ? null : draft.ranges === null ? { ...asked, parameters: [] } : asked,
  );
  const ranges = draft.ranges ?? rangesOf(preview.data?.parameters);
  const order = orderOf(complete, ranges);
  const suggestions = preview.data?.suggestions ?? [];

  const set = (change: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...change }));
    setRefusal(null);
    key.current = newIdempotencyKey();
  };
  const setBacktest = (change: Partial<BacktestDraft>) => set({ backtest: { ...draft.backtest, ...change } });

  // Said at its field as soon as the preview knows it; what only the sending finds out comes from its refusal.
  const told = preview.data?.refusal as { pointer?: string; detail?: string; remedy?: string } | null | undefined;
  const sent = refusal?.problem.errors[0];
  const pointer = sent?.pointer ?? told?.pointer ?? null;
  const place = pointer === null ? null : fieldOf(pointer);
  const why =
    sent !== undefined ? (refusal?.problem.detail ?? "") : [told?.detail, told?.remedy].filter(Boolean).join(" · ");
  const errorAt = (field: FieldName) => (place?.field === field ? why : undefined);
  const isRefused = told !== null && told !== undefined && !preview.isOld;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isSent.current || !mayRun || dataset === undefined || ranges.length === 0) return;
    isSent.current = true;
    setSending(true);
    setRefusal(null);
    try {
      const answer = await api.post("/api/v1/optimizations", { body: order, idempotencyKey: key.current });
      void queries.invalidateQueries({ queryKey: ["/api/v1/optimizations"] });
      if (onBegun === undefined) void navigate(`/optimizer/${idOf(answer)}`);
      else {
        onBegun(idOf(answer));
        key.current = newIdempotencyKey();
        isSent.current = false;
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefusal(error);
      key.current = newIdempotencyKey();
      isSent.current = false;
    } finally {
      setSending(false);
    }
  };

  const lines = (field: "where" | "constraints") => (
    <Field label={say(field)} hint={say(`${field}_hint`)} error={errorAt(field)}>
      {(ids) => (
        <textarea
          {...ids}
          rows={2}
          spellCheck={false}
          lang="en"
          className={`${inputShape} py-1 font-mono`}
          value={draft[field]}
          onChange={(event) => set({ [field]: event.target.value })}
        />
      )}
    </Field>
  );
  const costField = (name: "maker_bps" | "taker_bps" | "slippage_bps" | "half_spread_bps", label: string) => (
    <NumberField
      label={label}
      unit="bps"
      value={draft.backtest[name]}
      onValue={(value) => setBacktest({ [name]: value })}
    />
  );

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <div className="grid gap-3 xs:grid-cols-2">
        {!isOfOneStrategy && (
          <SelectField
            label={say("strategy")}
            error={errorAt("strategy")}
            value={draft.backtest.strategy}
            onChange={(event) =>
              set({ ranges: null, where: "", backtest: { ...draft.backtest, strategy: event.target.value } })
            }
          >
            {strategies.data?.data.map((one) => (
              <option key={one.name} lang="en">
                {one.name}
              </option>
            )) ?? <option>{draft.backtest.strategy}</option>}
          </SelectField>
        )}
        <SelectField
          className={isOfOneStrategy ? "xs:col-span-2" : undefined}
          label={
            <>
              {say("dataset")} {dataset?.synthetic && <Synthetic />}
            </>
          }
          error={errorAt("dataset")}
          value={dataset?.id ?? ""}
          onChange={(event) => setBacktest({ dataset: event.target.value })}
          hint={
            dataset &&
            say("whole", {
              rows: dataset.rows ?? 0,
              first: time(dataset.first, "day"),
              last: time(dataset.last, "day"),
            })
          }
        >
          {dataset === undefined && <option value="">{say("choose")}</option>}
          {usable.map((one) => (
            <option key={one.id} value={one.id} lang="en">
              {one.id}
            </option>
          ))}
        </SelectField>
        {(["from", "to"] as const).map((name) => (
          <TextField
            key={name}
            label={say(name)}
            type="date"
            error={name === "from" ? errorAt("from") : undefined}
            value={draft.backtest[name]}
            min={dataset?.first?.slice(0, 10)}
            max={dataset?.last?.slice(0, 10)}
            onChange={(event) => setBacktest({ [name]: event.target.value })}
          />
        ))}
      </div>
      <fieldset className="m-0 min-w-0 border-0 p-0">
        <legend className="mb-2 p-0 font-semibold">{say("ranges")}</legend>
        <RangeRows
          ranges={ranges}
          suggestions={suggestions}
          onChange={(next) => set({ ranges: next })}
          error={place?.field === "parameters" ? { index: place.index, text: why } : undefined}
        />
      </fieldset>
      <div className="grid gap-3 xs:grid-cols-2">
        <SelectField
          label={say("method")}
          hint={say(`${draft.method}_hint`)}
          value={draft.method}
          onChange={(event) => set({ method: event.target.value as Draft["method"] })}
        >
          {methods.map((one) => (
            <option key={one} value={one}>
              {methodName(one)}
            </option>
          ))}
        </SelectField>
        <NumberField
          label={say("trials_max")}
          error={errorAt("trials_max")}
          value={draft.trials_max}
          placeholder={draft.method === "grid" ? "–" : "200"}
          onValue={(value) => set({ trials_max: value.split(".")[0] ?? "" })}
        />
        <Field
          className="xs:col-span-2"
          label={say("objective")}
          hint={say("objective_hint")}
          error={errorAt("objective")}
        >
          {(ids) => (
            <>
              <input
                {...ids}
                list="optimizer-objectives"
                lang="en"
                spellCheck={false}
                className={`${inputShape} font-mono`}
                value={draft.objective}
                onChange={(event) => set({ objective: event.target.value })}
              />
              <datalist id="optimizer-objectives">
                {objectives.map((one) => (
                  <option key={one} value={one}>
                    {sayMetric(one)}
                  </option>
                ))}
              </datalist>
            </>
          )}
        </Field>
        {lines("where")}
        {lines("constraints")}
      </div>
      <fieldset className="m-0 min-w-0 border-0 p-0">
        <legend className="mb-2 p-0 font-semibold">{say("honesty")}</legend>
        <div className="grid gap-3 xs:grid-cols-2">
          <TextField
            label={say("oos")}
            hint={say("oos_hint")}
            error={errorAt("oos")}
            value={draft.oos}
            onChange={(event) => set({ oos: event.target.value })}
          />
          <TextField
            label={say("walk")}
            hint={say("walk_hint")}
            error={errorAt("walk_forward")}
            value={draft.walk_forward}
            spellCheck={false}
            onChange={(event) => set({ walk_forward: event.target.value })}
          />
          <CheckField
            label={say("sealed")}
            hint={say("sealed_hint")}
            checked={draft.is_sealed}
            disabled={draft.oos.trim() === ""}
            onChange={(event) => set({ is_sealed: event.target.checked })}
          />
          <SelectField
            label={say("costs")}
            value={draft.backtest.costs}
            onChange={(event) => setBacktest({ costs: event.target.value as BacktestDraft["costs"] })}
          >
            {(["house", "zero", "own"] as const).map((one) => (
              <option key={one} value={one}>
                {say(one)}
              </option>
            ))}
          </SelectField>
        </div>
        {draft.backtest.costs === "own" && (
          <div className="mt-3 grid gap-3 xs:grid-cols-2">
            {costField("maker_bps", say("maker"))}
            {costField("taker_bps", say("taker"))}
            {costField("slippage_bps", say("slippage"))}
            {costField("half_spread_bps", say("spread"))}
          </div>
        )}
      </fieldset>
      <details>
        <summary className="min-h-7 font-semibold">{say("more")}</summary>
        <div className="mt-2 grid gap-3 xs:grid-cols-2">
          <NumberField
            label={say("time_max")}
            unit="s"
            value={draft.time_max_s}
            onValue={(value) => set({ time_max_s: value.split(".")[0] ?? "" })}
          />
          <NumberField
            label={say("seed")}
            value={draft.seed}
            placeholder="1"
            onValue={(value) => set({ seed: value.split(".")[0] ?? "" })}
          />
          <NumberField
            label={say("finalists")}
            hint={say("finalists_hint")}
            value={draft.finalists}
            placeholder="20"
            onValue={(value) => set({ finalists: value.split(".")[0] ?? "" })}
          />
          <NumberField
            label={say("cash")}
            value={draft.backtest.cash}
            placeholder="1000000"
            onValue={(cash) => setBacktest({ cash })}
          />
          <TextField
            label={say("size")}
            hint={say("size_hint")}
            value={draft.backtest.size}
            spellCheck={false}
            onChange={(event) => setBacktest({ size: event.target.value.trim() })}
          />
        </div>
      </details>
      <PreviewBox preview={preview} place={place?.field ?? null} why={why} />
      <div>
        <div className="mb-1 text-sm text-text-3">{say("command")}</div>
        <code
          lang="en"
          translate="no"
          tabIndex={0}
          className="block overflow-x-auto rounded-md bg-surface-2 px-2 py-1.5 font-mono text-sm whitespace-pre"
        >
          {commandOf(order)}
        </code>
      </div>
      {refusal !== null && <ErrorStrip error={refusal} />}
      <div className="flex items-center justify-end gap-3">
        {!mayRun && <span className="text-sm text-text-3">{say("right")}</span>}
        <Button
          type="submit"
          kind="primary"
          icon="play"
          isBusy={isSending}
          disabled={!mayRun || dataset === undefined || ranges.length === 0 || isRefused}
        >
          {say("run")}
        </Button>
      </div>
    </form>
  );
}

/** The optimization that an answer is about: a job's first number is the optimization's. */
export function idOf(answer: unknown): string {
  const { id, schema } = answer as { id: string; schema?: string };
  return schema === "spark.optimize/1" ? id : `opt_${(answer as Job).id.replace(/^job_/, "")}`;
}
