#include "app/server/server_order.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "app/verbs/data_report.hpp"
#include "app/verbs/run_rules.hpp"
#include "app/verbs/strategy_source.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::server {
namespace {

/// The error with the place where the order holds what it is about.
std::unexpected<Error> at(std::string pointer, Error error) {
    error.place = std::move(pointer);
    return fail(std::move(error));
}

Result<std::string> data_set_of_pair(verbs::Context& context, const BacktestOrder& order) {
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
Result<std::vector<std::string>> data_sets_of(verbs::Context& context, const BacktestOrder& order) {
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

void add_cost_flags(const wire::LocatedValue& costs, std::vector<std::string>& line) {
    for (const wire::LocatedValue& field : costs.items) {
        if (field.kind == wire::LocatedKind::list || field.kind == wire::LocatedKind::table) continue;
        if (field.kind == wire::LocatedKind::flag && field.text != "true") continue;
        std::string flag = "--" + field.key;
        std::ranges::replace(flag, '_', '-');
        line.push_back(std::move(flag));
        if (field.kind != wire::LocatedKind::flag) line.push_back(field.text);
    }
}

std::vector<std::string> command_of(const BacktestOrder& order, const std::vector<std::string>& data_sets) {
    std::vector<std::string> line{"spark", "backtest", "run", order.strategy};
    for (const std::string& id : data_sets) line.insert(line.end(), {"--dataset", id});
    for (const std::string& assignment : order.assignments) line.insert(line.end(), {"--set", assignment});
    if (!order.from.empty()) line.insert(line.end(), {"--from", order.from});
    if (!order.to.empty()) line.insert(line.end(), {"--to", order.to});
    if (order.costs) add_cost_flags(*order.costs, line);
    return line;
}

}  // namespace

Result<OrderedCase> case_of_order(verbs::Context& context, const BacktestOrder& order) {
    OrderedCase made;
    verbs::CaseRequest& request = made.request;
    const auto known = load_strategy(context, order.strategy);
    if (!known) return at("/strategy", known.error());
    auto strategies = read_strategies(context, order.strategy, order.assignments);
    if (!strategies) {
        // A parameter there is not is a mistake in the order, not an address without a thing.
        if (strategies.error().fault == Fault::not_found) strategies.error().fault = Fault::invalid_input;
        return at("/params", strategies.error());
    }
    request.strategies = std::move(*strategies);
    request.rules = rules_of_settings(context);
    if (order.costs) {
        const auto applied = verbs::apply_rule_table(*order.costs, "body", request.rules);
        if (!applied) return at("/costs", applied.error());
    }
    const auto rules_hold = backtest::check_rules(request.rules);
    if (!rules_hold) return at("/costs", rules_hold.error());
    SPARK_TRY(request.from, time_of(order.from, "/from"));
    SPARK_TRY(request.to, time_of(order.to, "/to"));
    if (request.from && request.to && *request.from >= *request.to)
        return fail(Fault::invalid_input, "found from that is not before to", "/from");
    SPARK_TRY(request.data_sets, data_sets_of(context, order));
    made.command_line = command_of(order, request.data_sets);
    return made;
}

}  // namespace spark::server
