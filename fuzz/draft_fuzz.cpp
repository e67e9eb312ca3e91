// Any bytes as a sentence: refused with a place in it, or a document that loads, the same on every reading, with the
// limits that no sentence takes away.
#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/draft/draft.hpp"
#include "engine/strategy/definition.hpp"
#include "foundation/base/assert.hpp"

namespace {

namespace draft = spark::draft;
namespace strategy = spark::strategy;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const void* const bytes = data;
    const draft::DraftOrder order{.prompt = std::string(static_cast<const char*>(bytes), size)};
    const auto made = draft::draft_strategy(order);
    if (!made) {
        SPARK_ASSERT(made.error().fault == spark::Fault::invalid_input && made.error().place.starts_with("prompt"));
        return 0;
    }
    SPARK_ASSERT(strategy::load_definition(made->toml, "draft.toml", strategy::DocumentSyntax::toml).has_value());
    SPARK_ASSERT(!made->document.risk.max_drawdown_pct.empty() && !made->document.risk.daily_loss_pct.empty());
    std::size_t end = 0;
    for (const draft::PromptSpan& span : made->not_understood) {
        SPARK_ASSERT(span.from >= end && span.from < span.to && span.to <= size);
        end = span.to;
    }
    const auto again = draft::draft_strategy(order);
    SPARK_ASSERT(again.has_value() && again->toml == made->toml);
    return 0;
}
