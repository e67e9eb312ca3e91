#include "engine/backtest/case.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "engine/backtest/event_path.hpp"
#include "engine/backtest/plan_driver.hpp"
#include "foundation/base/assert.hpp"

namespace spark::backtest {
namespace {

strategy::Binding binding_of(const Case& asked, const CaseBook& book) {
    return {.candles = book.candles, .values = book.values, .timeframe = book.timeframe, .symbols = asked.symbols};
}

bool same_times(const market::CandleColumns& a, const market::CandleColumns& b) {
    return a.open_time_ns.data() == b.open_time_ns.data() ? a.size() == b.size()
                                                          : std::ranges::equal(a.open_time_ns, b.open_time_ns);
}

/// Value of a position at each bar of [first, last), rounded half to even. False when one leaves the range.
bool add_values(const market::CandleColumns& candles, Quantity quantity, std::size_t first, std::size_t last,
                auto&& add) {
    bool fits = true;
    for (std::size_t bar = first; bar < last; ++bar) {
        const Int128 value =
            divide(static_cast<Int128>(candles.close[bar]) * quantity.units(), units_per_one, Rounding::half_even);
        fits &= fits_int64(value);
        add(bar, static_cast<std::int64_t>(value));
    }
    return fits;
}

std::unexpected<Error> out_of_range() {
    return fail(Fault::invalid_input, "equity is outside plus or minus 92,233,720,368");
}

/// Adds what one book holds to the equity of every tick.
class BookValue {
  public:
    BookValue(const Timeline& timeline, std::size_t book, const market::CandleColumns& candles,
              Column<std::int64_t>& equity)
        : timeline_(timeline), book_(book), candles_(candles), equity_(equity) {}

    bool go_to(std::size_t bar) {
        if (bar == bar_) return true;
        bool fits = true;
        if (quantity_.units() != 0) {
            fits = add_values(candles_, quantity_, bar_, bar, [&](std::size_t at, std::int64_t value) {
                // Ticks on which this book has no bar of its own show its last close.
                const std::size_t end =
                    at + 1 < candles_.size() ? timeline_.tick(book_, at + 1) : timeline_.open_time_ns.size();
                for (std::size_t tick = timeline_.tick(book_, at); tick < end; ++tick)
                    fits_ &= !__builtin_add_overflow(equity_[tick], value, &equity_[tick]);
            });
        }
        bar_ = bar;
        return fits && fits_;
    }
    void hold(Quantity quantity) { quantity_ = quantity; }

  private:
    const Timeline& timeline_;
    std::size_t book_;
    const market::CandleColumns& candles_;
    Column<std::int64_t>& equity_;
    std::size_t bar_ = 0;
    Quantity quantity_{};
    bool fits_ = true;
};

}  // namespace

Result<void> check_leverage(const strategy::SignalPlan& plan, std::string_view strategy, const RunRules& rules) {
    if (plan.risk.leverage_max <= 0 || rules.leverage <= plan.risk.leverage_max) return {};
    return fail(Fault::invalid_input,
                fmt::format("found leverage {}, {} allows up to {}", format_units(rules.leverage), strategy,
                            format_units(plan.risk.leverage_max)),
                "--leverage");
}

Result<std::vector<strategy::SignalPlan>> plans_of(const Case& asked) {
    std::vector<strategy::SignalPlan> plans;
    for (const CaseBook& book : asked.books) {
        if (book.strategy.is_worker()) {
            plans.push_back(strategy::empty_plan(book.candles.size()));
            continue;
        }
        SPARK_TRY(strategy::SignalPlan plan, book.strategy.plan(binding_of(asked, book)));
        SPARK_TRY(check_leverage(plan, book.strategy.name(), asked.rules));
        plans.push_back(std::move(plan));
    }
    return plans;
}

Result<RunOutcome> run_case(const Case& asked, std::span<const strategy::SignalPlan> plans, const BlockRanges* ranges) {
    SPARK_ASSERT(!asked.books.empty() && plans.size() == asked.books.size());
    RunRules rules = asked.rules;
    const CaseBook& first = asked.books.front();
    const bool alone = asked.books.size() == 1 && !first.strategy.is_worker() && first.finer == nullptr;
    if (alone) {
        rules.first_bar = first.first_bar;
        rules.venue = first.venue;
        return run_plan(first.candles, plans.front(), rules, ranges);
    }
    std::vector<std::unique_ptr<strategy::Strategy>> workers;
    std::vector<BookInput> inputs;
    for (std::size_t index = 0; index < asked.books.size(); ++index) {
        const CaseBook& book = asked.books[index];
        if (book.strategy.is_worker()) {
            SPARK_TRY(auto worker, book.strategy.make_worker(binding_of(asked, book)));
            workers.push_back(std::move(worker));
        } else {
            workers.push_back(std::make_unique<PlanDriver>(book.candles, plans[index], rules.size_overrides_plan));
        }
        inputs.push_back({.candles = book.candles,
                          .strategy = workers.back().get(),
                          .first_bar = book.first_bar,
                          .size = rules.size,
                          .venue = book.venue,
                          .finer = book.finer});
    }
    return run_books(std::move(inputs), rules);
}

Case cut_off(const Case& asked, std::int64_t end_ns) {
    Case cut{.books = {}, .rules = asked.rules, .symbols = asked.symbols};
    for (const CaseBook& book : asked.books) {
        const auto& times = book.candles.open_time_ns;
        const auto kept =
            static_cast<std::size_t>(std::lower_bound(times.begin(), times.end(), end_ns) - times.begin());
        if (kept == 0) continue;
        cut.books.push_back(book);
        cut.books.back().candles = book.candles.slice(0, kept);
    }
    return cut;
}

Timeline timeline_of(const Case& asked) {
    Timeline timeline;
    timeline.tick_of_bar.resize(asked.books.size());
    const market::CandleColumns& first = asked.books.front().candles;
    const bool same =
        std::ranges::all_of(asked.books, [&](const CaseBook& book) { return same_times(first, book.candles); });
    timeline.open_time_ns.assign(first.open_time_ns.begin(), first.open_time_ns.end());
    if (same) return timeline;
    for (const CaseBook& book : asked.books) {
        const auto& times = book.candles.open_time_ns;
        timeline.open_time_ns.insert(timeline.open_time_ns.end(), times.begin(), times.end());
    }
    std::ranges::sort(timeline.open_time_ns);
    const auto doubles = std::ranges::unique(timeline.open_time_ns);
    timeline.open_time_ns.erase(doubles.begin(), doubles.end());
    for (std::size_t book = 0; book < asked.books.size(); ++book) {
        std::size_t tick = 0;
        for (const std::int64_t time : asked.books[book].candles.open_time_ns) {
            while (timeline.open_time_ns[tick] != time) ++tick;
            timeline.tick_of_bar[book].push_back(static_cast<std::uint32_t>(tick));
        }
    }
    return timeline;
}

Result<EquityCurve> equity_of_case(const Case& asked, const Timeline& timeline, const RunOutcome& outcome) {
    if (asked.books.size() == 1) return equity_curve(asked.books.front().candles, outcome);
    Column<std::int64_t> equity(timeline.open_time_ns.size());
    std::int64_t cash = outcome.starting_cash.units();
    std::size_t tick = 0;
    const auto hold_cash = [&](std::size_t end) {
        if (end > tick)
            std::fill(equity.begin() + static_cast<std::ptrdiff_t>(tick),
                      equity.begin() + static_cast<std::ptrdiff_t>(end), cash);
        tick = std::max(tick, end);
    };
    for (const HoldingStep& step : outcome.steps) {
        hold_cash(timeline.tick(step.book, step.bar));
        cash = step.cash.units();
    }
    hold_cash(equity.size());
    std::vector<BookValue> values;
    for (std::size_t book = 0; book < asked.books.size(); ++book)
        values.emplace_back(timeline, book, asked.books[book].candles, equity);
    for (const HoldingStep& step : outcome.steps) {
        if (!values[step.book].go_to(step.bar)) return out_of_range();
        values[step.book].hold(step.quantity);
    }
    for (std::size_t book = 0; book < asked.books.size(); ++book) {
        if (!values[book].go_to(asked.books[book].candles.size())) return out_of_range();
    }
    return drawdowns_of(std::move(equity), outcome.starting_cash);
}

double exposure_of_case(const Timeline& timeline, const RunOutcome& outcome) {
    std::vector<bool> holds(timeline.tick_of_bar.size(), false);
    std::size_t holding = 0;
    std::size_t held = 0;
    std::size_t tick = 0;
    for (const HoldingStep& step : outcome.steps) {
        const std::size_t at = timeline.tick(step.book, step.bar);
        if (holding > 0) held += at - tick;
        tick = at;
        const bool now = step.quantity.units() != 0;
        if (now != holds[step.book]) holding = now ? holding + 1 : holding - 1;
        holds[step.book] = now;
    }
    const std::size_t ticks = timeline.open_time_ns.size();
    if (holding > 0) held += ticks - tick;
    return static_cast<double>(held) / static_cast<double>(ticks);
}

}  // namespace spark::backtest
