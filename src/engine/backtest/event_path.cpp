#include "engine/backtest/event_path.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <numeric>

#include "engine/backtest/detail/book_run.hpp"
#include "foundation/base/assert.hpp"

namespace spark::backtest {
namespace {

constexpr std::int64_t no_time = std::numeric_limits<std::int64_t>::max();

/// A book's next bar that matters.
struct Turn {
    std::size_t bar = 0;
    std::int64_t time_ns = no_time;
    bool fills = false;
};

class EventPath {
  public:
    EventPath(std::vector<BookInput> inputs, const RunRules& rules)
        : inputs_(std::move(inputs)),
          rules_(rules),
          execution_(markets(inputs_), rules),
          marks_(execution_, inputs_.size()),
          turns_(inputs_.size()) {
        for (std::size_t book = 0; book < inputs_.size(); ++book) {
            runs_.push_back(std::make_unique<detail::BookRun>(detail::BookRun::Parts{
                execution_, marks_, static_cast<std::uint16_t>(book), *inputs_[book].strategy, inputs_[book].finer}));
        }
    }

    Result<RunOutcome> run() {
        for (std::size_t book = 0; book < runs_.size(); ++book) find_turn(book, 0);
        while (true) {
            const Turn& first = *std::ranges::min_element(turns_, {}, &Turn::time_ns);
            if (first.time_ns == no_time) break;
            marks_.move_to(first.time_ns, first.bar);
            SPARK_TRY(play(first.time_ns));
        }
        return std::move(execution_).finish();
    }

  private:
    static std::vector<BookMarket> markets(const std::vector<BookInput>& inputs) {
        std::vector<BookMarket> markets;
        for (const BookInput& input : inputs)
            markets.push_back({input.candles, input.first_bar, input.size, input.venue});
        return markets;
    }

    /// Everything that happens at one time: fills of all books, then financing and closes.
    Result<void> play(std::int64_t now) {
        for (std::size_t book = 0; book < runs_.size(); ++book) {
            const Turn& turn = turns_[book];
            if (turn.time_ns == now && turn.fills) SPARK_TRY(runs_[book]->fill(turn.bar));
        }
        for (std::size_t book = 0; book < runs_.size(); ++book) {
            const Turn turn = turns_[book];
            if (turn.time_ns != now) continue;
            detail::BookRun& run = *runs_[book];
            if (rules_.costs.finances()) SPARK_TRY(run.finance(turn.bar));
            if (run.next_close(turn.bar) == turn.bar) {
                marks_.move_to_close(static_cast<std::uint16_t>(book), turn.bar);
                run.close(turn.bar);
            }
            if (rules_.close_at_end && turn.bar + 1 == run.candles().size()) SPARK_TRY(run.end());
            find_turn(book, turn.bar + 1);
        }
        if (runs_.size() > 1) refresh_shared_margin(now);
        return {};
    }

    void find_turn(std::size_t book, std::size_t from) {
        detail::BookRun& run = *runs_[book];
        const auto& times = run.candles().open_time_ns;
        // While books share a margin that can be used up, every close of one moves the liquidation of the others.
        const bool every_bar = margin_is_shared_ && execution_.ledger().position(book).units() != 0;
        const std::size_t fill = every_bar ? from : run.next_fill(from);
        const std::size_t close = run.next_close(from);
        const std::size_t last = rules_.close_at_end && from < times.size() ? times.size() - 1 : times.size();
        const std::size_t bar = std::min({fill, close, run.next_financing(from), last});
        if (fill == bar && bar < times.size()) {
            // The books take turns: the bar is there when this one has its own.
            const market::CandleColumns& candles = run.candles();
            for (const auto* const column : {&candles.open, &candles.high, &candles.low, &candles.close})
                __builtin_prefetch(column->data() + bar);
        }
        turns_[book] = {bar, bar < times.size() ? times[bar] : no_time, fill == bar};
    }

    /// A fill of one book moves the liquidation price of the others: they look again, from now on.
    void refresh_shared_margin(std::int64_t now) {
        std::size_t holding = 0;
        bool liquidates = false;
        for (std::size_t book = 0; book < runs_.size(); ++book) {
            const std::int64_t held = execution_.ledger().position(book).units();
            holding += held != 0 ? 1 : 0;
            liquidates |= held < 0 || (held > 0 && rules_.leverage > units_per_one);
        }
        margin_is_shared_ = holding > 1 && liquidates;
        if (!liquidates) return;
        for (std::size_t book = 0; book < runs_.size(); ++book) {
            if (execution_.ledger().position(book).units() != 0) find_turn(book, first_after(book, now));
        }
    }

    std::size_t first_after(std::size_t book, std::int64_t time) const {
        const auto& times = inputs_[book].candles.open_time_ns;
        return static_cast<std::size_t>(std::upper_bound(times.begin(), times.end(), time) - times.begin());
    }

    std::vector<BookInput> inputs_;
    const RunRules& rules_;
    Execution execution_;
    detail::SharedMarks marks_;
    std::vector<std::unique_ptr<detail::BookRun>> runs_;
    std::vector<Turn> turns_;
    bool margin_is_shared_ = false;
};

}  // namespace

Result<RunOutcome> run_books(std::vector<BookInput> books, const RunRules& rules) {
    SPARK_TRY(check_rules(rules));
    if (books.empty() || books.size() > books_max) {
        return fail(Fault::invalid_input, fmt::format("found {} books, allowed 1 to {}", books.size(), books_max));
    }
    return EventPath(std::move(books), rules).run();
}

Result<RunOutcome> run_worker(const market::CandleColumns& candles, strategy::Strategy& strategy, const RunRules& rules,
                              const market::CandleColumns* finer) {
    std::vector<BookInput> books;
    books.push_back({.candles = candles,
                     .strategy = &strategy,
                     .first_bar = rules.first_bar,
                     .size = rules.size,
                     .venue = rules.venue,
                     .finer = finer});
    return run_books(std::move(books), rules);
}

}  // namespace spark::backtest
