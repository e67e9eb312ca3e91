#include "adapters/trials/trial_axis.hpp"
#include "engine/search/space.hpp"

namespace spark::trials {
namespace {

/// Longer axes are steps: a list of so many values comes from no command line.
constexpr std::uint64_t listed_max = 1'000'000;

TrialAxis trial_axis(const search::Axis& axis) {
    const strategy::ParameterSpec& spec = axis.spec();
    TrialAxis made{.name = spec.name,
                   .kind = spec.kind,
                   .choices = spec.choices,
                   .unit = spec.unit,
                   .is_log = axis.is_log(),
                   .is_ordered = axis.is_ordered(),
                   .count = axis.count(),
                   .least = axis.value(0),
                   .step = axis.count() > 1 ? axis.value(1) - axis.value(0) : 0};
    if (axis.count() > listed_max) return made;
    bool is_even = true;
    for (std::uint64_t index = 0; index < axis.count() && is_even; ++index)
        is_even = made.value(index) == axis.value(index);
    if (is_even) return made;
    for (std::uint64_t index = 0; index < axis.count(); ++index) made.listed.push_back(axis.value(index));
    made.least = 0;
    made.step = 0;
    return made;
}

}  // namespace

std::vector<TrialAxis> trial_axes(std::span<const search::Axis> axes) {
    std::vector<TrialAxis> made;
    made.reserve(axes.size());
    for (const search::Axis& axis : axes) made.push_back(trial_axis(axis));
    return made;
}

}  // namespace spark::trials
