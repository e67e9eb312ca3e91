#include "foundation/config/detail/toml_values.hpp"

#include <fmt/format.h>

#include "foundation/base/shown_text.hpp"
#include "foundation/wire/located_value.hpp"

namespace spark::config::detail {

namespace {

using wire::LocatedKind;
using wire::LocatedValue;

constexpr std::string_view remedy = "write lines such as dir = \"./var\" below a line [data]";

std::string place_of(std::string_view file_name, std::size_t line) {
    return std::string(file_name) + ":" + std::to_string(line);
}

/// Adds the values below a table, named with their tables. Bounded by the reader's depth.
Result<void> add_table(const LocatedValue& table, const std::string& prefix, std::string_view file_name,
                       std::vector<TomlValue>& values) {
    for (const LocatedValue& item : table.items) {
        const std::string name = prefix + item.key;
        if (item.kind == LocatedKind::table) {
            SPARK_TRY(add_table(item, name + '.', file_name, values));
            continue;
        }
        if (item.kind == LocatedKind::list) {
            return fail(Fault::invalid_input,
                        "found " + shown(name) + " with a list, allowed text, number, true or false",
                        place_of(file_name, item.place.line));
        }
        values.push_back({name, item.text, item.place.line});
    }
    return {};
}

}  // namespace

Result<std::vector<TomlValue>> read_toml(std::string_view file_name, std::string_view content) {
    auto root = wire::parse_located_toml(content);
    if (!root) {
        const std::string_view place = root.error().place;
        return fail(Fault::invalid_input, "no settings: " + root.error().message,
                    fmt::format("{}:{}", file_name, place.substr(0, place.find(':'))), std::string(remedy));
    }
    std::vector<TomlValue> values;
    SPARK_TRY(add_table(*root, "", file_name, values));
    return values;
}

}  // namespace spark::config::detail
