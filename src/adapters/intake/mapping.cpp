#include "adapters/intake/mapping.hpp"

#include <algorithm>

#include "foundation/base/nearest_name.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::intake {
namespace {

constexpr std::size_t name_bytes_max = 256;

struct DelimiterRow {
    char sign;
    std::string_view name;
};
constexpr std::array delimiters{DelimiterRow{',', "comma"}, DelimiterRow{';', "semicolon"}, DelimiterRow{'|', "bar"},
                                DelimiterRow{'\t', "tab"}};

}  // namespace

Result<void> map_column(Mapping& mapping, std::string_view column, std::string_view name) {
    const auto found = std::ranges::find(mapped_columns, column);
    if (found == mapped_columns.end()) {
        const auto nearest = nearest_name(column, std::span<const std::string_view>(mapped_columns));
        return fail(Fault::invalid_input,
                    "found column '" + shown(column, 64) + "', allowed time, open, high, low, close, volume", {},
                    nearest ? "did you mean '" + std::string(*nearest) + "'?" : std::string());
    }
    if (name.empty() || name.size() > name_bytes_max) {
        return fail(Fault::invalid_input, "found a name of " + std::to_string(name.size()) + " bytes for column '" +
                                              std::string(column) + "', allowed 1 to " +
                                              std::to_string(name_bytes_max));
    }
    std::string& place = mapping.columns[static_cast<std::size_t>(found - mapped_columns.begin())];
    if (!place.empty()) return fail(Fault::invalid_input, "column '" + std::string(column) + "' is mapped twice");
    place = name;
    return {};
}

Result<void> map_columns(Mapping& mapping, std::string_view text) {
    while (true) {
        const std::size_t comma = text.find(',');
        const std::string_view part = text.substr(0, comma);
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos) {
            return fail(Fault::invalid_input, "found '" + shown(part, 64) + "', allowed COLUMN=NAME", {},
                        "for example time=Tarih,close=Kapanış");
        }
        SPARK_TRY(map_column(mapping, part.substr(0, equals), part.substr(equals + 1)));
        if (comma == std::string_view::npos) return {};
        text.remove_prefix(comma + 1);
    }
}

Result<char> parse_delimiter(std::string_view text) {
    for (const DelimiterRow& row : delimiters) {
        if (text == row.name || text == std::string_view(&row.sign, 1)) return row.sign;
    }
    return fail(Fault::invalid_input,
                "found '" + shown(text, 40) + "', allowed comma, semicolon, bar, tab, or the sign itself");
}

std::string_view delimiter_name(char delimiter) {
    const auto found = std::ranges::find(delimiters, delimiter, &DelimiterRow::sign);
    return found == delimiters.end() ? std::string_view{} : found->name;
}

Result<DecimalMark> parse_decimal_mark(std::string_view text) {
    if (text == name_of(DecimalMark::point)) return DecimalMark::point;
    if (text == name_of(DecimalMark::comma)) return DecimalMark::comma;
    return fail(Fault::invalid_input, "found '" + shown(text, 40) + "', allowed point, comma");
}

}  // namespace spark::intake
