#include "engine/strategy/detail/program_part.hpp"

#include <bit>
#include <optional>

#include "engine/expression/functions.hpp"

namespace spark::strategy::detail {
namespace {

using expression::Program;
using expression::StepKey;
using expression::StepKind;

/// Of `true and x` or `false or x` the step of x.
std::optional<std::size_t> only_side(std::span<const StepKey> steps, std::size_t at) {
    if (steps[at].kind != StepKind::call) return std::nullopt;
    const std::string_view name = expression::functions()[steps[at].which].name;
    if (name != "and" && name != "or") return std::nullopt;
    for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
        const StepKey& constant = steps[steps[at].arguments[side]];
        if (constant.kind != StepKind::constant) continue;
        if ((std::bit_cast<double>(constant.constant_bits) == 1.0) == (name == "and"))
            return steps[at].arguments[1 - side];
    }
    return std::nullopt;
}

}  // namespace

Program part_of(const Program& program, std::size_t step, expression::ValueType type) {
    const std::span<const StepKey> steps = program.steps();
    std::vector<bool> needed(step + 1, false);
    needed[step] = true;
    for (std::size_t at = step + 1; at-- > 0;) {
        if (!needed[at]) continue;
        for (const std::uint32_t used : steps[at].arguments) needed[used] = true;
    }
    std::vector<StepKey> kept;
    std::vector<std::uint32_t> moved(step + 1, 0);
    for (std::size_t at = 0; at <= step; ++at) {
        if (!needed[at]) continue;
        moved[at] = static_cast<std::uint32_t>(kept.size());
        kept.push_back(steps[at]);
        for (std::uint32_t& used : kept.back().arguments) used = moved[used];
    }
    const auto scopes = program.scopes();
    return {std::move(kept), {scopes.begin(), scopes.end()}, type};
}

Program essence_of(const Program& condition) {
    std::size_t at = condition.steps().size() - 1;
    while (const auto side = only_side(condition.steps(), at)) at = *side;
    return at + 1 == condition.steps().size() ? condition : part_of(condition, at, condition.type());
}

}  // namespace spark::strategy::detail
