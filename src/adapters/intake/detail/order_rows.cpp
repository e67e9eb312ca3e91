#include "adapters/intake/detail/order_rows.hpp"

#include <algorithm>
#include <numeric>

namespace spark::intake::detail {

namespace {

using Times = std::vector<std::int64_t>;

bool ascends(const Times& times) {
    return std::adjacent_find(times.begin(), times.end(), [](std::int64_t a, std::int64_t b) { return a >= b; }) ==
           times.end();
}

bool same_values(const market::CandleTable& table, std::size_t a, std::size_t b) {
    return table.open[a] == table.open[b] && table.high[a] == table.high[b] && table.low[a] == table.low[b] &&
           table.close[a] == table.close[b] && table.columns().volume_at(a) == table.columns().volume_at(b);
}

void gather(std::vector<std::int64_t>& column, const std::vector<std::size_t>& rows) {
    if (column.empty()) return;
    std::vector<std::int64_t> ordered;
    ordered.reserve(rows.size());
    for (const std::size_t row : rows) ordered.push_back(column[row]);
    column = std::move(ordered);
}

/// Rows by time, the first read first among equals; then without those that repeat the one before.
Result<std::vector<std::size_t>> sorted_rows(CandleCollector& collector) {
    const market::CandleTable& table = collector.table();
    const Times& times = table.open_time_ns;
    std::vector<std::size_t> rows(table.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    std::sort(rows.begin(), rows.end(),
              [&](std::size_t a, std::size_t b) { return times[a] != times[b] ? times[a] < times[b] : a < b; });
    std::vector<std::size_t> kept;
    kept.reserve(rows.size());
    for (const std::size_t row : rows) {
        if (kept.empty() || times[kept.back()] != times[row]) {
            kept.push_back(row);
            continue;
        }
        if (!same_values(table, kept.back(), row)) {
            return fail(Fault::invalid_input,
                        "two different candles open at " + format_iso8601(wall_time_of_ns(times[row])) + ": " +
                            collector.place_of(kept.back()) + " and " + collector.place_of(row),
                        collector.place_of(row), "keep the right one of the two");
        }
        ++collector.quality().duplicates;
        collector.find("duplicate", times[row],
                       [&] { return collector.place_of(row) + " repeats " + collector.place_of(kept.back()); });
    }
    return kept;
}

/// A distance of rows for a message: as a timeframe where it is one (`1h`), else in seconds or nanoseconds.
std::string text_of_step(std::int64_t step_ns) {
    constexpr std::int64_t second_ns = 1'000'000'000;
    constexpr std::int64_t week_seconds = 604'800;
    if (step_ns % second_ns != 0) return std::to_string(step_ns) + "ns";
    const std::int64_t seconds = step_ns / second_ns;
    if (seconds > 1'000 * week_seconds) return std::to_string(seconds) + "s";
    return Timeframe::of(std::chrono::seconds(seconds)).text();
}

/// The commonest distance of neighbours; `wanted` wins a draw.
std::int64_t commonest_step(const Times& times, std::int64_t wanted) {
    std::size_t fitting = 0;
    for (std::size_t index = 1; index < times.size(); ++index)
        fitting += times[index] - times[index - 1] == wanted ? 1U : 0U;
    if (fitting * 2 >= times.size() - 1) return wanted;
    Times steps(times.size());
    std::adjacent_difference(times.begin(), times.end(), steps.begin());
    steps.erase(steps.begin());
    std::sort(steps.begin(), steps.end());
    std::int64_t best = wanted;
    auto best_count = static_cast<std::ptrdiff_t>(fitting);
    for (auto run = steps.begin(); run != steps.end();) {
        const auto end = std::upper_bound(run, steps.end(), *run);
        if (end - run > best_count) {
            best_count = end - run;
            best = *run;
        }
        run = end;
    }
    return best;
}

Result<void> check_step(const Times& times, const std::string& place, Timeframe timeframe) {
    if (times.size() < 2) return {};
    const std::int64_t step = commonest_step(times, timeframe.length_ns());
    if (step == timeframe.length_ns()) return {};
    const std::string found = text_of_step(step);
    return fail(Fault::invalid_input, "rows are " + found + " apart, --timeframe says " + timeframe.text(), place,
                Timeframe::parse(found) ? "use --timeframe " + found
                                        : "no timeframe has this length; look at the times of the first rows");
}

/// Days in a count (3d) begin where the venue says; of them only midnight is asked.
Result<void> check_buckets(const Times& times, const std::vector<std::size_t>& rows, const CandleCollector& collector,
                           Timeframe timeframe) {
    constexpr std::int64_t day_ns = 86'400'000'000'000;
    const bool weeks = timeframe.length_ns() % (7 * day_ns) == 0;
    const bool days = timeframe.length_ns() % day_ns == 0 && !weeks;
    const std::int64_t length_ns = days ? day_ns : timeframe.length_ns();
    for (std::size_t index = 0; index < times.size(); ++index) {
        // One bar after a bar that begins rightly; spares nearly every division.
        if (index > 0 && times[index] - times[index - 1] == timeframe.length_ns()) continue;
        const WallTime time = wall_time_of_ns(times[index]);
        const bool begins = weeks ? timeframe.bucket_start(time) == time : times[index] % length_ns == 0;
        if (begins) continue;
        return fail(
            Fault::invalid_input,
            "the bar opens at " + format_iso8601(time) + ", where no bar of " + timeframe.text() + " begins (UTC)",
            collector.place_of(rows.empty() ? index : rows[index]),
            "check --timeframe, and --tz when the times are local");
    }
    return {};
}

}  // namespace

Result<market::CandleTable> order_rows(CandleCollector& collector, Timeframe timeframe) {
    std::vector<std::size_t> rows;
    if (!ascends(collector.table().open_time_ns)) {
        SPARK_TRY(rows, sorted_rows(collector));
    }
    market::CandleTable table = collector.take_table();
    if (!rows.empty()) {
        for (auto* column : {&table.open_time_ns, &table.open, &table.high, &table.low, &table.close, &table.volume,
                             &table.volume_high}) {
            gather(*column, rows);
        }
    }
    SPARK_TRY(check_step(table.open_time_ns, collector.place_of(rows.empty() ? 0 : rows.front()), timeframe));
    SPARK_TRY(check_buckets(table.open_time_ns, rows, collector, timeframe));
    return table;
}

}  // namespace spark::intake::detail
