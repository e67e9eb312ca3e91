#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/help.hpp"
#include "app/cli/verbs.hpp"

namespace spark::cli {

/// The script that teaches a shell to ask `spark __complete words -- …` for candidates. `name` is one of the verb's
/// choices (asserted).
std::string_view completion_script(std::string_view name);

/// `dataset`, `strategy`, …; nothing for another word, for none, file and directory.
std::optional<Candidates> candidates_of_name(std::string_view name);

/// Names of a kind that the command line itself does not know: data sets, strategies, runs, evidence. An empty answer
/// is always right.
using CandidateSource = std::function<std::vector<std::string>(Candidates kind)>;

/// Names of this kind that begin with `prefix`, sorted.
std::vector<std::string> candidates(Candidates kind, std::string_view prefix, const CandidateSource& source);

/// What may stand in the place of the last of `words` (the words after `spark`, the last one being typed, perhaps
/// empty). Files and folders are left to the shell.
struct Completion {
    std::vector<NamedSentence> candidates;
    bool files = false;
    bool directories = false;
};
Completion complete_words(std::span<const std::string> words, Language language, const CandidateSource& source);

/// One line a candidate, `name<tab>sentence`; `:file` and `:directory` ask the shell for its own.
std::string completion_lines(const Completion& completion);

}  // namespace spark::cli
