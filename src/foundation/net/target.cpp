#include "foundation/net/target.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "foundation/base/shown_text.hpp"

namespace spark::net {
namespace {

constexpr std::size_t target_bytes_max = 8U << 10U;
constexpr std::size_t query_items_max = 64;

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t size = utf8_sequence_size(text);
        if (size == 0) return false;
        text.remove_prefix(size);
    }
    return true;
}

std::unexpected<Error> refuse(std::string message) { return fail(Fault::invalid_input, std::move(message), "target"); }

Result<std::string> segment_of(std::string_view text) {
    SPARK_TRY(std::string segment, percent_decoded(text));
    if (segment.empty()) return refuse("found an empty path segment, allowed one slash between segments");
    if (segment == "." || segment == "..") return refuse("found a path segment of dots, allowed names");
    if (segment.find_first_of("/\\") != std::string::npos)
        return refuse(fmt::format("found a slash inside the path segment '{}'", shown(segment)));
    return segment;
}

Result<void> add_query_item(std::string_view text, std::vector<QueryItem>& query) {
    std::string spaced(text);
    std::ranges::replace(spaced, '+', ' ');
    const std::string_view view = spaced;
    const std::size_t equals = view.find('=');
    SPARK_TRY(std::string name, percent_decoded(view.substr(0, equals)));
    SPARK_TRY(std::string value,
              percent_decoded(equals == std::string_view::npos ? std::string_view{} : view.substr(equals + 1)));
    if (name.empty()) return refuse("found a query value without a name");
    if (std::ranges::count(query, name, &QueryItem::name) != 0)
        return refuse(fmt::format("the query names '{}' twice", shown(name)));
    if (query.size() == query_items_max)
        return refuse(fmt::format("found more than {} names in the query", query_items_max));
    query.push_back({std::move(name), std::move(value)});
    return {};
}

}  // namespace

std::string Target::path() const {
    std::string text;
    for (const std::string& segment : segments) text += "/" + segment;
    return text.empty() ? "/" : text;
}

const std::string* Target::find(std::string_view name) const {
    const auto found = std::ranges::find(query, name, &QueryItem::name);
    return found == query.end() ? nullptr : &found->value;
}

Result<std::string> percent_decoded(std::string_view text) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        char c = text[at];
        if (c == '%') {
            const int high = at + 2 < text.size() ? hex_value(text[at + 1]) : -1;
            const int low = at + 2 < text.size() ? hex_value(text[at + 2]) : -1;
            if (high < 0 || low < 0) return refuse("found a % without two hexadecimal digits");
            c = static_cast<char>(high * 16 + low);
            at += 2;
        }
        if (is_control(c)) return refuse("found a control character");
        decoded += c;
    }
    if (!is_utf8(decoded)) return refuse("found bytes that are no UTF-8");
    return decoded;
}

Result<Target> parse_target(std::string_view text) {
    if (text.size() > target_bytes_max)
        return refuse(fmt::format("found {} bytes, allowed {}", text.size(), target_bytes_max));
    if (!text.starts_with('/')) return refuse("found a target that does not begin with /");
    const std::size_t question = text.find('?');
    std::string_view path = text.substr(1, question == std::string_view::npos ? question : question - 1);
    std::string_view query = question == std::string_view::npos ? std::string_view{} : text.substr(question + 1);
    Target target;
    while (!path.empty()) {
        const std::size_t slash = path.find('/');
        SPARK_TRY(std::string segment, segment_of(path.substr(0, slash)));
        target.segments.push_back(std::move(segment));
        path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    }
    while (!query.empty()) {
        const std::size_t sign = query.find('&');
        if (sign != 0) SPARK_TRY(add_query_item(query.substr(0, sign), target.query));
        query = sign == std::string_view::npos ? std::string_view{} : query.substr(sign + 1);
    }
    return target;
}

}  // namespace spark::net
