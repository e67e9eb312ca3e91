#pragma once

#include "adapters/llm/chat_provider.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::lab {

/// How the settings `lab.llm_*` say a language model is asked; the key is read from its file, else SPARK_LLM_KEY.
/// Errors: unavailable when none is set; invalid_input for an address or a price that is none; those of the key's file.
Result<llm::ProviderOptions> model_options(const verbs::Context& context);

/// `[{kind, name, model, is_available, why_not}]`: who can be asked to write a strategy here. The key is read and not
/// told.
wire::Json providers_json(const verbs::Context& context);

/// What the offline provider is called in a generation.
inline constexpr std::string_view offline_name = "spark-draft/1";

}  // namespace spark::lab
