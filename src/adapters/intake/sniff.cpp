#include "adapters/intake/sniff.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "adapters/intake/detail/layout.hpp"
#include "adapters/intake/detail/row_reader.hpp"
#include "foundation/wire/delimited.hpp"
#include "foundation/wire/utf8.hpp"

namespace spark::intake {
namespace {

constexpr std::size_t head_bytes_max = std::size_t{256} << 10U;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Names that mean a column, in lower case (Turkish letters as they are written).
struct KnownName {
    std::string_view name;
    std::size_t column;
};
constexpr std::array known_names{
    KnownName{"time", 0},      KnownName{"date", 0},         KnownName{"timestamp", 0}, KnownName{"datetime", 0},
    KnownName{"open_time", 0}, KnownName{"open_time_ms", 0}, KnownName{"tarih", 0},     KnownName{"zaman", 0},
    KnownName{"open", 1},      KnownName{"açılış", 1},       KnownName{"Açılış", 1},    KnownName{"acilis", 1},
    KnownName{"high", 2},      KnownName{"yüksek", 2},       KnownName{"max", 2},       KnownName{"yuksek", 2},
    KnownName{"low", 3},       KnownName{"düşük", 3},        KnownName{"min", 3},       KnownName{"dusuk", 3},
    KnownName{"close", 4},     KnownName{"kapanış", 4},      KnownName{"kapanis", 4},   KnownName{"şimdi", 4},
    KnownName{"Şimdi", 4},     KnownName{"son", 4},          KnownName{"volume", 5},    KnownName{"hacim", 5},
    KnownName{"hac.", 5},      KnownName{"vol.", 5},
};

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (c == ' ') c = '_';
    }
    return out;
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \r");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \r") - first + 1);
}

struct Head {
    std::string text{};
    std::vector<std::pair<std::int64_t, std::string_view>> lines{};  ///< With their numbers, blank ones left out.
};

std::unexpected<Error> no_text(std::string message, std::int64_t line) {
    return fail(Fault::invalid_input, std::move(message), "line " + std::to_string(line),
                "the file is damaged, of another kind, or not UTF-8; save it as CSV in UTF-8");
}

/// The first whole lines: a header and sniffed_rows_max rows, however many blank lines stand between them.
Result<Head> head_of(wire::ByteSource& source, std::size_t line_bytes_max) {
    Head head;
    head.text.resize(head_bytes_max);
    std::size_t bytes = 0;
    bool is_end = false;
    while (bytes < head_bytes_max && !is_end) {
        SPARK_TRY(const std::size_t more, source.read(std::span(head.text).subspan(bytes)));
        is_end = more == 0;
        bytes += more;
    }
    head.text.resize(bytes);
    std::string_view rest = head.text;
    if (rest.starts_with(byte_order_mark)) rest.remove_prefix(byte_order_mark.size());
    for (std::int64_t line = 1; !rest.empty() && head.lines.size() <= sniffed_rows_max; ++line) {
        const std::size_t feed = rest.find('\n');
        const std::string_view text = rest.substr(0, feed);
        if (text.size() > line_bytes_max)
            return no_text("the line is longer than " + std::to_string(line_bytes_max) + " bytes", line);
        if (feed == std::string_view::npos && !is_end) break;
        if (text.find('\0') != std::string_view::npos) return no_text("found a NUL byte, allowed text", line);
        if (!wire::is_utf8(text)) return no_text("found bytes that are not UTF-8", line);
        if (!detail::is_blank(text)) head.lines.emplace_back(line, text);
        if (feed == std::string_view::npos) break;
        rest.remove_prefix(feed + 1);
    }
    if (head.lines.empty()) return fail(Fault::invalid_input, "the file holds no line of text", "line 1");
    return head;
}

Result<std::vector<std::string>> fields_of(std::string_view line, char delimiter) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    std::vector<std::string_view> fields;
    std::string unquoted;
    SPARK_TRY(wire::split_quoted(line, delimiter, fields, unquoted));
    std::vector<std::string> out;
    for (const std::string_view field : fields) out.emplace_back(trimmed(field));
    return out;
}

/// The sign that stands most often in the first line, outside quotes; a comma where none stands.
char delimiter_of(std::string_view line) {
    char best = ',';
    std::size_t most = 0;
    for (const char sign : {',', ';', '\t', '|'}) {
        std::size_t count = 0;
        bool is_quoted = false;
        for (const char c : line) {
            if (c == '"') is_quoted = !is_quoted;
            if (c == sign && !is_quoted) ++count;
        }
        if (count > most) {
            most = count;
            best = sign;
        }
    }
    return best;
}

/// A comma behind which no three digits end the number, or one behind a point: `12,5`, `1.234,50`.
bool has_decimal_comma(std::string_view text) {
    const std::size_t comma = text.rfind(',');
    if (comma == std::string_view::npos || text.find_first_not_of("0123456789.,-") != std::string_view::npos)
        return false;
    return text.find('.') < comma || text.size() - comma - 1 != 3;
}

std::string clock_unit_of(std::string_view time) {
    if (time.empty() || time.find_first_not_of("0123456789") != std::string_view::npos)
        return time.size() >= 8 && time[0] >= '0' && time[0] <= '9' ? "date" : "";
    std::int64_t number = 0;
    const auto read = std::from_chars(time.data(), time.data() + time.size(), number);
    const detail::ClockScale* const scale = read.ec == std::errc{} ? detail::scale_for(number) : nullptr;
    return scale == nullptr ? std::string() : std::string(scale->name);
}

void guess_columns(Sniffed& sniffed) {
    for (const std::string& name : sniffed.columns) {
        const std::string plain = lower(name);
        for (const KnownName& known : known_names) {
            if (known.name != plain && known.name != name) continue;
            std::string& place = sniffed.guess.columns[known.column];
            if (place.empty()) place = name;
            break;
        }
    }
}

}  // namespace

Result<Sniffed> sniff(wire::ByteSource& source, const IntakeLimits& limits) {
    SPARK_TRY(const Head head, head_of(source, limits.line_bytes_max));
    Sniffed sniffed{.is_gzip = source.is_gzip()};
    const std::string_view first = head.lines.front().second;
    const std::string_view second = head.lines.size() > 1 ? head.lines[1].second : std::string_view();
    const auto layout = detail::detect_layout(first, second, Format::automatic);
    if (layout) sniffed.format = layout->format;
    sniffed.guess.delimiter = layout ? ',' : delimiter_of(first);
    const bool has_header = layout ? layout->header_lines > 0 : true;
    for (const auto& [line, text] : head.lines) {
        auto fields = fields_of(text, sniffed.guess.delimiter);
        // A row that cannot be taken apart is shown whole: the preview says what is wrong with it.
        if (!fields) fields = std::vector<std::string>{std::string(text)};
        if (has_header && line == head.lines.front().first)
            sniffed.columns = std::move(*fields);
        else if (sniffed.rows.size() < sniffed_rows_max)
            sniffed.rows.push_back(std::move(*fields));
    }
    guess_columns(sniffed);
    const bool has_commas = std::ranges::any_of(sniffed.rows, [](const auto& row) {
        return std::ranges::any_of(row, [](const std::string& field) { return has_decimal_comma(field); });
    });
    if (has_commas) sniffed.guess.decimal = DecimalMark::comma;
    if (sniffed.rows.empty()) return sniffed;
    std::size_t time_field = layout ? layout->field_of(detail::Column::time) : 0;
    if (!layout) {
        const auto named = std::ranges::find(sniffed.columns, sniffed.guess.columns[0]);
        if (named != sniffed.columns.end()) time_field = static_cast<std::size_t>(named - sniffed.columns.begin());
    }
    if (time_field < sniffed.rows.front().size()) sniffed.clock_unit = clock_unit_of(sniffed.rows.front()[time_field]);
    return sniffed;
}

Result<Preview> preview(wire::ByteSource& source, const IntakeRequest& request) {
    SPARK_TRY(const Head head, head_of(source, request.limits.line_bytes_max));
    Preview preview;
    const std::string_view second = head.lines.size() > 1 ? head.lines[1].second : std::string_view();
    const auto layout = detail::detect_layout(head.lines.front().second, second, request.format,
                                              request.mapping ? &*request.mapping : nullptr);
    if (!layout) {
        preview.layout_problem = layout.error();
        return preview;
    }
    detail::RowReader rows(*layout, request.timeframe, request.zone, request.limits.line_bytes_max);
    for (std::size_t index = layout->header_lines; index < head.lines.size(); ++index) {
        if (preview.rows.size() == sniffed_rows_max) break;
        const auto& [line, text] = head.lines[index];
        const bool is_yahoo_header = text.starts_with("Ticker,") || text.starts_with("Date,,");
        if (layout->format == Format::yahoo && is_yahoo_header) continue;
        PreviewRow shown_row{.line = line};
        if (const auto row = rows.read(text)) {
            shown_row.time = wall_time_of_ns(row->time_ns);
            shown_row.open = row->open;
            shown_row.high = row->high;
            shown_row.low = row->low;
            shown_row.close = row->close;
            shown_row.volume = row->volume;
        } else {
            shown_row.problem = row.error();
        }
        preview.rows.push_back(std::move(shown_row));
    }
    return preview;
}

}  // namespace spark::intake
