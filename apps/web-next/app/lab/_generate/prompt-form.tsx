import { useId, type FormEvent } from "react";

import { Refusal } from "@/lib/api";
import { useLanguage } from "@/lib/language";
import { useApi } from "@/lib/query";
import { useRight } from "@/lib/session";
import { defineWords, useWords } from "@/lib/words";
import { Button } from "@/ui/button";
import { SelectField, inputShape } from "@/ui/fields";
import { Token } from "@/ui/num";
import { ErrorStrip } from "@/ui/panel";
import { ExampleChips } from "./example-chips";
import { more, starters } from "./examples";
import { commandOf, orderOf, type Sentence } from "./sentence";

const words = defineWords({
  prompt: ["What should the strategy do?", "Strateji ne yapsın?"],
  hint: [
    "Turkish or English: when to buy and sell, stop, target, size. What is not said is assumed, and marked.",
    "Türkçe ya da İngilizce: ne zaman alınıp satılacağı, zarar kes, hedef, büyüklük. Söylenmeyen varsayılır ve işaretlenir.",
  ],
  examples: ["Examples", "Örnekler"],
  in_other: ["In Turkish:", "İngilizce:"],
  dataset: ["Data set", "Veri kümesi"],
  as_said: ["As the sentence says", "Cümlede yazdığı gibi"],
  timeframe: ["Timeframe", "Zaman dilimi"],
  risk: ["Risk appetite", "Risk iştahı"],
  careful: ["Careful", "Temkinli"],
  balanced: ["Balanced", "Dengeli"],
  bold: ["Bold", "Cesur"],
  risk_hint: ["Holds where the sentence says no stop or size", "Cümlede zarar kes ya da büyüklük yoksa geçerlidir"],
  provider: ["Who writes it", "Kim yazsın"],
  offline: ["Rules, on this machine", "Kurallar, bu makinede"],
  offline_hint: [
    "No network, no key, the same answer every time",
    "Ağ ve anahtar gerekmez, yanıt her seferinde aynıdır",
  ],
  model: ["A language model", "Bir dil modeli"],
  model_none: ["No model is connected.", "Bağlı bir model yok."],
  act: ["Generate", "Üret"],
  need: ["Needs the right to research", "Araştırma yetkisi gerekir"],
  long: ["At most {most} bytes; this has {count}", "En çok {most} bayt; bu {count}"],
  command: ["The same as a command", "Komut olarak aynısı"],
});

const timeframes = ["1m", "5m", "15m", "30m", "1h", "4h", "1d"] as const;
const promptBytesMost = 8_192;

type Props = {
  sentence: Sentence;
  onChange: (change: Partial<Sentence>) => void;
  onGenerate: () => void;
  isBusy: boolean;
  refusal: Refusal | null;
};

/** The sentence, and what holds where it is silent. */
export function PromptForm({ sentence, onChange, onGenerate, isBusy, refusal }: Props) {
  const say = useWords(words);
  const language = useLanguage();
  const other = language === "tr" ? "en" : "tr";
  const canDo = useRight("research");
  const id = useId();
  const datasets = useApi("/api/v1/datasets", { query: { limit: 200 } });
  const providers = useApi("/api/v1/generations/providers");
  const usable = datasets.data?.data.filter((one) => !one.damaged) ?? [];
  const model = providers.data?.data.find((one) => one.kind === "model");
  const bytes = new TextEncoder().encode(sentence.prompt.trim()).length;
  const isLong = bytes > promptBytesMost;
  const canSend = canDo && bytes > 0 && !isLong && !isBusy;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (canSend) onGenerate();
  };
  const pick = (prompt: string) => onChange({ prompt });
  const whyNot = model?.why_not;
  return (
    <form onSubmit={submit} className="grid grid-cols-12 gap-x-6 gap-y-4">
      <div className="col-span-12 flex min-w-0 flex-col gap-3 md:col-span-7">
        <div className="flex grow flex-col gap-1">
          <label htmlFor={id} className="font-semibold">
            {say("prompt")}
          </label>
          <textarea
            id={id}
            rows={5}
            value={sentence.prompt}
            aria-describedby={`${id}-hint`}
            aria-invalid={isLong || undefined}
            aria-keyshortcuts="Control+Enter"
            className={`${inputShape} grow resize-y py-1.5 text-lg leading-relaxed`}
            onChange={(event) => onChange({ prompt: event.target.value })}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
              event.preventDefault();
              if (canSend) onGenerate();
            }}
          />
          <p id={`${id}-hint`} className={`m-0 text-sm ${isLong ? "text-crit" : "text-text-3"}`}>
            {isLong ? say("long", { most: promptBytesMost, count: bytes }) : say("hint")}
          </p>
        </div>
        <div role="group" aria-label={say("examples")} className="flex flex-wrap items-center gap-1.5">
          <ExampleChips examples={[...starters, ...more]} language={language} onPick={pick} />
          <span className="ml-1 text-sm text-text-3">{say("in_other")}</span>
          <ExampleChips examples={starters} language={other} onPick={pick} />
        </div>
        {refusal !== null && <ErrorStrip error={refusal} />}
        <div className="flex flex-wrap items-center gap-3">
          <Button
            type="submit"
            kind="primary"
            icon="play"
            isBusy={isBusy}
            disabled={!canSend}
            title={canDo ? undefined : say("need")}
          >
            {say("act")}
          </Button>
          {!canDo && <span className="text-sm text-text-3">{say("need")}</span>}
        </div>
      </div>
      <div className="col-span-12 flex min-w-0 flex-col gap-3 md:col-span-5">
        <div className="grid gap-3 xs:grid-cols-2">
          <SelectField
            label={say("dataset")}
            value={sentence.dataset}
            className="xs:col-span-2"
            onChange={(event) => onChange({ dataset: event.target.value })}
          >
            <option value="">{say("as_said")}</option>
            {usable.map((one) => (
              <option key={one.id} value={one.id} lang="en">
                {one.id}
              </option>
            ))}
          </SelectField>
          <SelectField
            label={say("timeframe")}
            value={sentence.timeframe}
            onChange={(event) => onChange({ timeframe: event.target.value })}
          >
            <option value="">{say("as_said")}</option>
            {timeframes.map((one) => (
              <option key={one} lang="en">
                {one}
              </option>
            ))}
          </SelectField>
          <SelectField
            label={say("risk")}
            hint={say("risk_hint")}
            value={sentence.risk}
            onChange={(event) => onChange({ risk: event.target.value as Sentence["risk"] })}
          >
            {(["careful", "balanced", "bold"] as const).map((one) => (
              <option key={one} value={one}>
                {say(one)}
              </option>
            ))}
          </SelectField>
        </div>
        <fieldset className="m-0 min-w-0 border-0 p-0">
          <legend className="mb-1 p-0 text-sm text-text-2">{say("provider")}</legend>
          <div className="flex flex-col gap-1.5">
            {(["offline", "model"] as const).map((kind) => {
              const isOff = kind === "model" && model?.is_available !== true;
              return (
                <label
                  key={kind}
                  className={`flex items-start gap-2 rounded-md border px-2.5 py-1.5 ${sentence.provider === kind ? "border-accent bg-surface-2" : "border-line"} ${isOff ? "cursor-not-allowed" : "cursor-pointer"}`}
                >
                  <input
                    type="radio"
                    name={`${id}-provider`}
                    className="mt-0.5 size-4 accent-[var(--accent)]"
                    checked={sentence.provider === kind}
                    disabled={isOff}
                    onChange={() => onChange({ provider: kind })}
                  />
                  <span className="min-w-0">
                    <span className={isOff ? "text-text-3" : ""}>{say(kind)}</span>
                    {kind === "model" && model !== undefined && model.is_available && (
                      <Token mono className="ml-2 break-all text-text-2">
                        {[model.name, model.model].filter(Boolean).join(" · ")}
                      </Token>
                    )}
                    <span className="block text-sm break-words text-text-3">
                      {kind === "offline" ? say("offline_hint") : isOff ? `${say("model_none")} ${whyNot ?? ""}` : null}
                    </span>
                  </span>
                </label>
              );
            })}
          </div>
        </fieldset>
        <details>
          <summary className="min-h-6 text-sm text-text-3">{say("command")}</summary>
          <code
            lang="en"
            translate="no"
            tabIndex={0}
            className="mt-1 block overflow-x-auto rounded-md bg-surface-2 px-2 py-1.5 font-mono text-sm whitespace-pre"
          >
            {commandOf(orderOf(sentence))}
          </code>
        </details>
      </div>
    </form>
  );
}
