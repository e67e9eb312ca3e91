#include "app/server/operations/candle_bytes.hpp"

#include <bit>
#include <cstring>

#include "foundation/base/fixed_point.hpp"

namespace spark::server {
namespace {

/// A value of a chart: the nearest double of the exact amount. For the eye only.
double shown_amount(Int128 units) { return static_cast<double>(units) / static_cast<double>(units_per_one); }

}  // namespace

bool wants_columns(const http::Call& call) {
    const std::string* const accept = call.request.header("Accept");
    return accept != nullptr && accept->find(column_media_type) != std::string::npos;
}

std::string column_bytes(const market::CandleColumns& columns) {
    static_assert(std::endian::native == std::endian::little, "columns are written as they lie in memory");
    std::string bytes;
    bytes.resize(columns.size() * 6 * sizeof(double));
    char* at = bytes.data();
    const auto put = [&at](double value) {
        std::memcpy(at, &value, sizeof value);
        at += sizeof value;
    };
    for (const std::int64_t time : columns.open_time_ns) put(static_cast<double>(time / 1'000'000));
    for (const auto& column : {columns.open, columns.high, columns.low, columns.close}) {
        for (const std::int64_t units : column) put(shown_amount(units));
    }
    for (std::size_t bar = 0; bar < columns.size(); ++bar) put(shown_amount(columns.volume_at(bar)));
    return bytes;
}

}  // namespace spark::server
