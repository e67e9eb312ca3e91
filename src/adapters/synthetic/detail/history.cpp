#include "adapters/synthetic/detail/history.hpp"

#include <algorithm>

#include "engine/market/calendar.hpp"
#include "engine/market/resample.hpp"
#include "engine/market/synth.hpp"

namespace spark::synthetic::detail {

namespace {

using std::chrono::minutes;

Candle candle_at(const market::CandleColumns& columns, std::size_t bar) {
    return {.open_time = wall_time_of_ns(columns.open_time_ns[bar]),
            .open = Price::of_units(columns.open[bar]),
            .high = Price::of_units(columns.high[bar]),
            .low = Price::of_units(columns.low[bar]),
            .close = Price::of_units(columns.close[bar]),
            .volume = Volume::of_units(columns.volume_at(bar))};
}

/// The bars before `end`, and of them those inside a session.
market::CandleTable kept(const market::CandleTable& table, const market::Calendar& calendar, WallTime end) {
    market::CandleTable result;
    const market::CandleColumns columns = table.columns();
    for (std::size_t bar = 0; bar < columns.size(); ++bar) {
        const Candle candle = candle_at(columns, bar);
        if (candle.open_time >= end) break;
        const auto session = calendar.session(calendar.date_of(candle.open_time));
        if (!session || candle.open_time < session->open || candle.open_time >= session->close) continue;
        result.push_back(columns.open_time_ns[bar], columns.open[bar], columns.high[bar], columns.low[bar],
                         columns.close[bar], columns.volume_at(bar));
    }
    return result;
}

}  // namespace

std::vector<Timeframe> timeframes() {
    std::vector<Timeframe> all;
    for (const MadeTimeframe& made : made_timeframes) all.push_back(Timeframe::of(std::chrono::seconds{made.seconds}));
    return all;
}

Result<History> history_of(const InstrumentRow& row, const Options& options, WallTime end, WallTime received_at) {
    SPARK_TRY(const market::Calendar* calendar, market::find_calendar(row.has_sessions ? "bist" : "24/7"));
    SPARK_TRY(Venue venue, Venue::parse(row.venue));
    SPARK_TRY(Symbol symbol, Symbol::parse(row.symbol));
    SPARK_TRY(Symbol model, Symbol::parse(row.history_symbol));
    const Timeframe minute = Timeframe::of(minutes{1});
    const WallTime last_minute = minute.bucket_start(end);
    const std::int64_t bars = std::max<std::int64_t>(options.history_minutes, 1) * (row.has_sessions ? 4 : 1);
    SPARK_TRY(const market::CandleTable generated, market::generate({.symbol = std::move(model),
                                                                     .timeframe = minute,
                                                                     .bars = bars,
                                                                     .seed = options.seed,
                                                                     .start = last_minute - minutes{bars}}));
    History history;
    history.last = Price::of_units(generated.close.back());
    if (options.history_minutes == 0) return history;
    const market::CandleTable table = kept(generated, *calendar, last_minute);
    if (table.size() == 0) return history;
    history.last = Price::of_units(table.close.back());
    for (std::size_t bar = 0; bar < table.size(); ++bar) {
        const Candle candle = candle_at(table.columns(), bar);
        if (candle.open_time >= last_minute - std::chrono::hours{24}) history.day.push_back(candle);
    }

    const InstrumentId instrument{.venue = std::move(venue), .symbol = std::move(symbol)};
    for (const MadeTimeframe& made : made_timeframes) {
        const Timeframe timeframe = Timeframe::of(std::chrono::seconds{made.seconds});
        market::CandleTable bars_of = table;
        if (timeframe != minute) {
            SPARK_TRY(market::Resampled resampled,
                      market::resample(table.columns(), {.from = minute, .to = timeframe}, *calendar));
            bars_of = std::move(resampled.table);
        }
        const std::size_t first = bars_of.size() - std::min(bars_of.size(), made.bars_max);
        for (std::size_t bar = first; bar < bars_of.size(); ++bar) {
            feed::CandleUpdate update{.origin = {.instrument = instrument,
                                                 .event_time = {},
                                                 .received_at = received_at,
                                                 .is_synthetic = true},
                                      .timeframe = timeframe,
                                      .candle = candle_at(bars_of.columns(), bar),
                                      .is_closed = true};
            const WallTime close_time = update.candle.open_time + timeframe.length();
            update.is_closed = close_time <= last_minute;
            update.origin.event_time = std::min(close_time, last_minute);
            (update.is_closed ? history.closed : history.forming).push_back(std::move(update));
        }
    }
    return history;
}

}  // namespace spark::synthetic::detail
