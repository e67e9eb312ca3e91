#include "engine/strategy/built_in.hpp"

#include <fmt/format.h>

#include <array>

#include "engine/indicators/average_crossings.hpp"
#include "foundation/base/fixed_point.hpp"
#include "foundation/base/nearest_name.hpp"

namespace spark::strategy {
namespace {

constexpr std::int64_t percent_step = units_per_one / 1000;

constexpr std::array sma_cross_parameters{
    ParameterSpec{"fast", ParameterKind::integer, 1, 9'999, 1, 9, "bars", "Length of the fast average.",
                  "Hızlı ortalamanın uzunluğu."},
    ParameterSpec{"slow", ParameterKind::integer, 2, 10'000, 1, 21, "bars", "Length of the slow average.",
                  "Yavaş ortalamanın uzunluğu."},
    ParameterSpec{"sl_pct", ParameterKind::decimal, 0, 99 * units_per_one, percent_step, 0, "percent",
                  "Stop-loss below the signal bar's close; 0 is none.",
                  "Sinyal mumunun kapanışının altındaki zarar kes; 0 yok demektir."},
    ParameterSpec{"tp_pct", ParameterKind::decimal, 0, 10'000 * units_per_one, percent_step, 0, "percent",
                  "Take-profit above the signal bar's close; 0 is none.",
                  "Sinyal mumunun kapanışının üstündeki kâr al; 0 yok demektir."},
    ParameterSpec{"exit_on_cross", ParameterKind::flag, 0, 1, 1, 1, "",
                  "Leave when the fast average crosses under the slow one.",
                  "Hızlı ortalama yavaşın altına inince çık."},
};
enum SmaCrossIndex : std::size_t { fast_index, slow_index, stop_index, target_index, exit_index };

Result<void> check_sma_cross(std::span<const std::int64_t> values) {
    if (values[fast_index] < values[slow_index]) return {};
    return fail(
        Fault::invalid_input,
        fmt::format("found fast {} and slow {}, allowed fast below slow", values[fast_index], values[slow_index]),
        "--set fast, --set slow",
        fmt::format("--set fast={} --set slow={}", values[slow_index] > 1 ? values[slow_index] - 1 : 1,
                    values[slow_index]));
}

std::size_t warm_up_sma_cross(std::span<const std::int64_t> values) {
    return static_cast<std::size_t>(values[slow_index]);
}

SignalPlan plan_sma_cross(const market::CandleColumns& candles, std::span<const std::int64_t> values) {
    const indicators::RunningSums sums(candles.close);
    indicators::Crossings crossings = indicators::average_crossings(sums, static_cast<std::size_t>(values[fast_index]),
                                                                    static_cast<std::size_t>(values[slow_index]));
    SignalPlan plan = empty_plan(candles.size());
    plan.long_side.enter = std::move(crossings.over);
    if (values[exit_index] != 0) plan.long_side.exit = std::move(crossings.under);
    plan.warm_up_bars = warm_up_sma_cross(values);
    plan.long_side.stop_loss.amount.constant = values[stop_index];
    plan.long_side.take_profit.amount.constant = values[target_index];
    return plan;
}

Result<void> check_nothing(std::span<const std::int64_t>) { return {}; }

std::size_t warm_up_none(std::span<const std::int64_t>) { return 0; }

SignalPlan plan_buy_hold(const market::CandleColumns& candles, std::span<const std::int64_t>) {
    SignalPlan plan = empty_plan(candles.size());
    plan.long_side.enter.set(0);
    return plan;
}

constexpr std::array table{
    BuiltIn{
        .name = "smaCross",
        .version = 1,
        .what_en = "Buys when a fast simple average of closes crosses over a slow one, sells when it crosses under.",
        .what_tr = "Kapanışların hızlı basit ortalaması yavaşı yukarı kesince alır, aşağı kesince satar.",
        .parameters = sma_cross_parameters,
        .rule = "enter long: crossover(sma(close, fast), sma(close, slow)); exit: crossunder of the same when "
                "exit_on_cross; "
                "crossover is a > b now and a <= b on the bar before, compared exactly; stop-loss at close x (1 - "
                "sl_pct/100) and "
                "take-profit at close x (1 + tp_pct/100) of the signal bar, from the entry bar on; fills at the next "
                "bar's open",
        .check = check_sma_cross,
        .warm_up_bars = warm_up_sma_cross,
        .plan = plan_sma_cross},
    BuiltIn{.name = "buyHold",
            .version = 1,
            .what_en = "Buys once at the open of the second bar and holds to the end: the benchmark.",
            .what_tr = "İkinci mumun açılışında bir kez alır ve sonuna dek tutar: kıyas ölçütü.",
            .parameters = {},
            .rule = "enter long: on the first bar; exit: never; fills at the next bar's open",
            .check = check_nothing,
            .warm_up_bars = warm_up_none,
            .plan = plan_buy_hold},
};

}  // namespace

std::span<const BuiltIn> built_ins() { return table; }

Result<const BuiltIn*> find_built_in(std::string_view name) {
    std::vector<std::string_view> names;
    std::string all;
    for (const BuiltIn& entry : table) {
        if (entry.name == name) return &entry;
        names.push_back(entry.name);
        all += all.empty() ? std::string(entry.name) : ", " + std::string(entry.name);
    }
    const auto nearest = nearest_name(name, names);
    return fail(Fault::not_found, fmt::format("unknown strategy '{}', there are {}", name, all), "STRATEGY",
                nearest ? fmt::format("did you mean '{}'?", *nearest) : std::string{});
}

std::string canonical_text(const BuiltIn& built_in) {
    std::string text =
        fmt::format("spark.built_in/1\nname {}\nversion {}\nrule {}\n", built_in.name, built_in.version, built_in.rule);
    for (const ParameterSpec& spec : built_in.parameters) {
        text +=
            fmt::format("parameter {} kind {} least {} most {} step {} fallback {}\n", spec.name,
                        static_cast<int>(spec.kind), parameter_text(spec, spec.least), parameter_text(spec, spec.most),
                        parameter_text(spec, spec.step), parameter_text(spec, spec.fallback));
    }
    return text;
}

Result<SignalPlan> make_plan(const BuiltIn& built_in, const market::CandleColumns& candles,
                             std::span<const std::int64_t> values) {
    SPARK_TRY(built_in.check(values));
    const std::size_t needed = built_in.warm_up_bars(values) + 2;
    if (candles.size() < needed) {
        return fail(Fault::invalid_input,
                    fmt::format("found {} bars, {} needs at least {} (warm-up {}, a signal bar, a bar to fill on)",
                                candles.size(), built_in.name, needed, built_in.warm_up_bars(values)),
                    "--dataset, --from, --to", "take a longer period or shorter lengths");
    }
    return built_in.plan(candles, values);
}

}  // namespace spark::strategy
