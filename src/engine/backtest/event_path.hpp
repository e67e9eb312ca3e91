#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/backtest/run.hpp"
#include "engine/strategy/native.hpp"

namespace spark::backtest {

/// One strategy on one instrument of a run. What it points at outlives the run; a strategy serves one run.
struct BookInput {
    market::CandleColumns candles;
    strategy::Strategy* strategy = nullptr;
    std::uint32_t first_bar = 0;  ///< Row of the data set that candle 0 is.
    SizeRule size{};
    std::optional<InstrumentRules> venue{};
    const market::CandleColumns* finer = nullptr;  ///< Finer bars of the same instrument, where there are some.
};
inline constexpr std::size_t books_max = 1'000;

/// Every order and every bar that matters, on one clock with shared cash. At one time all books' fills come before all
/// closes, each in the order of the books. `rules.size`, `rules.venue` and `rules.first_bar` are those of the books.
/// Errors: invalid_input when rules are out of bounds, there are no books or too many, or an amount leaves the range.
Result<RunOutcome> run_books(std::vector<BookInput> books, const RunRules& rules);

/// One strategy on one instrument, under the size, venue and first bar of the rules. Errors: as run_books.
Result<RunOutcome> run_worker(const market::CandleColumns& candles, strategy::Strategy& strategy, const RunRules& rules,
                              const market::CandleColumns* finer = nullptr);

}  // namespace spark::backtest
