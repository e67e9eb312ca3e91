#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/intake/detail/layout.hpp"
#include "adapters/intake/detail/row_batch.hpp"
#include "adapters/intake/detail/row_reader.hpp"
#include "engine/market/candle_columns.hpp"
#include "engine/market/quality.hpp"
#include "foundation/base/result.hpp"
#include "foundation/domain/timeframe.hpp"

namespace spark::intake::detail {

/// The rows of all files as they come, and where each of them stood. Owned by one call of read_candles.
class CandleCollector {
  public:
    CandleCollector(Timeframe timeframe, std::int64_t rows_max) : timeframe_(timeframe), rows_max_(rows_max) {}

    void begin_file(std::string name, const Layout& layout);
    /// Counts the file's rows that are out of order. Errors: invalid_input when the file has no rows.
    Result<void> end_file();

    /// Room for this many rows more.
    void expect(std::size_t rows_more);

    /// Errors: invalid_input when there are more rows than allowed.
    Result<void> add(const Row& row, std::int64_t line);
    /// A batch of rows on consecutive lines, in this clock unit, klines with the close_time that fits their timeframe.
    Result<void> add(const RowBatch& batch, std::int64_t first_line, ClockUnit unit);

    std::size_t rows() const { return table_.size(); }
    std::size_t rows_of_file() const { return table_.size() - files_.back().first_row; }
    std::string place_of(std::size_t row) const;  ///< `file:line` of a row in the order of reading.
    std::string_view clock_unit() const;          ///< s, ms, us, ns, date or mixed.

    /// The last instant of the newest bar, where times tell it.
    std::optional<std::int64_t> newest_instant_ns() const { return newest_instant_ns_; }
    std::int64_t newest_time_ns() const { return newest_time_ns_; }

    const market::CandleTable& table() const { return table_; }
    market::CandleTable take_table() { return std::move(table_); }
    market::QualityReport& quality() { return quality_; }

    /// Keeps the finding unless there are enough of its kind (a literal). The text is made only when it is kept.
    template <class MakeDetail>
    void find(std::string_view kind, std::int64_t time_ns, MakeDetail&& detail) {
        if (take_room_for(kind)) quality_.findings.push_back({std::string(kind), wall_time_of_ns(time_ns), detail()});
    }

  private:
    struct LineStep {
        std::size_t row;     ///< From this row on…
        std::int64_t shift;  ///< …a row's line is row + shift.
    };
    struct KindCount {
        std::string_view kind;  ///< A literal.
        std::size_t count;
    };
    struct File {
        std::string name;
        std::size_t first_row;
        bool newest_first;  ///< The format's own order.
        std::vector<LineStep> lines;
    };

    bool take_room_for(std::string_view kind);
    Result<void> check_room(std::size_t rows_more) const;
    void note_line(std::int64_t line);
    void note_newest(std::int64_t time_ns, std::optional<std::int64_t> instant_ns);
    void note_rounded(const Row& row);
    bool runs_backwards(const File& file) const;

    Timeframe timeframe_;
    std::int64_t rows_max_;
    market::CandleTable table_;
    market::QualityReport quality_;
    std::vector<File> files_;
    std::vector<KindCount> kinds_;
    unsigned units_seen_ = 0;
    std::int64_t newest_time_ns_ = 0;
    std::optional<std::int64_t> newest_instant_ns_;
};

}  // namespace spark::intake::detail
