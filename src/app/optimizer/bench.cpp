#include <fmt/format.h>

#include <filesystem>

#include "adapters/store/strategy_folder.hpp"
#include "app/optimizer/run.hpp"
#include "app/verbs/backtest_order.hpp"
#include "app/verbs/case_order.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::optimizer {
namespace {

using wire::Json;

/// What the order sets apart from what it searches.
Result<std::vector<strategy::Assignment>> fixed_of(const verbs::BacktestOrder& backtest) {
    std::vector<strategy::Assignment> fixed;
    for (const std::string& text : backtest.assignments) {
        SPARK_TRY(strategy::Assignment assignment, strategy::parse_assignment(text));
        fixed.push_back(std::move(assignment));
    }
    return fixed;
}

Result<void> check_alone(const verbs::BacktestOrder& backtest) {
    if (backtest.strategy.contains(','))
        return fail(Fault::invalid_input, fmt::format("found strategies {}, allowed one", shown(backtest.strategy)),
                    "STRATEGY", "optimize them one after another");
    if (backtest.data_sets.size() > 1)
        return fail(Fault::invalid_input,
                    fmt::format("found {} data sets to trade, allowed one", backtest.data_sets.size()), "--dataset",
                    "the others as --with, or one optimization for each");
    return {};
}

/// The backtest with the versions of the data sets that were opened: a newer one later is not this one.
Json pinned(const Json& backtest, const verbs::LoadedCase& loaded) {
    const auto& all = loaded.all_data_sets();
    const std::size_t watched = loaded.request().watched.size();
    Json made = Json::object();
    const auto members = backtest.as_object().value();
    for (const wire::JsonMember& member : members) {
        const bool names_data = member.key == "dataset" || member.key == "with" || member.key == "detail" ||
                                member.key == "pair" || member.key == "timeframe" || member.key == "venue";
        if (!names_data) made.set(member.key, member.value);
    }
    made.set("dataset", Json::array().push(all.front()->id().text()));
    if (watched > 0) {
        Json with = Json::array();
        for (std::size_t index = 1; index <= watched; ++index) with.push(all[index]->id().text());
        made.set("with", std::move(with));
    }
    if (loaded.request().finer) made.set("detail", all.back()->id().text());
    return made;
}

Result<void> set_up_search(Bench& bench, const std::vector<strategy::Assignment>& fixed) {
    const Order& order = bench.order;
    SPARK_TRY(bench.space, search::Space::make(bench.definition(), order.parameters, fixed));
    for (const std::string& text : order.where)
        SPARK_TRY(search::Condition::compile(text, bench.definition().parameters()));
    const Notional starting_cash = bench.loaded.asked().rules.cash;
    SPARK_TRY(bench.objective, search::Objective::compile(order.objective, starting_cash));
    bench.needs.details = bench.objective->needs_details();
    for (const std::string& text : order.constraints) {
        SPARK_TRY(search::Constraint constraint, search::Constraint::compile(text, starting_cash));
        bench.needs.details = bench.needs.details || constraint.needs_details();
        bench.constraints.push_back(std::move(constraint));
    }
    return {};
}

/// The bars the sets are run on, and those kept out of sample: the last share of them, as `backtest run --oos` cuts.
Result<void> cut_holdout(Bench& bench) {
    const std::size_t all = bench.loaded.asked().books.front().candles.size();
    bench.bars = all;
    if (bench.order.out_of_sample.empty()) return {};
    SPARK_TRY(const std::int64_t share, verbs::out_of_sample_pct(bench.order.out_of_sample));
    bench.holdout_bars = static_cast<std::size_t>(static_cast<Int128>(all) * share / (100 * units_per_one));
    bench.bars = all - bench.holdout_bars;
    if (bench.bars >= 2 && bench.holdout_bars >= 2) return {};
    return fail(Fault::invalid_input, fmt::format("found {} bars, too few for two parts", all), "--oos");
}

}  // namespace

Result<void> Bench::set_up(verbs::Context& context, Order order, Bench& bench) {
    SPARK_TRY(verbs::BacktestOrder backtest, verbs::read_backtest_body(wire::to_text(order.backtest)));
    SPARK_TRY(check_alone(backtest));
    SPARK_TRY(const auto fixed, fixed_of(backtest));
    // The strategy is loaded with its own values: what is fixed may hold only together with what is searched.
    backtest.assignments.clear();
    SPARK_TRY(verbs::OrderedCase ordered, verbs::case_of_order(context, backtest));
    SPARK_TRY(bench.loaded.load(context, std::move(ordered.request)));
    bench.order = std::move(order);
    bench.order.backtest = pinned(bench.order.backtest, bench.loaded);
    bench.strategy_text = bench.definition().canonical_text();
    SPARK_TRY(cut_holdout(bench));
    return set_up_search(bench, fixed);
}

void Bench::pin_strategy(const verbs::Context& context) {
    const auto named = order.backtest.string_at("strategy");
    if (!named || !strategy::is_strategy_name(*named)) return;
    const store::StrategyFolder folder{std::filesystem::path(verbs::data_dir(context))};
    const auto version = static_cast<std::uint32_t>(definition().version());
    if (folder.find(*named, version)) order.backtest.set("strategy", fmt::format("{}@{}", *named, version));
}

sweep::SweepInput Bench::input(std::size_t first, std::size_t last) const {
    const backtest::Case& asked = loaded.asked();
    const backtest::CaseBook& book = asked.books.front();
    SPARK_ASSERT(first < last && last <= book.candles.size());
    sweep::SweepInput input{.candles = book.candles.slice(first, last - first),
                            .rules = asked.rules,
                            .timeframe = book.timeframe,
                            .symbols = asked.symbols,
                            .symbol = book.symbol,
                            .finer = book.finer};
    input.rules.first_bar = book.first_bar + static_cast<std::uint32_t>(first);
    input.rules.venue = book.venue;
    return input;
}

const strategy::Definition& Bench::definition() const { return loaded.asked().books.front().strategy; }

}  // namespace spark::optimizer
