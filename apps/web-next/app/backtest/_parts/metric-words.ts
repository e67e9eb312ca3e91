import { defineWords } from "@/lib/words";

/** The figures of a run by the names of its document (docs/reference/metrics.md). */
export const metricWords = defineWords({
  trades: ["Trades", "İşlem sayısı"],
  net_pnl: ["Net profit", "Net kâr"],
  gross_pnl: ["Gross profit", "Brüt kâr"],
  fees: ["Fees", "Komisyonlar"],
  wins: ["Winning trades", "Kazançlı işlemler"],
  win_rate: ["Win rate", "Kazanma oranı"],
  profit_factor: ["Profit factor", "Kâr faktörü"],
  expectancy: ["Expectancy a trade", "İşlem başına beklenti"],
  sharpe: ["Sharpe ratio", "Sharpe oranı"],
  sortino: ["Sortino ratio", "Sortino oranı"],
  calmar: ["Calmar ratio", "Calmar oranı"],
  total_return: ["Total return", "Toplam getiri"],
  cagr: ["CAGR", "Yıllık bileşik getiri (CAGR)"],
  annual_return: ["Annual return", "Yıllık getiri"],
  volatility: ["Volatility, annual", "Oynaklık, yıllık"],
  max_drawdown_pct: ["Max drawdown", "En büyük düşüş (drawdown)"],
  max_drawdown_bars: ["Longest drawdown, bars", "En uzun düşüş, mum"],
  exposure: ["Exposure", "Piyasada kalma"],
  sqn: ["SQN", "SQN"],
  buy_hold_return: ["Buy and hold", "Al ve tut"],
  cost_share: ["Costs of gross profit", "Maliyetin brüt kâra oranı"],
  periods_per_year: ["Periods a year", "Yıldaki dönem sayısı"],
  psr: ["Probabilistic Sharpe", "Olasılıksal Sharpe"],
  final_equity: ["Final equity", "Son sermaye"],
});
