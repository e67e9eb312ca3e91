#include "app/cli/help.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/cli/columns.hpp"
#include "app/cli/exit_codes.hpp"
#include "app/cli/messages.hpp"
#include "foundation/base/nearest_name.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/config/settings.hpp"
#include "foundation/config/settings_reader.hpp"
#include "foundation/config/settings_text.hpp"

namespace spark::cli {
namespace {

using Rows = std::vector<NamedSentence>;

std::string heading(std::string_view text, const HelpStyle& style) {
    return style.color ? fmt::format("\x1b[1m{}\x1b[0m\n", text) : fmt::format("{}\n", text);
}

/// Two columns, the right one wrapped.
std::string two_columns(const Rows& rows, const HelpStyle& style) {
    constexpr std::size_t left_most = 26;  // A longer left side has its sentence on the next line.
    std::size_t left = 0;
    for (const auto& [name, sentence] : rows) left = std::max(left, std::min(column_count(name), left_most));
    const std::size_t indent = 2 + left + 2;
    const std::size_t right = style.columns > indent + 20 ? style.columns - indent : 20;
    std::string text;
    for (const auto& [name, sentence] : rows) {
        text += "  " + padded(name, left);
        bool own_line = column_count(name) > left;
        if (own_line) text += '\n';
        for (const std::string& line : wrapped(sentence, right)) {
            text += own_line ? std::string(indent, ' ') : "  ";
            text += line + '\n';
            own_line = true;
        }
    }
    return text;
}

std::string paragraphs(std::string_view text, const HelpStyle& style) {
    std::string lines;
    for (const std::string& line : wrapped(text, style.columns)) lines += line + '\n';
    return lines;
}

std::string examples_text(const Verb& verb, const HelpStyle& style) {
    std::string text;
    for (const Example& example : verb.examples) {
        text += fmt::format("  {}\n      {}\n", example.command, example.does.in(style.language));
    }
    return text;
}

Rows flag_rows(std::span<const Flag> flags, Language language) {
    Rows rows;
    for (const Flag& flag : flags) rows.push_back({flag_form(flag), flag_sentence(flag, language)});
    return rows;
}

Rows verb_rows_of(std::string_view group, Language language) {
    Rows rows;
    for (const Verb& verb : verbs()) {
        if (verb.hidden || !verb.in_group() || verb.first_word() != group) continue;
        rows.push_back({std::string(verb.path), std::string(verb.purpose.in(language))});
    }
    return rows;
}

Rows exit_code_rows(Language language) {
    Rows rows;
    for (const ExitCode& row : exit_codes)
        rows.push_back({fmt::to_string(row.code), std::string(row.what.in(language))});
    return rows;
}

Rows environment_rows(Language language) {
    Rows rows;
    for (const config::Setting& setting : config::settings) {
        std::string sentence(language == Language::tr ? setting.what_tr : setting.what_en);
        sentence += fmt::format(" {}", config::allowed_values(setting));
        if (!setting.secret && !setting.fallback.empty()) {
            sentence += fmt::format(" ({})", say<messages::help_default>(language, setting.fallback));
        }
        rows.push_back({config::environment_name(setting.name), std::move(sentence)});
    }
    rows.push_back({"NO_COLOR", say<messages::env_no_color>(language)});
    rows.push_back({"TERM", say<messages::env_term>(language)});
    rows.push_back({"XDG_CONFIG_HOME", say<messages::env_config_home>(language)});
    return rows;
}

}  // namespace

std::string flag_form(const Flag& flag) {
    std::string form = flag.letter == 0 ? std::string() : fmt::format("-{}, ", flag.letter);
    form += fmt::format("--{}", flag.name);
    if (!flag.is_switch()) form += fmt::format(" {}", flag.value);
    return form;
}

std::string flag_sentence(const Flag& flag, Language language) {
    std::string sentence(flag.what.in(language));
    if (!flag.choices.empty()) sentence += fmt::format(" {}.", fmt::join(flag.choices, ", "));
    if (flag.required) sentence += fmt::format(" ({})", say<messages::help_required>(language));
    if (!flag.fallback.empty()) sentence += fmt::format(" ({})", say<messages::help_default>(language, flag.fallback));
    return sentence;
}

std::string usage_line(const Verb& verb) {
    std::string line = fmt::format("spark {}", verb.path);
    for (const Positional& positional : verb.positionals) {
        std::string form(positional.name);
        if (positional.repeatable) form += "...";
        line += positional.required ? fmt::format(" {}", form) : fmt::format(" [{}]", form);
    }
    for (const Flag& flag : verb.flags) {
        if (flag.required) line += fmt::format(" --{} {}", flag.name, flag.value);
    }
    const bool has_optional = std::ranges::any_of(verb.flags, [](const Flag& flag) { return !flag.required; });
    return has_optional ? line + " [flags]" : line;
}

std::string help_overview(const HelpStyle& style) {
    const Language language = style.language;
    std::string text =
        say<messages::tagline>(language) + "\n\n" + heading(say<messages::help_examples>(language), style);
    for (const std::string_view path : {"data synth", "backtest run", "evidence verify"}) {
        const Example& example = find_verb(path)->examples.front();
        text += fmt::format("  {}\n      {}\n", example.command, example.does.in(language));
    }
    text += "\n" + heading(say<messages::help_usage>(language), style) + "  spark <noun> <verb> [args] [flags]\n";
    text += "\n" + heading(say<messages::help_verbs>(language), style);
    Rows rows;
    for (const Group& group : groups()) {
        for (auto& row : verb_rows_of(group.name, language)) rows.push_back(std::move(row));
    }
    for (const Verb& verb : verbs()) {
        if (!verb.hidden && !verb.in_group())
            rows.push_back({std::string(verb.path), std::string(verb.purpose.in(language))});
    }
    text += two_columns(rows, style);
    text += "\n" + heading(say<messages::help_global_flags>(language), style);
    text += two_columns(flag_rows(global_flags(), language), style);
    text += "\n" + heading(say<messages::help_topics>(language), style);
    Rows topic_rows;
    for (const Topic& topic : topics())
        topic_rows.push_back({std::string(topic.name), std::string(topic.title.in(language))});
    text += two_columns(topic_rows, style);
    return text + "\n" + paragraphs(say<messages::help_more>(language), style);
}

std::string help_of(const Group& group, const HelpStyle& style) {
    const Language language = style.language;
    std::string text = fmt::format("spark {}: {}\n\n", group.name, group.purpose.in(language));
    text += heading(say<messages::help_examples>(language), style);
    for (const Verb& verb : verbs()) {
        if (verb.hidden || !verb.in_group() || verb.first_word() != group.name) continue;
        const Example& example = verb.examples.front();
        text += fmt::format("  {}\n      {}\n", example.command, example.does.in(language));
    }
    text += "\n" + heading(say<messages::help_verbs>(language), style);
    text += two_columns(verb_rows_of(group.name, language), style);
    return text + "\n" + paragraphs(say<messages::help_more>(language), style);
}

std::string help_of(const Verb& verb, const HelpStyle& style) {
    const Language language = style.language;
    std::string text = fmt::format("spark {}: {}\n", verb.path, verb.purpose.in(language));
    if (!verb.examples.empty()) {
        text += "\n" + heading(say<messages::help_examples>(language), style) + examples_text(verb, style);
    }
    text += "\n" + heading(say<messages::help_usage>(language), style) + "  " + usage_line(verb) + '\n';
    if (!verb.more.en.empty()) text += "\n" + paragraphs(verb.more.in(language), style);
    if (!verb.positionals.empty()) {
        Rows rows;
        for (const Positional& positional : verb.positionals) {
            std::string sentence(positional.what.in(language));
            if (!positional.choices.empty()) sentence += fmt::format(" {}.", fmt::join(positional.choices, ", "));
            rows.push_back({std::string(positional.name), std::move(sentence)});
        }
        text += "\n" + heading(say<messages::help_arguments>(language), style) + two_columns(rows, style);
    }
    text += "\n" + heading(say<messages::help_flags>(language), style);
    text += two_columns(flag_rows(verb.flags, language), style);
    text += "  " + say<messages::help_global_hint>(language) + "\n";
    text += "\n" + heading(say<messages::help_exit_codes>(language), style);
    text += "  " + say<messages::exit_codes_hint>(language) + "\n";
    if (verb.see_also.empty()) return text;
    text += "\n" + heading(say<messages::help_see_also>(language), style);
    for (const std::string_view other : verb.see_also) text += fmt::format("  spark {}\n", other);
    return text;
}

std::vector<NamedSentence> topic_table(const Topic& topic, Language language) {
    if (!topic.body.en.empty()) return {};
    return topic.name == "exit-codes" ? exit_code_rows(language) : environment_rows(language);
}

std::string help_of(const Topic& topic, const HelpStyle& style) {
    const std::string title = heading(topic.title.in(style.language), style) + "\n";
    if (!topic.body.en.empty()) return title + paragraphs(topic.body.in(style.language), style);
    return title + two_columns(topic_table(topic, style.language), style);
}

Result<std::string> help_on(std::span<const std::string> words, const HelpStyle& style) {
    if (words.size() > 1 && words.front() == "topic") words = words.subspan(1);
    if (words.empty()) return help_overview(style);
    std::string name;
    for (const std::string& word : words) name += (name.empty() ? "" : " ") + word;
    if (const Verb* verb = find_verb(name)) return help_of(*verb, style);
    if (const Group* group = find_group(name)) return help_of(*group, style);
    if (const Topic* topic = find_topic(name)) return help_of(*topic, style);
    std::vector<std::string> names;
    for (const Verb& verb : verbs()) {
        if (!verb.hidden) names.emplace_back(verb.path);
    }
    for (const Group& group : groups()) names.emplace_back(group.name);
    for (const Topic& topic : topics()) names.emplace_back(topic.name);
    const auto nearest = nearest_name(name, names);
    return fail(
        Fault::not_found, say<messages::unknown_topic>(style.language, shown(name)), {},
        nearest ? say<messages::did_you_mean>(style.language, *nearest) : say<messages::try_help_all>(style.language));
}

}  // namespace spark::cli
