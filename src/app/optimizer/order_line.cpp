#include <fmt/format.h>

#include <array>
#include <charconv>
#include <limits>

#include "app/optimizer/order.hpp"
#include "app/verbs/line_order.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::optimizer {
namespace {

using cli::Invocation;
using wire::Json;

constexpr std::int64_t whole_most = 1'000'000'000'000;

/// `90s`, `10m`, `2h`, `1d` in seconds.
Result<std::optional<std::int64_t>> seconds(const Invocation& invocation, std::string_view flag) {
    const auto text = invocation.text(flag);
    if (!text) return std::optional<std::int64_t>{};
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(text->data(), text->data() + text->size(), number);
    const std::string_view unit = text->substr(static_cast<std::size_t>(end - text->data()));
    constexpr std::array<std::pair<std::string_view, std::int64_t>, 4> units{
        {{"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86'400}}};
    for (const auto& [name, length_s] : units) {
        if (unit != name || problem != std::errc{} || number < 1 || number > time_max_most_s / length_s) continue;
        return std::optional(number * length_s);
    }
    return fail(Fault::invalid_input, fmt::format("found '{}', allowed 1s to 30d: 90s, 10m, 2h", shown(*text)),
                fmt::format("--{}", flag), fmt::format("--{} 10m", flag));
}

std::vector<std::string> texts(const Invocation& invocation, std::string_view flag) {
    const auto all = invocation.all(flag);
    return {all.begin(), all.end()};
}

/// The line's backtest; the share kept out of sample belongs to the order.
Result<Json> backtest_of(const verbs::Context& context, const Invocation& invocation) {
    SPARK_TRY(const Json line, verbs::order_of_line(context, invocation));
    SPARK_TRY(const auto members, line.as_object());
    Json backtest = Json::object();
    for (const wire::JsonMember& member : members)
        if (member.key != "oos") backtest.set(member.key, member.value);
    return backtest;
}

Result<void> read_walk_forward(const Invocation& invocation, Order& order) {
    SPARK_TRY(const auto purge, invocation.whole("purge", 0, whole_most));
    SPARK_TRY(const auto embargo, invocation.whole("embargo", 0, whole_most));
    const auto text = invocation.text("walk-forward");
    if (!text && (purge || embargo))
        return fail(Fault::invalid_input, "found no --walk-forward to purge", purge ? "--purge" : "--embargo",
                    "--walk-forward 6x30d");
    if (!text) return {};
    SPARK_TRY(order.walk_forward, WalkForwardOrder::parse(*text));
    if (purge) order.walk_forward->purge_bars = *purge;
    if (embargo) order.walk_forward->embargo_bars = *embargo;
    return {};
}

}  // namespace

Result<Order> read_order(const verbs::Context& context, const Invocation& invocation, search::Method method) {
    Order order;
    order.method = method;
    SPARK_TRY(order.backtest, backtest_of(context, invocation));
    order.parameters = texts(invocation, "param");
    order.where = texts(invocation, "where");
    order.objective = invocation.text_or("objective", order.objective);
    order.constraints = texts(invocation, "constraint");
    SPARK_TRY(const auto trials, invocation.whole("max-trials", 1, whole_most));
    if (trials) order.trials_max = static_cast<std::uint64_t>(*trials);
    SPARK_TRY(order.time_max_s, seconds(invocation, "max-time"));
    SPARK_TRY(const auto seed, invocation.whole("seed", 0, std::numeric_limits<std::int64_t>::max()));
    if (seed) order.seed = static_cast<std::uint64_t>(*seed);
    SPARK_TRY(const auto batch, invocation.whole("batch", 1, 100'000));
    if (batch) order.batch = static_cast<std::size_t>(*batch);
    if (const auto share = invocation.text("oos")) {
        SPARK_TRY(verbs::out_of_sample_pct(*share));
        order.out_of_sample = *share;
    }
    order.is_sealed = invocation.has("sealed");
    if (order.is_sealed && order.out_of_sample.empty())
        return fail(Fault::invalid_input, "nothing is kept out of sample", "--sealed", "--oos 30% --sealed");
    SPARK_TRY(read_walk_forward(invocation, order));
    SPARK_TRY(const auto finalists, invocation.whole("finalists", 1, static_cast<std::int64_t>(finalists_max)));
    if (finalists) order.finalists = static_cast<std::size_t>(*finalists);
    order.has_assessment = !invocation.has("no-assessment");
    // The same checks and the same form as an order that comes over HTTP.
    return Order::parse(wire::to_text(order.json()));
}

}  // namespace spark::optimizer
