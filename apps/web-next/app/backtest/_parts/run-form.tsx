import type { Job } from "@spark/types";
import { useRef, useState, type FormEvent } from "react";
import { useNavigate } from "react-router";

import { Refusal, api, newIdempotencyKey } from "@/lib/api";
import { useFormat } from "@/lib/format";
import { queries, useApi } from "@/lib/query";
import { useRight } from "@/lib/session";
import { JobProgress } from "@/ui/job-progress";
import { isOver, useJob } from "@/ui/use-job";
import { defineWords, useWords } from "@/lib/words";
import { Synthetic } from "@/ui/badge";
import { Button } from "@/ui/button";
import { CheckField, NumberField, SelectField, TextField } from "@/ui/fields";
import { Token } from "@/ui/num";
import { ErrorStrip } from "@/ui/panel";

import { commandOf, emptyDraft, fault, orderOf, type Draft, type Parameter, type Parameters } from "./order";

const words = defineWords({
  strategy: ["Strategy", "Strateji"],
  dataset: ["Data set", "Veri kümesi"],
  choose: ["Choose…", "Seçin…"],
  from: ["From", "Başlangıç"],
  to: ["Until", "Bitiş"],
  whole: ["{rows} bars, {first} to {last}; empty: all of it", "{rows} mum, {first} – {last}; boş: tamamı"],
  parameters: ["Parameters", "Parametreler"],
  none: ["This strategy has no parameters.", "Bu stratejinin parametresi yok."],
  range: ["{least} to {most}, step {step}", "{least} – {most}, adım {step}"],
  least: ["At least {least}", "En az {least}"],
  most: ["At most {most}", "En çok {most}"],
  step: ["In steps of {step} from {least}", "{least} değerinden başlayarak {step} adımlarla"],
  number: ["This is not a number", "Bu bir sayı değil"],
  costs: ["Costs", "Maliyetler"],
  house: ["House default (10 bps a fill)", "Varsayılan (işlem başına 10 bps)"],
  zero: ["No costs (the report will say so)", "Maliyetsiz (raporda belirtilir)"],
  own: ["My own", "Kendim gireceğim"],
  maker: ["Maker fee", "Yapıcı komisyonu"],
  taker: ["Taker fee", "Alıcı komisyonu"],
  slippage: ["Slippage", "Fiyat kayması"],
  spread: ["Half spread", "Yarım makas"],
  more: ["Size, cash, delay, fills", "Büyüklük, nakit, gecikme, gerçekleşme"],
  size: ["Size", "Büyüklük"],
  size_hint: [
    "units:1, notional:1000, equity:0.5, risk:0.01; empty: the strategy's own",
    "units:1, notional:1000, equity:0.5, risk:0.01; boş: stratejininki",
  ],
  cash: ["Cash at the start", "Başlangıç nakdi"],
  latency: ["Delay", "Gecikme"],
  bars: ["bars", "mum"],
  intrabar: ["Inside a bar", "Mum içinde"],
  pessimistic: ["Pessimistic: the worse level is hit first", "Kötümser: önce kötü seviyeye değer"],
  optimistic: ["Optimistic: the better level is hit first", "İyimser: önce iyi seviyeye değer"],
  command: ["The same as a command", "Komut olarak aynısı"],
  run: ["Run backtest", "Testi çalıştır"],
  right: [
    "Needs the role researcher, trader, risk or admin.",
    "Araştırmacı, işlemci, risk ya da yönetici rolü gerekir.",
  ],
  log_in: ["Log in to run backtests.", "Test çalıştırmak için giriş yapın."],
});

/** Units of parameters as documents write them. */
const units: Record<string, { en: string; tr: string }> = {
  bars: { en: "bars", tr: "mum" },
  percent: { en: "%", tr: "%" },
};

type FormProps = { initial: Partial<Draft>; jobId: string | null; onJob: (id: string | null) => void };

/** Strategy, data, parameters, costs: a run, sent once; the job goes on when the form is closed. */
export function RunForm({ initial, jobId, onJob }: FormProps) {
  const say = useWords(words);
  const { language, time, number } = useFormat();
  const navigate = useNavigate();
  const mayRun = useRight("research");
  const [draft, setDraft] = useState<Draft>({ ...emptyDraft, ...initial });
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isSending, setSending] = useState(false);
  const key = useRef(newIdempotencyKey());
  const isSent = useRef(false);
  const strategies = useApi("/api/v1/strategies");
  const datasets = useApi("/api/v1/datasets", { query: { limit: 200 } });
  const shown = useApi("/api/v1/strategies/{name}", { path: { name: draft.strategy }, enabled: draft.strategy !== "" });
  const parameters = (shown.data?.document.parameters ?? {}) as Parameters;
  const usable = datasets.data?.data.filter((one) => !one.damaged) ?? [];
  const dataset = usable.find((one) => one.id === draft.dataset || one.id.startsWith(`${draft.dataset}@`)) ?? usable[0];
  const complete: Draft = { ...draft, dataset: dataset?.id ?? "" };
  const order = orderOf(complete, parameters);
  const faults = Object.entries(parameters).filter(
    ([name, parameter]) =>
      ["int", "float"].includes(parameter.type) &&
      draft.params[name] !== undefined &&
      draft.params[name] !== "" &&
      fault(parameter, String(draft.params[name])) !== null,
  );
  const { job } = useJob(jobId);
  const set = (change: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...change }));
    key.current = newIdempotencyKey();
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isSent.current || !mayRun || dataset === undefined || faults.length > 0) return;
    isSent.current = true;
    setSending(true);
    setRefusal(null);
    try {
      // What is quick is waited for; what is not becomes a job that the page follows.
      const answer = await api.post("/api/v1/backtests", { body: order, idempotencyKey: key.current, waitSeconds: 2 });
      void queries.invalidateQueries({ queryKey: ["/api/v1/backtests"] });
      if (answer.schema === "spark.backtest/1") void navigate(`/backtest/${answer.id as string}`);
      else {
        onJob((answer as Job).id);
        isSent.current = false;
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefusal(error);
      key.current = newIdempotencyKey();
      isSent.current = false;
    } finally {
      // After a result the page is on its way to the report: nothing more is sent.
      setSending(false);
    }
  };

  const over = (ended: Job) => {
    if (ended.status === "succeeded" && ended.links.result !== undefined)
      void navigate(ended.links.result.replace("/api/v1/backtests/", "/backtest/"));
  };

  const costField = (
    name: keyof Draft & ("maker_bps" | "taker_bps" | "slippage_bps" | "half_spread_bps" | "latency_bars" | "cash"),
    label: string,
    unit?: string,
  ) => <NumberField label={label} unit={unit} value={draft[name]} onValue={(value) => set({ [name]: value })} />;
  const parameterField = ([name, parameter]: [string, Parameter]) => {
    const value =
      draft.params[name] ?? (typeof parameter.default === "boolean" ? parameter.default : String(parameter.default));
    const description = (language === "tr" ? parameter.description_tr : parameter.description) ?? parameter.description;
    const change = (next: string | boolean) => set({ params: { ...draft.params, [name]: next } });
    if (parameter.type === "bool")
      return (
        <CheckField
          key={name}
          label={<Token mono>{name}</Token>}
          hint={description}
          checked={value === true || value === "true"}
          onChange={(event) => change(event.target.checked)}
        />
      );
    if (parameter.choices !== undefined)
      return (
        <SelectField
          key={name}
          label={<Token mono>{name}</Token>}
          hint={description}
          value={String(value)}
          onChange={(event) => change(event.target.value)}
        >
          {parameter.choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </SelectField>
      );
    const wrong = value === "" ? null : fault(parameter, String(value));
    const bounds = { least: number(parameter.least), most: number(parameter.most), step: number(parameter.step) };
    const unit = parameter.unit === undefined ? undefined : (units[parameter.unit]?.[language] ?? parameter.unit);
    return (
      <NumberField
        key={name}
        label={<Token mono>{name}</Token>}
        unit={unit}
        value={String(value)}
        onValue={change}
        hint={
          <>
            {description} <span className="whitespace-nowrap">{say("range", bounds)}</span>
          </>
        }
        error={wrong === null ? undefined : say(wrong, bounds)}
      />
    );
  };

  const isRunning = job !== undefined && !isOver(job);
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <div className="grid gap-3 xs:grid-cols-2">
        <SelectField
          label={say("strategy")}
          value={draft.strategy}
          onChange={(event) => set({ strategy: event.target.value, params: {} })}
          hint={
            (language === "tr" ? shown.data?.document.description_tr : shown.data?.document.description) as
              string | undefined
          }
        >
          {strategies.data?.data.map((one) => (
            <option key={one.name} lang="en">
              {one.name}
            </option>
          )) ?? <option>{draft.strategy}</option>}
        </SelectField>
        <SelectField
          label={
            <>
              {say("dataset")} {dataset?.synthetic && <Synthetic />}
            </>
          }
          value={dataset?.id ?? ""}
          onChange={(event) => set({ dataset: event.target.value })}
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
        <TextField
          label={say("from")}
          type="date"
          value={draft.from}
          min={dataset?.first?.slice(0, 10)}
          max={dataset?.last?.slice(0, 10)}
          onChange={(event) => set({ from: event.target.value })}
        />
        <TextField
          label={say("to")}
          type="date"
          value={draft.to}
          min={dataset?.first?.slice(0, 10)}
          max={dataset?.last?.slice(0, 10)}
          onChange={(event) => set({ to: event.target.value })}
        />
      </div>
      <fieldset className="m-0 border-0 p-0">
        <legend className="mb-2 p-0 font-semibold">{say("parameters")}</legend>
        {Object.keys(parameters).length === 0 && shown.data !== undefined && (
          <p className="m-0 text-text-3">{say("none")}</p>
        )}
        <div className="grid gap-3 xs:grid-cols-2">{Object.entries(parameters).map(parameterField)}</div>
      </fieldset>
      <fieldset className="m-0 border-0 p-0">
        <legend className="mb-2 p-0 font-semibold">{say("costs")}</legend>
        <SelectField
          label={say("costs")}
          value={draft.costs}
          onChange={(event) => set({ costs: event.target.value as Draft["costs"] })}
        >
          {(["house", "zero", "own"] as const).map((one) => (
            <option key={one} value={one}>
              {say(one)}
            </option>
          ))}
        </SelectField>
        {draft.costs === "own" && (
          <div className="mt-3 grid gap-3 xs:grid-cols-2">
            {costField("maker_bps", say("maker"), "bps")}
            {costField("taker_bps", say("taker"), "bps")}
            {costField("slippage_bps", say("slippage"), "bps")}
            {costField("half_spread_bps", say("spread"), "bps")}
          </div>
        )}
      </fieldset>
      <details>
        <summary className="min-h-7 font-semibold">{say("more")}</summary>
        <div className="mt-2 grid gap-3 xs:grid-cols-2">
          <TextField
            label={say("size")}
            hint={say("size_hint")}
            value={draft.size}
            spellCheck={false}
            onChange={(event) => set({ size: event.target.value.trim() })}
          />
          <NumberField label={say("cash")} value={draft.cash} placeholder="1000000" onValue={(cash) => set({ cash })} />
          {costField("latency_bars", say("latency"), say("bars"))}
          <SelectField
            label={say("intrabar")}
            value={draft.intrabar}
            onChange={(event) => set({ intrabar: event.target.value as Draft["intrabar"] })}
          >
            <option value="pessimistic">{say("pessimistic")}</option>
            <option value="optimistic">{say("optimistic")}</option>
          </SelectField>
        </div>
      </details>
      <div>
        <div className="mb-1 text-sm text-text-3">{say("command")}</div>
        <code
          lang="en"
          translate="no"
          className="block overflow-x-auto rounded-md bg-surface-2 px-2 py-1.5 font-mono text-sm whitespace-pre"
          tabIndex={0}
        >
          {commandOf(order)}
        </code>
      </div>
      {refusal !== null && <ErrorStrip error={refusal} />}
      {jobId !== null && <JobProgress key={jobId} id={jobId} onOver={over} />}
      <div className="flex items-center justify-end gap-3">
        {!mayRun && (
          <span className="text-sm text-text-3">
            {say("right")} {say("log_in")}
          </span>
        )}
        <Button
          type="submit"
          kind="primary"
          icon="play"
          isBusy={isSending || isRunning}
          disabled={!mayRun || dataset === undefined || faults.length > 0}
        >
          {say("run")}
        </Button>
      </div>
    </form>
  );
}
