import { defineWords } from "@/lib/words";

/** The figures of a run by the names of its document: in the report and in the comparison alike. */
export const metricNames = defineWords({
  total_return: ["Total return", "Toplam getiri"],
  net_pnl: ["Net profit", "Net kâr"],
  gross_pnl: ["Gross profit", "Brüt kâr"],
  cagr: ["CAGR", "YBBO"],
  max_drawdown_pct: ["Max drawdown", "En derin düşüş"],
  max_drawdown_bars: ["Longest drawdown", "En uzun düşüş"],
  sharpe: ["Sharpe", "Sharpe"],
  sortino: ["Sortino", "Sortino"],
  calmar: ["Calmar", "Calmar"],
  profit_factor: ["Profit factor", "Kâr faktörü"],
  wins: ["Winning trades", "Kazançlı işlemler"],
  win_rate: ["Win rate", "Kazanma oranı"],
  trades: ["Trades", "İşlem sayısı"],
  exposure: ["Exposure", "Piyasada kalma"],
  fees: ["Fees", "Komisyon"],
  expectancy: ["Expectancy", "Beklenen değer"],
  volatility: ["Volatility", "Oynaklık"],
  annual_return: ["Annual return", "Yıllık getiri"],
  buy_hold_return: ["Buy & hold", "Al ve tut"],
  sqn: ["SQN", "SQN"],
  psr: ["PSR", "PSR"],
  cost_share: ["Cost share", "Maliyet payı"],
  periods_per_year: ["Periods a year", "Yıldaki dönem sayısı"],
  payoff: ["Payoff", "Kazanç/kayıp oranı"],
});
