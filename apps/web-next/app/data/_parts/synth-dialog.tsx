import { useState } from "react";

import { api, newIdempotencyKey } from "@/lib/api";
import { useFormat } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";
import { Synthetic } from "@/ui/badge";
import { ActDialog } from "@/ui/dialog";
import { NumberField, SelectField, TextField } from "@/ui/fields";
import { timeframeMs } from "./data-set-id";

const words = defineWords({
  title: ["Synthetic market", "Sentetik piyasa"],
  text: [
    "Candles made by a generator: regimes, clustered volatility, jumps, gaps and halts. No market made them, and everything made from them is marked. The same seed gives the same candles on every machine.",
    "Bir üreteçten çıkan mumlar: rejimler, kümelenen oynaklık, sıçramalar, boşluklar ve duraklamalar. Bunları hiçbir piyasa oluşturmadı ve onlardan türeyen her şey işaretlenir. Aynı tohum her makinede aynı mumları verir.",
  ],
  symbol: ["Symbol", "Sembol"],
  symbol_hint: ["Letters, digits, - and ., up to 32", "Harf, rakam, - ve ., en çok 32"],
  symbol_wrong: [
    "Only letters A–Z, digits, - and . are allowed, and not . at the beginning",
    "Yalnızca A–Z harfleri, rakamlar, - ve . kullanılabilir; . ile başlayamaz",
  ],
  timeframe: ["Timeframe", "Zaman dilimi"],
  bars: ["Bars", "Mum sayısı"],
  bars_hint: ["from {from} to {to}", "{from} – {to} arası"],
  bars_wrong: ["A whole number from 1 to 50 million is needed", "1 ile 50 milyon arasında bir tam sayı gerekir"],
  seed: ["Seed", "Tohum"],
  seed_hint: ["Any whole number; another seed is another market", "Herhangi bir tam sayı; başka tohum başka piyasadır"],
  seed_wrong: ["A whole number from 0 is needed", "0 ya da daha büyük bir tam sayı gerekir"],
  make: ["Make", "Oluştur"],
});

export type SynthForm = { symbol: string; timeframe: string; bars: string; seed: string };

/** What is wrong with the form, field by field; the server checks again. */
export function checkSynth(form: SynthForm): Array<keyof SynthForm> {
  const wrong: Array<keyof SynthForm> = [];
  if (!/^[A-Za-z0-9-][A-Za-z0-9.-]{0,31}$/.test(form.symbol)) wrong.push("symbol");
  if (timeframeMs(form.timeframe) === null) wrong.push("timeframe");
  if (!/^\d+$/.test(form.bars) || Number(form.bars) < 1 || Number(form.bars) > 50_000_000) wrong.push("bars");
  if (!/^\d+$/.test(form.seed) || !Number.isSafeInteger(Number(form.seed))) wrong.push("seed");
  return wrong;
}

/** Asks for what is to be made and starts the job. */
export function SynthDialog({ onClose, onStarted }: { onClose: () => void; onStarted: (job: string) => void }) {
  const say = useWords(words);
  const format = useFormat();
  const [form, setForm] = useState<SynthForm>({ symbol: "BTCUSDT", timeframe: "1h", bars: "20000", seed: "42" });
  const [key, setKey] = useState(newIdempotencyKey);
  // Another order is another act: the key is minted anew with every change.
  const change = (part: Partial<SynthForm>) => {
    setForm((before) => ({ ...before, ...part }));
    setKey(newIdempotencyKey());
  };
  const wrong = checkSynth(form);
  const start = async () => {
    const body = { symbol: form.symbol, timeframe: form.timeframe, bars: Number(form.bars), seed: Number(form.seed) };
    // Without "Prefer: wait" the answer is the job.
    const job = (await api.post("/api/v1/datasets/synth", { body, idempotencyKey: key })) as unknown as { id: string };
    onStarted(job.id);
  };
  return (
    <ActDialog
      title={
        <span className="flex items-center gap-2">
          {say("title")} <Synthetic />
        </span>
      }
      act={say("make")}
      canAct={wrong.length === 0}
      onClose={onClose}
      onAct={start}
    >
      <p className="m-0 text-sm text-text-2">{say("text")}</p>
      <div className="grid grid-cols-2 gap-3 max-xs:grid-cols-1">
        <TextField
          label={say("symbol")}
          value={form.symbol}
          onChange={(event) => change({ symbol: event.target.value.trim() })}
          lang="en"
          autoComplete="off"
          spellCheck={false}
          hint={say("symbol_hint")}
          error={wrong.includes("symbol") ? say("symbol_wrong") : undefined}
        />
        <SelectField
          label={say("timeframe")}
          value={form.timeframe}
          onChange={(event) => change({ timeframe: event.target.value })}
        >
          {["1m", "5m", "15m", "30m", "1h", "4h", "1d"].map((one) => (
            <option key={one} lang="en">
              {one}
            </option>
          ))}
        </SelectField>
        <NumberField
          label={say("bars")}
          value={form.bars}
          onValue={(bars) => change({ bars })}
          hint={say("bars_hint", { from: format.number(1), to: format.number(50_000_000) })}
          error={wrong.includes("bars") ? say("bars_wrong") : undefined}
        />
        <NumberField
          label={say("seed")}
          value={form.seed}
          onValue={(seed) => change({ seed })}
          hint={say("seed_hint")}
          error={wrong.includes("seed") ? say("seed_wrong") : undefined}
        />
      </div>
    </ActDialog>
  );
}
