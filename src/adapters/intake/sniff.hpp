#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/intake/format.hpp"
#include "adapters/intake/intake.hpp"
#include "adapters/intake/mapping.hpp"
#include "foundation/base/fixed_point.hpp"
#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/wire/byte_source.hpp"

namespace spark::intake {

inline constexpr std::size_t sniffed_rows_max = 20;

/// What the head of a file looks like, for a person who is to say what its columns are.
struct Sniffed {
    bool is_gzip = false;
    Format format = Format::automatic;             ///< automatic: of no known format; then a mapping is needed.
    Mapping guess{};                               ///< Of the columns whose names are known in English or Turkish.
    std::vector<std::string> columns{};            ///< The header's names; empty where there is no header.
    std::vector<std::vector<std::string>> rows{};  ///< The first rows, as they are written.
    std::string clock_unit{};  ///< s, ms, us, ns or date, from the first row's time; empty where it cannot be told.
};

/// Looks at the first 256 KiB. Errors: invalid_input for an empty file, for bytes that are no UTF-8 text, for a first
/// line longer than `limits.line_bytes_max`, for gzip that is damaged.
Result<Sniffed> sniff(wire::ByteSource& source, const IntakeLimits& limits);

/// What a line of the file becomes: a candle (times in UTC, amounts in units of 1e-8), or why it becomes none.
struct PreviewRow {
    std::int64_t line = 0;  ///< From 1, the header counted.
    WallTime time{};
    std::int64_t open = 0;
    std::int64_t high = 0;
    std::int64_t low = 0;
    std::int64_t close = 0;
    Int128 volume = 0;
    std::optional<Error> problem{};
};

struct Preview {
    std::optional<Error> layout_problem{};  ///< Why no row can be read at all.
    std::vector<PreviewRow> rows{};
};

/// The first rows as read_candles would read them with this request (format, mapping, timeframe, zone, limits).
/// Errors: as sniff.
Result<Preview> preview(wire::ByteSource& source, const IntakeRequest& request);

}  // namespace spark::intake
