#include "app/verbs/backtest_document.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "foundation/base/decimal_text.hpp"

namespace spark::verbs {
namespace {

using wire::Json;

Json money(Notional amount) { return Json(to_text(amount)); }

Json statistic(std::optional<double> value) { return value && std::isfinite(*value) ? Json(*value) : Json(nullptr); }

Json rounded_ms(double ms) { return Json(std::round(ms * 1000) / 1000); }

/// Parameters of one strategy by their names, of several by `strategy.parameter`.
Json all_parameters_json(const std::vector<AskedStrategy>& strategies) {
    if (strategies.size() == 1) return parameters_json(strategies.front().definition, strategies.front().values);
    Json json = Json::object();
    for (const AskedStrategy& asked : strategies)
        json.set(std::string(asked.definition.name()), parameters_json(asked.definition, asked.values));
    return json;
}

/// The open lots of one book as one position: their total, the average price paid, the first one's bar.
Json position_json(const BacktestFacts& facts, std::size_t index) {
    const backtest::CaseBook& book = facts.loaded.asked().books[index];
    std::vector<portfolio::OpenPosition> lots;
    std::ranges::copy_if(facts.made.outcome.open_lots, std::back_inserter(lots),
                         [&](const portfolio::OpenPosition& lot) { return lot.book == index; });
    if (lots.empty()) return nullptr;
    const portfolio::OpenPosition& first = lots.front();
    const bool is_long = first.side == Side::buy;
    Int128 quantity = 0;
    Int128 entry_value = 0;
    Int128 charged = 0;
    for (const portfolio::OpenPosition& lot : lots) {
        quantity += lot.quantity.units();
        entry_value += lot.entry_value.units();
        charged += static_cast<Int128>(lot.entry_fee.units()) + lot.financing.units();
    }
    const Int128 average = lots.size() == 1 ? Int128{first.entry_price.units()}
                                            : divide(entry_value * units_per_one, quantity, Rounding::half_even);
    const std::int64_t mark = book.candles.close.back();
    const Int128 value =
        divide(static_cast<Int128>(mark) * (is_long ? quantity : -quantity), units_per_one, Rounding::half_even);
    Json json = Json::object();
    json.set("entry_bar", first.entry_bar);
    json.set("entry_time_ms", book.candles.open_time_ns[first.entry_bar - book.first_bar] / 1'000'000);
    json.set("side", is_long ? "long" : "short").set("lots", lots.size());
    json.set("entry_price", format_wide_units(average)).set("quantity", format_wide_units(quantity));
    json.set("entry_fee", format_wide_units(charged)).set("mark_price", format_units(mark));
    json.set("value", format_wide_units(value));
    json.set("unrealized_pnl", format_wide_units(value - (is_long ? entry_value : -entry_value) - charged));
    return json;
}

Json first_position_json(const BacktestFacts& facts) {
    for (std::size_t book = 0; book < facts.loaded.asked().books.size(); ++book) {
        Json position = position_json(facts, book);
        if (!position.is_null()) return position;
    }
    return nullptr;
}

/// What each book of several did with the shared cash.
Json books_json(const BacktestFacts& facts) {
    Json list = Json::array();
    const auto& books = facts.loaded.asked().books;
    for (std::size_t index = 0; index < books.size(); ++index) {
        std::int64_t trades = 0;
        Int128 net = 0;
        Int128 fees = 0;
        for (const portfolio::ClosedTrade& trade : facts.made.outcome.trades) {
            if (trade.book != index) continue;
            ++trades;
            net += trade.net.units();
            fees += trade.fees.units();
        }
        list.push(Json::object()
                      .set("strategy", books[index].strategy.name())
                      .set("symbol", books[index].symbol)
                      .set("dataset", facts.loaded.data_set_of_book(index).id().text())
                      .set("bars", books[index].candles.size())
                      .set("trades", trades)
                      .set("net_pnl", format_wide_units(net))
                      .set("fees", format_wide_units(fees))
                      .set("open_position", position_json(facts, index)));
    }
    return list;
}

Json rejected_json(const backtest::RunOutcome& outcome) {
    constexpr std::size_t shown_max = 20;
    Json list = Json::array();
    for (const backtest::RejectedOrder& order : outcome.rejected) {
        if (list.size() == shown_max) break;
        list.push(Json::object().set("bar", order.bar).set("rule", order.rule).set("detail", order.detail));
    }
    return Json::object().set("count", outcome.rejected_count).set("first", std::move(list));
}

/// At most `points` equities in even steps, the last one always among them: enough for a small picture.
Json curve_json(const backtest::EquityCurve& curve) {
    constexpr std::size_t points = 120;
    Json list = Json::array();
    const std::size_t bars = curve.equity.size();
    const std::size_t count = std::min(points, bars);
    for (std::size_t point = 1; point <= count; ++point)
        list.push(format_units(curve.equity[point * bars / count - 1]));
    return list;
}

Json checks_json(const BacktestFacts& facts) {
    const ComputedCase& made = facts.made;
    Json look_ahead =
        Json::object().set("cuts", made.look_ahead.cuts).set("passed", !made.look_ahead.first_difference.has_value());
    if (made.look_ahead.first_difference) {
        const std::uint32_t first_bar = facts.loaded.asked().books[made.look_ahead.book].first_bar;
        look_ahead.set("first_difference_bar", first_bar + *made.look_ahead.first_difference);
    }
    Json determinism = Json::object().set("runs", 2).set("passed", made.determinism.holds());
    Json conservation = Json::object()
                            .set("bars", made.conservation.bars)
                            .set("passed", !made.conservation.first_difference.has_value());
    if (made.conservation.first_difference)
        conservation.set("first_difference_bar", *made.conservation.first_difference);
    return Json::object()
        .set("look_ahead", std::move(look_ahead))
        .set("determinism", std::move(determinism))
        .set("conservation", std::move(conservation));
}

/// Of a part of a run: what a part has by itself.
Json part_json(const backtest::Metrics& metrics) {
    Json json = Json::object();
    json.set("trades", metrics.trades).set("net_pnl", money(metrics.net_pnl)).set("fees", money(metrics.fees));
    json.set("win_rate", statistic(metrics.win_rate)).set("profit_factor", statistic(metrics.profit_factor));
    json.set("total_return", statistic(metrics.total_return)).set("annual_return", statistic(metrics.annual_return));
    json.set("sharpe", statistic(metrics.sharpe)).set("max_drawdown_pct", metrics.max_drawdown_pct);
    return json.set("buy_hold_return", metrics.buy_hold_return);
}

std::string joined_names(const std::vector<AskedStrategy>& strategies) {
    std::string names;
    for (const AskedStrategy& asked : strategies)
        names += (names.empty() ? "" : ",") + std::string(asked.definition.name());
    return names;
}

Json data_set_json(const BacktestFacts& facts) {
    const store::MappedDataSet& data_set = facts.loaded.data_sets().front();
    const market::DataSetInfo& info = data_set.info();
    return Json::object()
        .set("id", data_set.id().text())
        .set("sha256", data_set.sha256().hex())
        .set("bars", facts.loaded.asked().books.front().candles.size())
        .set("venue", info.venue.text())
        .set("symbol", info.symbol.text())
        .set("timeframe", info.timeframe.text())
        .set("synthetic", info.synthetic);
}

}  // namespace

Json parameters_json(const strategy::Definition& definition, std::span<const std::int64_t> values) {
    Json json = Json::object();
    for (std::size_t index = 0; index < values.size(); ++index) {
        const strategy::ParameterSpec& spec = definition.parameters()[index];
        const std::int64_t value = values[index];
        switch (spec.kind) {
            case strategy::ParameterKind::integer: json.set(spec.name, value); break;
            case strategy::ParameterKind::decimal: json.set(spec.name, format_units(value)); break;
            case strategy::ParameterKind::flag: json.set(spec.name, value != 0); break;
            case strategy::ParameterKind::choice: json.set(spec.name, strategy::parameter_text(spec, value)); break;
        }
    }
    return json;
}

Json metrics_json(const backtest::Metrics& metrics) {
    Json json = Json::object();
    json.set("trades", metrics.trades)
        .set("net_pnl", money(metrics.net_pnl))
        .set("gross_pnl", money(metrics.gross_pnl));
    json.set("fees", money(metrics.fees)).set("wins", metrics.wins).set("win_rate", statistic(metrics.win_rate));
    json.set("profit_factor", statistic(metrics.profit_factor)).set("expectancy", statistic(metrics.expectancy));
    json.set("sharpe", statistic(metrics.sharpe))
        .set("sortino", statistic(metrics.sortino))
        .set("calmar", statistic(metrics.calmar));
    json.set("total_return", statistic(metrics.total_return)).set("cagr", statistic(metrics.cagr));
    json.set("annual_return", statistic(metrics.annual_return)).set("volatility", statistic(metrics.volatility));
    json.set("max_drawdown_pct", metrics.max_drawdown_pct).set("max_drawdown_bars", metrics.max_drawdown_bars);
    json.set("exposure", metrics.exposure)
        .set("sqn", statistic(metrics.sqn))
        .set("buy_hold_return", metrics.buy_hold_return);
    json.set("cost_share", metrics.cost_share).set("periods_per_year", metrics.periods_per_year);
    return json;
}

Json costs_json(const backtest::RunRules& rules) {
    const portfolio::CostModel& costs = rules.costs;
    Json json = Json::object();
    json.set("maker_bps", format_units(costs.maker_bps)).set("taker_bps", format_units(costs.taker_bps));
    json.set("slippage_bps", format_units(costs.slippage_bps));
    const auto set_unless_none = [&json](const char* name, std::int64_t units) {
        if (units != 0) json.set(name, format_units(units));
    };
    set_unless_none("half_spread_bps", costs.half_spread_bps);
    set_unless_none("impact_bps", costs.impact_bps);
    set_unless_none("fee_discount_pct", costs.discount_pct);
    set_unless_none("funding_bps", costs.funding_bps);
    set_unless_none("borrow_bps", costs.borrow_bps);
    set_unless_none("liquidation_bps", costs.liquidation_bps);
    if (costs.tiers.empty()) return json;
    Json tiers = Json::array();
    for (const portfolio::FeeTier& tier : costs.tiers) {
        tiers.push(Json::object()
                       .set("volume_min", money(tier.volume_min))
                       .set("maker_bps", format_units(tier.maker_bps))
                       .set("taker_bps", format_units(tier.taker_bps)));
    }
    json.set("tiers", std::move(tiers));
    return json;
}

Json rules_json(const backtest::RunRules& rules) {
    Json json = Json::object();
    json.set("intrabar", rules.intrabar == backtest::Intrabar::pessimistic ? "pessimistic" : "optimistic");
    json.set("leverage", format_units(rules.leverage)).set("maintenance_pct", format_units(rules.maintenance_pct));
    json.set("close_at_end", rules.close_at_end).set("skip_zero_volume", rules.skip_zero_volume);
    json.set("participation_pct", format_units(rules.participation_pct));
    json.set("latency_bars", rules.latency_bars).set("latency_ms", rules.latency_ms);
    if (!rules.venue) return json;
    Json venue = Json::object();
    venue.set("tick", to_text(rules.venue->tick)).set("lot", to_text(rules.venue->lot));
    venue.set("quantity_min", to_text(rules.venue->quantity_min));
    if (rules.venue->quantity_max) venue.set("quantity_max", to_text(*rules.venue->quantity_max));
    if (rules.venue->notional_min) venue.set("notional_min", to_text(*rules.venue->notional_min));
    json.set("venue", std::move(venue));
    return json;
}

Json backtest_document(const BacktestFacts& facts) {
    const backtest::RunRules& rules = facts.loaded.asked().rules;
    const backtest::RunOutcome& outcome = facts.made.outcome;
    const auto& strategies = facts.loaded.request().strategies;
    const auto& times = facts.made.timeline.open_time_ns;
    Json json = Json::object();
    json.set("schema", "spark.backtest/1").set("id", facts.id).set("created_at", format_iso8601(facts.created_at));
    json.set("result_hash", facts.made.determinism.first_hash);
    json.set("strategy", Json::object()
                             .set("name", joined_names(strategies))
                             .set("version", strategies.front().definition.version())
                             .set("sha256", facts.strategy_sha256));
    json.set("dataset", data_set_json(facts));
    json.set("period", Json::object()
                           .set("first", format_iso8601(wall_time_of_ns(times.front())))
                           .set("last", format_iso8601(wall_time_of_ns(times.back())))
                           .set("first_bar", facts.loaded.asked().books.front().first_bar)
                           .set("warm_up_bars", facts.made.plans.front().warm_up_bars));
    json.set("params", all_parameters_json(strategies));
    json.set("costs", costs_json(rules)).set("rules", rules_json(rules));
    json.set("size", rules.size.text()).set("cash", money(rules.cash)).set("final_equity", money(outcome.final_equity));
    json.set("metrics", metrics_json(facts.made.metrics));
    if (const auto& parts = facts.made.out_of_sample) {
        json.set("out_of_sample", Json::object()
                                      .set("from", format_iso8601(wall_time_of_ns(parts->from_ns)))
                                      .set("in_sample", part_json(parts->before))
                                      .set("out_of_sample", part_json(parts->after)));
    }
    if (rules.costs.finances()) json.set("financing", money(outcome.financing));
    if (outcome.liquidations > 0) json.set("liquidations", outcome.liquidations);
    json.set("open_position", first_position_json(facts));
    if (facts.loaded.asked().books.size() > 1) json.set("books", books_json(facts));
    json.set("rejected_orders", rejected_json(outcome));
    json.set("checks", checks_json(facts));
    Json warnings = Json::array();
    for (const backtest::Warning warning : facts.made.warnings) warnings.push(backtest::to_text(warning));
    json.set("warnings", std::move(warnings));
    json.set("equity_curve", curve_json(facts.made.curve));
    const Timing& timing = facts.made.timing;
    json.set("timing_ms", Json::object()
                              .set("load", rounded_ms(timing.load))
                              .set("signals", rounded_ms(timing.signals))
                              .set("ledger", rounded_ms(timing.ledger))
                              .set("metrics", rounded_ms(timing.metrics))
                              .set("total", rounded_ms(timing.total)));
    return json;
}

Result<Json> backtest_brief(const Json& document) {
    Json json = Json::object();
    for (const std::string_view field : {"id", "created_at", "result_hash"}) {
        SPARK_TRY(const std::string text, document.string_at(field));
        json.set(std::string(field), text);
    }
    SPARK_TRY(const Json* strategy, document.at("strategy"));
    SPARK_TRY(const Json* data_set, document.at("dataset"));
    SPARK_TRY(const Json* params, document.at("params"));
    SPARK_TRY(const Json* metrics, document.at("metrics"));
    SPARK_TRY(const std::string name, strategy->string_at("name"));
    SPARK_TRY(const std::string id, data_set->string_at("id"));
    SPARK_TRY(const std::int64_t trades, metrics->int64_at("trades"));
    SPARK_TRY(const std::string net, metrics->string_at("net_pnl"));
    json.set("strategy", name).set("dataset", id).set("params", *params).set("trades", trades).set("net_pnl", net);
    return json;
}

}  // namespace spark::verbs
