#include "foundation/config/settings_text.hpp"

#include "foundation/base/decimal_text.hpp"
#include "foundation/config/settings.hpp"
#include "foundation/config/settings_reader.hpp"

namespace spark::config {

namespace {

std::string fallback_of(const Setting& setting) { return setting.secret ? "" : std::string(setting.fallback); }

std::string with_unit(std::string range, Unit unit) {
    return unit == Unit::none ? range : range + " " + std::string(to_text(unit));
}

}  // namespace

std::string allowed_values(const Setting& setting) {
    switch (setting.type) {
        case SettingType::text: return "text";
        case SettingType::flag: return "true|false";
        case SettingType::integer:
            return with_unit(std::to_string(setting.least) + " to " + std::to_string(setting.most), setting.unit);
        case SettingType::decimal:
            return with_unit(format_units(setting.least) + " to " + format_units(setting.most), setting.unit);
        case SettingType::choice: {
            std::string list;
            for (const std::string_view choice : setting.choices) {
                if (!choice.empty()) list += (list.empty() ? "" : "|") + std::string(choice);
            }
            return list;
        }
    }
    return {};
}

std::string settings_help(Language language) {
    const bool turkish = language == Language::tr;
    std::string help;
    for (const Setting& setting : settings) {
        const std::string fallback = fallback_of(setting);
        help += std::string(setting.name) + "  " + allowed_values(setting);
        if (!fallback.empty()) help += (turkish ? "  varsayılan " : "  default ") + fallback;
        help += "\n    " + std::string(turkish ? setting.what_tr : setting.what_en) + "  " +
                environment_name(setting.name) + "\n";
    }
    return help;
}

std::string settings_environment_example() {
    std::string text =
        "# Settings of Spark as environment variables. Stronger: command line flags. Weaker: ./spark.toml, "
        "~/.config/spark/config.toml.\n";
    for (const Setting& setting : settings) {
        text += "\n# " + std::string(setting.what_en) + " (" + allowed_values(setting) + ")\n";
        text += "# " + environment_name(setting.name) + "=" + fallback_of(setting) + "\n";
    }
    return text;
}

std::string settings_markdown() {
    std::string text = "| setting | variable | values | default | what |\n|---|---|---|---|---|\n";
    for (const Setting& setting : settings) {
        std::string values = allowed_values(setting);
        for (std::size_t at = 0; (at = values.find('|', at)) != std::string::npos; at += 2) values.insert(at, "\\");
        text += "| `" + std::string(setting.name) + "` | `" + environment_name(setting.name) + "` | " + values +
                " | `" + fallback_of(setting) + "` | " + std::string(setting.what_en) + " |\n";
    }
    return text;
}

}  // namespace spark::config
