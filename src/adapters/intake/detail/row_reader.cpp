#include "adapters/intake/detail/row_reader.hpp"

#include <charconv>

#include "adapters/intake/detail/number_text.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/wire/delimited.hpp"
#include "foundation/wire/utf8.hpp"

namespace spark::intake::detail {

namespace {

constexpr std::string_view digits = "0123456789";
constexpr std::string_view slash_remedy = "write dates as 2024-01-31: with slashes day and month cannot be told apart";

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

bool is_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of(digits) == std::string_view::npos;
}

std::unexpected<Error> in_column(Column column, Error error) {
    error.message = "column '" + std::string(name_of(column)) + "': " + error.message;
    return fail(std::move(error));
}

std::unexpected<Error> refuse(Column column, std::string message, std::string_view remedy = {}) {
    return in_column(column, Error{Fault::invalid_input, std::move(message), {}, std::string(remedy)});
}

/// `dd.mm.yyyy` or `mm/dd/yy` as ISO; empty when it is neither.
std::string iso_of(std::string_view text, TimeText kind) {
    const bool dotted = kind == TimeText::dotted_day_first;
    const char mark = dotted ? '.' : '/';
    if (text.size() != (dotted ? 10U : 8U) || text[2] != mark || text[5] != mark) return {};
    const std::string_view first = text.substr(0, 2);
    const std::string_view second = text.substr(3, 2);
    const std::string_view year = text.substr(6);
    if (!is_digits(first) || !is_digits(second) || !is_digits(year)) return {};
    std::string iso;
    // POSIX strptime %y: 69 to 99 are 19xx, 00 to 68 are 20xx.
    if (!dotted) iso = year >= "69" ? "19" : "20";
    iso += year;
    iso += "-";
    iso += dotted ? second : first;
    iso += "-";
    iso += dotted ? first : second;
    return iso;
}

/// `dd.mm.yyyy`, and a clock time behind a blank where there is one, as ISO; empty when it is neither.
std::string iso_of_dotted(std::string_view text) {
    if (text.size() > 10 && text[10] != ' ') return {};
    std::string iso = iso_of(text.substr(0, 10), TimeText::dotted_day_first);
    if (!iso.empty()) iso += text.substr(10);
    return iso;
}

bool names_a_zone(std::string_view text) {
    return text.ends_with('Z') || (text.size() > 16 && text.find_first_of("+-", 16) != std::string_view::npos);
}

}  // namespace

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

std::string_view RowReader::text_of(Column column) const { return trimmed(fields_[layout_.field_of(column)]); }

Result<Row> RowReader::read(std::string_view line) {
    SPARK_TRY(split(line));
    Row row;
    SPARK_TRY(read_time(row));
    SPARK_TRY(read_price(Column::open, row.open, row));
    SPARK_TRY(read_price(Column::high, row.high, row));
    SPARK_TRY(read_price(Column::low, row.low, row));
    SPARK_TRY(read_price(Column::close, row.close, row));
    if (row.high < row.low) {
        return fail(Fault::invalid_input, "high " + format_units(row.high) + " is below low " + format_units(row.low),
                    {}, "correct the row at its source, or leave it out");
    }
    SPARK_TRY(read_volume(row));
    SPARK_TRY(read_close_time(row));
    SPARK_TRY(check_unread_fields());
    return row;
}

Result<void> RowReader::split(std::string_view line) {
    if (line.size() > line_bytes_max_) {
        return fail(Fault::invalid_input, "the line is longer than " + std::to_string(line_bytes_max_) + " bytes", {},
                    "raise ingest.line_bytes_max if the file is right");
    }
    const std::size_t nul = line.find('\0');
    if (nul != std::string_view::npos) {
        return fail(Fault::invalid_input,
                    "found a NUL byte at byte " + std::to_string(nul + 1) + " of the line, allowed text", {},
                    "the file is damaged or of another kind; fetch it again");
    }
    const std::size_t valid = wire::utf8_valid_bytes(line);
    if (valid != line.size()) {
        return fail(Fault::invalid_input, "byte " + std::to_string(valid + 1) + " of the line is not UTF-8", {},
                    "convert the file to UTF-8");
    }
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.find('"') == std::string_view::npos) {
        wire::split_plain(line, layout_.delimiter, fields_);
    } else {
        SPARK_TRY(wire::split_quoted(line, layout_.delimiter, fields_, unquoted_));
    }
    if (fields_.size() != layout_.fields) {
        return fail(Fault::invalid_input,
                    "found " + std::to_string(fields_.size()) + " columns, needed " + std::to_string(layout_.fields),
                    {}, "a row cut off at the end of a file means an unfinished download");
    }
    return {};
}

Result<void> RowReader::read_time(Row& row) const {
    const std::string_view text = text_of(Column::time);
    if (layout_.time_text == TimeText::any) {
        if (is_digits(text)) return read_epoch(text, row);
        const std::string iso = text.size() < 10 ? std::string() : iso_of_dotted(text);
        return read_date(iso.empty() ? text : std::string_view(iso), row);
    }
    if (layout_.time_text != TimeText::epoch_or_iso) {
        const std::string iso = iso_of(text, layout_.time_text);
        if (iso.empty()) {
            const std::string_view example =
                layout_.time_text == TimeText::dotted_day_first ? "31.01.2024" : "01/31/24";
            return refuse(Column::time, "found '" + shown(text) + "', allowed a date such as " + std::string(example));
        }
        return read_date(iso, row);
    }
    return is_digits(text) ? read_epoch(text, row) : read_date(text, row);
}

Result<void> RowReader::read_epoch(std::string_view text, Row& row) const {
    std::int64_t time = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), time);
    const ClockScale* scale = read.ec == std::errc{} ? scale_for(time) : nullptr;
    if (scale == nullptr) {
        return refuse(Column::time,
                      "found '" + shown(text) +
                          "', allowed seconds, milli-, micro- or nanoseconds since 1970 within 1973 to 2262");
    }
    row.unit = scale->unit;
    row.time_ns = time * scale->unit_ns;
    std::int64_t end = 0;
    if (!__builtin_add_overflow(row.time_ns, timeframe_.length_ns(), &end)) row.last_instant_ns = end - scale->unit_ns;
    return {};
}

Result<void> RowReader::read_date(std::string_view text, Row& row) const {
    const Result<WallTime> parsed = parse_iso8601(text);
    if (!parsed) {
        Error error = parsed.error();
        if (text.find('/') != std::string_view::npos) error.remedy = slash_remedy;
        return in_column(Column::time, std::move(error));
    }
    row.unit = ClockUnit::date;
    if (text.size() <= 10) {
        row.time_ns = ns_of(*parsed);
        return {};
    }
    const Result<WallTime> local = parse_iso8601(text.substr(0, text.find_first_of("Z+-", 16)));
    const bool whole_days = timeframe_.length() % std::chrono::days(1) == std::chrono::seconds(0);
    if (whole_days && local && *local == std::chrono::floor<std::chrono::days>(*local)) {
        // A day's midnight with an offset is still the name of a day: 2024-01-31 00:00:00+03:00 is the bar of
        // 2024-01-31.
        row.time_ns = ns_of(*local);
        return {};
    }
    if (names_a_zone(text)) {
        row.time_ns = ns_of(*parsed);
        return {};
    }
    const Result<WallTime> utc = zone_.to_utc(*parsed);
    if (!utc) return in_column(Column::time, utc.error());
    row.time_ns = ns_of(*utc);
    return {};
}

Result<void> RowReader::read_price(Column column, std::int64_t& units, Row& row) const {
    std::string_view text = text_of(column);
    std::string plain;
    if (layout_.number_text == NumberText::turkish) {
        const Result<std::string> turkish = plain_of_turkish(text);
        if (!turkish) return in_column(column, turkish.error());
        plain = *turkish;
        text = plain;
    }
    const Result<ParsedUnits> parsed = parse_units(text);
    if (!parsed) return in_column(column, parsed.error());
    if (parsed->units <= 0)
        return refuse(column, "found '" + shown(text) + "', a price is above zero",
                      "leave rows without a price out of the file");
    units = parsed->units;
    if (parsed->rounded) row.rounded.push_back(column);
    return {};
}

Result<void> RowReader::read_volume(Row& row) const {
    if (!layout_.has(Column::volume)) return {};
    const std::string_view text = text_of(Column::volume);
    const bool turkish = layout_.number_text == NumberText::turkish;
    const Result<ParsedWideUnits> parsed = turkish ? parse_turkish_volume(text) : parse_wide_units(text);
    if (!parsed) return in_column(Column::volume, parsed.error());
    if (parsed->units < 0) return refuse(Column::volume, "found '" + shown(text) + "', a volume is not below zero");
    row.volume = parsed->units;
    if (parsed->rounded) row.rounded.push_back(Column::volume);
    return {};
}

Result<void> RowReader::read_close_time(Row& row) const {
    if (!layout_.has(Column::close_time)) return {};
    const std::string_view text = text_of(Column::close_time);
    std::int64_t time = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), time);
    const ClockScale* scale = is_digits(text) && read.ec == std::errc{} ? scale_for(time) : nullptr;
    if (scale == nullptr) {
        return refuse(Column::close_time,
                      "found '" + shown(text) + "', allowed the same kind of whole number as in column 'time'");
    }
    const std::int64_t close_time_ns = time * scale->unit_ns;
    row.close_is_truncated = !row.last_instant_ns || *row.last_instant_ns != close_time_ns;
    row.last_instant_ns = close_time_ns;
    return {};
}

/// Klines hold nothing but numbers, also where this program does not read them. (Not read as numbers: only their
/// characters.)
Result<void> RowReader::check_unread_fields() const {
    if (layout_.format != Format::binance_klines) return {};
    for (std::size_t field = column_count; field < fields_.size(); ++field) {
        if (fields_[field].find_first_not_of("0123456789.-") != std::string_view::npos) {
            return fail(Fault::invalid_input, "column " + std::to_string(field + 1) + ": found '" +
                                                  shown(fields_[field]) + "', allowed decimal digits");
        }
    }
    return {};
}

}  // namespace spark::intake::detail
