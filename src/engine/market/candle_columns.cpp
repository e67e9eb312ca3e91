#include "engine/market/candle_columns.hpp"

#include <limits>

#include "foundation/base/assert.hpp"

namespace spark::market {

namespace {

constexpr Int128 volume_narrow_max = std::numeric_limits<std::int64_t>::max();

}  // namespace

CandleColumns CandleColumns::slice(std::size_t first, std::size_t count) const {
    SPARK_ASSERT(first <= size() && count <= size() - first);
    return {.open_time_ns = open_time_ns.subspan(first, count),
            .open = open.subspan(first, count),
            .high = high.subspan(first, count),
            .low = low.subspan(first, count),
            .close = close.subspan(first, count),
            .volume = volume.subspan(first, count),
            .volume_high = volume_high.empty() ? volume_high : volume_high.subspan(first, count)};
}

void CandleTable::reserve(std::size_t bars) {
    for (auto* column : {&open_time_ns, &open, &high, &low, &close, &volume}) column->reserve(bars);
    if (!volume_high.empty()) volume_high.reserve(bars);
}

void CandleTable::push_back(std::int64_t time_ns, std::int64_t o, std::int64_t h, std::int64_t l, std::int64_t c,
                            Int128 volume_units) {
    const bool wide = volume_units < 0 || volume_units > volume_narrow_max;
    if (wide && volume_high.empty()) {
        // Earlier volumes all fit in 63 bits, so their high half is zero.
        volume_high.reserve(open_time_ns.capacity());
        volume_high.assign(size(), 0);
    }
    if (wide || !volume_high.empty()) volume_high.push_back(static_cast<std::int64_t>(volume_units >> 64));
    open_time_ns.push_back(time_ns);
    open.push_back(o);
    high.push_back(h);
    low.push_back(l);
    close.push_back(c);
    volume.push_back(static_cast<std::int64_t>(static_cast<std::uint64_t>(static_cast<UInt128>(volume_units))));
}

CandleColumns CandleTable::columns() const {
    return {.open_time_ns = open_time_ns,
            .open = open,
            .high = high,
            .low = low,
            .close = close,
            .volume = volume,
            .volume_high = volume_high};
}

}  // namespace spark::market
