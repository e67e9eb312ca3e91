#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace spark::cli {

/// The languages of everything a person reads. Machine output (`--json`, CSV) has no language.
enum class Language : std::uint8_t { en, tr };

/// One sentence in both languages; neither may be empty where the table says it is shown.
struct Text {
    std::string_view en;
    std::string_view tr;

    constexpr std::string_view in(Language language) const { return language == Language::tr ? tr : en; }
    constexpr bool whole() const { return !en.empty() && !tr.empty(); }
};

/// `en` or `tr`, also as the first part of a locale name (`tr_TR.UTF-8`). Nothing for other text.
constexpr std::optional<Language> language_of(std::string_view text) {
    const std::string_view head = text.substr(0, text.find_first_of("_-.@"));
    if (head == "tr") return Language::tr;
    if (head == "en") return Language::en;
    return std::nullopt;
}

constexpr std::string_view code_of(Language language) { return language == Language::tr ? "tr" : "en"; }

}  // namespace spark::cli
