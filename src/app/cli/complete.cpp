#include "app/cli/complete.hpp"

#include <algorithm>
#include <array>

#include "app/cli/detail/completion_scripts.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/config/settings.hpp"

namespace spark::cli {
namespace {

struct KindName {
    std::string_view name;
    Candidates kind;
};
constexpr std::array kind_names{
    KindName{"dataset", Candidates::dataset},
    KindName{"strategy", Candidates::strategy},
    KindName{"backtest", Candidates::backtest},
    KindName{"optimization", Candidates::optimization},
    KindName{"evidence", Candidates::evidence},
    KindName{"calendar", Candidates::calendar},
    KindName{"repair_rule", Candidates::repair_rule},
    KindName{"setting", Candidates::setting},
    KindName{"topic", Candidates::topic},
};

std::vector<std::string> topic_names() {
    std::vector<std::string> names;
    for (const Topic& topic : topics()) names.emplace_back(topic.name);
    for (const Group& group : groups()) names.emplace_back(group.name);
    for (const Verb& verb : verbs()) {
        if (!verb.hidden && !verb.in_group()) names.emplace_back(verb.path);
    }
    return names;
}

/// What is typed so far, read loosely: nothing here is an error.
struct Typed {
    std::vector<std::string_view> words;
    std::vector<std::string_view> flags;
    const Flag* open_flag = nullptr;  ///< Takes the word being typed as its value.
    bool flags_ended = false;
};

const Flag* flag_of_token(std::string_view token) {
    if (!token.starts_with("--") || token.contains('=')) return nullptr;
    for (const Verb& verb : verbs()) {
        const Flag* flag = find_flag(verb, token.substr(2));
        if (flag != nullptr) return flag->is_switch() ? nullptr : flag;
    }
    return nullptr;
}

Typed read_typed(std::span<const std::string> words) {
    Typed typed;
    for (const std::string& word : words) {
        if (typed.open_flag != nullptr) {
            typed.open_flag = nullptr;
        } else if (typed.flags_ended) {
            typed.words.emplace_back(word);
        } else if (word == "--") {
            typed.flags_ended = true;
        } else if (word.starts_with('-')) {
            typed.flags.push_back(std::string_view(word).substr(0, word.find('=')));
            typed.open_flag = flag_of_token(word);
        } else {
            typed.words.emplace_back(word);
        }
    }
    return typed;
}

const Verb* verb_of(const Typed& typed) {
    if (typed.words.empty()) return nullptr;
    if (typed.words.size() > 1) {
        const std::string path = std::string(typed.words[0]) + ' ' + std::string(typed.words[1]);
        if (const Verb* verb = find_verb(path)) return verb;
    }
    return find_verb(typed.words[0]);
}

void add(Completion& completion, std::string_view prefix, std::string_view name, std::string_view sentence) {
    if (name.starts_with(prefix)) completion.candidates.push_back({std::string(name), std::string(sentence)});
}

void add_values(Completion& completion, std::span<const std::string_view> choices, Candidates kind,
                std::string_view prefix, std::string_view head, const CandidateSource& source) {
    completion.files = completion.files || kind == Candidates::file;
    completion.directories = completion.directories || kind == Candidates::directory;
    for (const std::string_view choice : choices) {
        if (choice.starts_with(prefix)) completion.candidates.push_back({std::string(head) + std::string(choice), {}});
    }
    for (const std::string& name : candidates(kind, prefix, source)) {
        completion.candidates.push_back({std::string(head) + name, {}});
    }
}

void add_flags(Completion& completion, const Typed& typed, const Verb* verb, std::string_view prefix,
               Language language) {
    const auto add_flag = [&](const Flag& flag) {
        const std::string name = "--" + std::string(flag.name);
        const bool given = std::ranges::find(typed.flags, name) != typed.flags.end();
        if (!given || flag.repeatable) add(completion, prefix, name, flag.what.in(language));
    };
    if (verb != nullptr) std::ranges::for_each(verb->flags, add_flag);
    std::ranges::for_each(global_flags(), add_flag);
}

void add_words(Completion& completion, const Typed& typed, std::string_view prefix, Language language,
               const CandidateSource& source) {
    if (typed.words.empty()) {
        for (const Group& group : groups()) add(completion, prefix, group.name, group.purpose.in(language));
        for (const Verb& verb : verbs()) {
            if (!verb.hidden && !verb.in_group()) add(completion, prefix, verb.path, verb.purpose.in(language));
        }
        return;
    }
    if (const Verb* verb = verb_of(typed)) {
        if (verb->positionals.empty()) return;
        const std::size_t given = typed.words.size() - (verb->in_group() ? 2 : 1);
        if (given >= verb->positionals.size() && !verb->positionals.back().repeatable) return;
        const Positional& positional = verb->positionals[std::min(given, verb->positionals.size() - 1)];
        add_values(completion, positional.choices, positional.candidates, prefix, {}, source);
        return;
    }
    if (typed.words.size() > 1) return;
    for (const Verb& verb : verbs()) {
        if (verb.in_group() && verb.first_word() == typed.words.front()) {
            add(completion, prefix, verb.last_word(), verb.purpose.in(language));
        }
    }
}

}  // namespace

std::string_view completion_script(std::string_view name) {
    const auto found = std::ranges::find(detail::completion_scripts, name, &detail::CompletionScript::shell);
    SPARK_ASSERT(found != detail::completion_scripts.end());
    return found->text;
}

std::optional<Candidates> candidates_of_name(std::string_view name) {
    const auto found = std::ranges::find(kind_names, name, &KindName::name);
    return found == kind_names.end() ? std::nullopt : std::optional(found->kind);
}

std::vector<std::string> candidates(Candidates kind, std::string_view prefix, const CandidateSource& source) {
    std::vector<std::string> names;
    switch (kind) {
        case Candidates::none:
        case Candidates::file:
        case Candidates::directory: break;
        case Candidates::setting:
            for (const config::Setting& setting : config::settings) names.emplace_back(setting.name);
            break;
        case Candidates::topic: names = topic_names(); break;
        case Candidates::dataset:
        case Candidates::strategy:
        case Candidates::backtest:
        case Candidates::optimization:
        case Candidates::evidence:
        case Candidates::calendar:
        case Candidates::repair_rule: names = source(kind); break;
    }
    std::erase_if(names, [&](const std::string& name) { return !name.starts_with(prefix); });
    std::ranges::sort(names);
    return names;
}

Completion complete_words(std::span<const std::string> words, Language language, const CandidateSource& source) {
    Completion completion;
    // Some shells cannot pass an empty word and write it as a pair of quotes.
    const std::string_view last = words.empty() || words.back() == "\"\"" ? std::string_view() : words.back();
    const Typed typed = read_typed(words.empty() ? words : words.first(words.size() - 1));
    const Verb* verb = verb_of(typed);
    if (typed.open_flag != nullptr) {
        add_values(completion, typed.open_flag->choices, typed.open_flag->candidates, last, {}, source);
        return completion;
    }
    if (!typed.flags_ended && last.starts_with("--") && last.contains('=')) {
        const std::size_t value_at = last.find('=') + 1;
        const Flag* flag = flag_of_token(last.substr(0, value_at - 1));
        if (flag == nullptr) return completion;
        add_values(completion, flag->choices, flag->candidates, last.substr(value_at), last.substr(0, value_at),
                   source);
        return completion;
    }
    if (!typed.flags_ended && last.starts_with('-')) {
        add_flags(completion, typed, verb, last, language);
    } else {
        add_words(completion, typed, last, language, source);
    }
    return completion;
}

std::string completion_lines(const Completion& completion) {
    std::string lines;
    for (const NamedSentence& row : completion.candidates) {
        lines += row.name + (row.sentence.empty() ? "" : "\t" + row.sentence) + '\n';
    }
    if (completion.files) lines += ":file\n";
    if (completion.directories) lines += ":directory\n";
    return lines;
}

}  // namespace spark::cli
