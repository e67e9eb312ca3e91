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
#include "foundation/wire/detail/toml_scan.hpp"
#include "foundation/wire/located_value.hpp"
#include "foundation/wire/utf8.hpp"

namespace spark::wire {
namespace {

/// The text as the library sees it: ASCII alone. Bytes above ASCII make toml++ 3.3 run into undefined behaviour outside
/// of texts (is_non_ascii_horizontal_whitespace), so each is written as a mark and two hexadecimal digits, and read
/// back from keys and texts. The mark is a character that stands nowhere in the text, also not as an escape.
class AsciiText {
  public:
    explicit AsciiText(std::string_view text) : text_(text) {
        characters_before_.reserve(text.size() + 1);
        std::uint32_t characters = 0;
        for (const char c : text) {
            characters_before_.push_back(characters);
            if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++characters;
        }
        characters_before_.push_back(characters);
    }

    /// False when no character is free to be the mark.
    bool make() {
        if (std::ranges::none_of(text_, is_foreign)) {
            ascii_ = text_;
        } else {
            const auto free = std::ranges::find_if(marks, [this](char mark) { return is_free(mark); });
            if (free == marks.end()) return false;
            mark_ = *free;
            for (const char c : text_) ascii_ += is_foreign(c) ? written(c) : std::string(1, c);
        }
        line_begins_.push_back(0);
        std::size_t original = 0;
        for (std::size_t at = 0; at < ascii_.size(); ++at, ++original) {
            original_.push_back(static_cast<std::uint32_t>(original));
            if (ascii_[at] == '\n') line_begins_.push_back(at + 1);
            if (mark_ == '\0' || ascii_[at] != mark_) continue;
            for (int digit = 0; digit < 2; ++digit, ++at) original_.push_back(static_cast<std::uint32_t>(original));
        }
        original_.push_back(static_cast<std::uint32_t>(original));
        return true;
    }

    const std::string& ascii() const { return ascii_; }

    /// Offset in the original text of a place the library names.
    std::size_t offset_of(const toml::source_position& position) const {
        const std::size_t line = std::clamp<std::size_t>(position.line, 1, line_begins_.size());
        const std::size_t at = line_begins_[line - 1] + std::max<std::size_t>(position.column, 1) - 1;
        return original_[std::min(at, ascii_.size())];
    }
    TextPlace place_of(const toml::source_region& region) const {
        const std::size_t offset = offset_of(region.begin);
        const std::size_t line = std::clamp<std::size_t>(region.begin.line, 1, line_begins_.size());
        const std::size_t begin = original_[line_begins_[line - 1]];
        return {.line = static_cast<std::uint32_t>(line),
                .column = 1 + characters_before_[offset] - characters_before_[begin]};
    }

    /// A key or text of the library as it was written.
    std::string original(std::string_view ascii) const {
        std::string made;
        for (std::size_t at = 0; at < ascii.size(); ++at) {
            if (mark_ == '\0' || ascii[at] != mark_ || at + 2 >= ascii.size()) {
                made += ascii[at];
                continue;
            }
            made += static_cast<char>(digits.find(ascii[at + 1]) * 16 + digits.find(ascii[at + 2]));
            at += 2;
        }
        return made;
    }

  private:
    static constexpr std::string_view marks = "~`^|@$;?&!";
    static constexpr std::string_view digits = "0123456789abcdef";

    static bool is_foreign(char c) { return static_cast<unsigned char>(c) >= 0x80U; }
    bool is_free(char mark) const {
        const std::string lower = fmt::format("{:02x}", mark);
        const std::string upper = fmt::format("{:02X}", mark);
        return !text_.contains(mark) && !text_.contains("00" + lower) && !text_.contains("00" + upper);
    }
    std::string written(char c) const {
        const auto byte = static_cast<unsigned char>(c);
        return {mark_, digits[byte / 16], digits[byte % 16]};
    }

    std::string_view text_;
    std::string ascii_;
    char mark_ = '\0';
    std::vector<std::size_t> line_begins_;          // in the ASCII text
    std::vector<std::uint32_t> original_;           // offset in the original of each byte of the ASCII text
    std::vector<std::uint32_t> characters_before_;  // of each byte of the original
};

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
    Converter(std::string_view text, const AsciiText& source, const LocatedLimits& limits)
        : text_(text), source_(source), limits_(limits) {}

    Result<LocatedValue> table(const toml::table& table, std::size_t depth) {
        SPARK_TRY(check_depth(depth, table.source()));
        LocatedValue made{.kind = LocatedKind::table, .place = source_.place_of(table.source())};
        for (const auto& [key, node] : table) {
            SPARK_TRY(LocatedValue inner, value(node, depth + 1));
            inner.key = source_.original(key.str());
            inner.key_place = source_.place_of(key.source());
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
                    to_text({}, source_.place_of(region)));
    }

    Result<LocatedValue> value(const toml::node& node, std::size_t depth) {
        if (const toml::table* const inner = node.as_table()) return table(*inner, depth);
        LocatedValue made{.place = source_.place_of(node.source())};
        const std::size_t offset = source_.offset_of(node.source().begin);
        if (const toml::array* const list = node.as_array()) {
            SPARK_TRY(check_depth(depth, node.source()));
            made.kind = LocatedKind::list;
            for (const toml::node& item : *list) {
                SPARK_TRY(made.items.emplace_back(), value(item, depth + 1));
            }
        } else if (const auto* const string = node.as_string()) {
            made.kind = LocatedKind::text;
            made.text = source_.original(string->get());
            find_content(made, offset);
        } else if (const auto* const integer = node.as_integer()) {
            made.kind = LocatedKind::integer;
            made.text = std::to_string(integer->get());
        } else if (const auto* const flag = node.as_boolean()) {
            made.kind = LocatedKind::flag;
            made.text = flag->get() ? "true" : "false";
        } else if (node.is_floating_point()) {
            made.kind = LocatedKind::decimal;
            made.text = written_number(offset);
        } else {
            return fail(Fault::invalid_input, "found a date or a time, allowed text, number, true or false",
                        to_text({}, made.place));
        }
        return made;
    }

    std::string written_number(std::size_t offset) const {
        const std::string_view rest = text_.substr(offset);
        std::string number(rest.substr(0, rest.find_first_not_of("0123456789+-._eEinfa")));
        std::erase(number, '_');
        if (number.starts_with('+')) number.erase(0, 1);
        return number;
    }

    /// Where the content begins behind its quotes, and whether it stands there as it is.
    void find_content(LocatedValue& made, std::size_t offset) const {
        made.content_place = made.place;
        std::string_view rest = text_.substr(offset);
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
    const AsciiText& source_;
    const LocatedLimits& limits_;
};

}  // namespace

Result<LocatedValue> parse_located_toml(std::string_view text, const LocatedLimits& limits) {
    if (text.size() > limits.bytes_max) {
        return fail(Fault::invalid_input,
                    fmt::format("found {} bytes, allowed at most {}", text.size(), limits.bytes_max), "1:1");
    }
    if (const auto found = detail::scan_toml(text, limits.depth_max)) {
        if (found->trouble == detail::TomlTrouble::depth) {
            return fail(Fault::invalid_input,
                        fmt::format("found more than {} levels, the most allowed", limits.depth_max),
                        to_text({}, place_at(text, found->offset)));
        }
        return fail(Fault::invalid_input, fmt::format("no TOML: {}", detail::to_text(found->trouble)),
                    to_text({}, place_at(text, found->offset)));
    }
    AsciiText source(text);
    if (!is_utf8(text) || !source.make()) {
        return fail(Fault::invalid_input, "no TOML: found text that is not UTF-8, or every rare sign at once",
                    to_text({}, place_at(text, utf8_valid_bytes(text))));
    }
    const toml::parse_result parsed = toml::parse(source.ascii());
    if (!parsed) {
        const toml::parse_error& error = parsed.error();
        return fail(Fault::invalid_input, "no TOML: " + shown(error.description(), 200),
                    to_text({}, source.place_of(error.source())));
    }
    SPARK_TRY(LocatedValue root, Converter(text, source, limits).table(parsed.table(), 0));
    root.place = {};
    return root;
}

}  // namespace spark::wire
