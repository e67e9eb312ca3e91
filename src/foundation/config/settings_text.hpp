#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/config/setting.hpp"

namespace spark::config {

enum class Language : std::uint8_t { en, tr };

/// `ui.language` as a Language; it holds one of the two.
constexpr Language language_of(std::string_view choice) { return choice == "tr" ? Language::tr : Language::en; }

/// Help: two lines a setting: name, allowed values and fallback; then the sentence and the environment variable.
std::string settings_help(Language language);

/// The content of `.env.example`: every variable with its sentence and fallback, commented out.
std::string settings_environment_example();

/// The table of docs/reference/settings.md.
std::string settings_markdown();

/// What may be written for a row, for people: `en|tr`, `0 to 600000 ms`, `text`.
std::string allowed_values(const Setting& setting);

}  // namespace spark::config
