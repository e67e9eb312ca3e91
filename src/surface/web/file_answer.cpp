#include "surface/web/file_answer.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

namespace spark::web {
namespace {

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
    while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
    return text;
}

/// The next item of a comma-separated list, taken off its front.
std::string_view next_item(std::string_view& list) {
    const std::size_t comma = list.find(',');
    const std::string_view item = trimmed(list.substr(0, comma));
    list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
    return item;
}

/// `q=0.8` as thousandths; 1000 without one, 0 for what is no weight.
int weight_of(std::string_view parameter) {
    if (parameter.empty()) return 1'000;
    if (parameter.size() < 3 || !net::same_name(parameter.substr(0, 2), "q=")) return 0;
    parameter.remove_prefix(2);
    if (parameter.size() > 5 || (parameter.size() > 1 && parameter[1] != '.')) return 0;
    int weight = 0;
    int unit = 1'000;
    for (const char digit : parameter) {
        if (digit == '.') continue;
        if (digit < '0' || digit > '9') return 0;
        weight += (digit - '0') * unit;
        unit /= 10;
    }
    return weight > 1'000 ? 0 : weight;
}

}  // namespace

Encoding best_encoding(std::string_view accept_encoding, Offered offered) {
    struct Row {
        std::string_view name;
        Encoding encoding;
        bool is_offered;
        std::optional<int> weight{};
    };
    std::array rows{Row{"br", Encoding::brotli, offered.brotli}, Row{"gzip", Encoding::gzip, offered.gzip},
                    Row{"identity", Encoding::identity, true}};
    std::optional<int> others;
    while (!accept_encoding.empty()) {
        const std::string_view item = next_item(accept_encoding);
        const std::size_t semicolon = item.find(';');
        const std::string_view name = trimmed(item.substr(0, semicolon));
        const int weight = weight_of(semicolon == std::string_view::npos ? "" : trimmed(item.substr(semicolon + 1)));
        if (name == "*") others = weight;
        for (Row& row : rows) {
            if (net::same_name(name, row.name)) row.weight = weight;
        }
    }
    Encoding best = Encoding::identity;
    int best_weight = 0;
    for (const Row& row : rows) {
        // Plain bytes nobody speaks of are allowed, and what is asked for by name is better.
        const int weight = row.weight.value_or(row.encoding == Encoding::identity ? 0 : others.value_or(0));
        if (!row.is_offered || weight <= best_weight) continue;
        best = row.encoding;
        best_weight = weight;
    }
    return best;
}

bool names_tag(std::string_view if_none_match, std::string_view tag) {
    while (!if_none_match.empty()) {
        std::string_view item = next_item(if_none_match);
        if (item.starts_with("W/")) item.remove_prefix(2);
        if (item == "*" || item == tag) return true;
    }
    return false;
}

FileAnswer answer_with(const PackedFile& file, std::string_view accept_encoding, std::string_view if_none_match) {
    const Encoding encoding =
        best_encoding(accept_encoding, {.brotli = !file.brotli.empty(), .gzip = !file.gzip.empty()});
    FileAnswer answer;
    std::string_view coding;
    switch (encoding) {
        case Encoding::identity: answer.body = file.plain; break;
        case Encoding::gzip:
            answer.body = file.gzip;
            coding = "gzip";
            break;
        case Encoding::brotli:
            answer.body = file.brotli;
            coding = "br";
            break;
    }
    // The same file in other bytes is another representation: its tag says so.
    const std::string tag = fmt::format("\"{}{}{}\"", file.tag, coding.empty() ? "" : "-", coding);
    answer.headers = {
        {"ETag", tag},
        {"Cache-Control", file.is_hashed ? "public, max-age=31536000, immutable" : "no-cache"},
    };
    if (!file.brotli.empty() || !file.gzip.empty()) answer.headers.push_back({"Vary", "Accept-Encoding"});
    if (names_tag(if_none_match, tag)) {
        answer.is_unchanged = true;
        answer.body = {};
        return answer;
    }
    if (!coding.empty()) answer.headers.push_back({"Content-Encoding", std::string(coding)});
    return answer;
}

}  // namespace spark::web
