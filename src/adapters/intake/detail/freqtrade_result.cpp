#include "adapters/intake/detail/freqtrade_result.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "foundation/base/shown_text.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/wire/json.hpp"

namespace spark::intake::detail {
namespace {

using wire::Json;

constexpr double ns_per_ms = 1e6;
// 1900 to 2100, as in delimited files.
constexpr double earliest_ms = -2'208'988'800'000.0;
constexpr double latest_ms = 4'102'444'800'000.0;

/// Amount in units of 1e-8, rounded half away from zero. Errors: invalid_input past the range.
Result<std::int64_t> units_of(double amount) {
    const double units = std::round(amount * static_cast<double>(units_per_one));
    if (std::abs(units) < 9.2e18) return static_cast<std::int64_t>(units);
    return fail(Fault::invalid_input, fmt::format("found {}, allowed plus or minus 92,000,000,000", amount));
}

bool is_there(const Json& json, std::string_view key) {
    const Json* const value = json.find(key);
    return value != nullptr && !value->is_null();
}

/// `<stem>_timestamp` in milliseconds, else `<stem>_date` as text.
Result<std::int64_t> time_at(const Json& trade, const std::string& stem) {
    if (is_there(trade, stem + "_timestamp")) {
        SPARK_TRY(const double ms, trade.double_at(stem + "_timestamp"));
        if (ms >= earliest_ms && ms <= latest_ms) return static_cast<std::int64_t>(ms) * 1'000'000;
        return fail(Fault::invalid_input, fmt::format("found the time {} ms, allowed 1900 to 2100", ms),
                    stem + "_timestamp");
    }
    SPARK_TRY(const std::string text, trade.string_at(stem + "_date"));
    auto time = parse_iso8601(text);
    if (!time) return fail(Fault::invalid_input, time.error().message, stem + "_date");
    const double ms = static_cast<double>(ns_of(*time)) / ns_per_ms;
    if (ms >= earliest_ms && ms <= latest_ms) return ns_of(*time);
    return fail(Fault::invalid_input, fmt::format("found the time '{}', allowed 1900 to 2100", shown(text)),
                stem + "_date");
}

Result<std::int64_t> units_at(const Json& trade, std::string_view key) {
    if (!is_there(trade, key)) return std::int64_t{0};
    SPARK_TRY(const double amount, trade.double_at(key));
    const auto units = units_of(amount);
    if (!units) return fail(Fault::invalid_input, units.error().message, std::string(key));
    return *units;
}

Result<std::string> text_at(const Json& trade, std::string_view key) {
    if (!is_there(trade, key)) return std::string();
    return trade.string_at(key);
}

Result<statistics::TradeFacts> read_trade(const Json& row) {
    statistics::TradeFacts trade;
    SPARK_TRY(trade.entry_time_ns, time_at(row, "open"));
    SPARK_TRY(trade.exit_time_ns, time_at(row, "close"));
    if (trade.exit_time_ns < trade.entry_time_ns)
        return fail(Fault::invalid_input, "the trade closes before it opens", "close_date");
    SPARK_TRY(const double net, row.double_at("profit_abs"));
    const auto net_units = units_of(net);
    if (!net_units) return fail(Fault::invalid_input, net_units.error().message, "profit_abs");
    trade.net = Notional::of_units(*net_units);
    trade.net_approx = net;
    if (is_there(row, "profit_ratio")) {
        SPARK_TRY(trade.return_fraction, row.double_at("profit_ratio"));
    }
    SPARK_TRY(const std::int64_t entry_units, units_at(row, "open_rate"));
    SPARK_TRY(const std::int64_t exit_units, units_at(row, "close_rate"));
    SPARK_TRY(const std::int64_t amount_units, units_at(row, "amount"));
    trade.entry_price = Price::of_units(entry_units);
    trade.exit_price = Price::of_units(exit_units);
    trade.quantity = Quantity::of_units(amount_units);
    if (is_there(row, "is_short")) {
        SPARK_TRY(const bool is_short, row.bool_at("is_short"));
        if (is_short) trade.side = Side::sell;
    }
    SPARK_TRY(trade.symbol, text_at(row, "pair"));
    SPARK_TRY(trade.reason, text_at(row, is_there(row, "exit_reason") ? "exit_reason" : "sell_reason"));
    return trade;
}

/// The document that holds `trades`: the text's own, or the one strategy's in it.
Result<const Json*> strategy_of(const Json& document, std::string_view wanted, std::string& found) {
    if (document.is_array() || document.find("trades") != nullptr) return &document;
    SPARK_TRY(const auto strategies, document.object_at("strategy"));
    std::string names;
    for (const wire::JsonMember& member : strategies) names += (names.empty() ? "" : ", ") + shown(member.key);
    if (strategies.empty())
        return fail(Fault::invalid_input, "the result holds no strategy", "strategy",
                    "run freqtrade backtesting first");
    if (wanted.empty() && strategies.size() > 1) {
        return fail(Fault::invalid_input, fmt::format("the result holds {} strategies: {}", strategies.size(), names),
                    "strategy", "choose one with --strategy NAME");
    }
    for (const wire::JsonMember& member : strategies) {
        if (!wanted.empty() && member.key != wanted) continue;
        found = member.key;
        return &member.value;
    }
    return fail(Fault::not_found, fmt::format("no strategy '{}' in the result, there is {}", shown(wanted), names),
                "--strategy");
}

Result<void> read_account(const Json& strategy, TradeRows& rows) {
    for (const std::string_view key : {"starting_balance", "dry_run_wallet"}) {
        if (rows.starting_balance || !is_there(strategy, key)) continue;
        SPARK_TRY(const double balance, strategy.double_at(key));
        if (balance > 0) rows.starting_balance = balance;
    }
    for (const auto& [key, target] :
         {std::pair{"backtest_start_ts", &rows.begin_ns}, std::pair{"backtest_end_ts", &rows.end_ns}}) {
        if (!is_there(strategy, key)) continue;
        SPARK_TRY(const double ms, strategy.double_at(key));
        if (ms >= earliest_ms && ms <= latest_ms) *target = static_cast<std::int64_t>(ms) * 1'000'000;
    }
    return {};
}

Result<TradeRows> read_document(const Json& document, std::string_view wanted) {
    TradeRows rows;
    rows.format = "freqtrade";
    SPARK_TRY(const Json* const strategy, strategy_of(document, wanted, rows.strategy));
    if (strategy->is_object()) SPARK_TRY(read_account(*strategy, rows));
    SPARK_TRY(const std::span<const Json> trades,
              strategy->is_array() ? strategy->as_array() : strategy->array_at("trades"));
    for (std::size_t index = 0; index < trades.size(); ++index) {
        if (is_there(trades[index], "is_open") && trades[index].find("is_open")->is_bool()) {
            SPARK_TRY(const bool is_open, trades[index].bool_at("is_open"));
            if (is_open) continue;
        }
        auto trade = read_trade(trades[index]);
        if (!trade) {
            Error error = std::move(trade).error();
            error.place = fmt::format("trades[{}]{}{}", index, error.place.empty() ? "" : ".", error.place);
            return fail(std::move(error));
        }
        rows.trades.push_back(*std::move(trade));
    }
    return rows;
}

}  // namespace

Result<TradeRows> read_freqtrade(std::string_view text, const std::string& name, std::string_view strategy,
                                 std::size_t bytes_max) {
    auto document = wire::parse_json(text, {.bytes_max = bytes_max, .depth_max = 64});
    auto rows = document ? read_document(*document, strategy) : Result<TradeRows>(fail(document.error()));
    if (rows) return rows;
    Error error = std::move(rows).error();
    if (!error.place.starts_with("--")) error.place = name + (error.place.empty() ? "" : ":") + error.place;
    return fail(std::move(error));
}

}  // namespace spark::intake::detail
