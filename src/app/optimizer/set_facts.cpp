#include "app/optimizer/set_facts.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/optimizer/assessed_holdout.hpp"
#include "app/optimizer/assessed_returns.hpp"
#include "app/optimizer/holdout.hpp"
#include "app/optimizer/identity.hpp"
#include "app/optimizer/part_run.hpp"
#include "engine/robustness/sharpe_tests.hpp"
#include "foundation/base/assert.hpp"

namespace spark::optimizer {
namespace {

using wire::Json;

/// The order's backtest with the document itself in the place of its name. Native strategies are no documents: they
/// keep their names, and another one of today is refused by the header.
Result<Json> with_document(const Json& backtest, std::string_view strategy_text) {
    if (!strategy_text.starts_with('{')) return backtest;
    SPARK_TRY(Json document, wire::parse_json(strategy_text));
    SPARK_TRY(const auto members, backtest.as_object());
    Json made = Json::object();
    for (const wire::JsonMember& member : members)
        if (member.key != "strategy" && member.key != "document") made.set(member.key, member.value);
    return made.set("document", std::move(document));
}

/// The point of these values on the axes; none when one lies on no axis, or what is not searched has another value.
std::optional<search::Point> point_of(const search::Space& space, std::span<const std::int64_t> values) {
    sweep::SetValues rest(space.base().begin(), space.base().end());
    if (values.size() != rest.size()) return std::nullopt;
    search::Point point;
    for (const search::Axis& axis : space.axes()) {
        const std::int64_t wanted = values[axis.parameter()];
        std::uint64_t index = 0;
        while (index < axis.count() && axis.value(index) != wanted) ++index;
        if (index == axis.count()) return std::nullopt;
        point.push_back(static_cast<std::uint32_t>(index));
        rest[axis.parameter()] = wanted;
    }
    if (!std::ranges::equal(rest, values)) return std::nullopt;
    return point;
}

std::optional<double> number_at(const Json& json, std::string_view key) {
    const Json* const value = json.find(key);
    if (value == nullptr || value->is_null()) return std::nullopt;
    const auto number = value->as_double();
    return number ? std::optional(*number) : std::nullopt;
}

}  // namespace

Result<void> bench_of_finished(verbs::Context& context, const trials::TrialFolder& trials,
                               std::string_view strategy_text, Bench& bench) {
    SPARK_TRY(const KeptOrder kept, kept_order(trials.header(), trials.path()));
    Order asked = kept.order;
    SPARK_TRY(asked.backtest, with_document(kept.order.backtest, strategy_text));
    SPARK_TRY(Bench::set_up(context, asked, bench));
    // The header names the strategy as it was asked for; its digest is held against the document's.
    Json with_text = std::exchange(bench.order.backtest, kept.order.backtest);
    trials::TrialHeader header = header_of(bench, kept.id);
    // The canonical text has no units: they are words for people, and change no result.
    const trials::TrialHeader& was = trials.header();
    for (std::size_t axis = 0; axis < std::min(header.axes.size(), was.axes.size()); ++axis)
        header.axes[axis].unit = was.axes[axis].unit;
    SPARK_TRY(check_same_results(was, std::move(header)));
    bench.order.backtest = std::move(with_text);
    return {};
}

Result<std::optional<std::uint64_t>> set_with_values(const Bench& bench, const trials::TrialFolder& trials,
                                                     std::span<const std::int64_t> values) {
    std::optional<std::uint64_t> found;
    const auto point = point_of(*bench.space, values);
    if (!point) return found;
    SPARK_TRY(trials.for_each([&](const trials::TrialRow& row) {
        if (row.point == *point && trials::is_ranked(row)) found = row.number;
        return !found;
    }));
    return found;
}

Result<HoldoutStanding> holdout_standing(verbs::Context& context, const Bench& bench,
                                         std::string_view optimization_id) {
    HoldoutStanding standing;
    if (bench.holdout_bars == 0) return standing;
    const HoldoutSpan span = holdout_span(bench);
    SPARK_TRY(const HoldoutLedger ledger, HoldoutLedger::open(verbs::data_dir(context)));
    standing.looks = ledger.seen(span.data_set, span.from, span.to);
    standing.is_opened = std::ranges::any_of(
        ledger.entries(), [&](const HoldoutEntry& entry) { return entry.look.optimization == optimization_id; });
    return standing;
}

Result<Notional> net_out_of_sample(const Bench& bench, std::span<const std::int64_t> values) {
    SPARK_ASSERT(bench.holdout_bars > 0);
    const std::size_t all = bench.bars + bench.holdout_bars;
    const sweep::SweepInput input = bench.input(0, all);
    SPARK_TRY(const sweep::PreparedSweep prepared, sweep::PreparedSweep::prepare(input, bench.definition(), {}));
    const sweep::SetValues set(values.begin(), values.end());
    SPARK_TRY(const backtest::RunOutcome run, sweep::SetRunner(prepared).outcome(set));
    SPARK_TRY(const PartRun part, part_of_run(input, run, {bench.bars, all}));
    return part.outcome.figures.net;
}

Result<std::optional<double>> deflated_sharpe_of_set(const Bench& bench, std::span<const std::int64_t> values,
                                                     const Json& sharpe, std::uint64_t looks) {
    const auto trials_then = number_at(sharpe, "effective_trials");
    const auto looks_then = number_at(sharpe, "looks");
    const auto expected_then = number_at(sharpe, "expected_max_daily");
    if (!trials_then || !looks_then || !expected_then) return std::optional<double>{};
    // The variance of the trials' ratios is told by what it led to.
    const double spread = robustness::expected_sharpe_max(*trials_then, 1);
    if (!(spread > 0) || !(*expected_then >= 0)) return std::optional<double>{};
    const double variance = std::pow(*expected_then / spread, 2);
    sweep::SweepNeeds needs;
    needs.result_hash = false;
    SPARK_TRY(const sweep::PreparedSweep prepared,
              sweep::PreparedSweep::prepare(bench.input(0, bench.bars), bench.definition(), needs));
    const sweep::SetValues set(values.begin(), values.end());
    SPARK_TRY(const auto equity, sweep::SetRunner(prepared).daily_equity(set));
    const auto record = robustness::sharpe_record(returns_of_days(equity, bench.loaded.asked().rules.cash));
    if (!record) return std::optional<double>{};
    const double trials =
        *trials_then / std::max(*looks_then, 1.0) * static_cast<double>(std::max<std::uint64_t>(looks, 1));
    const auto deflated = robustness::deflated_sharpe(*record, trials, variance);
    return deflated ? std::optional(deflated->probability) : std::nullopt;
}

}  // namespace spark::optimizer
