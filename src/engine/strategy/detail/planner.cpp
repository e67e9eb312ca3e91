#include "engine/strategy/detail/planner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "engine/strategy/detail/program_part.hpp"
#include "engine/strategy/detail/units.hpp"
#include "engine/strategy/detail/warm_up.hpp"

namespace spark::strategy::detail {
namespace {

using expression::ColumnCache;
using expression::Program;
using expression::StepKind;
using indicators::BitColumn;

/// A refusal of the run (a `tf` or `sym` that does not fit the bars) names the document; where exactly is not kept.
template <class T>
Result<T> in_document(const Document& document, Result<T> made) {
    if (!made) made.error().place = document.file_name;
    return made;
}

Result<BitColumn> bits_of(const Program& program, ColumnCache& columns, std::size_t bars) {
    if (never_holds(program)) return BitColumn(bars);
    SPARK_TRY(const BitColumn* const bits, essence_of(program).run_condition(columns));
    return *bits;
}

Result<BarAmount> amount_of(const CompiledAmount& amount, ColumnCache& columns) {
    BarAmount made{.constant = amount.constant};
    if (!amount.series) return made;
    SPARK_TRY(const indicators::Source column, amount.series->run(columns));
    made.per_bar.resize(column.size());
    for (std::size_t bar = 0; bar < column.size(); ++bar) {
        made.per_bar[bar] = indicators::is_defined(column[bar]) ? units_of(column[bar]) : 0;
    }
    return made;
}

struct LevelKinds {
    LevelKind stop_loss = LevelKind::percent;
    LevelKind take_profit = LevelKind::percent;
    LevelKind trailing_stop = LevelKind::percent;
};

LevelKinds kinds_of(const std::optional<SideRules>& rules) {
    if (!rules) return {};
    return {rules->stop_loss.kind, rules->take_profit.kind, rules->trailing_stop.kind};
}

Result<void> fill_side(const CompiledSide& side, LevelKinds kinds, ColumnCache& columns, SidePlan& plan) {
    if (never_holds(side.enter)) return {};
    const std::size_t bars = plan.enter.size();
    SPARK_TRY(plan.enter, bits_of(side.enter, columns, bars));
    if (side.exit) {
        SPARK_TRY(plan.exit, bits_of(*side.exit, columns, bars));
    }
    SPARK_TRY(plan.entry_price, amount_of(side.entry_price, columns));
    plan.stop_loss.kind = kinds.stop_loss;
    SPARK_TRY(plan.stop_loss.amount, amount_of(side.stop_loss, columns));
    plan.take_profit.kind = kinds.take_profit;
    SPARK_TRY(plan.take_profit.amount, amount_of(side.take_profit, columns));
    plan.trailing_stop.kind = kinds.trailing_stop;
    SPARK_TRY(plan.trailing_stop.amount, amount_of(side.trailing_stop, columns));
    return {};
}

/// Bars on which no side can enter. Errors: invalid_input when the candles hold no bar after them.
Result<std::size_t> warm_up_of(const Document& document, const Compiled& compiled, std::size_t bars,
                               ColumnCache& columns) {
    FirstBar first{.bar = 0, .is_known = false};
    bool may_enter = false;
    for (const auto& side : {&compiled.long_side, &compiled.short_side}) {
        if (!*side || never_holds((*side)->enter)) continue;
        SPARK_TRY(const FirstBar found, in_document(document, first_possible_bar((*side)->enter, columns)));
        if (found.is_known && (!first.is_known || found.bar < first.bar)) first = found;
        may_enter = true;
    }
    if (!may_enter) return std::size_t{0};
    const std::string_view remedy = "take a longer period or shorter lengths";
    if (!first.is_known) {
        return fail(Fault::invalid_input,
                    fmt::format("found {} bars, on none of which every value {} needs is defined", bars, document.name),
                    "--dataset, --from, --to", std::string(remedy));
    }
    const std::size_t needed = first.bar + 2;
    if (bars >= needed) return first.bar;
    return fail(Fault::invalid_input,
                fmt::format("found {} bars, {} needs at least {} (warm-up {}, a signal bar, a bar to fill on)", bars,
                            document.name, needed, first.bar),
                "--dataset, --from, --to", std::string(remedy));
}

}  // namespace

bool never_holds(const Program& program) {
    const auto is_no = [](const expression::StepKey& step) {
        return step.kind == StepKind::constant && std::bit_cast<double>(step.constant_bits) != 1.0;
    };
    const expression::StepKey& last = program.steps().back();
    if (last.kind != StepKind::call || expression::functions()[last.which].name != "and") return is_no(last);
    return std::ranges::any_of(last.arguments, [&](std::uint32_t step) { return is_no(program.steps()[step]); });
}

Result<SignalPlan> make_plan(const Document& document, const Compiled& compiled, const market::CandleColumns& candles,
                             ColumnCache& columns) {
    SignalPlan plan = empty_plan(candles.size());
    SPARK_TRY(plan.warm_up_bars, warm_up_of(document, compiled, candles.size(), columns));
    if (compiled.long_side) {
        SPARK_TRY(in_document(document,
                              fill_side(*compiled.long_side, kinds_of(document.long_side), columns, plan.long_side)));
    }
    if (compiled.short_side) {
        SPARK_TRY(in_document(
            document, fill_side(*compiled.short_side, kinds_of(document.short_side), columns, plan.short_side)));
    }
    plan.size.kind = document.size.kind;
    SPARK_TRY(plan.size.amount, in_document(document, amount_of(compiled.size, columns)));
    plan.entry = {.type = document.entry_type, .valid_bars = compiled.valid_bars};
    plan.time_stop_bars = compiled.time_stop_bars;
    plan.cooldown_bars = compiled.cooldown_bars;
    plan.entries_max = compiled.entries_max;
    plan.risk = compiled.risk;
    return plan;
}

}  // namespace spark::strategy::detail
