#pragma once

#include <cstdint>
#include <string_view>

namespace spark::http {

enum class Language : std::uint8_t { en, tr };

/// One text for people in both languages.
struct Words {
    std::string_view en{};
    std::string_view tr{};

    constexpr std::string_view in(Language language) const { return language == Language::tr ? tr : en; }
    constexpr bool whole() const { return !en.empty() && !tr.empty(); }
};

/// The first of our languages that an Accept-Language header ranks highest; English where it names none of them.
Language language_of(std::string_view accept_language);

}  // namespace spark::http
