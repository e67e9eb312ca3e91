#include "app/optimizer/assessed_holdout.hpp"

#include <algorithm>
#include <utility>

#include "app/optimizer/set_pool.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::optimizer {
namespace {

using wire::Json;

Json number_or_null(std::optional<double> number) { return number ? Json(*number) : Json(nullptr); }

std::optional<double> decay_of(const Bench& bench, std::optional<double> before, std::optional<double> after) {
    if (!before || !after || *before <= 0) return std::nullopt;
    double longer = 1;
    if (!bench.objective->is_free_of_length())
        longer = static_cast<double>(bench.bars) / static_cast<double>(bench.holdout_bars);
    return (*after * longer / *before - 1) * 100;
}

Result<std::vector<OutOfSampleRun>> run_finalists(const Bench& bench, const AssessedSets& sets,
                                                  const Follower& follower) {
    const std::size_t all = bench.bars + bench.holdout_bars;
    const sweep::SweepInput input = bench.input(0, all);
    SPARK_TRY(const sweep::PreparedSweep prepared, sweep::PreparedSweep::prepare(input, bench.definition(), {}));
    std::vector<OutOfSampleRun> made(sets.finalists.size());
    SPARK_TRY(run_on_threads(bench, prepared, made.size(), follower,
                             [&](sweep::SetRunner& runner, std::size_t index) -> Result<void> {
                                 const Finalist& finalist = sets.finalists[index];
                                 SPARK_TRY(const backtest::RunOutcome run, runner.outcome(finalist.values));
                                 SPARK_TRY(made[index].run, part_of_run(input, run, {bench.bars, all}));
                                 made[index].objective = bench.objective->value(made[index].run.outcome);
                                 made[index].decay_pct = decay_of(bench, finalist.row.objective, made[index].objective);
                                 return {};
                             }));
    return made;
}

}  // namespace

HoldoutSpan holdout_span(const Bench& bench) {
    SPARK_ASSERT(bench.holdout_bars > 0);
    const sweep::SweepInput input = bench.input(bench.bars, bench.bars + bench.holdout_bars);
    const auto& times = input.candles.open_time_ns;
    const std::int64_t bar_ns = input.timeframe ? input.timeframe->length_ns() : 1;
    store::DataSetId id = bench.loaded.data_sets().front().id();
    id.version.reset();
    return {
        .data_set = id.text(), .from = wall_time_of_ns(times.front()), .to = wall_time_of_ns(times.back() + bar_ns)};
}

Result<AssessedHoldout> assessed_holdout(verbs::Context& context, const Bench& bench, std::string_view optimization_id,
                                         const AssessedSets& sets, LookKind kind, const Follower& follower) {
    SPARK_ASSERT(bench.holdout_bars > 0);
    const HoldoutSpan span = holdout_span(bench);
    AssessedHoldout made;
    made.bars = bench.holdout_bars;
    made.from = span.from;
    made.to = span.to;
    made.is_sealed = bench.order.is_sealed && kind == LookKind::finish;
    {
        SPARK_TRY(HoldoutLedger ledger, HoldoutLedger::open(verbs::data_dir(context)));
        const HoldoutEntry* const earlier = ledger.finish_of(optimization_id);
        if (kind == LookKind::finish && earlier != nullptr) {
            made.entry = *earlier;
        } else if (!made.is_sealed && !sets.finalists.empty()) {
            SPARK_TRY(made.entry, ledger.record({.time = context.now(),
                                                 .optimization = std::string(optimization_id),
                                                 .kind = kind == LookKind::finish ? "finish" : "look",
                                                 .strategy = std::string(bench.definition().name()),
                                                 .strategy_sha256 = crypto::sha256_hex(bench.strategy_text),
                                                 .data_set = span.data_set,
                                                 .from = made.from,
                                                 .to = made.to,
                                                 .sets = sets.finalists.size()}));
        }
        made.seen = ledger.seen(span.data_set, span.from, span.to);
    }
    if (!made.is_sealed && !sets.finalists.empty()) {
        SPARK_TRY(made.finalists, run_finalists(bench, sets, follower));
    }
    return made;
}

Json json_of(const AssessedHoldout& holdout) {
    Json ledger = nullptr;
    if (holdout.entry)
        ledger = Json::object().set("sequence", holdout.entry->sequence).set("hash", "sha256:" + holdout.entry->hash);
    return Json::object()
        .set("from", format_iso8601(holdout.from))
        .set("to", format_iso8601(holdout.to))
        .set("bars", holdout.bars)
        .set("is_sealed", holdout.is_sealed)
        .set("seen", holdout.seen)
        .set("ledger", std::move(ledger));
}

Json json_of(const OutOfSampleRun& run) {
    const sweep::SetFigures& figures = run.run.outcome.figures;
    return Json::object()
        .set("objective", number_or_null(run.objective))
        .set("decay_pct", number_or_null(run.decay_pct))
        .set("total_return", run.run.total_return)
        .set("trades", figures.trades)
        .set("net_pnl", to_text(figures.net))
        .set("sharpe", number_or_null(figures.sharpe))
        .set("max_drawdown_pct", figures.max_drawdown_pct)
        .set("profit_factor", number_or_null(figures.profit_factor));
}

}  // namespace spark::optimizer
