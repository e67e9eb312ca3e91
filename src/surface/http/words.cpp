#include "surface/http/words.hpp"

#include <charconv>
#include <optional>

#include "foundation/net/message.hpp"

namespace spark::http {
namespace {

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
    while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
    return text;
}

/// `tr-TR` → tr; nothing for languages that are not ours. `*` is any: English.
std::optional<Language> language_of_tag(std::string_view tag) {
    const std::string_view primary = tag.substr(0, tag.find('-'));
    if (net::same_name(primary, "tr")) return Language::tr;
    if (net::same_name(primary, "en") || primary == "*") return Language::en;
    return std::nullopt;
}

/// `;q=0.8` as thousandths; 1000 without one, 0 for what is no weight.
int weight_of(std::string_view parameters) {
    parameters = trimmed(parameters);
    if (parameters.empty()) return 1'000;
    if (!parameters.starts_with("q=") && !parameters.starts_with("Q=")) return 0;
    parameters.remove_prefix(2);
    if (parameters.starts_with('1')) return 1'000;
    if (!parameters.starts_with("0.")) return 0;
    const std::string_view digits = parameters.substr(2, 3);
    int weight = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), weight);
    for (auto missing = 3 - (read.ptr - digits.data()); missing > 0; --missing) weight *= 10;
    return weight;
}

}  // namespace

Language language_of(std::string_view accept_language) {
    Language best = Language::en;
    int best_weight = 0;
    while (!accept_language.empty()) {
        const std::size_t comma = accept_language.find(',');
        const std::string_view item = accept_language.substr(0, comma);
        accept_language = comma == std::string_view::npos ? std::string_view{} : accept_language.substr(comma + 1);
        const std::size_t semicolon = item.find(';');
        const auto language = language_of_tag(trimmed(item.substr(0, semicolon)));
        if (!language) continue;
        const int weight = semicolon == std::string_view::npos ? 1'000 : weight_of(item.substr(semicolon + 1));
        if (weight <= best_weight) continue;
        best = *language;
        best_weight = weight;
    }
    return best;
}

}  // namespace spark::http
