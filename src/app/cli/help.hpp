#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/cli/verbs.hpp"
#include "foundation/base/result.hpp"

namespace spark::cli {

struct HelpStyle {
    Language language = Language::en;
    bool color = false;
    std::size_t columns = 80;
};

/// All verbs, topics and global flags.
std::string help_overview(const HelpStyle& style);
/// A noun's verbs, its examples first.
std::string help_of(const Group& group, const HelpStyle& style);
/// Examples, usage, arguments, flags, exit codes, related verbs, in this order.
std::string help_of(const Verb& verb, const HelpStyle& style);
std::string help_of(const Topic& topic, const HelpStyle& style);

/// Help on what `words` name: nothing (the overview), a noun, a verb, a topic, or `topic NAME`.
/// Errors: not_found, with the nearest name.
Result<std::string> help_on(std::span<const std::string> words, const HelpStyle& style);

/// A name and its sentence.
struct NamedSentence {
    std::string name;
    std::string sentence;
};

/// The rows of a topic that has no body: exit codes, environment variables. Empty for the others.
std::vector<NamedSentence> topic_table(const Topic& topic, Language language);

/// `spark backtest run STRATEGY --dataset DATASET [flags]`.
std::string usage_line(const Verb& verb);
/// `--format FORMAT`, `-q, --quiet`.
std::string flag_form(const Flag& flag);
/// The flag's sentence with its choices, default and whether it is required or may be repeated.
std::string flag_sentence(const Flag& flag, Language language);

}  // namespace spark::cli
