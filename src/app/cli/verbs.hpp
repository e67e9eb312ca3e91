#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "app/cli/text.hpp"

namespace spark::cli {

/// Where the shell's candidates for a value come from. `none` offers nothing; the rest but file and directory are asked
/// for by `spark __complete <kind> <prefix>`.
enum class Candidates : std::uint8_t {
    none,
    file,
    directory,
    dataset,
    strategy,
    backtest,
    optimization,
    evidence,
    calendar,
    repair_rule,
    setting,
    topic
};

/// One option of a verb. An empty `value` makes it a switch.
struct Flag {
    std::string_view name;  ///< Without the dashes.
    char letter = 0;        ///< Short form.
    std::string_view value{};
    Text what;
    std::string_view fallback{};  ///< What holds without the flag, as text for the help; empty: nothing to say.
    bool required = false;
    bool repeatable = false;
    std::span<const std::string_view> choices{};
    Candidates candidates = Candidates::none;

    constexpr bool is_switch() const { return value.empty(); }
};

struct Positional {
    std::string_view name;  ///< As shown in the usage line: `FILE`.
    Text what;
    bool required = true;
    bool repeatable = false;  ///< Only the last one.
    std::span<const std::string_view> choices{};
    Candidates candidates = Candidates::none;
};

struct Example {
    std::string_view command;
    Text does;
};

/// One verb. Parsing, help, man page, completion and the reference page are loops over these rows.
struct Verb {
    std::string_view path;  ///< `version`, `data info`.
    Text purpose;           ///< One line.
    Text more{};            ///< Longer text; paragraphs are parted by an empty line.
    std::span<const Positional> positionals{};
    std::span<const Flag> flags{};
    std::span<const Example> examples{};
    std::span<const std::string_view> see_also{};  ///< Paths of other verbs.
    bool hidden = false;                           ///< For scripts; not in help and completion.

    constexpr bool in_group() const { return path.find(' ') != std::string_view::npos; }
    constexpr std::string_view first_word() const { return path.substr(0, path.find(' ')); }
    constexpr std::string_view last_word() const { return path.substr(path.find(' ') + 1); }
};

/// A noun with verbs below it (`data`).
struct Group {
    std::string_view name;
    Text purpose;
    std::string_view bare{};  ///< Path of the verb that the noun alone means; empty: the noun needs a verb.
};

struct Topic {
    std::string_view name;
    Text title;
    Text body{};  ///< Empty: the text is made from a table (see topic_text).
};

std::span<const Verb> verbs();
std::span<const Group> groups();
std::span<const Flag> global_flags();
std::span<const Topic> topics();

const Verb* find_verb(std::string_view path);
const Group* find_group(std::string_view name);
const Topic* find_topic(std::string_view name);

/// The verb's own flag or the global one with this name; null when there is none.
const Flag* find_flag(const Verb& verb, std::string_view name);

}  // namespace spark::cli
