#include "adapters/database/detail/statement.hpp"

#include <algorithm>
#include <cmath>

#include "foundation/base/shown_text.hpp"

namespace spark::database::detail {
namespace {

/// Where the quoted text, name or comment that begins at `from` ends (one past it); `from` itself when none does.
std::size_t end_of_quoted(std::string_view sql, std::size_t from) {
    const auto past = [&](std::string_view closing, std::size_t begin) {
        const std::size_t found = sql.find(closing, begin);
        return found == std::string_view::npos ? sql.size() : found + closing.size();
    };
    const std::string_view rest = sql.substr(from);
    // A doubled quote ends one quoted text and begins the next: the same characters are passed over.
    if (rest.starts_with('\'')) return past("'", from + 1);
    if (rest.starts_with('"')) return past("\"", from + 1);
    if (rest.starts_with("--")) return past("\n", from + 2);
    if (rest.starts_with("/*")) return past("*/", from + 2);
    return from;
}

bool is_storable(std::string_view text) {
    if (text.find('\0') != std::string_view::npos) return false;
    while (!text.empty()) {
        const std::size_t size = utf8_sequence_size(text);
        if (size == 0) return false;
        text.remove_prefix(size);
    }
    return true;
}

}  // namespace

NumberedStatement number_parameters(std::string_view sql) {
    NumberedStatement numbered;
    numbered.sql.reserve(sql.size() + 16);
    for (std::size_t at = 0; at < sql.size();) {
        if (const std::size_t end = end_of_quoted(sql, at); end > at) {
            numbered.sql += sql.substr(at, end - at);
            at = end;
        } else if (sql[at] == '?') {
            numbered.sql += '$' + std::to_string(++numbered.parameters);
            ++at;
        } else {
            numbered.sql += sql[at++];
        }
    }
    return numbered;
}

Result<void> check_values(std::span<const Value> values) {
    for (std::size_t index = 0; index < values.size(); ++index) {
        const auto place = [&] { return "value " + std::to_string(index + 1); };
        if (const auto* text = std::get_if<std::string>(&values[index]); text != nullptr && !is_storable(*text))
            return fail(Fault::invalid_input, "text '" + shown(*text) + "' is not UTF-8 without zero bytes", place());
        if (const auto* number = std::get_if<double>(&values[index]); number != nullptr && !std::isfinite(*number))
            return fail(Fault::invalid_input, "found a number that is not finite", place());
    }
    return {};
}

}  // namespace spark::database::detail
