// Any bytes as a strategy document, in both syntaxes: refused with a place inside the text, or a strategy whose written
// forms read back as the same strategy, whose signals do not change when later bars are cut away, and which crashes
// nothing.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/market/candle_columns.hpp"
#include "engine/strategy/definition.hpp"
#include "engine/strategy/document_text.hpp"
#include "engine/strategy/explain.hpp"
#include "foundation/base/assert.hpp"

namespace {

namespace strategy = spark::strategy;

constexpr std::size_t bar_count = 40;

spark::market::CandleTable some_bars() {
    spark::market::CandleTable table;
    std::int64_t close = 1'000'000'000;
    for (std::size_t bar = 0; bar < bar_count; ++bar) {
        const auto step = static_cast<std::int64_t>(bar);
        const std::int64_t open = close;
        if (bar % 7 != 0) close += (step * 37 % 11 - 5) * 10'000'000;
        table.push_back(step * 3'600'000'000'000, open, (open < close ? close : open) + step % 3 * 1'000'000,
                        open < close ? open : close, close, step % 5 * 100'000'000);
    }
    return table;
}

std::vector<std::int64_t> fallbacks(const strategy::Definition& definition) {
    std::vector<std::int64_t> values;
    for (const strategy::ParameterSpec& spec : definition.parameters()) values.push_back(spec.fallback);
    return values;
}

void check_forms(const strategy::Definition& definition) {
    const strategy::Document& document = *definition.document();
    const std::string canonical = definition.canonical_text();
    const auto json = strategy::load_definition(spark::wire::to_text(to_json(document, strategy::DocumentForm::full)),
                                                "again.json", strategy::DocumentSyntax::json);
    SPARK_ASSERT(json.has_value() && json->canonical_text() == canonical);
    const auto toml = strategy::load_definition(to_toml(document), "again.toml", strategy::DocumentSyntax::toml);
    SPARK_ASSERT(toml.has_value() && toml->canonical_text() == canonical);
    const auto same = strategy::load_definition(canonical, "canonical.json", strategy::DocumentSyntax::json);
    SPARK_ASSERT(same.has_value() && same->canonical_text() == canonical);
}

void check_signals(const strategy::Definition& definition, const spark::market::CandleTable& table) {
    const std::vector<std::int64_t> values = fallbacks(definition);
    const spark::market::CandleColumns candles = table.columns();
    const auto hour = spark::Timeframe::of(std::chrono::hours(1));
    const auto whole = definition.plan({.candles = candles, .values = values, .timeframe = hour});
    const auto part =
        definition.plan({.candles = candles.slice(0, bar_count / 2), .values = values, .timeframe = hour});
    if (!whole || !part) return;
    for (std::size_t bar = 0; bar < bar_count / 2; ++bar) {
        SPARK_ASSERT(whole->long_side.enter.test(bar) == part->long_side.enter.test(bar));
        SPARK_ASSERT(whole->short_side.exit.test(bar) == part->short_side.exit.test(bar));
        SPARK_ASSERT(bar >= whole->warm_up_bars || !whole->long_side.enter.test(bar));
        SPARK_ASSERT(whole->long_side.stop_loss.amount.at(bar) == part->long_side.stop_loss.amount.at(bar));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const spark::market::CandleTable table = some_bars();
    const void* const bytes = data;
    const std::string_view text(static_cast<const char*>(bytes), size);
    for (const strategy::DocumentSyntax syntax : {strategy::DocumentSyntax::toml, strategy::DocumentSyntax::json}) {
        const auto definition = strategy::load_definition(text, "fuzz", syntax);
        if (!definition) {
            SPARK_ASSERT(definition.error().fault == spark::Fault::invalid_input && !definition.error().place.empty());
            continue;
        }
        check_forms(*definition);
        check_signals(*definition, table);
        SPARK_ASSERT(explain(*definition, fallbacks(*definition), strategy::Tongue::turkish).has_value());
    }
    return 0;
}
