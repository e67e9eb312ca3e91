#include "adapters/intake/detail/fast_rows.hpp"

#include <algorithm>

#include "adapters/intake/detail/digit_vectors.hpp"
#include "foundation/base/assert.hpp"

namespace spark::intake::detail {

FastRows::FastRows(const Layout& layout, Timeframe timeframe, std::size_t line_bytes_max)
    : layout_(layout), timeframe_(timeframe), line_bytes_max_(line_bytes_max) {
    marks_.resize(window_bytes_max + 64);
    row_ends_.reserve(window_bytes_max);
}

void FastRows::use_clock(ClockUnit unit) {
    clock_ = Clock{};
    if (unit == ClockUnit::date) return;
    const ClockScale& scale = scale_of(unit);
    // A bar that would end past the last nanosecond of int64 is left to the exact reader, like a time that lies there itself.
    const std::int64_t timeframe_units = timeframe_.length_ns() / scale.unit_ns;
    clock_ = Clock{.least = scale.least, .past = scale.past - timeframe_units, .unit_ns = scale.unit_ns, .timeframe_units = timeframe_units};
}

std::string_view FastRows::line(std::size_t row) const {
    const std::size_t begin = row == 0 ? 0 : marks_[row_ends_[row - 1].marks - 1] + 1;
    return window_.substr(begin, marks_[row_ends_[row].marks - 1] - begin);
}

std::size_t FastRows::read(std::size_t first, RowBatch& batch) const {
    std::size_t row = first;
    while (row < rows() && read_row(row, batch)) ++row;
    return row;
}

#if defined(__x86_64__)

namespace {

/// What 64 characters are: one bit a character.
struct Marks {
    std::uint64_t delimiters;
    std::uint64_t feeds;
    std::uint64_t plain;  ///< Digits, points and delimiters.
};

struct HalfMarks {
    std::uint32_t delimiters;
    std::uint32_t feeds;
    std::uint32_t plain;
};

[[gnu::target("avx2,bmi,bmi2,popcnt"), gnu::always_inline]] inline HalfMarks classify32(const char* text) {
    const __m256i characters = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text));
    const __m256i commas = _mm256_cmpeq_epi8(characters, _mm256_set1_epi8(','));
    const __m256i feeds = _mm256_cmpeq_epi8(characters, _mm256_set1_epi8('\n'));
    const __m256i points = _mm256_cmpeq_epi8(characters, _mm256_set1_epi8('.'));
    const __m256i values = _mm256_sub_epi8(characters, _mm256_set1_epi8('0'));
    const __m256i digits = _mm256_cmpeq_epi8(_mm256_min_epu8(values, _mm256_set1_epi8(9)), values);
    const __m256i delimiters = _mm256_or_si256(commas, feeds);
    const __m256i plain = _mm256_or_si256(_mm256_or_si256(digits, points), delimiters);
    return {static_cast<std::uint32_t>(_mm256_movemask_epi8(delimiters)), static_cast<std::uint32_t>(_mm256_movemask_epi8(feeds)),
            static_cast<std::uint32_t>(_mm256_movemask_epi8(plain))};
}

[[gnu::target("avx2,bmi,bmi2,popcnt"), gnu::always_inline]] inline Marks classify64(const char* text) {
    const HalfMarks low = classify32(text);
    const HalfMarks high = classify32(text + 32);
    return {low.delimiters | static_cast<std::uint64_t>(high.delimiters) << 32U, low.feeds | static_cast<std::uint64_t>(high.feeds) << 32U,
            low.plain | static_cast<std::uint64_t>(high.plain) << 32U};
}

/// Writes the offsets of the bits of `bits`; up to 7 values past them are overwritten with nonsense.
[[gnu::target("avx2,bmi,bmi2,popcnt"), gnu::always_inline]] inline void write_offsets(std::uint64_t bits, std::uint32_t base, std::uint32_t* out) {
    while (bits != 0) {
        for (int step = 0; step < 8; ++step) {
            out[step] = base + static_cast<std::uint32_t>(__builtin_ctzll(bits));
            bits &= bits - 1;
        }
        out += 8;
    }
}

}  // namespace

bool FastRows::usable(const Layout& layout) {
    const bool machine = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
    const bool rows = layout.format == Format::binance_klines || layout.format == Format::ohlcv;
    return machine && rows && layout.has(Column::volume) && layout.time_text == TimeText::epoch_or_iso;
}

[[gnu::target("avx2,bmi,bmi2,popcnt")]] void FastRows::scan(std::string_view window) {
    SPARK_ASSERT(window.size() <= window_bytes_max && window.ends_with('\n'));
    window_ = window;
    row_ends_.clear();
    std::uint32_t count = 0;
    bool row_is_plain = true;
    for (std::size_t at = 0; at < window.size(); at += 64) {
        Marks marks = classify64(window.data() + at);
        const std::uint64_t inside = _bzhi_u64(~std::uint64_t{0}, static_cast<unsigned>(std::min<std::size_t>(64, window.size() - at)));
        marks.delimiters &= inside;
        marks.feeds &= inside;
        std::uint64_t odd = ~marks.plain & inside;
        write_offsets(marks.delimiters, static_cast<std::uint32_t>(at), marks_.data() + count);
        for (std::uint64_t feeds = marks.feeds; feeds != 0; feeds &= feeds - 1) {
            const std::uint64_t through = feeds ^ (feeds - 1);
            const auto row_marks = count + static_cast<std::uint32_t>(__builtin_popcountll(marks.delimiters & through));
            row_ends_.push_back({row_marks, row_is_plain && (odd & through) == 0});
            odd &= ~through;
            row_is_plain = true;
        }
        row_is_plain = row_is_plain && odd == 0;
        count += static_cast<std::uint32_t>(__builtin_popcountll(marks.delimiters));
    }
}

[[gnu::target("avx2,bmi,bmi2,popcnt")]] bool FastRows::read_row(std::size_t row, RowBatch& batch) const {
    const std::uint32_t first = row == 0 ? 0 : row_ends_[row - 1].marks;
    const RowEnd end = row_ends_[row];
    if (!end.is_plain || end.marks - first != layout_.fields || batch.size == RowBatch::capacity) return false;
    const std::uint32_t row_begin = first == 0 ? 0 : marks_[first - 1] + 1;
    if (marks_[end.marks - 1] - row_begin > line_bytes_max_) return false;

    const auto begin_of = [&](Column column) { return layout_.field_of(column) == 0 ? row_begin : marks_[first + layout_.field_of(column) - 1] + 1; };
    const auto end_of = [&](Column column) { return marks_[first + layout_.field_of(column)]; };
    const char* const text = window_.data();
    const std::size_t to = batch.size;
    std::int64_t time = 0;
    std::uint32_t from = begin_of(Column::time);
    if (!read_time(text + from, end_of(Column::time) - from, time) || time < clock_.least || time >= clock_.past) return false;
    from = begin_of(Column::open);
    if (!read_units(text + from, end_of(Column::open) - from, batch.open[to])) return false;
    from = begin_of(Column::high);
    if (!read_units(text + from, end_of(Column::high) - from, batch.high[to])) return false;
    from = begin_of(Column::low);
    if (!read_units(text + from, end_of(Column::low) - from, batch.low[to])) return false;
    from = begin_of(Column::close);
    if (!read_units(text + from, end_of(Column::close) - from, batch.close[to])) return false;
    from = begin_of(Column::volume);
    if (!read_units(text + from, end_of(Column::volume) - from, batch.volume[to])) return false;
    if (std::min({batch.open[to], batch.low[to], batch.close[to]}) <= 0 || batch.high[to] < batch.low[to]) return false;
    if (layout_.has(Column::close_time)) {
        std::int64_t close_time = 0;
        from = begin_of(Column::close_time);
        if (!read_time(text + from, end_of(Column::close_time) - from, close_time)) return false;
        if (close_time != time + clock_.timeframe_units - 1) return false;
    }
    batch.time_ns[to] = time * clock_.unit_ns;
    ++batch.size;
    return true;
}

#else

bool FastRows::usable(const Layout&) { return false; }
void FastRows::scan(std::string_view) { SPARK_ASSERT(usable(layout_)); }
bool FastRows::read_row(std::size_t, RowBatch&) const { return false; }

#endif

}  // namespace spark::intake::detail
