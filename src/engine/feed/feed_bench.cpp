#include <benchmark/benchmark.h>

#include "engine/feed/candle_builder.hpp"
#include "engine/feed/market_state.hpp"
#include "engine/feed/order_book.hpp"
#include "engine/feed/testing/samples.hpp"
#include "foundation/base/rng.hpp"

namespace spark::feed {
namespace {

/// A book of 1,000 levels a side; each change sets ten levels, most of them near the best.
void apply_change_of_ten_levels(benchmark::State& state) {
    OrderBook book;
    BookSnapshot snapshot = testing::snapshot(0, {}, {});
    for (std::int32_t index = 1; index <= 1'000; ++index) {
        snapshot.bids.push_back(testing::level(10'000 - index, 1));
        snapshot.asks.push_back(testing::level(10'000 + index, 1));
    }
    book.apply(snapshot);
    Rng rng(1);
    std::vector<BookDelta> changes;
    for (int change = 0; change < 1'000; ++change) {
        BookDelta delta = testing::delta(0, 0, {}, {});
        for (int level = 0; level < 5; ++level) {
            const auto away = static_cast<std::int32_t>(1 + 30 * rng.exponential());
            const auto quantity = static_cast<std::int32_t>(rng.uniform(0, 5));
            delta.bids.push_back(testing::level(10'000 - away, quantity));
            delta.asks.push_back(testing::level(10'000 + away, quantity));
        }
        changes.push_back(std::move(delta));
    }
    std::uint64_t sequence = 0;
    for (auto _ : state) {
        BookDelta& delta = changes[sequence % changes.size()];
        delta.sequence_first = delta.sequence_last = ++sequence;
        benchmark::DoNotOptimize(book.apply(delta));
    }
    if (!book.is_valid()) state.SkipWithError("the book became invalid");
}
BENCHMARK(apply_change_of_ten_levels);

void build_candles_of_four_timeframes(benchmark::State& state) {
    CandleBuilder builder({Timeframe::parse("1m").value(), Timeframe::parse("5m").value(),
                           Timeframe::parse("1h").value(), Timeframe::parse("1d").value()});
    std::vector<CandleUpdate> out;
    std::int64_t now_ms = 0;
    for (auto _ : state) {
        builder.on(testing::trade(now_ms += 50, 100), out);
        out.clear();
    }
}
BENCHMARK(build_candles_of_four_timeframes);

void copy_a_market_with_20_levels_and_200_trades(benchmark::State& state) {
    MarketState market;
    BookSnapshot snapshot = testing::snapshot(0, {}, {});
    for (std::int32_t index = 1; index <= 1'000; ++index) {
        snapshot.bids.push_back(testing::level(10'000 - index, 1));
        snapshot.asks.push_back(testing::level(10'000 + index, 1));
    }
    market.on(snapshot);
    for (int trade = 0; trade < 200; ++trade) market.on(testing::trade(trade, 100));
    for (auto _ : state) benchmark::DoNotOptimize(market.snapshot(testing::instrument(), 20));
}
BENCHMARK(copy_a_market_with_20_levels_and_200_trades);

}  // namespace
}  // namespace spark::feed
