#include "adapters/intake/detail/candle_collector.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <limits>

#include "foundation/base/decimal_text.hpp"

namespace spark::intake::detail {

namespace {

void append(std::vector<std::int64_t>& column, const RowBatch::Column& values, std::size_t count) {
    column.insert(column.end(), values.data(), values.data() + count);
}

/// A million rows touch 12,000 small pages for the first time, which costs as much as reading a third of their text. A
/// hint: refusal is no error.
void ask_for_large_pages(const std::vector<std::int64_t>& column) {
    constexpr std::uintptr_t page_bytes = 2U << 20U;
    const auto begin = (reinterpret_cast<std::uintptr_t>(column.data()) + page_bytes - 1) / page_bytes * page_bytes;
    const auto end = reinterpret_cast<std::uintptr_t>(column.data() + column.capacity()) / page_bytes * page_bytes;
    if (begin < end) static_cast<void>(::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE));
}

std::int64_t value_of(const market::CandleTable& table, Column column, std::size_t row) {
    switch (column) {
        case Column::open: return table.open[row];
        case Column::high: return table.high[row];
        case Column::low: return table.low[row];
        default: return table.close[row];
    }
}

}  // namespace

void CandleCollector::begin_file(std::string name, const Layout& layout) {
    files_.push_back(File{.name = std::move(name),
                          .first_row = rows(),
                          .newest_first = layout.format == Format::investing_tr,
                          .lines = {}});
}

/// A file whose format begins with the newest row does so when its first row is newer than its last.
bool CandleCollector::runs_backwards(const File& file) const {
    return file.newest_first && table_.open_time_ns[file.first_row] > table_.open_time_ns.back();
}

Result<void> CandleCollector::end_file() {
    const File& file = files_.back();
    const auto& times = table_.open_time_ns;
    if (rows_of_file() == 0)
        return fail(Fault::invalid_input, "the file has a header and no rows", file.name, "fetch the file again");
    if (runs_backwards(file)) {
        // Walk from the last line up, oldest first: a row is out of order when a row above it in the file is older.
        std::int64_t oldest_above = times[file.first_row];
        for (std::size_t row = file.first_row; row < rows(); ++row) {
            if (times[row] > oldest_above) {
                ++quality_.out_of_order;
                find("out_of_order", times[row], [&] {
                    return place_of(row) + " stands below an older row in a file that begins with the newest";
                });
            }
            oldest_above = std::min(oldest_above, times[row]);
        }
        return {};
    }
    if (std::is_sorted(times.begin() + static_cast<std::ptrdiff_t>(file.first_row), times.end())) return {};
    std::int64_t oldest_below = std::numeric_limits<std::int64_t>::max();
    for (std::size_t row = rows(); row-- > file.first_row;) {
        if (times[row] > oldest_below) {
            ++quality_.out_of_order;
            find("out_of_order", times[row], [&] { return place_of(row) + " stands above an older row"; });
        }
        oldest_below = std::min(oldest_below, times[row]);
    }
    return {};
}

void CandleCollector::expect(std::size_t rows_more) {
    // Four million rows are 192 MB of address space; a guess from one line may be wrong, so past them the columns grow
    // as they fill.
    constexpr std::size_t rows_reserved_max = 4'000'000;
    table_.reserve(rows() + std::min({rows_more, rows_reserved_max, static_cast<std::size_t>(rows_max_)}));
    for (const auto* column :
         {&table_.open_time_ns, &table_.open, &table_.high, &table_.low, &table_.close, &table_.volume})
        ask_for_large_pages(*column);
}

Result<void> CandleCollector::check_room(std::size_t rows_more) const {
    if (rows() + rows_more <= static_cast<std::size_t>(rows_max_)) return {};
    return fail(Fault::invalid_input, "more than " + std::to_string(rows_max_) + " rows", files_.back().name,
                "raise ingest.rows_max, or ingest the files in parts");
}

void CandleCollector::note_line(std::int64_t line) {
    std::vector<LineStep>& lines = files_.back().lines;
    const std::int64_t shift = line - static_cast<std::int64_t>(rows());
    if (lines.empty() || lines.back().shift != shift) lines.push_back({rows(), shift});
}

void CandleCollector::note_newest(std::int64_t time_ns, std::optional<std::int64_t> instant_ns) {
    if (rows() > 0 && time_ns < newest_time_ns_) return;
    newest_time_ns_ = time_ns;
    newest_instant_ns_ = instant_ns;
}

Result<void> CandleCollector::add(const Row& row, std::int64_t line) {
    SPARK_TRY(check_room(1));
    note_line(line);
    note_newest(row.time_ns, row.last_instant_ns);
    units_seen_ |= 1U << static_cast<unsigned>(row.unit);
    table_.push_back(row.time_ns, row.open, row.high, row.low, row.close, row.volume);
    note_rounded(row);
    if (row.close_is_truncated) {
        ++quality_.truncated_close;
        find("truncated_close", row.time_ns, [&] {
            return place_of(rows() - 1) + " close_time is " + format_iso8601(wall_time_of_ns(*row.last_instant_ns)) +
                   ", not the last instant of the bar";
        });
    }
    return {};
}

void CandleCollector::note_rounded(const Row& row) {
    for (const Column column : row.rounded) {
        ++quality_.rounded_values;
        find("rounded_value", row.time_ns, [&] {
            const bool volume = column == Column::volume;
            const std::string kept =
                volume ? format_wide_units(row.volume) : format_units(value_of(table_, column, rows() - 1));
            return place_of(rows() - 1) + " " + std::string(name_of(column)) + " has more than 8 decimals, kept as " +
                   kept;
        });
    }
}

Result<void> CandleCollector::add(const RowBatch& batch, std::int64_t first_line, ClockUnit unit) {
    if (batch.size == 0) return {};
    SPARK_TRY(check_room(batch.size));
    note_line(first_line);
    units_seen_ |= 1U << static_cast<unsigned>(unit);
    const std::int64_t instant_after_ns = timeframe_.length_ns() - scale_of(unit).unit_ns;
    const std::int64_t newest =
        *std::max_element(batch.time_ns.begin(), batch.time_ns.begin() + static_cast<std::ptrdiff_t>(batch.size));
    note_newest(newest, newest + instant_after_ns);
    append(table_.open_time_ns, batch.time_ns, batch.size);
    append(table_.open, batch.open, batch.size);
    append(table_.high, batch.high, batch.size);
    append(table_.low, batch.low, batch.size);
    append(table_.close, batch.close, batch.size);
    append(table_.volume, batch.volume, batch.size);
    if (!table_.volume_high.empty()) table_.volume_high.resize(table_.volume.size(), 0);
    return {};
}

std::string CandleCollector::place_of(std::size_t row) const {
    const auto after = std::upper_bound(files_.begin(), files_.end(), row,
                                        [](std::size_t wanted, const File& file) { return wanted < file.first_row; });
    const File& file = *std::prev(after);
    const auto step = std::upper_bound(file.lines.begin(), file.lines.end(), row,
                                       [](std::size_t wanted, const LineStep& s) { return wanted < s.row; });
    return file.name + ":" + std::to_string(static_cast<std::int64_t>(row) + std::prev(step)->shift);
}

std::string_view CandleCollector::clock_unit() const {
    for (const ClockScale& scale : clock_scales) {
        if (units_seen_ == 1U << static_cast<unsigned>(scale.unit)) return scale.name;
    }
    return units_seen_ == 1U << static_cast<unsigned>(ClockUnit::date) ? "date" : "mixed";
}

bool CandleCollector::take_room_for(std::string_view kind) {
    const auto known =
        std::find_if(kinds_.begin(), kinds_.end(), [&](const KindCount& entry) { return entry.kind == kind; });
    KindCount& entry = known == kinds_.end() ? kinds_.emplace_back(KindCount{kind, 0}) : *known;
    if (entry.count == market::findings_max) return false;
    ++entry.count;
    return true;
}

}  // namespace spark::intake::detail
