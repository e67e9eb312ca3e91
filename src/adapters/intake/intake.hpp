#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "adapters/intake/format.hpp"
#include "adapters/intake/mapping.hpp"
#include "adapters/intake/zone.hpp"
#include "engine/market/candle_columns.hpp"
#include "engine/market/data_set_info.hpp"
#include "engine/market/quality.hpp"
#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/domain/timeframe.hpp"
#include "foundation/wire/byte_source.hpp"

namespace spark::intake {

/// Bounds of what a candle file may make this program do; settings `ingest.*`.
struct IntakeLimits {
    std::size_t line_bytes_max = 65'536;
    std::int64_t rows_max = 200'000'000;
    std::uint64_t gzip_output_bytes_max = std::uint64_t{8} << 30U;
};

/// How far reading is. `bytes_all` is missing where the size is not known before (pipes). Bytes are those of the file,
/// compressed or not.
struct IntakeProgress {
    std::size_t file_index = 0;
    std::size_t files = 0;
    std::uint64_t bytes_done = 0;
    std::optional<std::uint64_t> bytes_all;
    std::int64_t rows = 0;
};

/// `vectorised` reads plain rows with vector instructions where the machine has them and leaves all others to `exact`;
/// both give the same candles, counts and messages for every input.
enum class Parsing : std::uint8_t { vectorised, exact };

struct IntakeRequest {
    std::vector<std::string> files;    ///< Paths, in any order of time; gzip or plain.
    std::vector<std::string> names{};  ///< What messages and lineage call them; empty: as their paths.
    Format format = Format::automatic;
    std::optional<Mapping> mapping{};  ///< With it the format is ohlcv, whatever its columns are called.
    Timeframe timeframe{};
    Zone zone{};     ///< Of times written without zone. Dates alone are 00:00 UTC of that date whatever the zone.
    WallTime now{};  ///< To tell a bar that is still forming.
    IntakeLimits limits{};
    Parsing parsing = Parsing::vectorised;
    std::function<void(const IntakeProgress&)> progress{};  ///< About once a megabyte.
    std::function<void(std::size_t file_index, std::span<const char> bytes)>
        on_raw{};  ///< Every byte of every file, in order, as stored.
};

/// What the files hold: candles in ascending order of time, each time once. `sources` have everything but `sha256`,
/// which is for who hashes (`on_raw`). Of `quality` a reader knows: rows, duplicates, out_of_order, truncated_close,
/// forming_last (by the time bars close), clock_unit, rounded_values, and findings of these kinds with file and line;
/// the rest is left to market.
struct Intake {
    market::CandleTable candles;
    std::vector<market::Source> sources;
    market::QualityReport quality;
    Format format = Format::automatic;  ///< Of the first file; never automatic.
};

/// Reads candle files of other programs into columns. Files of one call may differ in format and clock unit.
/// - Times: whole numbers are seconds below 1e11, milliseconds below 1e14, microseconds below 1e17, else nanoseconds.
/// - Rows out of order are sorted and counted, file by file; a row that stands there twice is dropped and counted.
/// - Decimals past the eighth are rounded half to even and counted, value by value.
/// Errors: not_found, denied, unavailable for files that cannot be read; invalid_input with `file:line` as place for
/// everything that is no candle of this timeframe, for two different candles of one time, for files without rows, and
/// past a limit.
Result<Intake> read_candles(const IntakeRequest& request);

/// A source that is open already; `name` stands for the path in messages.
struct NamedSource {
    std::string name;
    wire::ByteSource source;
};

/// The same for open sources; `request.files` and `request.on_raw` are not looked at.
Result<Intake> read_candles_from(const IntakeRequest& request, std::vector<NamedSource> sources);

}  // namespace spark::intake
