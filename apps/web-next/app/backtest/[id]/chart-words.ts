import { defineWords } from "@/lib/words";

export const chartWords = defineWords({
  title: ["Equity, drawdown and trades", "Sermaye, düşüş ve işlemler"],
  equity: ["Equity", "Sermaye"],
  hold: ["Buy & hold", "Al ve tut"],
  flattens: [
    "Holding moved over three times as much: on one scale it flattens the run's own curve",
    "Elde tutmak üç kattan fazla oynadı: aynı ölçekte çalıştırmanın eğrisini düzleştirir",
  ],
  under: ["Underwater", "Düşüş"],
  candles: ["Candles and trades", "Mumlar ve işlemler"],
  daily: [
    "End of each UTC day, as the evidence keeps it: the bars cannot be made again",
    "Kanıttaki haliyle her UTC gününün sonu: mumlar yeniden hesaplanamıyor",
  ],
  no_candles: ["Candles are not shown: {why}", "Mumlar gösterilemiyor: {why}"],
  bars: [{ one: "{count} bar a candle", other: "{count} bars a candle" }, "mum başına {count} bar"],
  bar_one: ["every bar", "her mum"],
  credit: ["Charts: TradingView Lightweight Charts", "Grafikler: TradingView Lightweight Charts"],
  zoom_in: ["Zoom in", "Yakınlaştır"],
  zoom_out: ["Zoom out", "Uzaklaştır"],
  fit: ["Fit (0)", "Sığdır (0)"],
  table: ["As a table (t)", "Tablo olarak (t)"],
  chart: ["As a chart (t)", "Grafik olarak (t)"],
  market: ["Candles of", "Mumları göster"],
  cluster: [
    { one: "{count} trade, net {net}: press to zoom", other: "{count} trades, net {net}: press to zoom" },
    "{count} işlem, net {net}: yakınlaştırmak için basın",
  ],
  mark: ["trade {number}, {what}, net {net}: press to choose", "işlem {number}, {what}, net {net}: seçmek için basın"],
  entry: ["entry", "giriş"],
  exit: ["exit", "çıkış"],
  time: ["Time", "Zaman"],
  sentence: [
    "From {from} to {to} the equity changed by {change}; deepest fall {fall}; {count} trades, net {net}.",
    "{from} – {to} arasında sermaye değişimi {change}; en derin düşüş {fall}; {count} işlem, net {net}.",
  ],
  keys: [
    "Arrows move the crosshair, + and − zoom, 0 fits, n and p step through trades, t shows the table.",
    "Oklar imleci gezdirir, + ve − yakınlaştırır, 0 sığdırır, n ve p işlemler arasında gezer, t tabloyu gösterir.",
  ],
});
