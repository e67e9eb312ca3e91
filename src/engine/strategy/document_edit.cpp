#include "engine/strategy/document_edit.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>

#include "engine/strategy/document_text.hpp"
#include "foundation/wire/json.hpp"
#include "foundation/wire/located_value.hpp"

namespace spark::strategy {
namespace {

using wire::LocatedKind;
using wire::LocatedValue;

/// The byte at which a line and column (in characters) stand.
std::optional<std::size_t> offset_of(std::string_view text, wire::TextPlace place) {
    std::size_t at = 0;
    for (std::uint32_t line = 1; line < place.line; ++line) {
        at = text.find('\n', at);
        if (at == std::string_view::npos) return std::nullopt;
        ++at;
    }
    const auto continues = [&](std::size_t byte) {
        return byte < text.size() && (static_cast<unsigned char>(text[byte]) & 0xC0U) == 0x80U;
    };
    for (std::uint32_t column = 1; column < place.column; ++column) {
        if (at >= text.size()) return std::nullopt;
        do ++at;
        while (continues(at));
    }
    return at < text.size() ? std::optional(at) : std::nullopt;
}

/// Length of a number or a text of one line that begins here; none for all else.
std::optional<std::size_t> value_size(std::string_view rest) {
    if (rest.starts_with("\"\"\"") || rest.starts_with("'''")) return std::nullopt;
    if (rest.starts_with('\'')) {
        const std::size_t end = rest.find_first_of("'\n", 1);
        return end != std::string_view::npos && rest[end] == '\'' ? std::optional(end + 1) : std::nullopt;
    }
    if (rest.starts_with('"')) {
        for (std::size_t at = 1; at < rest.size() && rest[at] != '\n'; ++at) {
            if (rest[at] == '\\') {
                ++at;
            } else if (rest[at] == '"') {
                return at + 1;
            }
        }
        return std::nullopt;
    }
    const std::size_t end = rest.find_first_not_of("+-0123456789._eExXoObBabcdfABCDF");
    const std::size_t size = end == std::string_view::npos ? rest.size() : end;
    return size > 0 ? std::optional(size) : std::nullopt;
}

std::string toml_value(const FieldEdit& edit) {
    if (!edit.is_text) return edit.value;
    std::string quoted = "\"";
    for (const char c : edit.value) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c == '\n' || c == '\t' || c == '\r' ? ' ' : c;
    }
    return quoted + '"';
}

/// The byte behind the line `[path]`; none where there is no such line.
std::optional<std::size_t> behind_header(std::string_view text, std::string_view path) {
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t end = text.find('\n', begin);
        const bool is_last = end == std::string_view::npos;
        if (is_last) end = text.size();
        std::string header;
        for (const char c : text.substr(begin, end - begin)) {
            if (c == '#') break;
            if (c != ' ' && c != '\t' && c != '\r') header += c;
        }
        if (header == fmt::format("[{}]", path)) return is_last ? text.size() : end + 1;
        begin = end + 1;
    }
    return std::nullopt;
}

std::optional<std::string> with_field(const std::string& text, const FieldEdit& edit) {
    const auto root = wire::parse_located_toml(text);
    if (!root) return std::nullopt;
    const LocatedValue* value = &*root;
    for (const std::string& key : edit.path) {
        value = value->find(key);
        if (value == nullptr) break;
    }
    std::string made = text;
    if (value != nullptr) {
        const bool is_plain = value->kind == LocatedKind::integer || value->kind == LocatedKind::decimal ||
                              value->kind == LocatedKind::text;
        const auto at = offset_of(text, value->place);
        if (!is_plain || !at) return std::nullopt;
        const auto size = value_size(std::string_view(text).substr(*at));
        if (!size) return std::nullopt;
        return made.replace(*at, *size, toml_value(edit));
    }
    const std::span table(edit.path.data(), edit.path.size() - 1);
    const std::string line = fmt::format("{} = {}\n", edit.path.back(), toml_value(edit));
    if (table.empty()) return line + made;  // before the first table
    const std::string path = fmt::format("{}", fmt::join(table, "."));
    if (const auto at = behind_header(text, path)) {
        if (*at == text.size() && !text.ends_with('\n')) return made + "\n" + line;
        return made.insert(*at, line);
    }
    if (!made.empty() && !made.ends_with('\n')) made += '\n';
    return made + fmt::format("\n[{}]\n{}", path, line);
}

std::optional<std::string> edited_toml(std::string_view text, std::span<const FieldEdit> edits) {
    std::string made(text);
    for (const FieldEdit& edit : edits) {
        auto next = with_field(made, edit);
        if (!next) return std::nullopt;
        made = *std::move(next);
    }
    return made;
}

std::optional<std::string> edited_json(std::string_view text, std::span<const FieldEdit> edits) {
    auto root = wire::parse_json(text);
    if (!root) return std::nullopt;
    for (const FieldEdit& edit : edits) {
        wire::Json* table = &*root;
        for (const std::string& key : std::span(edit.path.data(), edit.path.size() - 1)) {
            if (!table->is_object()) return std::nullopt;
            if (table->find(key) == nullptr) table->set(key, wire::Json::object());
            table = table->find(key);
        }
        if (!table->is_object()) return std::nullopt;
        // Decimals of a document may be written as text: so no digit goes through a double. A whole parameter may not.
        const bool is_whole = edit.path.front() == "parameters" && !edit.value.contains('.');
        wire::Json value(edit.value);
        if (is_whole) {
            if (auto number = wire::parse_json(edit.value)) value = *std::move(number);
        }
        table->set(edit.path.back(), std::move(value));
    }
    return wire::to_pretty_text(*root);
}

bool is_same_document(const Document& one, const Document& other) {
    return canonical_text(one) == canonical_text(other) &&
           to_json(one, DocumentForm::full) == to_json(other, DocumentForm::full);
}

}  // namespace

EditedText edited_text(std::string_view text, DocumentSyntax syntax, std::span<const FieldEdit> edits,
                       const Document& wanted) {
    const bool is_json = syntax == DocumentSyntax::json;
    auto edited = is_json ? edited_json(text, edits) : edited_toml(text, edits);
    if (edited) {
        const auto again = read_document(*edited, "document", syntax);
        if (again && is_same_document(*again, wanted)) return {.text = *std::move(edited)};
    }
    if (is_json) return {.text = wire::to_pretty_text(to_json(wanted, DocumentForm::full)), .is_rewritten = true};
    return {.text = "# Written anew: the layout could not be changed line by line.\n" + to_toml(wanted),
            .is_rewritten = true};
}

}  // namespace spark::strategy
