#include "app/verbs/backtest_document.hpp"

#include <cmath>
#include <optional>

#include "foundation/base/decimal_text.hpp"

namespace spark::verbs {
namespace {

using wire::Json;

Json money(Notional amount) { return Json(to_text(amount)); }

Json statistic(std::optional<double> value) { return value && std::isfinite(*value) ? Json(*value) : Json(nullptr); }

Json rounded_ms(double ms) { return Json(std::round(ms * 1000) / 1000); }

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

Json parameters_json(const BacktestFacts& facts) {
    Json json = Json::object();
    for (std::size_t index = 0; index < facts.run.values.size(); ++index) {
        const strategy::ParameterSpec& spec = facts.run.strategy.parameters()[index];
        const std::int64_t value = facts.run.values[index];
        switch (spec.kind) {
            case strategy::ParameterKind::integer: json.set(spec.name, value); break;
            case strategy::ParameterKind::decimal: json.set(spec.name, format_units(value)); break;
            case strategy::ParameterKind::flag: json.set(spec.name, value != 0); break;
            case strategy::ParameterKind::choice: json.set(spec.name, strategy::parameter_text(spec, value)); break;
        }
    }
    return json;
}

/// The open lots as one position: their total, the average price paid, the first one's bar.
Json open_position_json(const BacktestFacts& facts) {
    const auto& lots = facts.run.outcome.open_lots;
    if (lots.empty()) return nullptr;
    const portfolio::OpenPosition& first = lots.front();
    const bool is_long = first.side == Side::buy;
    Int128 quantity = 0;
    Int128 entry_value = 0;
    Int128 entry_fee = 0;
    for (const portfolio::OpenPosition& lot : lots) {
        quantity += lot.quantity.units();
        entry_value += lot.entry_value.units();
        entry_fee += lot.entry_fee.units();
    }
    const Int128 average = lots.size() == 1 ? Int128{first.entry_price.units()}
                                            : divide(entry_value * units_per_one, quantity, Rounding::half_even);
    const std::int64_t mark = facts.run.candles.close.back();
    const Int128 value =
        static_cast<Int128>(facts.run.outcome.final_equity.units()) - facts.run.outcome.final_cash.units();
    const Int128 paid = is_long ? entry_value : -entry_value;
    Json json = Json::object();
    json.set("entry_bar", first.entry_bar);
    json.set("entry_time_ms", facts.run.candles.open_time_ns[first.entry_bar - facts.first_bar] / 1'000'000);
    json.set("side", is_long ? "long" : "short").set("lots", lots.size());
    json.set("entry_price", format_wide_units(average)).set("quantity", format_wide_units(quantity));
    json.set("entry_fee", format_wide_units(entry_fee)).set("mark_price", format_units(mark));
    json.set("value", format_wide_units(value)).set("unrealized_pnl", format_wide_units(value - paid - entry_fee));
    return json;
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
Json curve_json(const BacktestFacts& facts) {
    constexpr std::size_t points = 120;
    Json list = Json::array();
    const std::size_t bars = facts.curve.equity.size();
    const std::size_t count = std::min(points, bars);
    for (std::size_t point = 1; point <= count; ++point)
        list.push(format_units(facts.curve.equity[point * bars / count - 1]));
    return list;
}

Json checks_json(const BacktestFacts& facts) {
    Json look_ahead =
        Json::object().set("cuts", facts.look_ahead.cuts).set("passed", !facts.look_ahead.first_difference.has_value());
    if (facts.look_ahead.first_difference)
        look_ahead.set("first_difference_bar", facts.first_bar + *facts.look_ahead.first_difference);
    Json determinism = Json::object().set("runs", 2).set("passed", facts.determinism.holds());
    return Json::object().set("look_ahead", std::move(look_ahead)).set("determinism", std::move(determinism));
}

}  // namespace

Json backtest_document(const BacktestFacts& facts) {
    const backtest::RunRules& rules = facts.run.rules;
    const auto& times = facts.run.candles.open_time_ns;
    Json json = Json::object();
    json.set("schema", "spark.backtest/1").set("id", facts.id).set("created_at", format_iso8601(facts.created_at));
    json.set("result_hash", facts.determinism.first_hash);
    json.set("strategy", Json::object()
                             .set("name", facts.run.strategy.name())
                             .set("version", facts.run.strategy.version())
                             .set("sha256", facts.strategy_sha256));
    json.set("dataset", Json::object()
                            .set("id", facts.data_set_id)
                            .set("sha256", facts.data_set_sha256)
                            .set("bars", facts.run.candles.size())
                            .set("venue", facts.venue)
                            .set("symbol", facts.symbol)
                            .set("timeframe", facts.timeframe)
                            .set("synthetic", facts.synthetic));
    json.set("period", Json::object()
                           .set("first", format_iso8601(wall_time_of_ns(times.front())))
                           .set("last", format_iso8601(wall_time_of_ns(times.back())))
                           .set("first_bar", facts.first_bar));
    json.set("params", parameters_json(facts));
    json.set("costs", Json::object()
                          .set("maker_bps", format_units(rules.costs.maker_bps))
                          .set("taker_bps", format_units(rules.costs.taker_bps))
                          .set("slippage_bps", format_units(rules.costs.slippage_bps)));
    json.set("size", rules.size.text())
        .set("cash", money(rules.cash))
        .set("final_equity", money(facts.run.outcome.final_equity));
    json.set("metrics", metrics_json(facts.metrics));
    json.set("open_position", open_position_json(facts));
    json.set("rejected_orders", rejected_json(facts.run.outcome));
    json.set("checks", checks_json(facts));
    Json warnings = Json::array();
    for (const backtest::Warning warning : facts.warnings) warnings.push(backtest::to_text(warning));
    json.set("warnings", std::move(warnings));
    json.set("equity_curve", curve_json(facts));
    json.set("timing_ms", Json::object()
                              .set("load", rounded_ms(facts.timing.load))
                              .set("signals", rounded_ms(facts.timing.signals))
                              .set("ledger", rounded_ms(facts.timing.ledger))
                              .set("metrics", rounded_ms(facts.timing.metrics))
                              .set("total", rounded_ms(facts.timing.total)));
    return json;
}

}  // namespace spark::verbs
