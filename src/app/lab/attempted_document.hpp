#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/lab/generation.hpp"
#include "engine/strategy/definition.hpp"
#include "engine/strategy/document.hpp"
#include "foundation/base/result.hpp"

namespace spark::lab {

/// Why a field is as it is; `from` and `to` are bytes of the prompt.
struct GivenReason {
    std::string path;
    std::string en;
    std::string tr;
    std::optional<draft::PromptSpan> words{};
};

/// What a provider gave: a document that loads, or why there is none. What it cost holds in both cases.
struct AttemptedDocument {
    std::string text{};
    strategy::DocumentSyntax syntax = strategy::DocumentSyntax::toml;
    std::optional<strategy::Definition> definition{};
    std::string family{};
    std::string language{};  ///< `en` or `tr`; empty: not known.
    std::vector<GivenReason> reasons{};
    std::vector<draft::PromptSpan> not_understood{};
    std::vector<draft::Notice> notices{};
    std::optional<Error> problem{};  ///< Set: there is no document.

    std::string provider_name{};
    std::string model{};  ///< Empty: none.
    std::int64_t attempts = 1;
    std::optional<std::int64_t> prompt_tokens{};
    std::optional<std::int64_t> completion_tokens{};
    std::optional<std::int64_t> cost{};  ///< Units of 1e-8 of a dollar.
    std::string answer{};                ///< Of a model, the last one as it came, for the evidence.
};

/// By rules alone; the same order gives the same document everywhere.
AttemptedDocument ask_offline(const GenerationOrder& order);

/// Asks the language model; once more, with the reason, where what came back is no document.
/// Errors: those of model_options; unavailable when it was cancelled.
Result<AttemptedDocument> ask_model(const verbs::Context& context, const GenerationOrder& order,
                                    const GenerationFollower& follower);

}  // namespace spark::lab
