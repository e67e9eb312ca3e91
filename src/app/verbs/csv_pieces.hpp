#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/market/candle_columns.hpp"

namespace spark::verbs {

/// A data set as CSV, `open_time_ms,open,high,low,close,volume`, in pieces of a bounded size, so that memory does not
/// grow with the data set. Every column is a number, checked when it was taken in: nothing a spreadsheet could take for
/// a formula, and no apostrophe before a minus. The columns' owner outlives it. One thread.
class CsvPieces {
  public:
    explicit CsvPieces(const market::CandleColumns& columns, std::size_t piece_bytes = std::size_t{1} << 20U);

    bool done() const { return begun_ && bar_ == columns_.size(); }
    /// The next piece; holds until the next call.
    std::string_view next();

  private:
    void add(std::string_view text);
    void add_units(std::int64_t units, char after);
    void add_row();

    market::CandleColumns columns_;
    std::size_t piece_bytes_;
    std::string piece_;
    std::size_t used_ = 0;
    std::size_t bar_ = 0;
    bool begun_ = false;
};

}  // namespace spark::verbs
