#include "app/verbs/csv_pieces.hpp"

#include <charconv>

#include "foundation/base/decimal_text.hpp"

namespace spark::verbs {
namespace {

constexpr std::size_t row_bytes_max = 192;

}  // namespace

CsvPieces::CsvPieces(const market::CandleColumns& columns, std::size_t piece_bytes)
    : columns_(columns), piece_bytes_(piece_bytes) {
    piece_.resize(piece_bytes + row_bytes_max);
}

std::string_view CsvPieces::next() {
    used_ = 0;
    if (!begun_) add("open_time_ms,open,high,low,close,volume\n");
    begun_ = true;
    for (; bar_ < columns_.size() && used_ < piece_bytes_; ++bar_) add_row();
    return {piece_.data(), used_};
}

void CsvPieces::add(std::string_view text) { used_ += text.copy(piece_.data() + used_, text.size()); }

void CsvPieces::add_units(std::int64_t units, char after) {
    used_ += format_units_into(units, piece_.data() + used_);
    piece_[used_++] = after;
}

void CsvPieces::add_row() {
    char* const at = piece_.data() + used_;
    const auto written = std::to_chars(at, at + 24, columns_.open_time_ns[bar_] / 1'000'000);
    used_ += static_cast<std::size_t>(written.ptr - at);
    piece_[used_++] = ',';
    add_units(columns_.open[bar_], ',');
    add_units(columns_.high[bar_], ',');
    add_units(columns_.low[bar_], ',');
    add_units(columns_.close[bar_], ',');
    if (columns_.volume_high.empty()) {
        add_units(columns_.volume[bar_], '\n');
    } else {
        add(format_wide_units(columns_.volume_at(bar_)));
        add("\n");
    }
}

}  // namespace spark::verbs
