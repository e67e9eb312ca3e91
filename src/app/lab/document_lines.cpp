#include "app/lab/document_lines.hpp"

#include <algorithm>
#include <map>

#include "foundation/base/shown_text.hpp"
#include "foundation/wire/located_value.hpp"

namespace spark::lab {
namespace {

using wire::LocatedKind;
using wire::LocatedValue;

constexpr std::size_t comment_bytes_max = 500;

/// Fields that are no tables, by the line their value begins on; a line with several has the first, and is marked.
struct FieldOfLine {
    std::string path;
    bool is_alone = true;
};

void collect(const LocatedValue& table, const std::string& path, std::map<std::uint32_t, FieldOfLine>& fields) {
    for (const LocatedValue& member : table.items) {
        const std::string inner = path.empty() ? member.key : path + "." + member.key;
        if (member.kind == LocatedKind::table) {
            collect(member, inner, fields);
            continue;
        }
        const auto [entry, is_new] = fields.try_emplace(member.place.line, FieldOfLine{inner});
        if (!is_new) entry->second.is_alone = false;
    }
}

/// What follows the first `#` outside quotes.
std::string comment_of(std::string_view line) {
    char quote = 0;
    for (std::size_t at = 0; at < line.size(); ++at) {
        const char c = line[at];
        if (quote != 0) {
            if (c == '\\' && quote == '"') ++at;
            if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '#') {
            const std::size_t begin = std::min(line.find_first_not_of("# \t", at), line.size());
            std::string_view text = line.substr(begin);
            while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
                text.remove_suffix(1);
            return shown(text, comment_bytes_max);
        }
    }
    return {};
}

}  // namespace

std::optional<std::uint32_t> line_of_field(std::string_view toml, std::string_view path) {
    const auto root = wire::parse_located_toml(toml);
    if (!root) return std::nullopt;
    const LocatedValue* value = &*root;
    while (!path.empty()) {
        const std::size_t dot = path.find('.');
        value = value->find(path.substr(0, dot));
        if (value == nullptr) return std::nullopt;
        path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
    }
    return value->kind == LocatedKind::table ? value->key_place.line : value->place.line;
}

std::vector<LineComment> line_comments(std::string_view toml) {
    const auto root = wire::parse_located_toml(toml);
    std::vector<LineComment> found;
    if (!root) return found;
    std::map<std::uint32_t, FieldOfLine> fields;
    collect(*root, {}, fields);
    std::uint32_t number = 1;
    for (std::size_t begin = 0; begin < toml.size(); ++number) {
        const std::size_t end = std::min(toml.find('\n', begin), toml.size());
        const auto field = fields.find(number);
        if (field != fields.end() && field->second.is_alone) {
            std::string comment = comment_of(toml.substr(begin, end - begin));
            if (!comment.empty()) found.push_back({field->second.path, number, std::move(comment)});
        }
        begin = end + 1;
    }
    return found;
}

}  // namespace spark::lab
