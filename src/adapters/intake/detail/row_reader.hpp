#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/intake/detail/clock_unit.hpp"
#include "adapters/intake/detail/layout.hpp"
#include "adapters/intake/zone.hpp"
#include "foundation/base/fixed_point.hpp"
#include "foundation/base/result.hpp"
#include "foundation/domain/timeframe.hpp"

namespace spark::intake::detail {

/// One row as read. Times in nanoseconds UTC, amounts in units of 1e-8.
struct Row {
    std::int64_t time_ns = 0;
    std::int64_t open = 0;
    std::int64_t high = 0;
    std::int64_t low = 0;
    std::int64_t close = 0;
    Int128 volume = 0;
    std::optional<std::int64_t> last_instant_ns;  ///< The bar's last clock tick: its close_time, or what follows from
                                                  ///< its open time; none for dates.
    ClockUnit unit = ClockUnit::date;
    bool close_is_truncated = false;  ///< A close_time that is not open_time + timeframe - 1 clock unit.
    std::vector<Column> rounded{};    ///< Values that had more than 8 decimals.
};

/// Reads single rows exactly, with every check and every message. Slower than the vectorised path, which it backs.
/// One reader a file, one thread.
class RowReader {
  public:
    RowReader(const Layout& layout, Timeframe timeframe, Zone zone, std::size_t line_bytes_max)
        : layout_(layout), timeframe_(timeframe), zone_(zone), line_bytes_max_(line_bytes_max) {}

    /// `line` without its line feed. Errors: invalid_input without place (the caller knows file and line).
    Result<Row> read(std::string_view line);

  private:
    Result<void> split(std::string_view line);
    std::string_view text_of(Column column) const;
    Result<void> read_time(Row& row) const;
    Result<void> read_epoch(std::string_view text, Row& row) const;
    Result<void> read_date(std::string_view text, Row& row) const;
    Result<void> read_price(Column column, std::int64_t& units, Row& row) const;
    Result<void> read_volume(Row& row) const;
    Result<void> read_close_time(Row& row) const;
    Result<void> check_unread_fields() const;

    Layout layout_;
    Timeframe timeframe_;
    Zone zone_;
    std::size_t line_bytes_max_;
    std::vector<std::string_view> fields_;
    std::string unquoted_;
};

/// True for lines that hold nothing but blanks.
bool is_blank(std::string_view line);

}  // namespace spark::intake::detail
