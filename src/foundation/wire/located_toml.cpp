// The one file of this module that sees toml++: header-only and without exceptions, whatever the package's own target
// asks for.
#undef TOML_HEADER_ONLY
#undef TOML_SHARED_LIB
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>

#include "foundation/base/shown_text.hpp"
#include "foundation/base/toml_scan.hpp"
#include "foundation/wire/located_value.hpp"
#include "foundation/wire/utf8.hpp"

namespace spark::wire {
namespace {

TextPlace place_of(const toml::source_region& region) { return {region.begin.line, region.begin.column}; }

TextPlace place_at(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, offset);
    const std::string_view line = before.substr(before.rfind('\n') + 1);
    const auto is_first_byte = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
    return {.line = static_cast<std::uint32_t>(1 + std::ranges::count(before, '\n')),
            .column = static_cast<std::uint32_t>(1 + std::ranges::count_if(line, is_first_byte))};
}

/// Turns the library's nodes into ours; the text is needed for what the library does not keep.
class Converter {
  public:
    Converter(std::string_view text, const LocatedLimits& limits) : text_(text), limits_(limits) {
        line_begins_.push_back(0);
        for (std::size_t at = 0; at < text.size(); ++at) {
            if (text[at] == '\n') line_begins_.push_back(at + 1);
        }
    }

    Result<LocatedValue> table(const toml::table& table, std::size_t depth) {
        SPARK_TRY(check_depth(depth, table.source()));
        LocatedValue made{.kind = LocatedKind::table, .place = place_of(table.source())};
        for (const auto& [key, node] : table) {
            SPARK_TRY(LocatedValue inner, value(node, depth + 1));
            inner.key = std::string(key.str());
            inner.key_place = place_of(key.source());
            made.items.push_back(std::move(inner));
        }
        // The library keeps keys in alphabetical order; no two stand at one place.
        std::ranges::sort(made.items, {}, &LocatedValue::key_place);
        return made;
    }

  private:
    Result<void> check_depth(std::size_t depth, const toml::source_region& region) const {
        if (depth <= limits_.depth_max) return {};
        return fail(Fault::invalid_input, fmt::format("found more than {} levels, the most allowed", limits_.depth_max),
                    to_text({}, place_of(region)));
    }

    Result<LocatedValue> value(const toml::node& node, std::size_t depth) {
        if (const toml::table* const inner = node.as_table()) return table(*inner, depth);
        LocatedValue made{.place = place_of(node.source())};
        if (const toml::array* const list = node.as_array()) {
            SPARK_TRY(check_depth(depth, node.source()));
            made.kind = LocatedKind::list;
            for (const toml::node& item : *list) {
                SPARK_TRY(made.items.emplace_back(), value(item, depth + 1));
            }
        } else if (const auto* const string = node.as_string()) {
            made.kind = LocatedKind::text;
            made.text = string->get();
            find_content(made);
        } else if (const auto* const integer = node.as_integer()) {
            made.kind = LocatedKind::integer;
            made.text = std::to_string(integer->get());
        } else if (const auto* const flag = node.as_boolean()) {
            made.kind = LocatedKind::flag;
            made.text = flag->get() ? "true" : "false";
        } else if (node.is_floating_point()) {
            made.kind = LocatedKind::decimal;
            made.text = written_number(made.place);
        } else {
            return fail(Fault::invalid_input, "found a date or a time, allowed text, number, true or false",
                        to_text({}, made.place));
        }
        return made;
    }

    std::size_t offset_of(TextPlace place) const {
        std::size_t at = line_begins_[std::min<std::size_t>(place.line, line_begins_.size()) - 1];
        for (std::uint32_t column = 1; column < place.column && at < text_.size(); ++column)
            at += std::max<std::size_t>(1, utf8_sequence_size(text_.substr(at)));
        return std::min(at, text_.size());
    }

    std::string written_number(TextPlace place) const {
        const std::string_view rest = text_.substr(offset_of(place));
        std::string number(rest.substr(0, rest.find_first_not_of("0123456789+-._eEinfa")));
        std::erase(number, '_');
        if (number.starts_with('+')) number.erase(0, 1);
        return number;
    }

    /// Where the content begins behind its quotes, and whether it stands there as it is.
    void find_content(LocatedValue& made) const {
        made.content_place = made.place;
        std::string_view rest = text_.substr(offset_of(made.place));
        if (rest.empty() || (rest[0] != '"' && rest[0] != '\'')) return;
        const bool is_long = rest.starts_with("\"\"\"") || rest.starts_with("'''");
        const std::size_t quotes = is_long ? 3 : 1;
        const std::string_view quote = rest.substr(0, quotes);
        rest.remove_prefix(quotes);
        made.content_place.column += static_cast<std::uint32_t>(quotes);
        const std::size_t line_end = rest.starts_with("\r\n") ? 2 : rest.starts_with('\n') ? 1 : 0;
        if (is_long && line_end > 0) {
            rest.remove_prefix(line_end);
            made.content_place = {.line = made.place.line + 1, .column = 1};
        }
        made.verbatim = rest.starts_with(made.text) && rest.substr(made.text.size()).starts_with(quote);
    }

    std::string_view text_;
    const LocatedLimits& limits_;
    std::vector<std::size_t> line_begins_;
};

}  // namespace

Result<LocatedValue> parse_located_toml(std::string_view text, const LocatedLimits& limits) {
    if (text.size() > limits.bytes_max) {
        return fail(Fault::invalid_input,
                    fmt::format("found {} bytes, allowed at most {}", text.size(), limits.bytes_max), "1:1");
    }
    if (const auto found = scan_toml(text, limits.depth_max)) {
        if (found->trouble == TomlTrouble::depth) {
            return fail(Fault::invalid_input,
                        fmt::format("found more than {} levels, the most allowed", limits.depth_max),
                        to_text({}, place_at(text, found->offset)));
        }
        return fail(Fault::invalid_input, fmt::format("no TOML: {}", to_text(found->trouble)),
                    to_text({}, place_at(text, found->offset)));
    }
    const toml::parse_result parsed = toml::parse(text);
    if (!parsed) {
        const toml::parse_error& error = parsed.error();
        return fail(Fault::invalid_input, "no TOML: " + shown(error.description(), 200),
                    to_text({}, place_of(error.source())));
    }
    SPARK_TRY(LocatedValue root, Converter(text, limits).table(parsed.table(), 0));
    root.place = {};
    return root;
}

}  // namespace spark::wire
