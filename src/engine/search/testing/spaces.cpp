#include "engine/search/testing/spaces.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "foundation/base/assert.hpp"

namespace spark::search::testing {
namespace {

using strategy::ParameterKind;
using strategy::ParameterSpec;

ParameterSpec spec_of(std::string name, ParameterKind kind, std::int64_t least, std::int64_t most, std::int64_t step,
                      std::int64_t fallback) {
    ParameterSpec spec;
    spec.name = std::move(name);
    spec.kind = kind;
    spec.least = least;
    spec.most = most;
    spec.step = step;
    spec.fallback = fallback;
    return spec;
}

Space made(const strategy::Definition& definition, const std::vector<std::string>& axes) {
    auto space = Space::make(definition, axes, {});
    if (!space) fmt::print(stderr, "{}\n", space.error().message);
    SPARK_ASSERT(space.has_value());
    return *std::move(space);
}

}  // namespace

strategy::Definition definition_of_kinds() {
    strategy::NativeStrategy native;
    native.name = "kinds";
    native.parameters = {spec_of("fast", ParameterKind::integer, 1, 1000, 1, 9),
                         spec_of("slow", ParameterKind::integer, 1, 1000, 1, 21),
                         spec_of("sl_pct", ParameterKind::decimal, 0, 100 * units_per_one, 1, units_per_one / 2),
                         spec_of("even", ParameterKind::integer, 2, 100, 2, 2),
                         spec_of("exit_on_cross", ParameterKind::flag, 0, 1, 1, 1),
                         spec_of("type", ParameterKind::choice, 0, 2, 1, 0)};
    native.parameters.back().choices = {"sma", "ema", "hma"};
    return strategy::Definition::of_native(std::move(native));
}

Space space_of(const std::vector<std::string>& axes) { return made(definition_of_kinds(), axes); }

Space cube(std::size_t axes, std::int64_t most) {
    strategy::NativeStrategy native;
    native.name = "cube";
    std::vector<std::string> texts;
    for (std::size_t at = 0; at < axes; ++at) {
        native.parameters.push_back(spec_of(fmt::format("x{}", at), ParameterKind::integer, 0, most, 1, 0));
        texts.push_back(fmt::format("x{}=0:{}", at, most));
    }
    return made(strategy::Definition::of_native(std::move(native)), texts);
}

}  // namespace spark::search::testing
