#include <fmt/format.h>

#include <array>
#include <limits>

#include "adapters/intake/detail/freqtrade_result.hpp"
#include "adapters/intake/detail/result_table.hpp"
#include "adapters/intake/result_files.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::intake {
namespace {

using detail::ColumnRule;
using detail::ResultTable;

constexpr std::array<std::string_view, 4> entry_time_names{"entry_time_ms", "entry_time", "open_time", "open_date"};
constexpr std::array<std::string_view, 4> exit_time_names{"exit_time_ms", "exit_time", "close_time", "close_date"};
constexpr std::array<std::string_view, 3> entry_price_names{"entry_price", "open_rate", "open_price"};
constexpr std::array<std::string_view, 3> exit_price_names{"exit_price", "close_rate", "close_price"};
constexpr std::array<std::string_view, 4> quantity_names{"quantity", "qty", "size", "amount"};
constexpr std::array<std::string_view, 2> gross_names{"gross_pnl", "gross"};
constexpr std::array<std::string_view, 3> fees_names{"fees", "fee", "commission"};
constexpr std::array<std::string_view, 5> net_names{"net_pnl", "net", "pnl", "profit_abs", "profit"};
constexpr std::array<std::string_view, 2> reason_names{"exit_reason", "reason"};
constexpr std::array<std::string_view, 2> symbol_names{"symbol", "pair"};
constexpr std::array<std::string_view, 2> side_names{"side", "direction"};
constexpr std::array<std::string_view, 1> entry_bar_names{"entry_bar"};
constexpr std::array<std::string_view, 1> exit_bar_names{"exit_bar"};

enum : std::size_t {
    entry_time,
    exit_time,
    entry_price,
    exit_price,
    quantity,
    gross,
    fees,
    net,
    reason,
    symbol,
    side,
    entry_bar,
    exit_bar
};

constexpr std::array rules{
    ColumnRule{entry_time_names},        ColumnRule{exit_time_names},       ColumnRule{entry_price_names, false},
    ColumnRule{exit_price_names, false}, ColumnRule{quantity_names, false}, ColumnRule{gross_names, false},
    ColumnRule{fees_names, false},       ColumnRule{net_names, false},      ColumnRule{reason_names, false},
    ColumnRule{symbol_names, false},     ColumnRule{side_names, false},     ColumnRule{entry_bar_names, false},
    ColumnRule{exit_bar_names, false}};

/// The column as an exact amount; an empty or missing one is 0.
Result<ParsedUnits> units_at(const ResultTable& table, std::size_t column) {
    if (table.text(column).empty()) return ParsedUnits{};
    const auto units = parse_units(table.text(column));
    if (!units) return table.refuse(column, units.error().message);
    return *units;
}

Result<std::optional<Notional>> amount_at(const ResultTable& table, std::size_t column) {
    if (table.text(column).empty()) return std::optional<Notional>{};
    SPARK_TRY(const ParsedUnits parsed, units_at(table, column));
    return std::optional(Notional::of_units(parsed.units));
}

Result<std::optional<std::int64_t>> bar_at(const ResultTable& table, std::size_t column) {
    if (table.text(column).empty()) return std::optional<std::int64_t>{};
    SPARK_TRY(const ParsedUnits parsed, units_at(table, column));
    if (parsed.units >= 0 && parsed.units % units_per_one == 0)
        return std::optional<std::int64_t>(parsed.units / units_per_one);
    return table.refuse(column, fmt::format("found the bar '{}', allowed a whole number", shown(table.text(column))));
}

Result<Side> side_at(const ResultTable& table) {
    const std::string_view text = table.text(side);
    if (text.empty() || text == "long" || text == "buy" || text == "LONG" || text == "BUY") return Side::buy;
    if (text == "short" || text == "sell" || text == "SHORT" || text == "SELL") return Side::sell;
    return table.refuse(side, fmt::format("found the side '{}', allowed long, short, buy, sell", shown(text)));
}

/// Net is what the file says, else gross − fees; where it says both ways, they must agree to 1e-8 a trade.
Result<void> read_money(const ResultTable& table, statistics::TradeFacts& trade) {
    SPARK_TRY(trade.gross, amount_at(table, gross));
    SPARK_TRY(trade.fees, amount_at(table, fees));
    std::optional<Notional> left;
    if (trade.gross && trade.fees) {
        SPARK_TRY(left, difference(*trade.gross, *trade.fees));
    }
    if (table.text(net).empty()) {
        if (!left) return table.refuse(table.has(net) ? net : exit_time, "the trade has no net result");
        trade.net = *left;
        return {};
    }
    SPARK_TRY(const ParsedUnits parsed, units_at(table, net));
    trade.net = Notional::of_units(parsed.units);
    if (parsed.rounded) {
        SPARK_TRY(trade.net_approx, table.number(net));
    }
    if (!left || (static_cast<Int128>(left->units()) - parsed.units) / 2 == 0) return {};
    return table.refuse(
        net, fmt::format("found the net result {}, but gross less fees is {}", to_text(trade.net), to_text(*left)));
}

Result<statistics::TradeFacts> read_row(const ResultTable& table) {
    statistics::TradeFacts trade;
    SPARK_TRY(trade.entry_time_ns, table.time_ns(entry_time));
    SPARK_TRY(trade.exit_time_ns, table.time_ns(exit_time));
    if (trade.exit_time_ns < trade.entry_time_ns) return table.refuse(exit_time, "the trade ends before it begins");
    SPARK_TRY(const ParsedUnits entry, units_at(table, entry_price));
    SPARK_TRY(const ParsedUnits exit, units_at(table, exit_price));
    SPARK_TRY(const ParsedUnits amount, units_at(table, quantity));
    trade.entry_price = Price::of_units(entry.units);
    trade.exit_price = Price::of_units(exit.units);
    if (entry.units < 0 || exit.units < 0)
        return table.refuse(entry.units < 0 ? entry_price : exit_price, "found a negative price");
    SPARK_TRY(trade.side, side_at(table));
    if (amount.units < -std::numeric_limits<std::int64_t>::max())
        return table.refuse(quantity, "found a quantity past the range");
    if (amount.units < 0) {
        // A signed size: negative is a short trade.
        if (table.has(side)) return table.refuse(quantity, "found a negative quantity beside a side");
        trade.side = Side::sell;
    }
    trade.quantity = Quantity::of_units(amount.units < 0 ? -amount.units : amount.units);
    SPARK_TRY(read_money(table, trade));
    trade.reason = table.text(reason);
    trade.symbol = table.text(symbol);
    SPARK_TRY(trade.entry_bar, bar_at(table, entry_bar));
    SPARK_TRY(trade.exit_bar, bar_at(table, exit_bar));
    return trade;
}

Result<TradeRows> read_trade_table(ResultFile& file) {
    SPARK_TRY(ResultTable table, ResultTable::open(file, rules));
    if (!table.has(net) && !(table.has(gross) && table.has(fees))) {
        return fail(Fault::invalid_input, "no column 'net_pnl' in the header, nor 'gross_pnl' and 'fees'",
                    file.name + ":1", "name the columns in the first line");
    }
    TradeRows rows;
    rows.format = "csv";
    for (;;) {
        SPARK_TRY(const bool any, table.next());
        if (!any) return rows;
        SPARK_TRY(rows.trades.emplace_back(), read_row(table));
    }
}

Result<std::string> whole_text(ResultFile& file) {
    std::string text;
    std::array<char, 65'536> piece{};
    for (;;) {
        SPARK_TRY(const std::size_t bytes, file.source.read(piece));
        if (bytes == 0) return text;
        text.append(piece.data(), bytes);
        if (text.size() <= file.limits.whole_bytes_max) continue;
        return fail(Fault::invalid_input, fmt::format("the file is longer than {} bytes", file.limits.whole_bytes_max),
                    file.name);
    }
}

bool begins_like_json(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
}

}  // namespace

Result<TradeRows> read_trades(ResultFile file, std::string_view strategy) {
    SPARK_TRY(const std::string bytes, whole_text(file));
    std::string_view text = bytes;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    if (begins_like_json(text)) return detail::read_freqtrade(text, file.name, strategy, file.limits.whole_bytes_max);
    if (!strategy.empty()) {
        return fail(Fault::invalid_input, "only a freqtrade result holds strategies", "--strategy",
                    "leave --strategy out");
    }
    SPARK_TRY(wire::ByteSource source, wire::ByteSource::of_memory(text, file.name));
    ResultFile table{.name = file.name, .source = std::move(source), .limits = file.limits};
    return read_trade_table(table);
}

}  // namespace spark::intake
