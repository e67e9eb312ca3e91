#include "foundation/config/detail/toml_values.hpp"

// The library's header-only form without exceptions, whatever the package's own target asks for: no shared library at
// run time.
#undef TOML_HEADER_ONLY
#undef TOML_SHARED_LIB
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <fmt/format.h>

#include <algorithm>

#include "foundation/base/shown_text.hpp"
#include "foundation/base/toml_scan.hpp"

namespace spark::config::detail {

namespace {

std::string place_of(std::string_view file_name, std::size_t line) {
    return std::string(file_name) + ":" + std::to_string(line);
}

/// The characters of a number as they stand in the file, without underscores. The library counts columns in code
/// points.
std::string written_number(std::string_view content, const toml::source_region& region) {
    std::size_t at = 0;
    for (std::size_t line = 1; line < region.begin.line; ++line) at = content.find('\n', at) + 1;
    for (std::size_t column = 1; column < region.begin.column; ++column) at += utf8_sequence_size(content.substr(at));
    std::string number(content.substr(at, content.find_first_not_of("0123456789+-._eE", at) - at));
    std::erase(number, '_');
    return number;
}

class Collector {
  public:
    Collector(std::string_view file_name, std::string_view content) : file_name_(file_name), content_(content) {}

    Result<void> add_table(const toml::table& table, const std::string& prefix) {
        for (const auto& [key, node] : table) {
            const std::string name = prefix + std::string(key.str());
            if (const toml::table* const inner = node.as_table()) {
                SPARK_TRY(add_table(*inner, name + '.'));
            } else {
                SPARK_TRY(add(name, node));
            }
        }
        return {};
    }

    std::vector<TomlValue> take() && {
        std::ranges::sort(values_, {}, &TomlValue::line);
        return std::move(values_);
    }

  private:
    Result<void> add(const std::string& name, const toml::node& node) {
        const std::size_t line = node.source().begin.line;
        std::string text;
        if (const auto* const string = node.as_string()) {
            text = string->get();
        } else if (const auto* const integer = node.as_integer()) {
            text = std::to_string(integer->get());
        } else if (const auto* const flag = node.as_boolean()) {
            text = flag->get() ? "true" : "false";
        } else if (node.is_floating_point()) {
            text = written_number(content_, node.source());
        } else {
            return fail(Fault::invalid_input,
                        "found " + shown(name) + " with a list, date or time, allowed text, number, true or false",
                        place_of(file_name_, line));
        }
        values_.push_back({name, std::move(text), line});
        return {};
    }

    std::string_view file_name_;
    std::string_view content_;
    std::vector<TomlValue> values_;
};

}  // namespace

Result<std::vector<TomlValue>> read_toml(std::string_view file_name, std::string_view content) {
    constexpr std::size_t levels_max = 16;
    if (const auto found = scan_toml(content, levels_max)) {
        const std::string_view before = content.substr(0, found->offset);
        const auto line = static_cast<std::size_t>(1 + std::ranges::count(before, '\n'));
        return fail(Fault::invalid_input, fmt::format("no settings: {}", to_text(found->trouble)),
                    place_of(file_name, line), "write lines such as dir = \"./var\" below a line [data]");
    }
    const toml::parse_result parsed = toml::parse(content, file_name);
    if (!parsed) {
        const toml::parse_error& error = parsed.error();
        return fail(Fault::invalid_input, "no TOML: " + shown(error.description(), 200),
                    place_of(file_name, error.source().begin.line),
                    "write lines such as dir = \"./var\" below a line [data]");
    }
    Collector collector(file_name, content);
    SPARK_TRY(collector.add_table(parsed.table(), ""));
    return std::move(collector).take();
}

}  // namespace spark::config::detail
