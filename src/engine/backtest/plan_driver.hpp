#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/backtest/run.hpp"
#include "engine/indicators/bit_column.hpp"
#include "engine/strategy/native.hpp"

namespace spark::backtest {

/// Keeps a strategy's limits on the account's equity. Told the equity of every close while something is held.
class RiskGuard {
  public:
    explicit RiskGuard(const strategy::RiskLimits& limits) : limits_(limits) {}

    /// Equity at the close of a bar, or after a fill on it that left nothing held.
    void see(std::int64_t open_time_ns, Notional equity);
    /// Whether a limit is reached at the equity last seen: what is held has to go, and nothing may be entered.
    bool stops(std::int64_t open_time_ns);

  private:
    void begin_day(std::int64_t open_time_ns);

    strategy::RiskLimits limits_;
    std::optional<std::int64_t> peak_{};
    std::int64_t day_ = -1;
    std::int64_t day_begin_ = 0;  ///< Equity at the last close of the day before.
    std::int64_t last_ = 0;
    bool over_ = false;
    std::int64_t blocked_day_ = -1;
};

/// Works a signal plan as orders: what the fast path computes in one go, told to the event path step by step, and what
/// only the event path can do (resting entries, several entries, late fills). The plan and the candles outlive it.
class PlanDriver : public strategy::Strategy {
  public:
    PlanDriver(const market::CandleColumns& candles, const strategy::SignalPlan& plan, bool size_overrides_plan);

    std::size_t next_close(std::size_t from) override;
    void on_close(const strategy::History& history, strategy::Desk& desk) override;
    void on_fill(const strategy::FillReport& fill, strategy::Desk& desk) override;

  private:
    bool enters(Side side, std::size_t bar) const;
    bool keeps_to_limits(std::size_t bar, strategy::Desk& desk);
    void look_for_exit(std::size_t bar, Side held, strategy::Desk& desk);
    void enter(std::size_t bar, Side side, strategy::Desk& desk);
    void protect(std::size_t bar, Side side, strategy::OrderId entry, strategy::Desk& desk);
    void withdraw_entry(strategy::Desk& desk);
    const strategy::SidePlan& plan_of(Side side) const {
        return side == Side::buy ? plan_.long_side : plan_.short_side;
    }

    const market::CandleColumns& candles_;
    const strategy::SignalPlan& plan_;
    bool size_overrides_plan_;
    indicators::BitColumn any_;  ///< Bars on which something is said.
    std::size_t next_any_ = 0;
    strategy::OrderId entry_ = 0;  ///< The entry on its way.
    Side entry_side_ = Side::buy;
    strategy::OrderId exit_ = 0;        ///< The exit on its way.
    std::uint32_t group_ = 0;           ///< Last number given to a set of protective orders.
    std::uint32_t entry_group_ = 0;     ///< Of the entry on its way.
    std::uint32_t group_in_force_ = 0;  ///< Of the newest entry that has begun to fill.
    bool entry_counted_ = false;
    std::int64_t entries_ = 0;      ///< Entries of the position that is open.
    std::size_t entry_bar_ = 0;     ///< Of its first entry.
    std::size_t signals_from_ = 0;  ///< End of the cooldown.
    RiskGuard guard_;
};

}  // namespace spark::backtest
