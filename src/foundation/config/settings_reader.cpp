#include "foundation/config/settings_reader.hpp"

#include <algorithm>

#include "foundation/base/decimal_text.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/nearest_name.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/config/detail/toml_values.hpp"

namespace spark::config {

namespace {

constexpr std::string_view environment_prefix = "SPARK_";
constexpr std::size_t file_bytes_max = 1 << 20;

std::vector<std::string_view> setting_names() {
    std::vector<std::string_view> names;
    for (const Setting& setting : settings) names.push_back(setting.name);
    return names;
}

std::string allowed_of(const Setting& setting) {
    const std::string unit = setting.unit == Unit::none ? "" : " " + std::string(to_text(setting.unit));
    switch (setting.type) {
        case SettingType::text:
            return "a text of " + std::to_string(setting.least) + " to " + std::to_string(setting.most) + " bytes";
        case SettingType::integer:
            return "a whole number from " + std::to_string(setting.least) + " to " + std::to_string(setting.most) +
                   unit;
        case SettingType::decimal:
            return "a number from " + format_units(setting.least) + " to " + format_units(setting.most) + unit +
                   ", 8 decimals";
        case SettingType::choice: {
            std::string list;
            for (const std::string_view choice : setting.choices) {
                if (!choice.empty()) list += (list.empty() ? "" : ", ") + std::string(choice);
            }
            return list;
        }
        case SettingType::flag: return "true or false";
    }
    return {};
}

/// Empty when the text is no value of the row's type within its bounds.
std::optional<std::int64_t> value_of(const Setting& setting, std::string_view text) {
    const auto within = [&](std::int64_t number) {
        return number >= setting.least && number <= setting.most ? std::optional(number) : std::nullopt;
    };
    switch (setting.type) {
        case SettingType::text: {
            const bool printable = text.find('\0') == std::string_view::npos;
            return printable && within(static_cast<std::int64_t>(text.size())) ? std::optional<std::int64_t>(0)
                                                                               : std::nullopt;
        }
        case SettingType::integer: {
            const auto wide = parse_wide_units(text);
            if (!wide || wide->rounded || text.find('.') != std::string_view::npos) return std::nullopt;
            const Int128 whole = wide->units / units_per_one;
            return fits_int64(whole) ? within(static_cast<std::int64_t>(whole)) : std::nullopt;
        }
        case SettingType::decimal: {
            const auto units = parse_units(text);
            return units && !units->rounded ? within(units->units) : std::nullopt;
        }
        case SettingType::choice: {
            const bool listed = !text.empty() && std::ranges::find(setting.choices, text) != setting.choices.end();
            return listed ? std::optional<std::int64_t>(0) : std::nullopt;
        }
        case SettingType::flag:
            if (text == "true" || text == "1" || text == "yes" || text == "on") return 1;
            if (text == "false" || text == "0" || text == "no" || text == "off") return 0;
            return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

std::string_view to_text(SettingSource source) {
    constexpr std::array<std::string_view, 5> names{"flag", "environment", "project file", "user file", "fallback"};
    return names[static_cast<std::size_t>(source)];
}

std::string environment_name(std::string_view setting_name) {
    std::string name(environment_prefix);
    for (const char c : setting_name)
        name += c == '.' ? '_' : (c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
    return name;
}

std::map<std::string, std::string> environment_of(const char* const* variables) {
    std::map<std::string, std::string> environment;
    for (; variables != nullptr && *variables != nullptr; ++variables) {
        const std::string_view entry(*variables);
        const std::size_t equals = entry.find('=');
        if (equals != std::string_view::npos) environment.emplace(entry.substr(0, equals), entry.substr(equals + 1));
    }
    return environment;
}

SettingSources usual_sources(std::vector<FlagValue> flags, std::map<std::string, std::string> environment,
                             const std::filesystem::path& working_folder) {
    SettingSources sources{.flags = std::move(flags), .environment = std::move(environment)};
    sources.project_file = working_folder / "spark.toml";
    const auto folder = [&](const char* variable) -> std::filesystem::path {
        const auto found = sources.environment.find(variable);
        return found == sources.environment.end() ? "" : found->second;
    };
    // The XDG specification: a value that is not absolute counts as not set.
    if (const auto xdg = folder("XDG_CONFIG_HOME"); xdg.is_absolute()) {
        sources.user_file = xdg / "spark" / "config.toml";
    } else if (const auto home = folder("HOME"); !home.empty()) {
        sources.user_file = home / ".config" / "spark" / "config.toml";
    }
    return sources;
}

Result<std::int64_t> check_value(const Setting& setting, std::string_view text) {
    if (const auto value = value_of(setting, text)) return *value;
    const std::string found = setting.secret ? "a value" : "'" + shown(text) + "'";
    return fail(Fault::invalid_input,
                "found " + found + " for " + std::string(setting.name) + ", allowed " + allowed_of(setting));
}

std::string shown_value(const Setting& setting, std::string_view text) {
    return setting.secret ? "(hidden)" : shown(text, 200);
}

Result<void> Settings::add(std::string_view name, SettingCandidate candidate) {
    const std::size_t index = find_setting(name);
    if (index == settings.size()) {
        const auto nearest = nearest_name(name, setting_names());
        return fail(Fault::invalid_input,
                    "found setting '" + shown(name) + "', allowed are those of the settings table", candidate.place,
                    nearest ? "did you mean " + std::string(*nearest) + "?" : "see spark config --help");
    }
    auto number = check_value(settings[index], candidate.text);
    if (!number) {
        Error error = std::move(number).error();
        error.place = candidate.place;
        return fail(std::move(error));
    }
    if (candidates_[index].empty()) numbers_[index] = *number;
    candidates_[index].push_back(std::move(candidate));
    return {};
}

Result<void> Settings::add_environment(const std::map<std::string, std::string>& environment) {
    std::vector<std::string> known;
    for (const Setting& setting : settings) {
        known.push_back(environment_name(setting.name));
        const auto found = environment.find(known.back());
        // An empty variable counts as not set: shells have no easier way to take one back for one command.
        if (found == environment.end() || found->second.empty()) continue;
        SPARK_TRY(add(setting.name, {SettingSource::environment, known.back(), found->second}));
    }
    for (const auto& [name, text] : environment) {
        if (!name.starts_with(environment_prefix) || std::ranges::find(known, name) != known.end()) continue;
        // Others may own variables of this prefix (tests do), so only a likely slip of the finger is reported.
        const auto nearest = nearest_name(name, known);
        if (nearest && edit_distance(name, *nearest) <= 2)
            warnings_.push_back(name + " is no setting; did you mean " + std::string(*nearest) + "?");
    }
    return {};
}

Result<void> Settings::add_file(const std::filesystem::path& path, SettingSource source) {
    const auto content = read_file(path, file_bytes_max);
    if (!content && content.error().fault == Fault::not_found) return {};
    if (!content) return fail(content.error());
    SPARK_TRY(const std::vector<detail::TomlValue> values, detail::read_toml(path.string(), *content));
    for (const detail::TomlValue& value : values) {
        SPARK_TRY(add(value.name, {source, path.string() + ":" + std::to_string(value.line), value.text}));
    }
    return {};
}

Result<Settings> Settings::read(const SettingSources& sources) {
    Settings read;
    // Strongest first: the first value that a setting gets stays its winner. Of two equal flags the last one typed
    // wins.
    for (auto flag = sources.flags.rbegin(); flag != sources.flags.rend(); ++flag) {
        SPARK_TRY(read.add(flag->name, {SettingSource::flag, flag->flag, flag->text}));
    }
    SPARK_TRY(read.add_environment(sources.environment));
    if (sources.project_file) SPARK_TRY(read.add_file(*sources.project_file, SettingSource::project_file));
    if (sources.user_file) SPARK_TRY(read.add_file(*sources.user_file, SettingSource::user_file));
    for (const Setting& setting : settings) {
        SPARK_TRY(read.add(setting.name, {SettingSource::fallback, "built in", std::string(setting.fallback)}));
    }
    return read;
}

}  // namespace spark::config
