#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/draft/draft.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::lab {

/// Who makes a strategy of a sentence: rules on this machine, or a language model.
enum class ProviderKind : std::uint8_t { offline, model };
std::string_view provider_name(ProviderKind kind);

/// A sentence to be made a strategy document.
struct GenerationOrder {
    std::string prompt;
    ProviderKind provider = ProviderKind::offline;
    std::string name{};  ///< Of the document; empty: made up by the provider.
    std::string timeframe{};
    std::vector<std::string> symbols{};
    draft::Risk risk = draft::Risk::balanced;
    std::string author{};

    /// The body of POST /api/v1/strategies/generate. Errors: invalid_input with the member's pointer.
    static Result<GenerationOrder> of_json(const wire::Json& json);
    wire::Json json() const;
};

/// What no provider would be asked with. Errors: invalid_input with the member's pointer: an empty or too long
/// sentence, one that is not UTF-8, a name or a timeframe that is none.
Result<void> check_order(const GenerationOrder& order);

}  // namespace spark::lab
