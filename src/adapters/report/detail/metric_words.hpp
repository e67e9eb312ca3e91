#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "adapters/report/language.hpp"

namespace spark::report::detail {

/// How a metric reads: a fraction and a percentage both as `12.34%`.
enum class MetricForm : std::uint8_t { number, fraction, percentage, money, count };

/// The name of a metric of docs/reference/metrics.md. A metric without a row is shown under its own name.
struct MetricWords {
    std::string_view field;
    MetricForm form;
    Words label;
};

inline constexpr std::array metric_words{
    MetricWords{"total_return", MetricForm::fraction, {"Total return", "Toplam getiri"}},
    MetricWords{"buy_hold_return", MetricForm::fraction, {"Buy & hold", "Al ve tut"}},
    MetricWords{"cagr", MetricForm::fraction, {"Yearly growth (CAGR)", "Yıllık bileşik büyüme"}},
    MetricWords{"annual_return", MetricForm::fraction, {"Annual return", "Yıllık getiri"}},
    MetricWords{"volatility", MetricForm::fraction, {"Annual volatility", "Yıllık oynaklık"}},
    MetricWords{"max_drawdown_pct", MetricForm::percentage, {"Deepest drawdown", "En derin düşüş"}},
    MetricWords{"max_drawdown_bars", MetricForm::count, {"Longest drawdown, bars", "En uzun düşüş, bar"}},
    MetricWords{"sharpe", MetricForm::number, {"Sharpe", "Sharpe"}},
    MetricWords{"sortino", MetricForm::number, {"Sortino", "Sortino"}},
    MetricWords{"calmar", MetricForm::number, {"Calmar", "Calmar"}},
    MetricWords{"omega", MetricForm::number, {"Omega", "Omega"}},
    MetricWords{"psr", MetricForm::fraction, {"Probabilistic Sharpe", "Olasılıksal Sharpe"}},
    MetricWords{"sqn", MetricForm::number, {"System quality (SQN)", "Sistem kalitesi (SQN)"}},
    MetricWords{"trades", MetricForm::count, {"Closed trades", "Kapanan işlem"}},
    MetricWords{"wins", MetricForm::count, {"Winning trades", "Kazanan işlem"}},
    MetricWords{"win_rate", MetricForm::fraction, {"Win rate", "Kazanma oranı"}},
    MetricWords{"profit_factor", MetricForm::number, {"Profit factor", "Kâr çarpanı"}},
    MetricWords{"expectancy", MetricForm::number, {"Mean result of a trade", "İşlem başına ortalama sonuç"}},
    MetricWords{"gross_pnl", MetricForm::money, {"Gross result", "Brüt sonuç"}},
    MetricWords{"fees", MetricForm::money, {"Fees", "Komisyon"}},
    MetricWords{"net_pnl", MetricForm::money, {"Net result", "Net sonuç"}},
    MetricWords{"cost_share", MetricForm::number, {"Fees ÷ gross result", "Komisyon ÷ brüt sonuç"}},
    MetricWords{"exposure", MetricForm::fraction, {"Time in the market", "Piyasada geçen süre"}},
    MetricWords{"periods_per_year", MetricForm::count, {"Days of a year counted", "Sayılan yıl günü"}},
};

/// The row of a field, or null.
constexpr const MetricWords* find_metric_words(std::string_view field) {
    for (const MetricWords& row : metric_words)
        if (row.field == field) return &row;
    return nullptr;
}

}  // namespace spark::report::detail
