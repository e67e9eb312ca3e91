import { useMemo, useState } from "react";

import { useFormat } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";
import { Badge } from "@/ui/badge";
import { Token } from "@/ui/num";
import { Icon } from "@/ui/icon";

import { flagsOf, type Flag } from "./flags";
import { useReport } from "./report-state";

const words = defineWords({
  title: ["Honesty", "Dürüstlük"],
  clean: ["no red flag", "kırmızı bayrak yok"],
  why: ["Why?", "Neden?"],
  hide: ["Hide", "Gizle"],
  over: ["{found}, mark {limit}", "{found}, sınır {limit}"],
  few_trades: ["few trades", "az işlem"],
  no_trades: ["no trades", "işlem yok"],
  profit_factor: ["profit factor too good", "kâr faktörü fazla iyi"],
  win_rate: ["win rate too good", "kazanma oranı fazla iyi"],
  sharpe: ["Sharpe too good", "Sharpe fazla iyi"],
  lone_trade: ["one trade carries it", "tek işlem taşıyor"],
  straight_equity: ["curve too straight", "eğri fazla düz"],
  zero_costs: ["no costs", "maliyet yok"],
  in_sample_only: ["in sample only", "yalnızca örneklem içi"],
  look_ahead_failed: ["looks ahead", "geleceğe bakıyor"],
  look_ahead_unchecked: ["look-ahead not checked", "geleceğe bakma denetlenmedi"],
  determinism_failed: ["not deterministic", "deterministik değil"],
  determinism_unchecked: ["determinism not checked", "determinizm denetlenmedi"],
  conservation_failed: ["money does not add up", "para denk değil"],
  conservation_unchecked: ["conservation not checked", "denklik denetlenmedi"],
  liquidated: ["liquidated", "likide oldu"],
  never_exits: ["never exits", "hiç çıkmıyor"],
  mixed_timeframes: ["mixed timeframes", "karışık zaman dilimi"],
  rejected_orders: ["rejected orders", "reddedilen emir"],
  unclean_data: ["unclean data", "kusurlu veri"],
  synthetic_data: ["synthetic data", "sentetik veri"],
});

const reasons = defineWords({
  few_trades: [
    "With fewer than 100 trades chance alone can make figures like these.",
    "100'den az işlemle bu rakamlar yalnızca şansla da çıkabilir.",
  ],
  no_trades: [
    "Nothing was traded, so no figure says anything about the rule.",
    "Hiç işlem yok; hiçbir rakam kural hakkında bir şey söylemez.",
  ],
  profit_factor: [
    "A profit factor over 5 is rare on real markets: look for future data, missing costs, or a fit to this period.",
    "Gerçek piyasada 5'in üstünde kâr faktörü enderdir: gelecek verisi, eksik maliyet ya da döneme uydurma arayın.",
  ],
  win_rate: [
    "Who wins over 85 % of the time often hides rare, large losses that this period did not have.",
    "%85'ten sık kazanmak çoğu zaman bu dönemde görülmeyen seyrek ama büyük kayıpları gizler.",
  ],
  sharpe: [
    "A Sharpe ratio over 4 over a long time is not known of any public strategy.",
    "Uzun süre 4'ün üstünde Sharpe, bilinen hiçbir stratejide yok.",
  ],
  lone_trade: [
    "One trade made more than 30 % of all profits; without it the run looks different.",
    "Tek bir işlem bütün kârların %30'undan fazlasını yaptı; o olmadan tablo değişir.",
  ],
  straight_equity: [
    "The curve is almost a straight line (R² of its logarithm). Grids and averaging down look so until they break.",
    "Eğri neredeyse düz bir çizgi (logaritmasının R² değeri). Izgara ve ortalama düşürme, kırılana dek böyle görünür.",
  ],
  zero_costs: [
    "The run paid no fees and no slippage; on a market it would have.",
    "Çalıştırma komisyon ve kayma ödemedi; piyasada öderdi.",
  ],
  in_sample_only: [
    "No part of the data was kept apart. Run with --oos 30% to see figures of time the rule was not chosen on.",
    "Verinin hiçbir bölümü ayrı tutulmadı. Kuralın seçilmediği dönemi görmek için --oos 30% ile çalıştırın.",
  ],
  look_ahead_failed: [
    "Signals change when later bars are cut off: the rule uses data it could not have had. Every figure is worthless.",
    "Sonraki mumlar kesilince sinyaller değişiyor: kural elinde olamayacak veriyi kullanıyor. Bütün rakamlar değersiz.",
  ],
  look_ahead_unchecked: ["This run holds no check for it.", "Bu çalıştırmada bunun denetimi yok."],
  determinism_failed: [
    "The same inputs gave another result: nothing here can be repeated.",
    "Aynı girdiler başka sonuç verdi: burada hiçbir şey tekrarlanamaz.",
  ],
  determinism_unchecked: ["This run holds no check for it.", "Bu çalıştırmada bunun denetimi yok."],
  conservation_failed: [
    "Cash and positions told again from the trades do not give the equity.",
    "İşlemlerden yeniden kurulan nakit ve pozisyonlar sermayeyi vermiyor.",
  ],
  conservation_unchecked: ["This run holds no check for it.", "Bu çalıştırmada bunun denetimi yok."],
  liquidated: [
    "A position was liquidated: the account could not carry the leverage.",
    "Bir pozisyon likide edildi: hesap kaldıracı taşıyamadı.",
  ],
  never_exits: [
    "The rule never leaves; the result is what holding gives.",
    "Kural hiç çıkmıyor; sonuç elde tutmanın sonucudur.",
  ],
  mixed_timeframes: [
    "Bars of several lengths share one cash: a long bar's fills are booked at its open.",
    "Farklı uzunlukta mumlar tek nakdi paylaşıyor: uzun mumun işlemleri açılışına yazılır.",
  ],
  rejected_orders: [
    "Some entries could not be made; the rule traded less than it wanted.",
    "Bazı girişler yapılamadı; kural istediğinden az işlem yaptı.",
  ],
  unclean_data: [
    "The data set has gaps or other faults; its quality report tells where.",
    "Veri kümesinde boşluk ya da başka kusurlar var; yeri kalite raporunda.",
  ],
  synthetic_data: [
    "No market made this data. It shows how the rule runs, not what it would have earned.",
    "Bu veriyi hiçbir piyasa üretmedi. Kuralın nasıl çalıştığını gösterir, ne kazanacağını değil.",
  ],
});

/** Red flags, computed and explained: what should make the reader careful before any good number. */
export function Honesty() {
  const { run } = useReport();
  const say = useWords(words);
  const why = useWords(reasons);
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const flags = useMemo(() => flagsOf(run), [run]);
  const write = (flag: Flag, value: number) =>
    flag.form === "percent" ? format.percent(value, { decimals: 1 }) : format.number(value, { decimalsMax: 2 });
  const name = (key: string) => (key in words ? say(key as keyof typeof words) : <Token>{key}</Token>);
  return (
    <section
      aria-label={say("title")}
      data-flags={flags.length}
      className="rounded-md border border-line bg-surface px-3 py-2"
    >
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="m-0 mr-1 text-md font-semibold">{say("title")}</h2>
        {flags.length === 0 && (
          <Badge tone="ok">
            <Icon name="check" size={12} /> {say("clean")}
          </Badge>
        )}
        {flags.map((flag) => (
          <span key={flag.key} data-flag={flag.key} className="inline-flex">
            <Badge tone={flag.tone}>
              {flag.tone !== "info" && <Icon name="warning" size={12} />} {name(flag.key)}
              {flag.found === undefined ? "" : ` · ${write(flag, flag.found)}`}
            </Badge>
          </span>
        ))}
        {flags.length > 0 && (
          <button
            type="button"
            aria-expanded={isOpen}
            aria-controls="honesty-why"
            onClick={() => setOpen(!isOpen)}
            data-no-print
            className="ml-auto min-h-6 rounded-md px-2 text-sm text-accent hover:bg-surface-2"
          >
            {say(isOpen ? "hide" : "why")}
          </button>
        )}
      </div>
      {flags.length > 0 && (
        <ul
          id="honesty-why"
          className={
            `${isOpen ? "grid" : "hidden print:grid"} m-0 mt-2 list-none grid-cols-1 gap-x-6 gap-y-1.5 ` +
            "border-t border-line p-0 pt-2 text-sm md:grid-cols-2"
          }
        >
          {flags.map((flag) => (
            <li key={flag.key} className="min-w-0">
              <b className={flag.tone === "crit" ? "text-crit" : flag.tone === "warn" ? "text-warn" : "text-info"}>
                {name(flag.key)}
              </b>
              {flag.found !== undefined && flag.limit !== undefined && (
                <span className="text-text-3">
                  {" "}
                  ({say("over", { found: write(flag, flag.found), limit: write(flag, flag.limit) })})
                </span>
              )}{" "}
              <span className="text-text-2">{flag.key in reasons ? why(flag.key as keyof typeof reasons) : ""}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
