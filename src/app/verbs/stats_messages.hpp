#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "app/cli/message.hpp"

/// The names of the figures of `spark stats`, in both languages.
namespace spark::verbs::messages {

/// How a figure is shown. `percent`: a fraction, as a percentage; `days`: seconds, as days; `money`: exact text.
enum class FigureShape : std::uint8_t { count, number, percent, days, money };

struct FigureName {
    std::string_view key;
    FigureShape shape;
    cli::Message words;
};
inline constexpr std::array figure_names{
    FigureName{"periods", FigureShape::count, {"Periods", "Dönem sayısı"}},
    FigureName{"values", FigureShape::count, {"Periods with a value", "Değeri olan dönemler"}},
    FigureName{"total_return", FigureShape::percent, {"Total return", "Toplam getiri"}},
    FigureName{"annual_return", FigureShape::percent, {"Annual return", "Yıllık getiri"}},
    FigureName{"annual_volatility", FigureShape::percent, {"Annual volatility", "Yıllık oynaklık"}},
    FigureName{"sharpe", FigureShape::number, {"Sharpe ratio", "Sharpe oranı"}},
    FigureName{"sortino", FigureShape::number, {"Sortino ratio", "Sortino oranı"}},
    FigureName{"calmar", FigureShape::number, {"Calmar ratio", "Calmar oranı"}},
    FigureName{"downside_risk", FigureShape::percent, {"Downside risk", "Aşağı yönlü risk"}},
    FigureName{"max_drawdown", FigureShape::percent, {"Max drawdown", "En büyük düşüş"}},
    FigureName{"omega", FigureShape::number, {"Omega ratio", "Omega oranı"}},
    FigureName{"stability", FigureShape::number, {"Stability (R²)", "Kararlılık (R²)"}},
    FigureName{"tail_ratio", FigureShape::number, {"Tail ratio", "Kuyruk oranı"}},
    FigureName{"skew", FigureShape::number, {"Skewness", "Çarpıklık"}},
    FigureName{"kurtosis", FigureShape::number, {"Excess kurtosis", "Fazla basıklık"}},
    FigureName{"value_at_risk", FigureShape::percent, {"Value at risk, 5 %", "Riske maruz değer, %5"}},
    FigureName{"expected_shortfall", FigureShape::percent, {"Expected shortfall, 5 %", "Beklenen kayıp, %5"}},
    FigureName{"mean_return", FigureShape::percent, {"Mean return", "Ortalama getiri"}},
    FigureName{"best_return", FigureShape::percent, {"Best period", "En iyi dönem"}},
    FigureName{"worst_return", FigureShape::percent, {"Worst period", "En kötü dönem"}},
    FigureName{"positive_share", FigureShape::percent, {"Periods in profit", "Kârlı dönemler"}},
    FigureName{"probabilistic_sharpe",
               FigureShape::percent,
               {"Chance that Sharpe is above 0", "Sharpe'ın 0'dan büyük olma olasılığı"}},
    FigureName{
        "track_length_min", FigureShape::number, {"Periods needed to be 95 % sure", "%95 güven için gereken dönem"}},
    FigureName{"cagr", FigureShape::percent, {"Compound annual growth", "Yıllık bileşik büyüme"}},
    FigureName{"profit_factor", FigureShape::number, {"Profit factor", "Kâr faktörü"}},
    FigureName{"net_pnl", FigureShape::money, {"Net result", "Net sonuç"}},
    FigureName{"gross_pnl", FigureShape::money, {"Gross result", "Brüt sonuç"}},
    FigureName{"fees", FigureShape::money, {"Fees", "Komisyon"}},
    FigureName{"volume", FigureShape::money, {"Value traded", "İşlem hacmi"}},
    FigureName{"expectancy", FigureShape::number, {"Expectancy", "Beklenti"}},
    FigureName{"expectancy_ratio", FigureShape::number, {"Expectancy ratio", "Beklenti oranı"}},
    FigureName{"trades", FigureShape::count, {"Trades", "İşlem sayısı"}},
    FigureName{"wins", FigureShape::count, {"Wins", "Kazançlı"}},
    FigureName{"losses", FigureShape::count, {"Losses", "Kayıplı"}},
    FigureName{"break_even", FigureShape::count, {"Break-even", "Başa baş"}},
    FigureName{"longs", FigureShape::count, {"Long trades", "Uzun işlemler"}},
    FigureName{"shorts", FigureShape::count, {"Short trades", "Kısa işlemler"}},
    FigureName{"win_rate", FigureShape::percent, {"Win rate", "Kazanma oranı"}},
    FigureName{"winrate", FigureShape::percent, {"Win rate", "Kazanma oranı"}},
    FigureName{"payoff", FigureShape::number, {"Payoff ratio", "Kazanç/kayıp oranı"}},
    FigureName{"median_pnl", FigureShape::number, {"Median trade", "Ortanca işlem"}},
    FigureName{"best_pnl", FigureShape::number, {"Best trade", "En iyi işlem"}},
    FigureName{"worst_pnl", FigureShape::number, {"Worst trade", "En kötü işlem"}},
    FigureName{"average_win", FigureShape::number, {"Average win", "Ortalama kazanç"}},
    FigureName{"average_loss", FigureShape::number, {"Average loss", "Ortalama kayıp"}},
    FigureName{"sqn", FigureShape::number, {"System quality number", "Sistem kalite sayısı"}},
    FigureName{"kelly", FigureShape::percent, {"Kelly share", "Kelly payı"}},
    FigureName{"wins_in_a_row_max", FigureShape::count, {"Most wins in a row", "Art arda en çok kazanç"}},
    FigureName{"losses_in_a_row_max", FigureShape::count, {"Most losses in a row", "Art arda en çok kayıp"}},
    FigureName{"average_trade_return", FigureShape::percent, {"Average trade return", "Ortalama işlem getirisi"}},
    FigureName{"best_trade_return", FigureShape::percent, {"Best trade return", "En iyi işlem getirisi"}},
    FigureName{"worst_trade_return", FigureShape::percent, {"Worst trade return", "En kötü işlem getirisi"}},
    FigureName{"time_in_market", FigureShape::percent, {"Time in the market", "Piyasada geçen süre"}},
    FigureName{"drawdowns", FigureShape::count, {"Drawdowns", "Düşüş sayısı"}},
    FigureName{"average_drawdown", FigureShape::percent, {"Average drawdown", "Ortalama düşüş"}},
    FigureName{"ulcer_index", FigureShape::number, {"Ulcer index", "Ülser endeksi"}},
    FigureName{"pain_index", FigureShape::number, {"Pain index", "Acı endeksi"}},
    FigureName{"underwater_share", FigureShape::percent, {"Points below a peak", "Zirvenin altındaki noktalar"}},
    FigureName{"longest_drawdown_s", FigureShape::days, {"Longest drawdown, days", "En uzun düşüş, gün"}},
    FigureName{"average_drawdown_s", FigureShape::days, {"Average drawdown, days", "Ortalama düşüş, gün"}},
    FigureName{"longest_recovery_s", FigureShape::days, {"Longest recovery, days", "En uzun toparlanma, gün"}},
    FigureName{"recovery_factor", FigureShape::number, {"Recovery factor", "Toparlanma faktörü"}},
    FigureName{"periods_per_year", FigureShape::count, {"Periods a year", "Yıldaki dönem sayısı"}},
    FigureName{"duration_s", FigureShape::days, {"Duration, days", "Süre, gün"}},
    FigureName{"exposure", FigureShape::percent, {"Exposure", "Piyasada kalma"}},
    FigureName{"equity_final", FigureShape::number, {"Final equity", "Son öz sermaye"}},
    FigureName{"equity_peak", FigureShape::number, {"Peak equity", "En yüksek öz sermaye"}},
    FigureName{"buy_hold_return", FigureShape::percent, {"Buy and hold return", "Al-tut getirisi"}},
    FigureName{"alpha", FigureShape::percent, {"Alpha", "Alfa"}},
    FigureName{"beta", FigureShape::number, {"Beta", "Beta"}},
    FigureName{"longest_trade_s", FigureShape::days, {"Longest trade, days", "En uzun işlem, gün"}},
    FigureName{"average_trade_s", FigureShape::days, {"Average trade, days", "Ortalama işlem, gün"}},
    FigureName{"expectancy_return", FigureShape::percent, {"Expectancy", "Beklenti"}},
    FigureName{"backtest_days", FigureShape::count, {"Days", "Gün sayısı"}},
    FigureName{"profit_total", FigureShape::percent, {"Total profit", "Toplam kâr"}},
    FigureName{"profit_mean", FigureShape::percent, {"Mean trade return", "Ortalama işlem getirisi"}},
    FigureName{"profit_median", FigureShape::percent, {"Median trade return", "Ortanca işlem getirisi"}},
    FigureName{"max_drawdown_abs", FigureShape::number, {"Max drawdown, amount", "En büyük düşüş, tutar"}},
    FigureName{
        "max_drawdown_account", FigureShape::percent, {"Max drawdown of the account", "Hesabın en büyük düşüşü"}},
    FigureName{"max_relative_drawdown", FigureShape::percent, {"Max relative drawdown", "En büyük göreli düşüş"}},
    FigureName{"trades_per_day", FigureShape::number, {"Trades a day", "Günlük işlem sayısı"}},
    FigureName{"pairs", FigureShape::count, {"Periods compared", "Karşılaştırılan dönemler"}},
    FigureName{"correlation", FigureShape::number, {"Correlation", "Korelasyon"}},
    FigureName{"tracking_error", FigureShape::percent, {"Tracking error", "Takip hatası"}},
    FigureName{"information_ratio", FigureShape::number, {"Information ratio", "Bilgi oranı"}},
    FigureName{"excess_sharpe", FigureShape::number, {"Excess Sharpe, per period", "Fazla Sharpe, dönemlik"}},
    FigureName{"mean_s", FigureShape::days, {"Mean, days", "Ortalama, gün"}},
    FigureName{"median_s", FigureShape::days, {"Median, days", "Ortanca, gün"}},
    FigureName{"shortest_s", FigureShape::days, {"Shortest, days", "En kısa, gün"}},
    FigureName{"longest_s", FigureShape::days, {"Longest, days", "En uzun, gün"}},
};

/// Parts of the document that are one table of figures each.
struct FigurePart {
    std::string_view key;
    cli::Message title;
};
inline constexpr std::array figure_parts{
    FigurePart{"metrics", {"Figures", "Değerler"}},
    FigurePart{"freqtrade", {"By freqtrade's definitions", "freqtrade tanımlarıyla"}},
    FigurePart{"daily", {"Daily-resampled family", "Günlük örneklenmiş aile"}},
    FigurePart{"closed_balance", {"Daily balance of closed trades", "Kapanan işlemlerin günlük bakiyesi"}},
    FigurePart{"benchmark", {"Against the benchmark", "Ölçüte göre"}},
    FigurePart{"underwater", {"Below the peak", "Zirvenin altında"}},
    FigurePart{"holding", {"Holding time", "Elde tutma süresi"}},
    FigurePart{"holding_wins", {"Holding time of wins", "Kazananların elde tutma süresi"}},
    FigurePart{"holding_losses", {"Holding time of losses", "Kaybedenlerin elde tutma süresi"}},
};

inline constexpr std::array group_parts{
    FigurePart{"by_exit_reason", {"By exit reason", "Çıkış nedenine göre"}},
    FigurePart{"by_symbol", {"By symbol", "Sembole göre"}},
    FigurePart{"by_side", {"By side", "Yöne göre"}},
};

inline constexpr cli::Message figure_column{"figure", "değer adı"};
inline constexpr cli::Message figure_value_column{"value", "değer"};
inline constexpr cli::Message drawdown_rows_title{"Deepest drawdowns", "En derin düşüşler"};
inline constexpr cli::Message depth_column{"depth", "derinlik"};
inline constexpr cli::Message peak_column{"peak", "zirve"};
inline constexpr cli::Message trough_column{"trough", "dip"};
inline constexpr cli::Message recovery_column{"recovered", "toparlanma"};
inline constexpr cli::Message length_column{"days", "gün"};
inline constexpr cli::Message year_rows_title{"Returns by year", "Yıllara göre getiri"};
inline constexpr cli::Message year_column{"year", "yıl"};
inline constexpr cli::Message return_column{"return", "getiri"};
inline constexpr cli::Message group_column{"group", "grup"};
inline constexpr cli::Message trades_column{"trades", "işlem"};
inline constexpr cli::Message win_rate_column{"win rate", "kazanma oranı"};
inline constexpr cli::Message net_column{"net", "net"};

}  // namespace spark::verbs::messages
