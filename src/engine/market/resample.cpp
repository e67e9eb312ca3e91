#include "engine/market/resample.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace spark::market {

namespace {

constexpr std::array<std::string_view, 17> usual_timeframes{"1s", "5s", "15s", "30s", "1m", "3m",  "5m", "15m", "30m",
                                                            "1h", "2h", "4h",  "6h",  "8h", "12h", "1d", "1w"};

/// The end of a bucket, or the end of time where it would leave it.
std::int64_t end_of_bucket(std::int64_t start_ns, std::int64_t length_ns) {
    std::int64_t end = 0;
    return __builtin_add_overflow(start_ns, length_ns, &end) ? std::numeric_limits<std::int64_t>::max() : end;
}

Result<void> check(const Resampling& resampling) {
    const auto [from, to] = resampling;
    if (to > from && to.is_multiple_of(from)) return {};
    std::vector<std::string> allowed;
    for (const std::string_view text : usual_timeframes) {
        SPARK_TRY(const Timeframe usual, Timeframe::parse(text));
        if (usual > from && usual.is_multiple_of(from)) allowed.push_back(usual.text());
    }
    if (allowed.empty() && 2 * from.length() <= std::chrono::weeks{1'000})
        allowed.push_back(Timeframe::of(2 * from.length()).text());
    return fail(Fault::invalid_input,
                fmt::format("found {} from bars of {}, allowed longer whole multiples of {}", to.text(), from.text(),
                            from.text()),
                {}, allowed.empty() ? "" : fmt::format("choose one such as {}", fmt::join(allowed, ", ")));
}

}  // namespace

Result<Resampled> resample(const CandleColumns& source, const Resampling& resampling, const Calendar& calendar) {
    SPARK_TRY(check(resampling));
    Resampled made;
    if (source.size() == 0) return made;
    const auto times = source.open_time_ns;
    const std::int64_t length = resampling.to.length_ns();
    // No more buckets than the span holds, nor than there are bars; one more for the first one's part.
    const auto span = static_cast<std::uint64_t>(times.back()) - static_cast<std::uint64_t>(times.front());
    made.table.reserve(std::min<std::size_t>(source.size(), span / static_cast<std::uint64_t>(length) + 2));

    std::size_t bar = 0;
    while (bar < source.size()) {
        const std::int64_t start = ns_of(resampling.to.bucket_start(wall_time_of_ns(times[bar])));
        const std::int64_t end = end_of_bucket(start, length);
        const std::size_t first = bar;
        std::int64_t high = source.high[bar];
        std::int64_t low = source.low[bar];
        Int128 volume = source.volume_at(bar);
        for (++bar; bar < source.size() && times[bar] < end; ++bar) {
            if (times[bar] <= times[bar - 1])
                return fail(Fault::invalid_input, fmt::format("bar {} opens no later than the bar before it", bar));
            high = std::max(high, source.high[bar]);
            low = std::min(low, source.low[bar]);
            volume += source.volume_at(bar);
        }
        made.table.push_back(start, source.open[first], high, low, source.close[bar - 1], volume);
    }

    const WallTime first_start = wall_time_of_ns(made.table.open_time_ns.front());
    const WallTime last_end = wall_time_of_ns(end_of_bucket(made.table.open_time_ns.back(), length));
    const WallTime covered_to = wall_time_of_ns(end_of_bucket(times.back(), resampling.from.length_ns()));
    made.partial_first = calendar.expected_bars(resampling.from, first_start, wall_time_of_ns(times.front())) > 0;
    made.partial_last = calendar.expected_bars(resampling.from, covered_to, last_end) > 0;
    return made;
}

}  // namespace spark::market
