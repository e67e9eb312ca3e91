#include "app/cli/parse.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>

#include "app/cli/messages.hpp"
#include "foundation/base/nearest_name.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::cli {
namespace {

/// The line, taken apart just far enough to know the verb. Views of the arguments.
struct Line {
    std::vector<std::string_view> words;   ///< Neither flags nor their values, before `--`.
    std::vector<std::string> flag_tokens;  ///< Flags and their values, in order, for the option parser.
    std::vector<std::string_view> tail;    ///< Everything after `--`.
    std::string_view unknown_flag;         ///< The first long flag no verb has.
    bool help = false;
    bool version = false;
};

/// Any verb's flag of this name: the table guarantees that a name takes a value everywhere or nowhere.
const Flag* find_flag_anywhere(std::string_view name) {
    for (const Verb& verb : verbs()) {
        if (const Flag* flag = find_flag(verb, name)) return flag;
    }
    return nullptr;
}

/// `-d`, of a flag that wants a value: the word after it is that value.
bool takes_value(std::string_view token) {
    return token.size() == 2 && std::ranges::any_of(verbs(), [&](const Verb& verb) {
               return std::ranges::any_of(
                   verb.flags, [&](const Flag& flag) { return flag.letter == token[1] && !flag.is_switch(); });
           });
}

bool is_flag(std::string_view token) { return token.size() > 1 && token.front() == '-'; }

bool is_help(std::string_view token) { return token == "-h" || token == "--help"; }

Line take_apart(std::span<const std::string> arguments) {
    Line line;
    for (std::size_t at = 0; at < arguments.size(); ++at) {
        const std::string_view token = arguments[at];
        if (token == "--") {
            line.tail.assign(arguments.begin() + static_cast<std::ptrdiff_t>(at) + 1, arguments.end());
            break;
        }
        if (!is_flag(token)) {
            line.words.push_back(token);
            continue;
        }
        line.flag_tokens.emplace_back(token);
        if (!token.starts_with("--")) {
            line.help = line.help || is_help(token);
            line.version = line.version || token == "-V";
            if (takes_value(token) && at + 1 < arguments.size()) line.flag_tokens.push_back(arguments[++at]);
            continue;
        }
        const std::string_view name = token.substr(2, token.find('=') - 2);
        line.help = line.help || is_help(token);
        line.version = line.version || token == "--version";
        const Flag* flag = find_flag_anywhere(name);
        if (flag == nullptr && line.unknown_flag.empty()) line.unknown_flag = token.substr(0, token.find('='));
        const bool takes_next = flag != nullptr && !flag->is_switch() && !token.contains('=');
        const bool has_value = takes_next && at + 1 < arguments.size() && !is_help(arguments[at + 1]);
        if (has_value) line.flag_tokens.push_back(arguments[++at]);
    }
    return line;
}

template <const Message& message, class... Arguments>
std::unexpected<Error> refuse(Language language, std::string remedy, const Arguments&... arguments) {
    return fail(Fault::invalid_input, say<message>(language, arguments...), {}, std::move(remedy));
}

std::string suggestion(Language language, std::string_view wanted, std::span<const std::string> names,
                       std::string fallback) {
    const auto nearest = nearest_name(wanted, names);
    return nearest ? say<messages::did_you_mean>(language, *nearest) : std::move(fallback);
}

std::vector<std::string> first_words() {
    std::vector<std::string> names;
    for (const Verb& verb : verbs()) {
        if (verb.hidden || verb.in_group()) continue;
        names.emplace_back(verb.path);
    }
    for (const Group& group : groups()) names.emplace_back(group.name);
    return names;
}

std::vector<std::string> words_of(const Group& group) {
    std::vector<std::string> names;
    for (const Verb& verb : verbs()) {
        if (verb.in_group() && verb.first_word() == group.name) names.emplace_back(verb.last_word());
    }
    return names;
}

std::string joined(std::span<const std::string_view> names) {
    std::string text;
    for (const std::string_view name : names) text += (text.empty() ? "" : ", ") + std::string(name);
    return text;
}

/// The nearest flag of the verb, or of all when the verb is not known yet.
std::string flag_suggestion(Language language, std::string_view typed, const Verb* verb) {
    std::vector<std::string> names;
    for (const Flag& flag : global_flags()) names.push_back("--" + std::string(flag.name));
    for (const Verb& row : verbs()) {
        if (verb != nullptr && verb != &row) continue;
        for (const Flag& flag : row.flags) names.push_back("--" + std::string(flag.name));
    }
    const std::string help =
        verb == nullptr ? say<messages::try_help_all>(language) : say<messages::try_help>(language, verb->path);
    return suggestion(language, typed, names, help);
}

struct Found {
    const Verb* verb = nullptr;
    std::size_t words_used = 0;
};

Result<Found> find_verb_in(const Line& line, Language language) {
    const std::string_view first = line.words.front();
    if (const Verb* verb = find_verb(first)) return Found{verb, 1};
    const Group* group = find_group(first);
    if (group == nullptr) {
        const auto names = first_words();
        return refuse<messages::unknown_verb>(
            language, suggestion(language, first, names, say<messages::try_help_all>(language)), shown(first));
    }
    if (line.words.size() > 1) {
        const std::string path = std::string(first) + ' ' + std::string(line.words[1]);
        if (const Verb* verb = find_verb(path)) return Found{verb, 2};
        const auto names = words_of(*group);
        const auto nearest = nearest_name(line.words[1], names);
        std::string remedy =
            nearest ? say<messages::did_you_mean>(language, std::string(first) + ' ' + std::string(*nearest))
                    : say<messages::try_help>(language, first);
        return refuse<messages::unknown_verb>(language, std::move(remedy), shown(path));
    }
    if (!group->bare.empty()) return Found{find_verb(group->bare), 1};
    std::vector<std::string_view> names;
    const auto owned = words_of(*group);
    names.assign(owned.begin(), owned.end());
    return refuse<messages::noun_needs_verb>(language, say<messages::try_help>(language, first), first, joined(names));
}

/// `--flag=` and `--switch=value`, which the option parser reads in its own way; and a value that is the next flag.
Result<void> check_shape(const Line& line, const Verb& verb, Language language) {
    for (std::size_t at = 0; at < line.flag_tokens.size(); ++at) {
        const std::string_view token = line.flag_tokens[at];
        if (!token.starts_with("--")) {
            if (takes_value(token)) ++at;
            continue;
        }
        const std::size_t equals = token.find('=');
        const std::string_view name = token.substr(2, equals - 2);
        const Flag* flag = find_flag(verb, name);
        if (flag == nullptr) {
            return refuse<messages::unknown_flag>(language, flag_suggestion(language, token.substr(0, equals), &verb),
                                                  "--" + std::string(name), verb.path);
        }
        if (flag->is_switch()) {
            if (equals == std::string_view::npos) continue;
            return refuse<messages::switch_takes_no_value>(language, say<messages::try_help>(language, verb.path),
                                                           name);
        }
        const bool has_next = equals == std::string_view::npos && at + 1 < line.flag_tokens.size();
        const std::string_view value = equals != std::string_view::npos ? token.substr(equals + 1)
                                       : has_next                       ? std::string_view(line.flag_tokens[at + 1])
                                                                        : std::string_view();
        if (value.empty() || (has_next && value.starts_with("--"))) {
            return refuse<messages::flag_needs_value>(language, {}, name, flag->value);
        }
        if (has_next) ++at;
    }
    return {};
}

/// The flags and their values through CLI11: an app with the verb's options and the global ones, nothing else, so that
/// starting is cheap.
Result<Invocation::Values> read_flags(const Line& line, const Verb& verb, Language language) {
    Invocation::Values values;
    CLI::App app;
    app.set_help_flag();
    app.allow_extras();
    const auto add = [&](const Flag& flag) {
        const std::string names =
            (flag.letter == 0 ? "" : std::string("-") + flag.letter + ",") + "--" + std::string(flag.name);
        const std::string key(flag.name);
        if (flag.is_switch()) {
            app.add_flag_function(names, [&values, key](std::int64_t count) {
                if (count > 0) values[key].assign(static_cast<std::size_t>(count), "true");
            });
            return;
        }
        const auto store = [&values, key](const CLI::results_t& results) {
            values[key] = results;
            return true;
        };
        app.add_option(names, store)->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    };
    std::ranges::for_each(global_flags(), add);
    std::ranges::for_each(verb.flags, add);
    try {
        app.parse(std::vector<std::string>(line.flag_tokens.rbegin(), line.flag_tokens.rend()));
    } catch (const CLI::Error& error) {
        return refuse<messages::bad_line>(language, say<messages::try_help>(language, verb.path), shown(error.what()));
    }
    const std::vector<std::string> extras = app.remaining();
    if (!extras.empty()) {
        return refuse<messages::unknown_flag>(language, flag_suggestion(language, extras.front(), &verb),
                                              shown(extras.front()), verb.path);
    }
    return values;
}

Result<void> check_choice(std::string_view value, std::span<const std::string_view> choices, std::string_view name,
                          Language language) {
    if (choices.empty() || std::ranges::find(choices, value) != choices.end()) return {};
    const auto nearest = nearest_name(value, choices);
    return refuse<messages::not_a_choice>(language,
                                          nearest ? say<messages::did_you_mean>(language, *nearest) : std::string(),
                                          shown(value), name, joined(choices));
}

Result<void> check_values(const Invocation::Values& values, const Verb& verb, Language language) {
    for (const auto& [name, given] : values) {
        const Flag* flag = find_flag(verb, name);
        if (given.size() > 1 && !flag->repeatable && !flag->is_switch()) {
            return refuse<messages::flag_twice>(language, {}, name);
        }
        for (const std::string& value : given) SPARK_TRY(check_choice(value, flag->choices, "--" + name, language));
    }
    for (const Flag& flag : verb.flags) {
        if (flag.required && values.find(flag.name) == values.end()) {
            return refuse<messages::flag_missing>(language, say<messages::try_help>(language, verb.path), flag.name,
                                                  flag.value);
        }
    }
    return {};
}

Result<void> check_positionals(std::span<const std::string> given, const Verb& verb, Language language) {
    const auto rows = verb.positionals;
    for (std::size_t index = 0; index < rows.size(); ++index) {
        if (index >= given.size() && rows[index].required) {
            return refuse<messages::argument_missing>(language, say<messages::try_help>(language, verb.path),
                                                      rows[index].name);
        }
    }
    for (std::size_t index = 0; index < given.size(); ++index) {
        const bool surplus = index >= rows.size() && (rows.empty() || !rows.back().repeatable);
        if (surplus) {
            return refuse<messages::argument_surplus>(language, say<messages::try_help>(language, verb.path),
                                                      shown(given[index]), verb.path);
        }
        const Positional& row = rows[std::min(index, rows.size() - 1)];
        SPARK_TRY(check_choice(given[index], row.choices, row.name, language));
    }
    return {};
}

/// The global flags beside `--help`, as far as the line can be read.
Invocation::Values flags_beside_help(const Line& line, const Verb& verb, Language language) {
    auto read = read_flags(line, verb, language);
    if (!read) return {};
    std::erase_if(*read, [&](const auto& entry) {
        return entry.first == "help" || std::ranges::count(global_flags(), entry.first, &Flag::name) == 0;
    });
    return *std::move(read);
}

/// `--help` anywhere: help on what was typed so far; the rest of the line need not be right.
Result<Invocation> help_on(const Line& line, Language language) {
    const Verb& help = *find_verb("help");
    if (line.words.empty() || line.words.front() == help.path) {
        std::vector<std::string> topic(line.words.begin() + (line.words.empty() ? 0 : 1), line.words.end());
        return Invocation(help, std::move(topic), flags_beside_help(line, help, language));
    }
    if (line.words.size() == 1 && find_group(line.words.front()) != nullptr) {
        return Invocation(help, {std::string(line.words.front())}, flags_beside_help(line, help, language));
    }
    SPARK_TRY(const Found found, find_verb_in(line, language));
    return Invocation(help, {std::string(found.verb->path)}, flags_beside_help(line, *found.verb, language));
}

}  // namespace

std::optional<Language> language_on_line(std::span<const std::string> arguments) {
    for (std::size_t at = 0; at < arguments.size(); ++at) {
        const std::string_view token = arguments[at];
        if (token == "--") break;
        if (token.starts_with("--lang=")) return language_of(token.substr(7));
        if (token == "--lang" && at + 1 < arguments.size()) return language_of(arguments[at + 1]);
    }
    return std::nullopt;
}

Result<Invocation> parse(std::span<const std::string> arguments, Language language) {
    const Line line = take_apart(arguments);
    if (line.help) return help_on(line, language);
    if (line.words.empty() && line.version) {
        Invocation::Values flags;
        SPARK_TRY(flags, read_flags(line, *find_verb("version"), language));
        return Invocation(*find_verb("version"), {}, std::move(flags));
    }
    if (line.words.empty()) {
        if (!line.unknown_flag.empty()) {
            return refuse<messages::unknown_flag>(language, flag_suggestion(language, line.unknown_flag, nullptr),
                                                  line.unknown_flag, "spark");
        }
        return refuse<messages::no_verb>(language, say<messages::try_help_all>(language));
    }
    auto found = find_verb_in(line, language);
    if (!found) {
        // A mistyped flag's value may have been taken for the verb: the flag is what to mend.
        if (line.unknown_flag.empty()) return fail(std::move(found).error());
        return refuse<messages::unknown_flag>(language, flag_suggestion(language, line.unknown_flag, nullptr),
                                              line.unknown_flag, "spark");
    }
    const Verb& verb = *found->verb;
    SPARK_TRY(check_shape(line, verb, language));
    Invocation::Values flags;
    SPARK_TRY(flags, read_flags(line, verb, language));
    std::vector<std::string> positionals(line.words.begin() + static_cast<std::ptrdiff_t>(found->words_used),
                                         line.words.end());
    positionals.insert(positionals.end(), line.tail.begin(), line.tail.end());
    SPARK_TRY(check_positionals(positionals, verb, language));
    SPARK_TRY(check_values(flags, verb, language));
    return Invocation(verb, std::move(positionals), std::move(flags));
}

}  // namespace spark::cli
