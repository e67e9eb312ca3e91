#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/result.hpp"
#include "foundation/config/settings.hpp"

namespace spark::config {

/// Where a value may come from, strongest first.
enum class SettingSource : std::uint8_t { flag, environment, project_file, user_file, fallback };
std::string_view to_text(SettingSource source);

/// One value that was found for a setting. `place`: `--data-dir`, `SPARK_DATA_DIR`, `spark.toml:3`, or `built in`.
struct SettingCandidate {
    SettingSource source = SettingSource::fallback;
    std::string place;
    std::string text;
};

/// A setting given on the command line: `flag` is the option as typed, for messages.
struct FlagValue {
    std::string name;
    std::string flag;
    std::string text;
};

/// Everything the reader looks at; nothing else is asked. A file that is absent is no error, one that cannot be read
/// is.
struct SettingSources {
    std::vector<FlagValue> flags{};
    std::map<std::string, std::string> environment{};
    std::optional<std::filesystem::path> project_file{};
    std::optional<std::filesystem::path> user_file{};
};

/// The usual places: `spark.toml` in `working_folder`, and `$XDG_CONFIG_HOME/spark/config.toml`, else
/// `$HOME/.config/spark/config.toml`.
SettingSources usual_sources(std::vector<FlagValue> flags, std::map<std::string, std::string> environment,
                             const std::filesystem::path& working_folder);

/// The environment as the process got it (`environ`), as a map.
std::map<std::string, std::string> environment_of(const char* const* variables);

/// `data.dir` → `SPARK_DATA_DIR`.
std::string environment_name(std::string_view setting_name);

/// A setting's row, found at compile time: a name that is not in the table, or of another type, does not compile.
template <SettingType type>
class SettingKey {
  public:
    consteval SettingKey(const char* name) : index_(find_setting(name)) {
        if (index_ == settings.size() || settings[index_].type != type) throw "no setting of this name and type";
    }
    constexpr std::size_t index() const { return index_; }

  private:
    std::size_t index_;
};

/// Every setting with the value that won and where it came from. Made once at start; a module is handed the values it
/// needs.
class Settings {
  public:
    /// Every value found is checked, also those that lose. Errors: invalid_input with the place; an unknown name in a
    /// file or flag comes with the nearest known one.
    static Result<Settings> read(const SettingSources& sources);

    const std::string& text(SettingKey<SettingType::text> key) const { return winner(key.index()).text; }
    const std::string& choice(SettingKey<SettingType::choice> key) const { return winner(key.index()).text; }
    std::int64_t integer(SettingKey<SettingType::integer> key) const { return numbers_[key.index()]; }
    std::int64_t decimal_units(SettingKey<SettingType::decimal> key) const {
        return numbers_[key.index()];
    }  ///< Units of 1e-8.
    bool flag(SettingKey<SettingType::flag> key) const { return numbers_[key.index()] != 0; }

    /// What was found for a row of the table, the winner first, the fallback last. For `config explain`.
    const std::vector<SettingCandidate>& candidates(std::size_t index) const { return candidates_[index]; }
    const SettingCandidate& winner(std::size_t index) const { return candidates_[index].front(); }

    /// Names of `SPARK_…` variables that are no setting but look like a mistyped one, each with the name that was
    /// probably meant.
    const std::vector<std::string>& warnings() const { return warnings_; }

  private:
    Settings() = default;
    Result<void> add(std::string_view name, SettingCandidate candidate);
    Result<void> add_environment(const std::map<std::string, std::string>& environment);
    Result<void> add_file(const std::filesystem::path& path, SettingSource source);

    std::array<std::vector<SettingCandidate>, settings.size()> candidates_;
    std::array<std::int64_t, settings.size()> numbers_{};
    std::vector<std::string> warnings_;
};

/// The value of a text for a row: its number (units of 1e-8 for a decimal, 1 or 0 for a flag), 0 for texts and choices.
/// Errors: invalid_input with what was found and the row's bounds; a secret's value is not repeated.
Result<std::int64_t> check_value(const Setting& setting, std::string_view text);

/// The value as it may be printed: a secret's is hidden.
std::string shown_value(const Setting& setting, std::string_view text);

}  // namespace spark::config
