#include "adapters/intake/detail/fast_rows.hpp"

#include <algorithm>

#include "adapters/intake/detail/digit_vectors.hpp"
#include "foundation/base/assert.hpp"

namespace spark::intake::detail {

FastRows::FastRows(const Layout& layout, Timeframe timeframe, std::size_t line_bytes_max)
    : layout_(layout), timeframe_(timeframe), line_bytes_max_(line_bytes_max) {
    begins_.resize(1 + window_bytes_max + 64);
    row_ends_.reserve(window_bytes_max);
}

void FastRows::use_clock(ClockUnit unit) {
    clock_ = Clock{};
    if (unit == ClockUnit::date) return;
    const ClockScale& scale = scale_of(unit);
    // A bar that would end past the last nanosecond of int64 is left to the exact reader, like a time that lies there
    // itself.
    const std::int64_t timeframe_units = timeframe_.length_ns() / scale.unit_ns;
    clock_ = Clock{.least = scale.least,
                   .past = scale.past - timeframe_units,
                   .unit_ns = scale.unit_ns,
                   .timeframe_units = timeframe_units};
}

std::string_view FastRows::line(std::size_t row) const {
    const std::uint32_t begin = begins_[row == 0 ? 0 : row_ends_[row - 1].marks];
    return window_.substr(begin, begins_[row_ends_[row].marks] - 1 - begin);
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
    return {static_cast<std::uint32_t>(_mm256_movemask_epi8(delimiters)),
            static_cast<std::uint32_t>(_mm256_movemask_epi8(feeds)),
            static_cast<std::uint32_t>(_mm256_movemask_epi8(plain))};
}

[[gnu::target("avx2,bmi,bmi2,popcnt"), gnu::always_inline]] inline Marks classify64(const char* text) {
    const HalfMarks low = classify32(text);
    const HalfMarks high = classify32(text + 32);
    return {low.delimiters | static_cast<std::uint64_t>(high.delimiters) << 32U,
            low.feeds | static_cast<std::uint64_t>(high.feeds) << 32U,
            low.plain | static_cast<std::uint64_t>(high.plain) << 32U};
}

/// Writes base plus the offset of every bit of `bits`; up to 7 values past them are overwritten with nonsense.
[[gnu::target("avx2,bmi,bmi2,popcnt"), gnu::always_inline]] inline void write_offsets(std::uint64_t bits,
                                                                                      std::uint32_t base,
                                                                                      std::uint32_t* out) {
    while (bits != 0) {
        for (int step = 0; step < 8; ++step) {
            out[step] = base + static_cast<std::uint32_t>(_tzcnt_u64(bits));
            bits = _blsr_u64(bits);
        }
        out += 8;
    }
}

/// The fields of one row.
struct Fields {
    const char* text;
    const std::uint32_t* begins;

    std::size_t bytes(std::size_t count) const { return begins[count] - 1 - begins[0]; }
    std::size_t size(std::size_t field) const { return begins[field + 1] - 1 - begins[field]; }

    [[gnu::target("avx2,bmi,bmi2,popcnt"), gnu::always_inline]] bool time(std::size_t field,
                                                                          std::int64_t& value) const {
        return read_time(text + begins[field], size(field), value);
    }
    [[gnu::target("avx2,bmi,bmi2,popcnt"), gnu::always_inline]] bool units(std::size_t field,
                                                                           std::int64_t& value) const {
        return read_units(text + begins[field], size(field), value);
    }
};

}  // namespace

bool FastRows::usable(const Layout& layout) {
    const bool machine =
        __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
    const bool rows = layout.format == Format::binance_klines || layout.format == Format::ohlcv;
    return machine && rows && layout.has(Column::volume) && layout.time_text == TimeText::epoch_or_iso &&
           layout.number_text == NumberText::plain && layout.delimiter == ',';
}

[[gnu::target("avx2,bmi,bmi2,popcnt")]] void FastRows::scan(std::string_view window) {
    SPARK_ASSERT(window.size() <= window_bytes_max && window.ends_with('\n'));
    window_ = window;
    row_ends_.clear();
    std::uint32_t count = 0;
    bool row_is_plain = true;
    for (std::size_t at = 0; at < window.size(); at += 64) {
        Marks marks = classify64(window.data() + at);
        const std::uint64_t inside =
            _bzhi_u64(~std::uint64_t{0}, static_cast<unsigned>(std::min<std::size_t>(64, window.size() - at)));
        marks.delimiters &= inside;
        marks.feeds &= inside;
        std::uint64_t odd = ~marks.plain & inside;
        write_offsets(marks.delimiters, static_cast<std::uint32_t>(at) + 1, begins_.data() + 1 + count);
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

[[gnu::target("avx2,bmi,bmi2,popcnt")]] std::size_t FastRows::read(std::size_t first, RowBatch& batch) const {
    // Everything the loop looks at, out of reach of what it writes.
    const Layout layout = layout_;
    const Clock clock = clock_;
    const char* const text = window_.data();
    const RowEnd* const ends = row_ends_.data();
    const std::size_t row_count = rows();
    const bool has_close_time = layout.has(Column::close_time);
    std::size_t to = batch.size;
    std::size_t row = first;
    std::uint32_t marks = first == 0 ? 0 : ends[first - 1].marks;
    for (; row < row_count && to < RowBatch::capacity; ++row, ++to) {
        const Fields fields{text, begins_.data() + marks};
        const RowEnd end = ends[row];
        if (!end.is_plain || end.marks - marks != layout.fields || fields.bytes(layout.fields) > line_bytes_max_) break;
        std::int64_t time = 0;
        std::int64_t open = 0;
        std::int64_t high = 0;
        std::int64_t low = 0;
        std::int64_t close = 0;
        std::int64_t volume = 0;
        if (!fields.time(layout.field[0], time) || time < clock.least || time >= clock.past) break;
        if (!fields.units(layout.field[1], open) || !fields.units(layout.field[2], high) ||
            !fields.units(layout.field[3], low) || !fields.units(layout.field[4], close) ||
            !fields.units(layout.field[5], volume)) {
            break;
        }
        if (std::min({open, low, close}) <= 0 || high < low) break;
        std::int64_t close_time = 0;
        if (has_close_time &&
            (!fields.time(layout.field[6], close_time) || close_time != time + clock.timeframe_units - 1))
            break;
        batch.time_ns[to] = time * clock.unit_ns;
        batch.open[to] = open;
        batch.high[to] = high;
        batch.low[to] = low;
        batch.close[to] = close;
        batch.volume[to] = volume;
        marks = end.marks;
    }
    batch.size = to;
    return row;
}

#else

bool FastRows::usable(const Layout&) { return false; }
void FastRows::scan(std::string_view) { SPARK_ASSERT(usable(layout_)); }
std::size_t FastRows::read(std::size_t first, RowBatch&) const { return first; }

#endif

}  // namespace spark::intake::detail
