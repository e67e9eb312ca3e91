#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/expression/program.hpp"
#include "engine/market/candle_columns.hpp"
#include "engine/strategy/document.hpp"
#include "engine/strategy/native.hpp"
#include "engine/strategy/parameter.hpp"
#include "engine/strategy/signal_plan.hpp"
#include "foundation/domain/timeframe.hpp"

namespace spark::strategy {

/// Another symbol of the run, as `sym` finds it.
struct BoundSymbol {
    std::string_view name;
    market::CandleColumns candles;
    std::optional<Timeframe> timeframe{};  ///< None: that of the run's bars.
};

/// What a strategy runs on. Views: what they show outlives the call.
struct Binding {
    const market::CandleColumns& candles;
    std::span<const std::int64_t> values;  ///< One a parameter, as resolve_parameters gives them.
    std::optional<Timeframe> timeframe{};  ///< Of the candles; without it `tf` and `sym` are refused.
    std::span<const BoundSymbol> symbols{};
    /// Columns shared with other runs on the same candles (other values, other strategies), made with the same
    /// timeframe and symbols; null: its own.
    expression::ColumnCache* columns = nullptr;
};

/// A strategy written in C++ with the same parameter schema as a document. It has a `plan`, when its decisions are
/// columns, or a `make`, when it keeps state and works orders; never both.
struct NativeStrategy {
    std::string name;
    std::int64_t version = 1;
    std::string what_en{};
    std::string what_tr{};
    std::vector<ParameterSpec> parameters{};
    std::string rule{};  ///< The exact rule in words, part of the identity.
    std::function<Result<SignalPlan>(const Binding&)> plan{};
    std::function<Result<std::unique_ptr<Strategy>>(const Binding&)> make{};
    /// The rules between parameters; none: there are none. Errors: invalid_input with the values found.
    std::function<Result<void>(std::span<const std::int64_t>)> check{};
};

/// A strategy ready to run: a document, checked, or a native one. A plain value; any number of threads may read it.
class Definition {
  public:
    /// Checks the whole document with its defaults: every expression, cycles of [let], the rules between parameters.
    /// Errors: invalid_input with `file:line:column` as place.
    static Result<Definition> of_document(Document document);
    static Definition of_native(NativeStrategy native);

    std::string_view name() const;
    std::int64_t version() const;
    std::string_view what_en() const;
    std::string_view what_tr() const;
    std::span<const ParameterSpec> parameters() const;
    const Document* document() const { return document_ ? &*document_ : nullptr; }  ///< Null for a native one.

    /// One text for one behaviour; its SHA-256 is the strategy's identity (document_text.hpp).
    std::string canonical_text() const;

    /// The rules between parameters hold. Errors: invalid_input with the values found.
    Result<void> check(std::span<const std::int64_t> values) const;

    /// Signals over the candles. Errors: invalid_input when the parameters contradict each other, an expression is
    /// refused with these values, or the candles are fewer than the warm-up, a signal bar and a bar to fill on;
    /// exhausted when the columns need more memory than the cache may take; invalid_input for a worker.
    Result<SignalPlan> plan(const Binding& binding) const;

    /// It works orders instead of giving signals: it runs through `make_worker` and the event path.
    bool is_worker() const { return !document_ && native_.make != nullptr; }
    /// A strategy for one run over the candles, which outlive it. Errors: invalid_input when the parameters contradict
    /// each other, or when it is no worker.
    Result<std::unique_ptr<Strategy>> make_worker(const Binding& binding) const;

  private:
    Definition() = default;

    std::optional<Document> document_;
    std::vector<std::size_t> let_order_;
    NativeStrategy native_;
};

/// A document's text as a strategy. Errors: as read_document and Definition::of_document.
Result<Definition> load_definition(std::string_view text, std::string_view file_name, DocumentSyntax syntax);

}  // namespace spark::strategy
