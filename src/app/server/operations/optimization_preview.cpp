#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "app/server/call_context.hpp"
#include "app/server/operations/optimization_answers.hpp"
#include "app/server/optimization_work.hpp"
#include "app/verbs/case_order.hpp"
#include "engine/sweep/set_runner.hpp"
#include "surface/http/call.hpp"

namespace spark::server {
namespace {

using http::Call;
using strategy::ParameterKind;
using strategy::ParameterSpec;
using wire::Json;

/// How long a preview may run sets to learn how long they take.
constexpr std::chrono::milliseconds measure_max{150};
constexpr std::size_t measured_sets_max = 64;
constexpr std::int64_t suggested_values = 10;

/// A range around the parameter's own value: half to twice of it in about ten steps, inside its bounds and on its step;
/// of a choice or a flag all. The width is a habit of sweeps, no finding about the strategy.
std::string suggested_range(const ParameterSpec& spec) {
    if (spec.kind == ParameterKind::choice) return spec.name + "=*";
    if (spec.kind == ParameterKind::flag) return spec.name + "=true,false";
    const std::int64_t step = std::max<std::int64_t>(spec.step, 1);
    const auto steps_to = [&](std::int64_t value) {
        return (std::clamp(value, spec.least, spec.most) - spec.least) / step;
    };
    std::int64_t first = steps_to(spec.fallback / 2);
    std::int64_t last = steps_to(spec.fallback > spec.most / 2 ? spec.most : spec.fallback * 2);
    if (last <= first) {
        first = 0;
        last = std::min<std::int64_t>(suggested_values - 1, (spec.most - spec.least) / step);
    }
    const std::int64_t stride =
        std::max<std::int64_t>(1, (last - first + suggested_values - 2) / (suggested_values - 1));
    const auto text = [&](std::int64_t steps) { return strategy::parameter_text(spec, spec.least + steps * step); };
    const std::int64_t width = stride * step;
    return fmt::format("{}={}:{}:{}", spec.name, text(first), text(first + (last - first) / stride * stride),
                       strategy::parameter_text(ParameterSpec{.name = spec.name, .kind = spec.kind}, width));
}

std::string_view kind_name(ParameterKind kind) {
    switch (kind) {
        case ParameterKind::integer: return "integer";
        case ParameterKind::decimal: return "decimal";
        case ParameterKind::flag: return "flag";
        case ParameterKind::choice: return "choice";
    }
    return "";
}

Json suggestions_json(const strategy::Definition& definition) {
    Json list = Json::array();
    for (const ParameterSpec& spec : definition.parameters())
        list.push(Json::object()
                      .set("parameter", spec.name)
                      .set("kind", kind_name(spec.kind))
                      .set("unit", spec.unit)
                      .set("what", spec.what_en)
                      .set("what_tr", spec.what_tr)
                      .set("fallback", strategy::parameter_text(spec, spec.fallback))
                      .set("least", strategy::parameter_text(spec, spec.least))
                      .set("most", strategy::parameter_text(spec, spec.most))
                      .set("range", suggested_range(spec)));
    return list;
}

bool names_axes(const Json& order) {
    const Json* const parameters = order.find("parameters");
    return parameters != nullptr && parameters->size() + (parameters->is_string() ? 1U : 0U) > 0;
}

/// The strategy of the order, however its search is asked for.
Result<strategy::Definition> definition_of(verbs::Context& context, const Json& order) {
    SPARK_TRY(const Json* const backtest, order.at("backtest"));
    auto read = verbs::read_backtest_body(wire::to_text(*backtest));
    if (read) {
        auto made = verbs::case_of_order(context, *read);
        if (made && !made->request.strategies.empty()) return made->request.strategies.front().definition;
        if (!made) read = fail(made.error());
    }
    Error error = read.error();
    error.place = "/backtest" + error.place;
    return fail(std::move(error));
}

struct Pace {
    std::size_t sets = 0;
    double ms = 0;
};

/// Runs the first sets of the search on one thread for a moment.
Result<Pace> measure(const verbs::Context& context, const optimizer::Bench& bench, search::Sampler& sampler) {
    SPARK_TRY(const sweep::PreparedSweep prepared,
              sweep::PreparedSweep::prepare(bench.input(0, bench.bars), bench.definition(), bench.needs));
    sweep::SetRunner runner(prepared);
    Pace pace;
    const auto begun = context.steady_now();
    const auto passed = [&] { return context.steady_now() - begun; };
    std::vector<search::Proposal> proposals = sampler.ask(measured_sets_max);
    for (const search::Proposal& proposal : proposals) {
        if (proposal.bars_share < 1) continue;
        const std::vector<sweep::SetValues> values{bench.space->values(proposal.point)};
        std::vector<sweep::SetOutcome> outcomes(1);
        const auto ran = runner.run(values, outcomes, [&](std::size_t) { return passed() < 10 * measure_max; });
        if (!ran) break;
        ++pace.sets;
        pace.ms = std::chrono::duration<double, std::milli>(passed()).count();
        if (passed() > measure_max) break;
    }
    return pace;
}

Json count_json(UInt128 count) {
    constexpr auto most = static_cast<UInt128>(INT64_MAX);
    return static_cast<std::int64_t>(std::min(count, most));
}

Result<Json> preview(House& house, const Call& call) {
    CallContext context(house.context);
    SPARK_TRY(const strategy::Definition definition, definition_of(*context, call.body));
    Json order = call.body;
    const bool is_suggested = !names_axes(order);
    if (is_suggested) {
        Json parameters = Json::array();
        // Two axes make a picture; more are asked for by name.
        const std::size_t axes = std::min<std::size_t>(2, definition.parameters().size());
        for (std::size_t axis = 0; axis < axes; ++axis) parameters.push(suggested_range(definition.parameters()[axis]));
        order.set("parameters", std::move(parameters));
    }
    Json json = Json::object().set("schema", "spark.optimization_preview/1");
    json.set("parameters", *order.find("parameters")).set("is_suggested", is_suggested);
    json.set("suggestions", suggestions_json(definition));
    optimizer::Bench bench;
    const auto ready = set_up_bench(*context, wire::to_text(order), bench);
    auto sampler = ready ? sampler_of(bench) : Result<std::unique_ptr<search::Sampler>>(fail(ready.error()));
    json.set("grid_points", bench.space ? count_json(bench.space->count()) : Json(nullptr));
    json.set("bars", bench.bars).set("holdout_bars", bench.holdout_bars);
    if (!sampler) {
        const Error& error = sampler.error();
        json.set("sets", nullptr).set("estimated_s", nullptr).set("threads", optimizer_threads(house));
        return json.set(
            "refusal",
            Json::object().set("pointer", error.place).set("detail", error.message).set("remedy", error.remedy));
    }
    const std::uint64_t sets = (*sampler)->expected_sets();
    SPARK_TRY(const Pace pace, measure(*context, bench, **sampler));
    const auto threads = static_cast<double>(optimizer_threads(house));
    json.set("sets", sets).set("threads", optimizer_threads(house));
    json.set("measured_sets", pace.sets).set("measured_ms", pace.ms);
    // Of the search alone; sets that share columns run faster together than one by one, as they are run here.
    json.set("estimated_s", pace.sets == 0 ? Json(nullptr)
                                           : Json(static_cast<double>(sets) * pace.ms / static_cast<double>(pace.sets) /
                                                  threads / 1e3));
    return json.set("refusal", nullptr);
}

}  // namespace

void add_optimization_preview(House& house, http::Operations& operations) {
    operations.add("optimizations.preview", [&house](Call& call) { return http::answered(preview(house, call)); });
}

}  // namespace spark::server
