#include "app/verbs/case_order.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "app/verbs/backtest_document.hpp"
#include "app/verbs/data_report.hpp"
#include "app/verbs/run_rules.hpp"
#include "app/verbs/strategy_source.hpp"
#include "engine/strategy/definition.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::verbs {
namespace {

/// The error with the place where the order holds what it is about.
std::unexpected<Error> at(std::string pointer, Error error) {
    error.place = std::move(pointer);
    return fail(std::move(error));
}

Result<std::string> data_set_of_pair(Context& context, const BacktestOrder& order) {
    const auto symbol = Symbol::parse(order.pair);
    if (!symbol) return at("/pair", symbol.error());
    const auto timeframe = Timeframe::parse(order.timeframe);
    if (!timeframe) return at("/timeframe", timeframe.error());
    SPARK_TRY(const store::DataFolder folder, open_data_folder(context, false));
    SPARK_TRY(const std::vector<store::DataSetEntry> entries, folder.list());
    const store::DataSetEntry* best = nullptr;
    const auto rank = [](const store::DataSetEntry& entry) {
        return std::tuple(!entry.synthetic, entry.last, entry.id);
    };
    for (const store::DataSetEntry& entry : entries) {
        const bool fits = !entry.damage && entry.id.symbol == *symbol && entry.id.timeframe == *timeframe &&
                          (order.venue.empty() || entry.id.venue.text() == order.venue);
        if (fits && (best == nullptr || rank(*best) < rank(entry))) best = &entry;
    }
    if (best != nullptr) return best->id.text();
    const std::string venue = order.venue.empty() ? "binance" : shown(order.venue);
    return fail(Fault::not_found, fmt::format("no data set holds {} {}", symbol->text(), timeframe->text()), "/pair",
                fmt::format("spark ingest csv FILE --venue {} --symbol {} --timeframe {}; GET /api/v1/datasets lists "
                            "what there is",
                            venue, symbol->text(), timeframe->text()));
}

Result<std::optional<WallTime>> time_of(const std::string& text, const char* pointer) {
    if (text.empty()) return std::optional<WallTime>{};
    const auto time = parse_iso8601(text);
    if (!time) return at(pointer, time.error());
    return std::optional(*time);
}

/// Names of data sets come from outside: what is no id never reaches a path.
Result<std::vector<std::string>> data_sets_of(Context& context, const BacktestOrder& order) {
    if (order.data_sets.empty()) {
        SPARK_TRY(std::string id, data_set_of_pair(context, order));
        return std::vector<std::string>{std::move(id)};
    }
    for (const std::string& id : order.data_sets) {
        const auto parsed = store::DataSetId::parse(id);
        if (!parsed) return at("/dataset", parsed.error());
    }
    return order.data_sets;
}

/// The names of data sets that come beside the traded ones; a timeframe is none, and well.
Result<void> check_further(const BacktestOrder& order) {
    for (const std::string& id : order.watched) {
        const auto parsed = store::DataSetId::parse(id);
        if (!parsed) return at("/with", parsed.error());
    }
    if (order.finer.empty() || Timeframe::parse(order.finer)) return {};
    const auto parsed = store::DataSetId::parse(order.finer);
    if (!parsed) return at("/detail", parsed.error());
    return {};
}

/// Fee tiers have no flag: they go into a file beside the run that --costs names.
std::string tiers_text(const backtest::RunRules& rules) {
    wire::Json tiers = costs_json(rules);
    return wire::to_pretty_text(wire::Json::object().set("tiers", *tiers.find("tiers")));
}

/// The command that repeats the run: with the rules as they came out, whatever the settings say later.
void say_command(const Context& context, const BacktestOrder& order, OrderedCase& made) {
    std::vector<std::string>& line = made.command_line;
    const CaseRequest& request = made.request;
    line = {"spark", "backtest", "run", order.document.empty() ? order.strategy : "{run}/strategy.json"};
    if (!order.document.empty()) made.attached.push_back({"strategy.json", order.document});
    const auto add = [&line](const char* flag, const std::string& value) {
        if (value.empty()) return;
        line.insert(line.end(), {flag, value});
    };
    for (const std::string& id : request.data_sets) add("--dataset", id);
    for (const std::string& id : order.watched) add("--with", id);
    add("--detail", order.finer);
    for (const std::string& assignment : order.assignments) add("--set", assignment);
    add("--from", order.from);
    add("--to", order.to);
    add("--oos", order.out_of_sample);
    if (order.has_band) line.emplace_back("--band");
    if (!request.rules.costs.tiers.empty()) {
        made.attached.push_back({"costs.json", tiers_text(request.rules)});
        add("--costs", "{run}/costs.json");
    }
    for (std::string& word : rule_flags(request.rules, rules_of_settings(context))) line.push_back(std::move(word));
}

Result<std::vector<AskedStrategy>> strategies_of(const Context& context, const BacktestOrder& order) {
    const auto refused = [](Error error) {
        // A parameter there is not is a mistake in the order, not an address without a thing.
        if (error.fault == Fault::not_found) error.fault = Fault::invalid_input;
        return at("/params", std::move(error));
    };
    if (order.document.empty()) {
        if (order.strategy.find(',') == std::string::npos) {
            const auto known = load_strategy(context, order.strategy);
            if (!known) return at("/strategy", known.error());
        }
        auto strategies = read_strategies(context, order.strategy, order.assignments);
        if (!strategies) return refused(strategies.error());
        return strategies;
    }
    auto definition = strategy::load_definition(order.document, "document", strategy::DocumentSyntax::json);
    if (!definition) {
        Error error = definition.error();
        error.message = error.place.empty() ? error.message : fmt::format("{}: {}", error.place, error.message);
        return at("/document", std::move(error));
    }
    auto asked = ask_strategy(*std::move(definition), order.assignments);
    if (!asked) return refused(asked.error());
    std::vector<AskedStrategy> strategies;
    strategies.push_back(*std::move(asked));
    return strategies;
}

/// The settings' rules, overlaid by `costs`, overlaid by the fields at the top: settings, file and flags.
Result<backtest::RunRules> rules_of(const Context& context, const BacktestOrder& order) {
    backtest::RunRules rules = rules_of_settings(context);
    const auto applied = apply_rule_table(order.costs, "body", rules);
    if (!applied) return at("/costs", applied.error());
    // As with flags, --fee-bps comes first and --maker-bps wins over it, in whatever order they stand.
    wire::LocatedValue top = order.rules;
    const auto fee = std::ranges::find(top.items, "fee_bps", &wire::LocatedValue::key);
    if (fee != top.items.end()) std::rotate(top.items.begin(), fee, fee + 1);
    for (wire::LocatedValue& field : top.items) {
        const std::string pointer = "/" + field.key;
        wire::LocatedValue one;
        one.items.push_back(std::move(field));
        const auto good = apply_rule_table(one, "body", rules);
        if (!good) return at(pointer, good.error());
    }
    const auto rules_hold = backtest::check_rules(rules);
    if (!rules_hold) return at(order.costs.items.empty() ? "" : "/costs", rules_hold.error());
    return rules;
}

}  // namespace

Result<OrderedCase> case_of_order(Context& context, const BacktestOrder& order) {
    OrderedCase made;
    CaseRequest& request = made.request;
    SPARK_TRY(request.strategies, strategies_of(context, order));
    SPARK_TRY(request.rules, rules_of(context, order));
    SPARK_TRY(request.from, time_of(order.from, "/from"));
    SPARK_TRY(request.to, time_of(order.to, "/to"));
    if (request.from && request.to && *request.from >= *request.to)
        return fail(Fault::invalid_input, "found from that is not before to", "/from");
    if (!order.out_of_sample.empty()) {
        const auto share = out_of_sample_pct(order.out_of_sample);
        if (!share) return at("/oos", share.error());
        request.out_of_sample_pct = *share;
    }
    SPARK_TRY(request.data_sets, data_sets_of(context, order));
    SPARK_TRY(check_further(order));
    request.watched = order.watched;
    if (!order.finer.empty()) request.finer = order.finer;
    made.has_band = order.has_band;
    say_command(context, order, made);
    return made;
}

}  // namespace spark::verbs
