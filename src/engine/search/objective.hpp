#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/sweep/set_runner.hpp"
#include "foundation/base/result.hpp"
#include "foundation/domain/amounts.hpp"

namespace spark::search {

/// Every figure a set has, by the name it has in `metrics` of spark.backtest/1: trades, net_pnl, gross_pnl, fees,
/// win_rate, profit_factor, expectancy, sqn, total_return, cagr, annual_return, volatility, sharpe, sortino, calmar,
/// max_drawdown_pct, max_drawdown_bars, exposure, buy_hold_return, cost_share, …
struct MetricName {
    std::string_view name;
    bool needs_details = false;  ///< Only there with SweepNeeds::details.
};
std::span<const MetricName> metric_names();

/// The figure as a number; money in quote currency. None where it does not exist.
std::optional<double> metric_value(std::string_view name, const sweep::SetOutcome& outcome, Notional starting_cash);

/// What is made as large as possible: a metric (`net_pnl`, `sharpe`) or an expression over metrics
/// (`sharpe - 0.1 * abs(max_drawdown_pct)`, `-volatility`). Any number of threads may ask one.
class Objective {
  public:
    /// Errors: invalid_input with column and the nearest name.
    static Result<Objective> compile(std::string_view text, Notional starting_cash);
    Objective(Objective&&) noexcept;
    Objective& operator=(Objective&&) noexcept;
    ~Objective();

    const std::string& text() const;
    bool needs_details() const;
    /// Sums of money grow with the number of bars and cannot be compared between histories of other lengths; ratios
    /// can. Successive halving asks.
    bool is_free_of_length() const;
    /// None: the set has no such figure (no trades, no variation), was refused, or the expression gave no number.
    std::optional<double> value(const sweep::SetOutcome& outcome) const;

  private:
    struct Compiled;
    Objective() = default;
    std::unique_ptr<const Compiled> compiled_;
};

/// `trades >= 30`, `max_drawdown_pct > -20`: what a set has to keep to be ranked.
class Constraint {
  public:
    static Result<Constraint> compile(std::string_view text, Notional starting_cash);
    Constraint(Constraint&&) noexcept;
    Constraint& operator=(Constraint&&) noexcept;
    ~Constraint();

    const std::string& text() const;
    bool needs_details() const;
    bool holds(const sweep::SetOutcome& outcome) const;  ///< An undefined answer is no.

  private:
    struct Compiled;
    Constraint() = default;
    std::unique_ptr<const Compiled> compiled_;
};

}  // namespace spark::search
