#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/backtest/detail/shared_marks.hpp"
#include "engine/backtest/detail/working_orders.hpp"
#include "engine/backtest/execution.hpp"
#include "engine/strategy/native.hpp"

namespace spark::backtest::detail {

/// One strategy on one instrument: its working orders, and how a bar fills them. The order of events within a bar is
/// written down in docs/explanation/fills.md. Owned by one run; the execution and the strategy outlive it.
class BookRun final : public strategy::Desk {
  public:
    struct Parts {
        Execution& execution;
        SharedMarks& marks;
        std::uint16_t book = 0;
        strategy::Strategy& strategy;
        const market::CandleColumns* finer = nullptr;  ///< Bars that tell how a touched bar went; none: unknown.
    };
    explicit BookRun(const Parts& parts);

    strategy::OrderId submit(const strategy::OrderRequest& request) override;
    void cancel(strategy::OrderId order) override;
    Quantity position() const override { return execution_.ledger().position(book_); }
    std::size_t lots() const override { return execution_.ledger().lots(book_).size(); }
    bool is_working(strategy::OrderId order) const override;
    std::optional<Notional> equity() const override;
    std::size_t working() const override { return orders_.size(); }

    /// First bar at or after `from` that has to be looked at; the number of bars when none.
    std::size_t next_fill(std::size_t from);
    std::size_t next_close(std::size_t from) { return strategy_.next_close(from); }
    std::size_t next_financing(std::size_t from) const;

    /// Fills what the bar fills and tells the strategy. Errors: invalid_input when an amount leaves the range.
    Result<void> fill(std::size_t bar);
    /// Financing due at the bar's close. Errors: as above.
    Result<void> finance(std::size_t bar);
    void close(std::size_t bar);
    /// Closes what is left at the last close. Errors: as above.
    Result<void> end();

    bool can_be_liquidated() const {
        const std::int64_t held = position().units();
        return held < 0 || (held > 0 && rules_.leverage > units_per_one);
    }
    const market::CandleColumns& candles() const { return candles_; }

  private:
    /// A bar, or a finer one inside it.
    struct Path {
        std::int64_t open;
        std::int64_t high;
        std::int64_t low;
        std::int64_t close;
    };
    struct Candidate {
        strategy::OrderId id = 0;  ///< 0: liquidation.
        std::int64_t price = 0;
        bool is_ahead = false;  ///< The price has to move to reach it.
    };
    struct FillAt {
        Price price;
        FillRole role = FillRole::taker;
        std::optional<Price> worst{};
    };

    static Path path_of(const market::CandleColumns& candles, std::size_t bar);
    Result<void> walk_bar(std::size_t bar);
    Result<void> walk(const Path& path);
    void place_trailing_stops(std::size_t bar, std::int64_t open);
    void end_walk(const Path& path);
    Result<void> fill_market_orders(const Path& path);
    Result<void> walk_leg(std::int64_t to);
    Result<void> fill_stops_born_inside(const Path& path);
    bool falls_first(const Path& path) const;
    std::optional<Candidate> nearest(std::int64_t to);
    bool may_fill(const Working& order) const;
    std::optional<std::int64_t> liquidation() const;
    Result<void> reach(const Candidate& candidate);
    Result<void> trigger(strategy::OrderId id, Price price);
    bool refuses_to_take(const Working& order, Price price);
    Result<void> liquidate(std::int64_t price);
    Result<void> fill_order(strategy::OrderId id, const FillAt& at);
    Result<void> close_with(strategy::OrderId id, const FillAt& at);
    Result<void> open_with(strategy::OrderId id, const FillAt& at);
    /// A part of an order that is in the ledger.
    struct Filled {
        const Working& order;
        Price quoted;
        FillRole role = FillRole::taker;
        Quantity quantity{};
        bool opened = false;
        bool whole = false;
    };
    void report(const Filled& filled);
    void after_fill(const Filled& filled);
    void begin_children(const Filled& filled);
    void carry_over(Working& order);
    bool covers_all(const Working& order, bool opposes) const;
    Quantity within_capacity(Quantity wanted) const;
    std::size_t first_active_bar() const;
    bool has_right_shape(const strategy::OrderRequest& request);
    bool has_right_levels(strategy::OrderRequest& request);
    bool has_right_quantity(Working& order);
    void limit_lifetime(Working& order);
    std::size_t last_bar_of_its_day(std::size_t bar) const;

    Execution& execution_;
    SharedMarks& marks_;
    const RunRules& rules_;
    std::uint16_t book_;
    strategy::Strategy& strategy_;
    const market::CandleColumns* finer_;
    const market::CandleColumns& candles_;
    WorkingOrders orders_;
    std::vector<strategy::FillReport> reports_;
    strategy::OrderId last_id_ = 0;
    std::size_t bar_ = 0;
    std::size_t flat_until_ = strategy::no_bar;  ///< Last bar that began without a position and could fill.
    std::int64_t at_ = 0;                        ///< Where the price is on its way through the bar.
    bool inside_ = false;                        ///< Past the open of the bar, or of the finer one.
    bool arriving_ = false;                      ///< At the open of the bar: new orders meet the market.
    bool any_born_inside_ = false;
    bool at_once_born_ = false;  ///< A child that does not rest began where the price is.
    std::int64_t capacity_ = 0;  ///< Units that may still be traded on this bar.
};

}  // namespace spark::backtest::detail
