#include "engine/search/objective.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/backtest/metrics.hpp"
#include "engine/expression/scalar_program.hpp"

namespace spark::search {
namespace {

using expression::NamedVariable;
using expression::ScalarProgram;
using expression::ValueType;
using sweep::SetOutcome;

/// What a figure is made of.
struct Source {
    const SetOutcome& outcome;
    Notional starting_cash;
};

struct MetricRow {
    MetricName shown;
    bool is_free_of_length = false;
    std::optional<double> (*value)(const Source& source) = nullptr;
};

double number(std::int64_t count) { return static_cast<double>(count); }

/// The names of `metrics` in spark.backtest/1, in their order; all but periods_per_year, which is the same of all sets.
constexpr std::array rows{
    MetricRow{{"trades"}, false, [](const Source& s) { return std::optional(number(s.outcome.figures.trades)); }},
    MetricRow{{"net_pnl"},
              false,
              [](const Source& s) { return std::optional(backtest::quote_number(s.outcome.figures.net)); }},
    MetricRow{{"gross_pnl"},
              false,
              [](const Source& s) { return std::optional(backtest::quote_number(s.outcome.figures.gross)); }},
    MetricRow{
        {"fees"}, false, [](const Source& s) { return std::optional(backtest::quote_number(s.outcome.figures.fees)); }},
    MetricRow{{"wins"}, false, [](const Source& s) { return std::optional(number(s.outcome.figures.wins)); }},
    MetricRow{{"win_rate"},
              true,
              [](const Source& s) { return backtest::win_rate_of(s.outcome.figures.wins, s.outcome.figures.trades); }},
    MetricRow{{"profit_factor"}, true, [](const Source& s) { return s.outcome.figures.profit_factor; }},
    MetricRow{{"expectancy"},
              true,
              [](const Source& s) { return backtest::expectancy_of(s.outcome.figures.net, s.outcome.figures.trades); }},
    MetricRow{{"sharpe"}, true, [](const Source& s) { return s.outcome.figures.sharpe; }},
    MetricRow{{"sortino"}, true, [](const Source& s) { return s.outcome.figures.sortino; }},
    MetricRow{{"calmar"},
              true,
              [](const Source& s) {
                  return backtest::calmar_of(s.outcome.figures.annual_return, s.outcome.figures.max_drawdown_pct);
              }},
    MetricRow{{"total_return"},
              false,
              [](const Source& s) {
                  return std::optional(backtest::total_return_of(s.outcome.figures.final_equity, s.starting_cash));
              }},
    MetricRow{{"cagr", true}, true, [](const Source& s) { return s.outcome.details.cagr; }},
    MetricRow{{"annual_return"}, true, [](const Source& s) { return s.outcome.figures.annual_return; }},
    MetricRow{{"volatility"}, true, [](const Source& s) { return s.outcome.figures.volatility; }},
    MetricRow{
        {"max_drawdown_pct"}, true, [](const Source& s) { return std::optional(s.outcome.figures.max_drawdown_pct); }},
    MetricRow{{"max_drawdown_bars", true},
              false,
              [](const Source& s) { return std::optional(number(s.outcome.details.max_drawdown_bars)); }},
    MetricRow{{"exposure", true}, true, [](const Source& s) { return std::optional(s.outcome.details.exposure); }},
    MetricRow{{"sqn", true}, false, [](const Source& s) { return s.outcome.details.sqn; }},
    MetricRow{{"buy_hold_return", true},
              false,
              [](const Source& s) { return std::optional(s.outcome.details.buy_hold_return); }},
    MetricRow{{"cost_share"},
              true,
              [](const Source& s) {
                  return std::optional(backtest::cost_share_of(s.outcome.figures.fees, s.outcome.figures.gross,
                                                               s.outcome.figures.trades));
              }},
};

constexpr auto names = [] {
    std::array<MetricName, rows.size()> made{};
    std::ranges::transform(rows, made.begin(), &MetricRow::shown);
    return made;
}();
constexpr auto variables = [] {
    std::array<NamedVariable, rows.size()> made{};
    std::ranges::transform(rows, made.begin(), [](const MetricRow& row) { return NamedVariable{row.shown.name}; });
    return made;
}();

/// A figure that is no number does not exist.
double value_or_na(const MetricRow& row, const Source& source) {
    const std::optional<double> value = row.value(source);
    return value && std::isfinite(*value) ? *value : indicators::undefined;
}

/// An expression over the metrics, with the starting cash they are measured by.
struct OverMetrics {
    std::string text;
    ScalarProgram program;
    Notional starting_cash;

    static Result<OverMetrics> compile(std::string_view text, Notional starting_cash, ValueType type) {
        SPARK_TRY(ScalarProgram program, ScalarProgram::compile(text, variables));
        if (program.type() != type) {
            const bool is_number = type == ValueType::number;
            return fail(Fault::invalid_input,
                        is_number ? "found a condition, allowed a number" : "found a number, allowed a condition",
                        "1:1", is_number ? "write 'condition ? 1 : 0' for a number" : "compare it: 'trades >= 30'");
        }
        if (program.variables().empty()) {
            return fail(Fault::invalid_input, "found no metric, so that it is the same of every set", "1:1",
                        "name one: net_pnl, sharpe, profit_factor");
        }
        return OverMetrics{std::string(text), std::move(program), starting_cash};
    }

    bool needs_details() const {
        return std::ranges::any_of(program.variables(), [](std::size_t at) { return rows[at].shown.needs_details; });
    }
    bool is_free_of_length() const {
        return std::ranges::all_of(program.variables(), [](std::size_t at) { return rows[at].is_free_of_length; });
    }
    double value(const SetOutcome& outcome) const {
        if (!outcome.refusal.empty()) return indicators::undefined;
        const Source source{outcome, starting_cash};
        std::array<double, rows.size()> values;  // NOLINT(cppcoreguidelines-pro-type-member-init): those read are set
        for (const std::size_t at : program.variables()) values[at] = value_or_na(rows[at], source);
        return program.value(values);
    }
};

}  // namespace

std::span<const MetricName> metric_names() { return names; }

std::optional<double> metric_value(std::string_view name, const SetOutcome& outcome, Notional starting_cash) {
    const auto row = std::ranges::find(rows, name, [](const MetricRow& each) { return each.shown.name; });
    if (row == rows.end() || !outcome.refusal.empty()) return std::nullopt;
    const double value = value_or_na(*row, {outcome, starting_cash});
    return indicators::is_defined(value) ? std::optional(value) : std::nullopt;
}

struct Objective::Compiled {
    OverMetrics over;
};

Objective::Objective(Objective&&) noexcept = default;
Objective& Objective::operator=(Objective&&) noexcept = default;
Objective::~Objective() = default;

Result<Objective> Objective::compile(std::string_view text, Notional starting_cash) {
    SPARK_TRY(OverMetrics over, OverMetrics::compile(text, starting_cash, ValueType::number));
    Objective made;
    made.compiled_ = std::make_unique<const Compiled>(std::move(over));
    return made;
}

const std::string& Objective::text() const { return compiled_->over.text; }
bool Objective::needs_details() const { return compiled_->over.needs_details(); }
bool Objective::is_free_of_length() const { return compiled_->over.is_free_of_length(); }

std::optional<double> Objective::value(const SetOutcome& outcome) const {
    const double value = compiled_->over.value(outcome);
    return indicators::is_defined(value) ? std::optional(value) : std::nullopt;
}

struct Constraint::Compiled {
    OverMetrics over;
};

Constraint::Constraint(Constraint&&) noexcept = default;
Constraint& Constraint::operator=(Constraint&&) noexcept = default;
Constraint::~Constraint() = default;

Result<Constraint> Constraint::compile(std::string_view text, Notional starting_cash) {
    SPARK_TRY(OverMetrics over, OverMetrics::compile(text, starting_cash, ValueType::condition));
    Constraint made;
    made.compiled_ = std::make_unique<const Compiled>(std::move(over));
    return made;
}

const std::string& Constraint::text() const { return compiled_->over.text; }
bool Constraint::needs_details() const { return compiled_->over.needs_details(); }
bool Constraint::holds(const SetOutcome& outcome) const { return compiled_->over.value(outcome) > 0; }

}  // namespace spark::search
