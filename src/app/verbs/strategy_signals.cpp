#include "app/verbs/strategy_signals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "app/verbs/data_report.hpp"
#include "app/verbs/strategy_json.hpp"
#include "foundation/base/decimal_text.hpp"

namespace spark::verbs {
namespace {

using strategy::SignalPlan;
using wire::Json;

struct Mark {
    std::size_t bar;
    std::string_view side;
    std::string_view kind;
};

struct Found {
    std::vector<Mark> marks;
    Json counts = Json::object();
};

/// All marks by bar; on one bar long before short, exit before enter.
Found marks_of(const SignalPlan& plan) {
    struct Row {
        const indicators::BitColumn& bits;
        std::string_view side;
        std::string_view kind;
    };
    const std::array rows{Row{plan.long_side.exit, "long", "exit"}, Row{plan.long_side.enter, "long", "enter"},
                          Row{plan.short_side.exit, "short", "exit"}, Row{plan.short_side.enter, "short", "enter"}};
    Found found;
    for (const Row& row : rows) {
        found.counts.set(fmt::format("{}_{}", row.side, row.kind), row.bits.count());
        for (std::size_t bar = row.bits.next_set(0); bar < row.bits.size(); bar = row.bits.next_set(bar + 1))
            found.marks.push_back({bar, row.side, row.kind});
    }
    const auto before = [](const Mark& a, const Mark& b) {
        return std::tie(a.bar, a.side, b.kind) < std::tie(b.bar, b.side, a.kind);
    };
    std::ranges::sort(found.marks, before);
    return found;
}

Result<market::CandleColumns> period_of(const SignalOrder& order, const market::CandleColumns& columns) {
    const auto& times = columns.open_time_ns;
    const auto at = [&times](const std::optional<WallTime>& time, std::size_t fallback) {
        if (!time) return fallback;
        return static_cast<std::size_t>(std::ranges::lower_bound(times, ns_of(*time)) - times.begin());
    };
    const std::size_t first = at(order.from, 0);
    const std::size_t end = at(order.to, times.size());
    if (first < end) return columns.slice(first, end - first);
    return fail(
        Fault::invalid_input,
        fmt::format("no bars in the period; the data set holds {} to {}",
                    format_iso8601(wall_time_of_ns(times.front())), format_iso8601(wall_time_of_ns(times.back()))),
        "from, to");
}

}  // namespace

Result<Json> signals_json(Context& context, const SignalOrder& order) {
    const strategy::Definition& definition = order.definition;
    if (definition.is_worker())
        return fail(Fault::invalid_input, fmt::format("'{}' works orders and gives no signals", definition.name()), {},
                    "run a backtest and look at its trades");
    std::vector<strategy::Assignment> assignments;
    for (const std::string& text : order.assignments) {
        SPARK_TRY(strategy::Assignment assignment, strategy::parse_assignment(text));
        assignments.push_back(std::move(assignment));
    }
    SPARK_TRY(const std::vector<std::int64_t> values,
              strategy::resolve_parameters(definition.parameters(), assignments));
    SPARK_TRY(definition.check(values));
    SPARK_TRY(const store::MappedDataSet data_set, open_checked(context, order.data_set));
    SPARK_TRY(const market::CandleColumns candles, period_of(order, data_set.columns()));
    const std::string symbol(data_set.info().symbol.text());
    const Timeframe timeframe = data_set.info().timeframe;
    const std::array symbols{strategy::BoundSymbol{symbol, data_set.columns(), timeframe}};
    const strategy::Binding binding{.candles = candles, .values = values, .timeframe = timeframe, .symbols = symbols};
    SPARK_TRY(const SignalPlan plan, definition.plan(binding));

    Found found = marks_of(plan);
    const std::size_t left_out = found.marks.size() - std::min(found.marks.size(), signal_marks_max);
    Json marks = Json::array();
    for (std::size_t at = left_out; at < found.marks.size(); ++at) {
        const Mark& mark = found.marks[at];
        marks.push(Json::object()
                       .set("ts", candles.open_time_ns[mark.bar] / 1'000'000)
                       .set("side", mark.side)
                       .set("kind", mark.kind)
                       .set("close", format_units(candles.close[mark.bar])));
    }
    Json parameters = Json::object();
    for (std::size_t at = 0; at < values.size(); ++at)
        parameters.set(definition.parameters()[at].name,
                       strategy::parameter_text(definition.parameters()[at], values[at]));
    return Json::object()
        .set("schema", "spark.signals/1")
        .set("strategy", definition.name())
        .set("version", definition.version())
        .set("sha256", strategy_sha256(definition))
        .set("dataset", data_set.id().text())
        .set("bars", candles.size())
        .set("warm_up_bars", plan.warm_up_bars)
        .set("params", std::move(parameters))
        .set("counts", std::move(found.counts))
        .set("marks", std::move(marks))
        .set("truncated", left_out > 0);
}

}  // namespace spark::verbs
