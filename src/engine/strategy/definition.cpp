#include "engine/strategy/definition.hpp"

#include <fmt/format.h>

#include <deque>

#include "engine/indicators/price_bars.hpp"
#include "engine/strategy/detail/compiled.hpp"
#include "engine/strategy/detail/planner.hpp"
#include "engine/strategy/document_text.hpp"

namespace spark::strategy {
namespace {

std::vector<std::int64_t> fallbacks(std::span<const ParameterSpec> specs) {
    std::vector<std::int64_t> values;
    for (const ParameterSpec& spec : specs) values.push_back(spec.fallback);
    return values;
}

}  // namespace

Result<Definition> Definition::of_document(Document document) {
    Definition made;
    const std::vector<std::int64_t> values = fallbacks(document.parameters);
    SPARK_TRY(made.let_order_, detail::order_of_let(document));
    SPARK_TRY(const detail::Compiled compiled, detail::compile_document(document, made.let_order_, {.values = values}));
    SPARK_TRY(detail::check_where(document, values));
    made.document_ = std::move(document);
    return made;
}

Definition Definition::of_native(NativeStrategy native) {
    Definition made;
    made.native_ = std::move(native);
    return made;
}

std::string_view Definition::name() const { return document_ ? document_->name : native_.name; }
std::int64_t Definition::version() const { return document_ ? document_->version : native_.version; }
std::string_view Definition::what_en() const { return document_ ? document_->what_en : native_.what_en; }
std::string_view Definition::what_tr() const { return document_ ? document_->what_tr : native_.what_tr; }
std::span<const ParameterSpec> Definition::parameters() const {
    return document_ ? document_->parameters : native_.parameters;
}

std::string Definition::canonical_text() const {
    if (document_) return strategy::canonical_text(*document_);
    std::string text = fmt::format("spark.native/1\nname {}\nversion {}\nrule {}\n", name(), version(), native_.rule);
    for (const ParameterSpec& spec : native_.parameters) {
        text += fmt::format("parameter {} kind {} least {} most {} step {} fallback {}\n", spec.name,
                            static_cast<int>(spec.kind), spec.least, spec.most, spec.step, spec.fallback);
    }
    return text;
}

Result<void> Definition::check(std::span<const std::int64_t> values) const {
    if (!document_) return native_.check ? native_.check(values) : Result<void>{};
    return detail::check_where(*document_, values);
}

Result<SignalPlan> Definition::plan(const Binding& binding) const {
    SPARK_TRY(check(binding.values));
    if (is_worker()) {
        return fail(Fault::invalid_input, fmt::format("'{}' works orders, it has no signals", name()), "STRATEGY");
    }
    if (!document_) return native_.plan(binding);
    std::vector<std::string_view> names;
    for (const BoundSymbol& symbol : binding.symbols) names.push_back(symbol.name);
    SPARK_TRY(const detail::Compiled compiled,
              detail::compile_document(*document_, let_order_,
                                       {.values = binding.values, .timeframe = binding.timeframe, .symbols = names}));
    if (binding.columns != nullptr) return detail::make_plan(*document_, compiled, binding.candles, *binding.columns);
    indicators::PriceBars bars(binding.candles);
    std::deque<indicators::PriceBars> others;
    const auto planned = [&](expression::ColumnCache& columns) {
        for (const BoundSymbol& symbol : binding.symbols)
            columns.add_symbol(symbol.name, others.emplace_back(symbol.candles), symbol.timeframe);
        return detail::make_plan(*document_, compiled, binding.candles, columns);
    };
    if (!binding.timeframe) {
        expression::ColumnCache columns(bars);
        return planned(columns);
    }
    expression::ColumnCache columns(bars, *binding.timeframe);
    return planned(columns);
}

Result<std::unique_ptr<Strategy>> Definition::make_worker(const Binding& binding) const {
    if (!is_worker()) {
        return fail(Fault::invalid_input, fmt::format("'{}' gives signals, it works no orders", name()), "STRATEGY");
    }
    SPARK_TRY(check(binding.values));
    return native_.make(binding);
}

Result<Definition> load_definition(std::string_view text, std::string_view file_name, DocumentSyntax syntax) {
    SPARK_TRY(Document document, read_document(text, file_name, syntax));
    return Definition::of_document(std::move(document));
}

}  // namespace spark::strategy
