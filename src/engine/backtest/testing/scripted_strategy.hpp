#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "engine/backtest/event_path.hpp"

namespace spark::backtest::testing {

using strategy::Desk;
using strategy::FillReport;
using strategy::OrderId;
using strategy::OrderRequest;

/// Does at closes and fills what a test tells it, and keeps what it hears.
class ScriptedStrategy : public strategy::Strategy {
  public:
    /// Sends the order at the close of `bar`; a test finds its id in `ids`, in the order of sending.
    void send(std::size_t bar, OrderRequest request) {
        at(bar, [this, request](Desk& desk) { ids.push_back(desk.submit(request)); });
    }
    void at(std::size_t bar, std::function<void(Desk&)> what) { script_[bar].push_back(std::move(what)); }

    std::size_t next_close(std::size_t from) override {
        const auto next = script_.lower_bound(from);
        return next == script_.end() ? strategy::no_bar : next->first;
    }
    void on_close(const strategy::History& history, Desk& desk) override {
        for (const auto& what : script_[history.bar()]) what(desk);
    }
    void on_fill(const FillReport& fill, Desk& desk) override {
        fills.push_back(fill);
        if (answer) answer(fill, desk);
    }

    std::vector<OrderId> ids;
    std::vector<FillReport> fills;
    std::function<void(const FillReport&, Desk&)> answer{};

  private:
    std::map<std::size_t, std::vector<std::function<void(Desk&)>>> script_;
};

/// Whole numbers; volume in whole units too.
struct Bar {
    std::int64_t open = 0;
    std::int64_t high = 0;
    std::int64_t low = 0;
    std::int64_t close = 0;
    std::int64_t volume = 1'000;
};
inline constexpr std::int64_t hour_ns = 3'600'000'000'000;

inline market::CandleTable market_of(const std::vector<Bar>& bars, std::int64_t bar_length_ns = hour_ns,
                                     std::int64_t first_ns = 0) {
    market::CandleTable table;
    for (std::size_t bar = 0; bar < bars.size(); ++bar) {
        const Bar& b = bars[bar];
        table.push_back(first_ns + static_cast<std::int64_t>(bar) * bar_length_ns, b.open * units_per_one,
                        b.high * units_per_one, b.low * units_per_one, b.close * units_per_one,
                        b.volume * units_per_one);
    }
    return table;
}

/// A calm bar at one price.
inline Bar flat(std::int64_t price, std::int64_t volume = 1'000) { return {price, price, price, price, volume}; }

inline Price price(std::int64_t whole) { return Price::of_units(whole * units_per_one); }
inline Quantity units(std::int64_t whole) { return Quantity::of_units(whole * units_per_one); }

/// No costs, plenty of cash, one unit an order.
inline RunRules free_rules() {
    RunRules rules;
    rules.costs.maker_bps = 0;
    rules.costs.taker_bps = 0;
    rules.bar_length_ns = hour_ns;
    return rules;
}

inline Result<RunOutcome> run_one(const market::CandleTable& table, strategy::Strategy& strategy, const RunRules& rules,
                                  const market::CandleColumns* finer = nullptr) {
    return run_worker(table.columns(), strategy, rules, finer);
}

}  // namespace spark::backtest::testing
