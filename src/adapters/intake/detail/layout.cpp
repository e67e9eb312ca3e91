#include "adapters/intake/detail/layout.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "foundation/base/shown_text.hpp"
#include "foundation/wire/delimited.hpp"
#include "foundation/wire/utf8.hpp"

namespace spark::intake::detail {

namespace {

constexpr std::size_t kline_fields = 12;
constexpr std::array<std::string_view, column_count> kline_header{"open_time", "open",   "high",      "low",
                                                                  "close",     "volume", "close_time"};
constexpr std::array<std::string_view, 5> time_names{"open_time", "open_time_ms", "time", "timestamp", "date"};
constexpr std::array<std::string_view, column_count> turkish_names{"Tarih", "Açılış", "Yüksek", "Düşük",
                                                                   "Şimdi", "Hac.",   ""};

/// One header line, taken apart. `plain` are its names in lower case with `_` for blanks.
struct Header {
    std::vector<std::string> written;
    std::vector<std::string> plain;

    std::size_t find(std::string_view name) const {
        const auto found = std::find(plain.begin(), plain.end(), name);
        return found == plain.end() ? no_field : static_cast<std::size_t>(found - plain.begin());
    }
    std::string all() const {
        std::string names;
        for (const std::string& name : written) names += (names.empty() ? "" : ", ") + shown(name, 24);
        return names.size() > 240 ? names.substr(0, 240) + " and more" : names;
    }
};

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
    return text;
}

std::string plain_name(std::string_view name) {
    std::string plain(name);
    for (char& c : plain) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (c == ' ') c = '_';
    }
    return plain;
}

Result<Header> read_header(std::string_view line, char delimiter) {
    if (line.find('\0') != std::string_view::npos) return fail(Fault::invalid_input, "found a NUL byte, allowed text");
    if (!wire::is_utf8(line))
        return fail(Fault::invalid_input, "found bytes that are not UTF-8", {}, "convert the file to UTF-8");
    std::vector<std::string_view> fields;
    std::string unquoted;
    SPARK_TRY(wire::split_quoted(delimiter == '\t' ? line.substr(0, line.find_last_not_of('\r') + 1) : trimmed(line),
                                 delimiter, fields, unquoted));
    Header header;
    for (const std::string_view field : fields) {
        header.written.emplace_back(trimmed(field));
        header.plain.push_back(plain_name(header.written.back()));
    }
    return header;
}

bool is_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string format_list() {
    std::string list;
    for (const FormatRow& row : formats) {
        if (row.format == Format::automatic) continue;
        list += (list.empty() ? "" : "; ") + std::string(row.name) + ": " + std::string(row.what);
    }
    return list;
}

std::unexpected<Error> missing(std::string_view column, const Header& header, Format format) {
    return fail(Fault::invalid_input, "column '" + std::string(column) + "' is missing; found " + header.all(), {},
                "a file of format " + std::string(intake::name_of(format)) + " has " +
                    std::string(formats[static_cast<std::size_t>(format)].what));
}

Result<void> no_name_twice(const Header& header, const Layout& layout) {
    for (const std::size_t field : layout.field) {
        if (field == no_field) continue;
        if (std::count(header.plain.begin(), header.plain.end(), header.plain[field]) > 1) {
            return fail(Fault::invalid_input, "column '" + shown(header.written[field]) + "' is there twice", {},
                        "keep one of the two");
        }
    }
    return {};
}

Layout kline_layout(std::size_t header_lines) {
    return Layout{.format = Format::binance_klines,
                  .fields = kline_fields,
                  .field = {0, 1, 2, 3, 4, 5, 6},
                  .header_lines = header_lines};
}

bool is_kline_header(const Header& header) {
    return header.plain.size() == kline_fields &&
           std::equal(kline_header.begin(), kline_header.end(), header.plain.begin());
}

Result<Layout> klines(const Header& header) {
    if (header.plain.size() != kline_fields) {
        return fail(Fault::invalid_input,
                    "found " + std::to_string(header.plain.size()) + " columns, a Binance klines file has 12", {},
                    "for files with other columns use --format ohlcv and a header");
    }
    if (is_kline_header(header)) return kline_layout(1);
    if (is_digits(header.plain.front())) return kline_layout(0);
    return fail(Fault::invalid_input,
                "the first line is neither a row of klines nor their header; found " + header.all(), {},
                "the header of klines begins open_time,open,high,low,close,volume,close_time");
}

/// The columns by their names in any order; time is `time_field`.
Result<Layout> by_name(const Header& header, Format format, std::size_t time_field) {
    Layout layout{.format = format, .fields = header.plain.size(), .header_lines = 1};
    layout.field.fill(no_field);
    layout.field[index_of(Column::time)] = time_field;
    for (const Column column : {Column::open, Column::high, Column::low, Column::close, Column::volume}) {
        const std::size_t field = header.find(name_of(column));
        if (field == no_field) return missing(name_of(column), header, format);
        layout.field[index_of(column)] = field;
    }
    SPARK_TRY(no_name_twice(header, layout));
    return layout;
}

std::size_t find_time(const Header& header) {
    for (const std::string_view name : time_names) {
        const std::size_t field = header.find(name);
        if (field != no_field) return field;
    }
    // A table saved with its index has no name over the first column.
    return header.plain.front().empty() ? 0 : no_field;
}

/// An index without volume and with dates such as 11/26/21 (investing.com's English export). Only there may volume be
/// missing.
bool is_index_with_slashed_dates(const Header& header, std::string_view second_line) {
    const std::vector<std::string> names{"date", "open", "high", "low", "close"};
    const std::string_view date = trimmed(second_line.substr(0, second_line.find(',')));
    return header.plain == names && date.size() == 8 && date[2] == '/' && date[5] == '/';
}

Result<Layout> ohlcv(const Header& header, std::string_view second_line) {
    if (is_digits(header.plain.front())) {
        return fail(Fault::invalid_input, "the first line holds no column names", {},
                    "add a header such as open_time,open,high,low,close,volume");
    }
    if (is_index_with_slashed_dates(header, second_line)) {
        return Layout{.format = Format::ohlcv,
                      .fields = 5,
                      .field = {0, 1, 2, 3, 4, no_field, no_field},
                      .header_lines = 1,
                      .time_text = TimeText::slashed_month_first};
    }
    const std::size_t time_field = find_time(header);
    if (time_field == no_field) return missing("open_time", header, Format::ohlcv);
    return by_name(header, Format::ohlcv, time_field);
}

Result<Layout> yahoo(const Header& header) {
    std::size_t time_field = header.find("date");
    if (header.plain.front() == "price") time_field = 0;
    if (time_field == no_field) return missing("Date", header, Format::yahoo);
    return by_name(header, Format::yahoo, time_field);
}

Result<Layout> investing_tr(const Header& header) {
    Layout layout{.format = Format::investing_tr,
                  .fields = header.written.size(),
                  .header_lines = 1,
                  .time_text = TimeText::dotted_day_first,
                  .number_text = NumberText::turkish};
    layout.field.fill(no_field);
    for (std::size_t column = 0; column < column_count; ++column) {
        if (turkish_names[column].empty()) continue;
        const auto found = std::find(header.written.begin(), header.written.end(), turkish_names[column]);
        if (found == header.written.end()) return missing(turkish_names[column], header, Format::investing_tr);
        layout.field[column] = static_cast<std::size_t>(found - header.written.begin());
    }
    SPARK_TRY(no_name_twice(header, layout));
    return layout;
}

/// The column of this name: as it is written first, then without regard to case and blanks.
Result<std::size_t> named(const Header& header, std::string_view name, std::string_view column) {
    const auto written = std::ranges::find(header.written, name);
    const std::size_t field = written != header.written.end()
                                  ? static_cast<std::size_t>(written - header.written.begin())
                                  : header.find(plain_name(name));
    if (field != no_field) return field;
    return fail(
        Fault::invalid_input,
        "column '" + shown(name, 64) + "', mapped to " + std::string(column) + ", is missing; found " + header.all(),
        {}, "map " + std::string(column) + " to one of these names");
}

/// The columns a person has named; the others by their usual names. Volume may be missing.
Result<Layout> mapped(const Header& header, const Mapping& mapping) {
    if (is_digits(header.plain.front())) {
        return fail(Fault::invalid_input, "the first line holds no column names to map", {},
                    "add a header such as time;open;high;low;close;volume");
    }
    Layout layout{.format = Format::ohlcv, .fields = header.plain.size(), .header_lines = 1};
    layout.time_text = TimeText::any;
    layout.number_text = mapping.decimal == DecimalMark::comma ? NumberText::turkish : NumberText::plain;
    layout.delimiter = mapping.delimiter;
    layout.field.fill(no_field);
    for (std::size_t column = 0; column < mapped_columns.size(); ++column) {
        if (mapping.columns[column].empty()) continue;
        SPARK_TRY(layout.field[column], named(header, mapping.columns[column], mapped_columns[column]));
    }
    for (std::size_t column = 0; column < mapped_columns.size(); ++column) {
        if (!mapping.columns[column].empty()) continue;
        const std::size_t field = column == 0 ? find_time(header) : header.find(mapped_columns[column]);
        if (field == no_field && column != index_of(Column::volume)) {
            return fail(Fault::invalid_input,
                        "column '" + std::string(mapped_columns[column]) + "' is missing; found " + header.all(), {},
                        "say which one it is: " + std::string(mapped_columns[column]) + "=NAME");
        }
        layout.field[column] = field;
    }
    for (std::size_t column = 0; column < mapped_columns.size(); ++column) {
        if (layout.field[column] == no_field || std::ranges::count(layout.field, layout.field[column]) == 1) continue;
        return fail(Fault::invalid_input,
                    "column '" + shown(header.written[layout.field[column]], 64) + "' is mapped twice", {},
                    "map each column of the file once");
    }
    SPARK_TRY(no_name_twice(header, layout));
    return layout;
}

Result<Format> told_from(const Header& header) {
    if (is_digits(header.plain.front())) {
        if (header.plain.size() == kline_fields) return Format::binance_klines;
        return fail(Fault::invalid_input,
                    "found " + std::to_string(header.plain.size()) +
                        " columns and no header; only Binance klines have none, and they have 12 columns",
                    {}, "add a header such as open_time,open,high,low,close,volume");
    }
    if (header.written.front() == turkish_names.front()) return Format::investing_tr;
    if (is_kline_header(header)) return Format::binance_klines;
    if (header.plain.front() == "price" || header.find("adj_close") != no_field) return Format::yahoo;
    const bool some_prices = header.find("open") != no_field || header.find("close") != no_field;
    if (some_prices || (find_time(header) != no_field && header.plain.size() > 1)) return Format::ohlcv;
    return fail(Fault::invalid_input, "the first line is of no known format; found " + header.all(), {},
                "known are " + format_list());
}

}  // namespace

Result<Layout> detect_layout(std::string_view first_line, std::string_view second_line, Format requested,
                             const Mapping* mapping) {
    SPARK_TRY(const Header header, read_header(first_line, mapping == nullptr ? ',' : mapping->delimiter));
    if (mapping != nullptr) {
        if (requested == Format::automatic || requested == Format::ohlcv) return mapped(header, *mapping);
        return fail(
            Fault::invalid_input,
            "found a mapping for format " + std::string(intake::name_of(requested)) + ", whose columns are known", {},
            "leave the format out, or the mapping");
    }
    Format format = requested;
    if (format == Format::automatic) {
        SPARK_TRY(format, told_from(header));
    }
    switch (format) {
        case Format::binance_klines: return klines(header);
        case Format::yahoo: return yahoo(header);
        case Format::investing_tr: return investing_tr(header);
        case Format::ohlcv:
        case Format::automatic: break;
    }
    return ohlcv(header, second_line);
}

}  // namespace spark::intake::detail
