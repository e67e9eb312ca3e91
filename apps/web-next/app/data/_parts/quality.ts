import { defineWords } from "@/lib/words";

export type Finding = { kind: string; time: string; detail: string };
export type Quality = {
  gaps: number;
  missing: number;
  duplicates: number;
  out_of_order: number;
  ohlc_violations: number;
  zero_volume: number;
  zero_volume_runs: number;
  truncated_close: number;
  rounded_values: number;
  rejected_rows: number;
  holiday_ghosts: number;
  partial_first: number;
  partial_last: number;
  forming_last: boolean;
  clock_unit: string;
  clean: boolean;
  gap_list?: Array<{ after: string; before: string; missing: number }>;
  findings?: Finding[];
};

/** The counts of a report in the order of their weight; `finding`: the name its findings have in the list. */
export const qualityKinds = [
  { key: "missing", finding: "missing_session", isDirt: true },
  { key: "duplicates", finding: "duplicate", isDirt: true },
  { key: "out_of_order", finding: "out_of_order", isDirt: true },
  { key: "ohlc_violations", finding: "ohlc_violation", isDirt: true },
  { key: "zero_volume", finding: "zero_volume", isDirt: true },
  { key: "truncated_close", finding: "truncated_close", isDirt: true },
  { key: "rounded_values", finding: "rounded_value", isDirt: true },
  { key: "rejected_rows", finding: null, isDirt: true },
  { key: "holiday_ghosts", finding: "holiday_ghost", isDirt: true },
  { key: "forming_last", finding: "forming_last", isDirt: true },
  { key: "partial_first", finding: null, isDirt: false },
  { key: "partial_last", finding: null, isDirt: false },
] as const;
export type QualityKind = (typeof qualityKinds)[number]["key"];

export const countOf = (quality: Quality, key: QualityKind): number => Number(quality[key] ?? 0);

/** What was found, the gravest first; empty for a clean set. */
export const foundIn = (quality: Quality) =>
  qualityKinds
    .filter((kind) => countOf(quality, kind.key) > 0)
    .map((kind) => ({ ...kind, count: countOf(quality, kind.key) }));

/** What a named rule would do to these bars, by the report's own counts: exact, not an estimate. */
export const repairRules = [
  { name: "drop-zero-volume", key: "zero_volume", act: "drop" },
  { name: "drop-holiday-ghosts", key: "holiday_ghosts", act: "drop" },
  { name: "drop-forming-last", key: "forming_last", act: "drop" },
  { name: "clamp-ohlc", key: "ohlc_violations", act: "change" },
  { name: "drop-ohlc-violations", key: "ohlc_violations", act: "drop" },
] as const;

/** Short, for a line: `235 missing bars`. */
export const shortWords = defineWords({
  missing: [{ one: "{count} missing bar", other: "{count} missing bars" }, "{count} eksik mum"],
  duplicates: [{ one: "{count} duplicate row", other: "{count} duplicate rows" }, "{count} yinelenen satır"],
  out_of_order: [{ one: "{count} row out of order", other: "{count} rows out of order" }, "{count} sırasız satır"],
  ohlc_violations: [{ one: "{count} impossible bar", other: "{count} impossible bars" }, "{count} tutarsız mum"],
  zero_volume: [{ one: "{count} bar without volume", other: "{count} bars without volume" }, "{count} hacimsiz mum"],
  truncated_close: [{ one: "{count} cut bar", other: "{count} cut bars" }, "{count} kesik mum"],
  rounded_values: [{ one: "{count} rounded value", other: "{count} rounded values" }, "{count} yuvarlanan değer"],
  rejected_rows: [{ one: "{count} row left out", other: "{count} rows left out" }, "{count} dışarıda bırakılan satır"],
  holiday_ghosts: [
    { one: "{count} bar on a closed day", other: "{count} bars on closed days" },
    "kapalı günde {count} mum",
  ],
  forming_last: ["last bar unfinished", "son mum tamamlanmamış"],
  partial_first: ["first bar partial", "ilk mum kısmi"],
  partial_last: ["last bar partial", "son mum kısmi"],
  clean: ["Clean", "Temiz"],
});

/** What a finding is called, what it means, and what the engine does with it. */
export const kindTitles = defineWords({
  missing: ["Missing bars", "Eksik mumlar"],
  duplicates: ["Duplicate rows", "Yinelenen satırlar"],
  out_of_order: ["Rows out of order", "Sırasız satırlar"],
  ohlc_violations: ["Impossible bars", "Tutarsız mumlar"],
  zero_volume: ["Bars without volume", "Hacimsiz mumlar"],
  truncated_close: ["Cut bars", "Kesik mumlar"],
  rounded_values: ["Rounded values", "Yuvarlanan değerler"],
  rejected_rows: ["Rows left out", "Dışarıda bırakılan satırlar"],
  holiday_ghosts: ["Bars on closed days", "Kapalı günlerde mumlar"],
  forming_last: ["Unfinished last bar", "Tamamlanmamış son mum"],
  partial_first: ["Partial first bar", "Kısmi ilk mum"],
  partial_last: ["Partial last bar", "Kısmi son mum"],
});

export const kindMeanings = defineWords({
  missing: [
    "The calendar expects bars here and the source has none. Nothing is invented: the engine goes from the bar before the hole to the bar after it.",
    "Takvim burada mum bekliyor, kaynakta yok. Hiçbir şey uydurulmaz: motor boşluktan önceki mumdan sonraki muma geçer.",
  ],
  duplicates: [
    "The same bar stood in the file more than once with the same values. It is kept once. Two rows that contradict each other would have refused the file.",
    "Aynı mum dosyada aynı değerlerle birden çok kez vardı. Bir kez saklandı. Birbiriyle çelişen iki satır olsaydı dosya reddedilirdi.",
  ],
  out_of_order: [
    "Rows stood before older ones in the file. They were put in order of time; no value changed.",
    "Dosyada bazı satırlar kendilerinden eski satırlardan önce duruyordu. Zamana göre sıralandılar; hiçbir değer değişmedi.",
  ],
  ohlc_violations: [
    "High is below, or low above, another price of the bar. The bar is used as it is: a stop or limit inside it may fill at a price that never was.",
    "En yüksek fiyat mumun başka bir fiyatından düşük ya da en düşük fiyat yüksek. Mum olduğu gibi kullanılır: içindeki bir emir hiç oluşmamış bir fiyattan gerçekleşebilir.",
  ],
  zero_volume: [
    "Nothing was traded, or the source wrote no volume. The bars are used; with a participation cap no order fills on them.",
    "İşlem olmamış ya da kaynak hacim yazmamış. Mumlar kullanılır; katılım sınırı varsa bu mumlarda emir gerçekleşmez.",
  ],
  truncated_close: [
    "The source gives a close time that is not the bar's last instant. The bar may hold less than its whole time; it is used as it is.",
    "Kaynağın verdiği kapanış zamanı mumun son anı değil. Mum süresinin tamamını içermeyebilir; olduğu gibi kullanılır.",
  ],
  rounded_values: [
    "Values with more than 8 decimals were rounded half to even when they were read.",
    "8 ondalıktan uzun değerler okunurken en yakın çift basamağa yuvarlandı.",
  ],
  rejected_rows: [
    "A named rule left these rows out; the lineage says which rule.",
    "Bu satırları adı belli bir kural dışarıda bıraktı; hangisi olduğunu köken zinciri söyler.",
  ],
  holiday_ghosts: [
    "Bars on days the trading calendar says are closed. They are used; the rule drop-holiday-ghosts leaves them out.",
    "İşlem takvimine göre kapalı olan günlerde mumlar var. Kullanılırlar; drop-holiday-ghosts kuralı onları çıkarır.",
  ],
  forming_last: [
    "The last bar was still forming when the source was saved: its close is not final. It is used; the rule drop-forming-last leaves it out.",
    "Kaynak kaydedilirken son mum hâlâ oluşuyordu: kapanışı kesin değil. Kullanılır; drop-forming-last kuralı onu çıkarır.",
  ],
  partial_first: [
    "The first bar of the coarser timeframe lacks some of its finer bars.",
    "Daha uzun zaman diliminin ilk mumunda bazı kısa mumlar eksik.",
  ],
  partial_last: [
    "The last bar of the coarser timeframe lacks some of its finer bars.",
    "Daha uzun zaman diliminin son mumunda bazı kısa mumlar eksik.",
  ],
});
