#include "adapters/report/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <map>

#include "foundation/base/decimal_text.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/wire/delimited.hpp"

namespace spark::report {
namespace {

constexpr std::int64_t day_ms = 86'400'000;

/// What a column of a CSV file sets in a row.
template <class Row>
struct ColumnRule {
    enum class Kind : std::uint8_t { whole, amount };
    std::string_view name;
    Kind kind;
    std::int64_t Row::* field;
};

using TradeRule = ColumnRule<TradeRow>;
constexpr std::array trade_columns{
    TradeRule{"entry_bar", TradeRule::Kind::whole, &TradeRow::entry_bar},
    TradeRule{"entry_time_ms", TradeRule::Kind::whole, &TradeRow::entry_time_ms},
    TradeRule{"entry_price", TradeRule::Kind::amount, &TradeRow::entry_price},
    TradeRule{"exit_bar", TradeRule::Kind::whole, &TradeRow::exit_bar},
    TradeRule{"exit_time_ms", TradeRule::Kind::whole, &TradeRow::exit_time_ms},
    TradeRule{"exit_price", TradeRule::Kind::amount, &TradeRow::exit_price},
    TradeRule{"quantity", TradeRule::Kind::amount, &TradeRow::quantity},
    TradeRule{"gross_pnl", TradeRule::Kind::amount, &TradeRow::gross},
    TradeRule{"fees", TradeRule::Kind::amount, &TradeRow::fees},
    TradeRule{"net_pnl", TradeRule::Kind::amount, &TradeRow::net},
};
using EquityRule = ColumnRule<EquityPoint>;
constexpr std::array equity_columns{
    EquityRule{"date_ms", EquityRule::Kind::whole, &EquityPoint::time_ms},
    EquityRule{"equity", EquityRule::Kind::amount, &EquityPoint::equity},
};

Result<std::int64_t> whole_number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code == std::errc() && end == text.data() + text.size()) return value;
    return fail(Fault::corrupt, fmt::format("found '{}', allowed: a whole number", text));
}

template <class Row>
Result<void> set_field(Row& row, const ColumnRule<Row>& rule, std::string_view text) {
    if (rule.kind == ColumnRule<Row>::Kind::whole) {
        SPARK_TRY(row.*rule.field, whole_number(text));
        return {};
    }
    const auto parsed = parse_units(text);
    if (!parsed) return fail(Fault::corrupt, parsed.error().message);
    row.*rule.field = parsed->units;
    return {};
}

/// The words of a trade's row.
void set_words(TradeRow& row, std::string_view column, std::string_view text) {
    if (column == "exit_reason") row.exit_reason = text;
    if (column == "side") row.is_short = text == "short";
}
void set_words(EquityPoint&, std::string_view, std::string_view) {}

template <class Row>
Result<Row> row_of(std::span<const std::string> header, std::span<const std::string_view> fields,
                   std::span<const ColumnRule<Row>> rules) {
    if (fields.size() != header.size()) {
        return fail(Fault::corrupt,
                    fmt::format("found {} fields, allowed: the {} of the header", fields.size(), header.size()));
    }
    Row row;
    for (std::size_t index = 0; index < header.size(); ++index) {
        const auto rule = std::ranges::find(rules, header[index], &ColumnRule<Row>::name);
        if (rule == rules.end())
            set_words(row, header[index], fields[index]);
        else
            SPARK_TRY(set_field(row, *rule, fields[index]));
    }
    return row;
}

template <class Row>
Result<std::vector<Row>> read_rows(std::string_view csv, std::span<const ColumnRule<Row>> rules,
                                   std::string_view file) {
    std::vector<Row> rows;
    std::vector<std::string> header;
    std::vector<std::string_view> fields;
    std::string unquoted;
    for (std::size_t line = 1; !csv.empty(); ++line) {
        const std::size_t end = csv.find('\n');
        std::string_view text = csv.substr(0, end);
        csv.remove_prefix(end == std::string_view::npos ? csv.size() : end + 1);
        if (text.ends_with('\r')) text.remove_suffix(1);
        if (text.empty()) continue;
        fields.clear();
        if (auto cut = wire::split_quoted(text, ',', fields, unquoted); !cut)
            return fail(Fault::corrupt, cut.error().message, fmt::format("{}:{}", file, line));
        if (header.empty()) {
            header.assign(fields.begin(), fields.end());
            continue;
        }
        auto row = row_of<Row>(header, fields, rules);
        if (!row) return fail(Fault::corrupt, row.error().message, fmt::format("{}:{}", file, line));
        rows.push_back(*std::move(row));
    }
    return rows;
}

Int128 value_of(std::int64_t price, std::int64_t quantity) {
    return divide(static_cast<Int128>(price) * quantity, units_per_one, Rounding::half_even);
}

}  // namespace

Result<std::vector<TradeRow>> read_trades(std::string_view csv) {
    return read_rows<TradeRow>(csv, trade_columns, "trades.csv");
}

Result<std::vector<EquityPoint>> read_daily_equity(std::string_view csv) {
    return read_rows<EquityPoint>(csv, equity_columns, "equity_daily.csv");
}

std::vector<double> values_of(std::span<const EquityPoint> points) {
    std::vector<double> values;
    values.reserve(points.size());
    for (const EquityPoint& point : points)
        values.push_back(static_cast<double>(point.equity) / static_cast<double>(units_per_one));
    return values;
}

std::vector<MonthReturn> monthly_returns(std::span<const EquityPoint> points, std::int64_t starting) {
    std::vector<MonthReturn> months;
    std::int64_t before = starting;
    for (std::size_t index = 0; index < points.size(); ++index) {
        const auto month_of = [](const EquityPoint& point) {
            const std::chrono::year_month_day day(
                std::chrono::floor<std::chrono::days>(wall_time_of_ms(point.time_ms)));
            return day.year() / day.month();
        };
        const auto month = month_of(points[index]);
        if (index + 1 < points.size() && month_of(points[index + 1]) == month) continue;
        if (before <= 0) break;
        const double fraction = static_cast<double>(points[index].equity) / static_cast<double>(before) - 1;
        months.push_back(
            {static_cast<int>(month.year()), static_cast<int>(static_cast<unsigned>(month.month())), fraction});
        before = points[index].equity;
    }
    return months;
}

double compounded(std::span<const MonthReturn> months) {
    double product = 1;
    for (const MonthReturn& month : months) product *= 1 + month.fraction;
    return product - 1;
}

std::vector<double> underwater(std::span<const EquityPoint> points, std::int64_t starting) {
    std::vector<double> depths;
    depths.reserve(points.size());
    std::int64_t peak = starting;
    for (const EquityPoint& point : points) {
        peak = std::max(peak, point.equity);
        const bool below = point.equity < peak && peak > 0;
        depths.push_back(below ? static_cast<double>(point.equity) / static_cast<double>(peak) - 1 : 0);
    }
    return depths;
}

std::vector<Drawdown> deepest_drawdowns(std::span<const EquityPoint> points, std::int64_t starting,
                                        std::size_t count_max) {
    const std::vector<double> depths = underwater(points, starting);
    std::vector<Drawdown> all;
    for (std::size_t index = 0; index < points.size();) {
        if (depths[index] == 0) {
            ++index;
            continue;
        }
        Drawdown fall{.peak_ms = points[index == 0 ? 0 : index - 1].time_ms};
        for (; index < points.size() && depths[index] != 0; ++index) {
            if (depths[index] >= fall.depth) continue;
            fall.depth = depths[index];
            fall.trough_ms = points[index].time_ms;
        }
        if (index < points.size()) fall.recovery_ms = points[index].time_ms;
        fall.days = (fall.recovery_ms.value_or(points.back().time_ms) - fall.peak_ms) / day_ms;
        all.push_back(fall);
    }
    std::ranges::sort(all, {}, [](const Drawdown& fall) { return std::pair(fall.depth, fall.peak_ms); });
    if (all.size() > count_max) all.resize(count_max);
    return all;
}

std::vector<ReasonTotals> by_exit_reason(std::span<const TradeRow> trades) {
    std::map<std::string, ReasonTotals> totals;
    for (const TradeRow& trade : trades) {
        ReasonTotals& row = totals[trade.exit_reason];
        row.reason = trade.exit_reason;
        ++row.trades;
        row.wins += trade.net > 0 ? 1 : 0;
        row.gross += trade.gross;
        row.fees += trade.fees;
        row.net += trade.net;
    }
    std::vector<ReasonTotals> rows;
    for (auto& [reason, row] : totals) rows.push_back(std::move(row));
    return rows;
}

CostTotals cost_totals(std::span<const TradeRow> trades) {
    CostTotals totals;
    for (const TradeRow& trade : trades) {
        totals.gross += trade.gross;
        totals.fees += trade.fees;
        totals.net += trade.net;
        totals.turnover += value_of(trade.entry_price, trade.quantity) + value_of(trade.exit_price, trade.quantity);
    }
    return totals;
}

std::vector<std::size_t> drawn_indices(std::span<const double> values, std::size_t columns) {
    std::vector<std::size_t> indices;
    const std::size_t size = values.size();
    if (columns == 0 || size <= 4 * columns) {
        for (std::size_t index = 0; index < size; ++index) indices.push_back(index);
        return indices;
    }
    for (std::size_t column = 0; column < columns; ++column) {
        const std::size_t first = column * size / columns;
        const std::size_t last = (column + 1) * size / columns - 1;
        std::size_t least = first;
        std::size_t greatest = first;
        for (std::size_t index = first; index <= last; ++index) {
            if (values[index] < values[least]) least = index;
            if (values[index] > values[greatest]) greatest = index;
        }
        for (const std::size_t index : {first, std::min(least, greatest), std::max(least, greatest), last})
            if (indices.empty() || indices.back() < index) indices.push_back(index);
    }
    return indices;
}

}  // namespace spark::report
