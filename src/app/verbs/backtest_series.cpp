#include "app/verbs/backtest_series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <map>

#include "adapters/report/compare.hpp"
#include "adapters/report/figures.hpp"
#include "app/verbs/backtest_document.hpp"
#include "app/verbs/backtest_report.hpp"
#include "app/verbs/backtest_run.hpp"
#include "app/verbs/backtest_statistics.hpp"
#include "engine/backtest/result_text.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/wire/delimited.hpp"

namespace spark::verbs {
namespace {

using wire::Json;

constexpr std::int64_t ms_in_ns = 1'000'000;
constexpr std::size_t points_a_stretch = 4;
constexpr std::size_t histogram_bins = 40;

double as_number(std::int64_t units) { return static_cast<double>(units) / static_cast<double>(units_per_one); }

/// Ticks [first, last) of a range.
struct Ticks {
    std::size_t first = 0;
    std::size_t last = 0;
};

Result<Ticks> ticks_of(const ReplayedRun& run, const TimeRange& range) {
    const auto& times = run.made.timeline.open_time_ns;
    const auto at = [&](const std::optional<WallTime>& time, std::size_t fallback) {
        if (!time) return fallback;
        return static_cast<std::size_t>(std::ranges::lower_bound(times, ns_of(*time)) - times.begin());
    };
    const Ticks ticks{.first = at(range.from, 0), .last = at(range.to, times.size())};
    if (ticks.first < ticks.last) return ticks;
    return fail(
        Fault::invalid_input,
        fmt::format("no bars of the run from 'from' to 'to'; it holds {} to {}",
                    format_iso8601(wall_time_of_ns(times.front())), format_iso8601(wall_time_of_ns(times.back()))),
        "from");
}

/// Equity ÷ highest so far − 1, as equity.csv has it.
std::vector<double> drawdowns_of_curve(const ReplayedRun& run) {
    std::vector<double> fractions;
    fractions.reserve(run.made.curve.equity.size());
    std::int64_t peak = run.made.outcome.starting_cash.units();
    for (const std::int64_t equity : run.made.curve.equity) {
        peak = std::max(peak, equity);
        fractions.push_back(equity == peak ? 0 : static_cast<double>(equity - peak) / static_cast<double>(peak));
    }
    return fractions;
}

void append_columns(std::string& out, std::span<const double> values) {
    static_assert(std::endian::native == std::endian::little);
    const auto bytes = std::as_bytes(values);
    out.append(std::bit_cast<const char*>(bytes.data()), bytes.size());
}

Result<Json> typed_value(std::string_view column, std::string_view text) {
    const bool is_whole = column.ends_with("_bar") || column.ends_with("_time_ms");
    if (is_whole) {
        std::int64_t number = 0;
        const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (code == std::errc{} && end == text.data() + text.size()) return Json(number);
        return fail(Fault::corrupt, fmt::format("found '{}' for {}, allowed a whole number", text, column));
    }
    const bool is_word = column == "exit_reason" || column == "side" || column == "symbol" || column == "strategy";
    if (!is_word && !parse_units(text))
        return fail(Fault::corrupt, fmt::format("found '{}' for {}, allowed a decimal number", text, column));
    return Json(text);
}

}  // namespace

Result<Json> equity_json(std::string_view run_id, const ReplayedRun& run, const TimeRange& range,
                         std::size_t points_max) {
    SPARK_TRY(const Ticks ticks, ticks_of(run, range));
    const auto& curve = run.made.curve.equity;
    std::vector<double> values;
    values.reserve(ticks.last - ticks.first);
    for (std::size_t tick = ticks.first; tick < ticks.last; ++tick) values.push_back(as_number(curve[tick]));
    std::vector<std::size_t> drawn;
    if (values.size() > points_max) {
        drawn = report::drawn_indices(values, std::max<std::size_t>(1, points_max / points_a_stretch));
    } else {
        for (std::size_t index = 0; index < values.size(); ++index) drawn.push_back(index);
    }
    const std::vector<double> fractions = drawdowns_of_curve(run);
    const auto& books = run.loaded.asked().books;
    const double bought_at = as_number(books.front().candles.close.back()) / (1 + run.made.metrics.buy_hold_return);
    const double cash_approx = as_number(run.made.outcome.starting_cash.units());
    Json times = Json::array();
    Json equities = Json::array();
    Json falls = Json::array();
    Json held = Json::array();
    for (const std::size_t index : drawn) {
        const std::size_t tick = ticks.first + index;
        times.push(run.made.timeline.open_time_ns[tick] / ms_in_ns);
        equities.push(format_units(curve[tick]));
        falls.push(fractions[tick]);
        if (books.size() == 1) held.push(cash_approx * as_number(books.front().candles.close[tick]) / bought_at);
    }
    Json json = Json::object().set("schema", "spark.equity/1").set("id", run_id).set("resolution", "bar");
    json.set("bars", values.size()).set("points", drawn.size()).set("is_whole", drawn.size() == values.size());
    json.set("starting_cash", to_text(run.made.outcome.starting_cash)).set("t", std::move(times));
    json.set("equity", std::move(equities)).set("drawdown", std::move(falls));
    if (books.size() == 1) json.set("buy_hold", std::move(held));
    return json;
}

Result<Json> daily_equity_json(std::string_view run_id, std::string_view csv, const Json& document,
                               std::size_t points_max) {
    SPARK_TRY(const std::vector<report::EquityPoint> points, report::read_daily_equity(csv));
    SPARK_TRY(const std::string cash, document.string_at("cash"));
    SPARK_TRY(const ParsedUnits starting, parse_units(cash));
    const std::vector<double> values = report::values_of(points);
    const std::vector<double> fractions = report::underwater(points, starting.units);
    std::vector<std::size_t> drawn;
    if (values.size() > points_max) {
        drawn = report::drawn_indices(values, std::max<std::size_t>(1, points_max / points_a_stretch));
    } else {
        for (std::size_t index = 0; index < values.size(); ++index) drawn.push_back(index);
    }
    Json times = Json::array();
    Json equities = Json::array();
    Json falls = Json::array();
    for (const std::size_t index : drawn) {
        times.push(points[index].time_ms);
        equities.push(format_units(points[index].equity));
        falls.push(fractions[index]);
    }
    Json json = Json::object().set("schema", "spark.equity/1").set("id", run_id).set("resolution", "day");
    json.set("bars", values.size()).set("points", drawn.size()).set("is_whole", drawn.size() == values.size());
    json.set("starting_cash", cash).set("t", std::move(times)).set("equity", std::move(equities));
    return json.set("drawdown", std::move(falls));
}

std::string equity_columns(const ReplayedRun& run) {
    const auto& curve = run.made.curve.equity;
    std::vector<double> column(curve.size());
    std::string out;
    out.reserve(3 * curve.size() * sizeof(double));
    std::ranges::transform(run.made.timeline.open_time_ns, column.begin(),
                           [](std::int64_t ns) { return static_cast<double>(ns / ms_in_ns); });
    append_columns(out, column);
    std::ranges::transform(curve, column.begin(), as_number);
    append_columns(out, column);
    append_columns(out, drawdowns_of_curve(run));
    return out;
}

std::string equity_file(const ReplayedRun& run) {
    return backtest::equity_csv(run.made.timeline, run.made.curve, run.made.outcome,
                                run.loaded.asked().books.front().first_bar);
}

Result<Json> statistics_json(std::string_view run_id, const ReplayedRun& run, const TimeRange& range) {
    SPARK_TRY(const Ticks ticks, ticks_of(run, range));
    const auto& times = run.made.timeline.open_time_ns;
    const bool is_whole = ticks.first == 0 && ticks.last == times.size();
    std::optional<ComputedCase> part;
    if (!is_whole) {
        SPARK_TRY(part, part_of_case(run.loaded, run.made, ticks.first, ticks.last));
    }
    const ComputedCase& looked_at = part ? *part : run.made;
    Json json = Json::object().set("schema", "spark.backtest_statistics/1").set("id", run_id);
    json.set("from", format_iso8601(wall_time_of_ns(times[ticks.first])));
    json.set("to", format_iso8601(wall_time_of_ns(times[ticks.last - 1]))).set("bars", ticks.last - ticks.first);
    json.set("metrics", metrics_json(looked_at.metrics));
    json.set("statistics", backtest_statistics(run.loaded, looked_at));
    add_probabilistic_sharpe(json);
    return json;
}

Json distribution_json(std::string_view run_id, const ReplayedRun& run) {
    const auto facts = trade_facts_of(run.loaded, run.made);
    Json net = Json::array();
    Json bars = Json::array();
    Json held = Json::array();
    Json adverse = Json::array();
    Json favourable = Json::array();
    std::vector<double> results;
    for (const statistics::TradeFacts& fact : facts) {
        results.push_back(statistics::net_number(fact));
        net.push(results.back());
        bars.push(fact.exit_bar.value_or(0) - fact.entry_bar.value_or(0));
        held.push((fact.exit_time_ns - fact.entry_time_ns) / ms_in_ns);
        adverse.push(fact.adverse ? Json(*fact.adverse) : Json(nullptr));
        favourable.push(fact.favourable ? Json(*fact.favourable) : Json(nullptr));
    }
    Json histogram = Json::array();
    if (!results.empty()) {
        const auto [least, most] = std::ranges::minmax(results);
        const double width = most > least ? (most - least) / static_cast<double>(histogram_bins) : 1;
        std::vector<std::int64_t> counts(most > least ? histogram_bins : 1);
        for (const double result : results) {
            const auto bin = static_cast<std::size_t>((result - least) / width);
            ++counts[std::min(bin, counts.size() - 1)];
        }
        for (std::size_t bin = 0; bin < counts.size(); ++bin)
            histogram.push(Json::object()
                               .set("from", least + width * static_cast<double>(bin))
                               .set("to", least + width * static_cast<double>(bin + 1))
                               .set("count", counts[bin]));
    }
    Json json = Json::object().set("schema", "spark.backtest_distribution/1").set("id", run_id);
    json.set("trades", facts.size()).set("net_pnl", std::move(net)).set("bars_held", std::move(bars));
    json.set("held_ms", std::move(held)).set("mae", std::move(adverse)).set("mfe", std::move(favourable));
    return json.set("histogram", std::move(histogram));
}

Result<Json> compare_stored(std::span<const store::StoredEvidence> runs) {
    std::vector<std::string> trades;
    std::vector<report::ComparedRun> compared;
    for (const store::StoredEvidence& run : runs) {
        SPARK_TRY(std::string csv, read_attachment(run, "trades.csv"));
        trades.push_back(std::move(csv));
    }
    for (std::size_t run = 0; run < runs.size(); ++run) compared.push_back({runs[run].document, trades[run]});
    return report::compare_runs(compared);
}

Result<Json> aligned_equity_json(std::span<const store::StoredEvidence> runs, std::size_t points_max) {
    std::map<std::int64_t, std::vector<std::optional<double>>> rows;
    for (std::size_t run = 0; run < runs.size(); ++run) {
        SPARK_TRY(const std::string csv, read_attachment(runs[run], "equity_daily.csv"));
        SPARK_TRY(const std::vector<report::EquityPoint> points, report::read_daily_equity(csv));
        SPARK_TRY(const std::string cash, runs[run].document.string_at("cash"));
        SPARK_TRY(const ParsedUnits starting, parse_units(cash));
        for (const report::EquityPoint& point : points) {
            auto& row = rows[point.time_ms];
            row.resize(runs.size());
            row[run] = 100.0 * static_cast<double>(point.equity) / static_cast<double>(starting.units);
        }
    }
    const std::size_t step = std::max<std::size_t>(1, (rows.size() + points_max - 1) / points_max);
    Json times = Json::array();
    std::vector<Json> columns(runs.size(), Json::array());
    std::size_t index = 0;
    for (const auto& [time, row] : rows) {
        const bool is_last = ++index == rows.size();
        if (!is_last && (index - 1) % step != 0) continue;
        times.push(time);
        for (std::size_t run = 0; run < runs.size(); ++run)
            columns[run].push(row[run] ? Json(*row[run]) : Json(nullptr));
    }
    Json series = Json::array();
    for (std::size_t run = 0; run < runs.size(); ++run)
        series.push(Json::object().set("id", runs[run].entry.id).set("rebased", std::move(columns[run])));
    return Json::object().set("resolution", "day").set("t", std::move(times)).set("runs", std::move(series));
}

Result<std::vector<Json>> trade_rows(std::string_view csv) {
    std::vector<Json> rows;
    std::vector<std::string> columns;
    std::vector<std::string_view> fields;
    std::string unquoted;
    for (std::size_t line_number = 1; !csv.empty(); ++line_number) {
        const std::size_t end = std::min(csv.find('\n'), csv.size());
        const std::string_view line = csv.substr(0, end);
        csv.remove_prefix(std::min(end + 1, csv.size()));
        const std::string place = fmt::format("trades.csv:{}", line_number);
        if (const auto cut = wire::split_quoted(line, ',', fields, unquoted); !cut)
            return fail(Fault::corrupt, cut.error().message, place);
        if (line_number == 1) {
            columns.assign(fields.begin(), fields.end());
            continue;
        }
        if (fields.size() != columns.size())
            return fail(Fault::corrupt,
                        fmt::format("found {} fields, the header has {}", fields.size(), columns.size()), place);
        std::vector<std::string> keys{"index"};
        Json::Array values{Json(rows.size())};
        for (std::size_t column = 0; column < columns.size(); ++column) {
            auto value = typed_value(columns[column], fields[column]);
            if (!value) return fail(Fault::corrupt, value.error().message, place);
            keys.push_back(columns[column]);
            values.push_back(*std::move(value));
        }
        rows.push_back(Json::object_of(std::move(keys), std::move(values)));
    }
    return rows;
}

}  // namespace spark::verbs
