import { defineWords } from "@/lib/words";

/** How each figure is made (docs/reference/metrics.md says the same); their names: ../_parts/metric-words. */
export const metricMeanings = defineWords({
  total_return: ["final equity ÷ starting cash − 1", "son sermaye ÷ başlangıç nakdi − 1"],
  net_pnl: [
    "gross profit − fees, summed over closed trades, exact to 1e-8",
    "brüt kâr − komisyon; kapanan işlemlerin toplamı, 1e-8'e kadar kesin",
  ],
  cagr: [
    "(final equity ÷ starting cash)^(365.25 days ÷ time from first to last bar) − 1",
    "(son sermaye ÷ başlangıç nakdi)^(365,25 gün ÷ ilk mumdan son muma süre) − 1",
  ],
  max_drawdown_pct: [
    "deepest fall of the equity, at the close of every bar, below its highest value so far; the starting cash counts",
    "sermayenin mum kapanışlarında o ana kadarki en yüksek değerinin altına en derin inişi; başlangıç nakdi sayılır",
  ],
  sharpe: ["annual return ÷ volatility; no risk-free rate", "yıllık getiri ÷ oynaklık; risksiz faiz düşülmez"],
  sortino: [
    "annual return ÷ (√mean(min(r, 0)²) × √P); r: daily returns, P: periods a year",
    "yıllık getiri ÷ (√ortalama(min(r, 0)²) × √P); r: günlük getiri, P: yıldaki dönem sayısı",
  ],
  profit_factor: ["sum of net profits ÷ sum of net losses", "net kârların toplamı ÷ net zararların toplamı"],
  win_rate: ["closed trades with net above 0 ÷ closed trades", "neti 0'dan büyük kapanan işlem ÷ kapanan işlem"],
  trades: [
    "closed trades; a position still open at the end is not among them",
    "kapanan işlem sayısı; sonda açık kalan pozisyon dahil değildir",
  ],
  exposure: ["bars at whose close a position is held ÷ all bars", "kapanışında pozisyon taşınan mum ÷ bütün mumlar"],
  fees: [
    "sum of entry and exit fees of closed trades, financing included",
    "kapanan işlemlerin giriş ve çıkış komisyonları toplamı, finansman dahil",
  ],
  expectancy: ["mean net of a closed trade", "kapanan bir işlemin ortalama neti"],
});

export const derivationWords = defineWords({
  title: ["{name}: how it is made", "{name}: nasıl hesaplandı"],
  formula: ["Formula", "Formül"],
  inputs: ["Inputs", "Girdiler"],
  value: ["Value, unrounded", "Değer, yuvarlanmamış"],
  data: ["Data", "Veri"],
  period: ["Period", "Dönem"],
  bars: ["Bars", "Mum"],
  trades_of: ["Trades it is made of", "Dayandığı işlemler"],
  trades_all: ["{count} closed trades entered in this period", "bu dönemde girilen {count} kapanmış işlem"],
  daily: ["No trades: made of daily returns of the equity", "İşlemlerden değil: sermayenin günlük getirilerinden"],
  equity: ["No trades: made of the equity at every bar", "İşlemlerden değil: her mumdaki sermayeden"],
  see: ["See these trades", "Bu işlemleri göster"],
  starting: ["Starting equity", "Başlangıç sermayesi"],
  final: ["Final equity", "Son sermaye"],
  open: ["Open at the end, in the equity only", "Sonda açık, yalnızca sermayede"],
  won: ["Sum of profits", "Kârların toplamı"],
  lost: ["Sum of losses", "Zararların toplamı"],
  wins: ["Winners", "Kazanan"],
  losses: ["Losers", "Kaybeden"],
  check: ["Made again here from the trades", "Burada işlemlerden yeniden hesaplandı"],
  equal: ["equal", "eşit"],
  differs: ["differs", "farklı"],
  periods: ["Periods a year (P)", "Yıldaki dönem sayısı (P)"],
  json: ["Member of the document", "Belgedeki alan"],
});
