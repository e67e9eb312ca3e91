#include "engine/search/space.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "foundation/base/assert.hpp"

namespace spark::search {
namespace {

constexpr std::size_t axes_max = 32;
constexpr std::uint64_t axis_values_max = std::numeric_limits<std::uint32_t>::max();

}  // namespace

Result<Space> Space::make(const strategy::Definition& definition, std::span<const std::string> axes,
                          std::span<const strategy::Assignment> fixed) {
    if (axes.empty()) {
        return fail(Fault::invalid_input, "found no parameter to search", "--param",
                    "name what is varied: --param fast=5:50:5");
    }
    if (axes.size() > axes_max) {
        return fail(Fault::invalid_input, fmt::format("found {} parameters, allowed {}", axes.size(), axes_max),
                    "--param");
    }
    Space made;
    SPARK_TRY(made.base_, strategy::resolve_parameters(definition.parameters(), fixed));
    for (const std::string& text : axes) {
        SPARK_TRY(Axis axis, Axis::parse(definition.parameters(), text));
        const std::string& name = axis.spec().name;
        const auto same = [&](const Axis& other) { return other.parameter() == axis.parameter(); };
        if (std::ranges::any_of(made.axes_, same)) {
            return fail(Fault::invalid_input, fmt::format("found parameter '{}' twice", name),
                        fmt::format("--param {}", name), "give all its values at once");
        }
        if (std::ranges::count(fixed, name, &strategy::Assignment::name) != 0) {
            return fail(Fault::invalid_input, fmt::format("found parameter '{}' both searched and set", name),
                        fmt::format("--param {}", name), fmt::format("leave out --set {}", name));
        }
        if (axis.count() > axis_values_max) {
            return fail(Fault::invalid_input,
                        fmt::format("found {} values, allowed {} of one parameter", axis.count(), axis_values_max),
                        fmt::format("--param {}", name), "take a larger step");
        }
        made.axes_.push_back(std::move(axis));
    }
    return made;
}

UInt128 Space::count() const {
    UInt128 product = 1;
    for (const Axis& axis : axes_) {
        if (product > ~UInt128{0} / axis.count()) return ~UInt128{0};
        product *= axis.count();
    }
    return product;
}

void Space::put_point(std::uint64_t number, Point& point) const {
    SPARK_ASSERT(point.size() == axes_.size());
    for (std::size_t at = axes_.size(); at-- > 0;) {
        point[at] = static_cast<std::uint32_t>(number % axes_[at].count());
        number /= axes_[at].count();
    }
}

Point Space::point(std::uint64_t number) const {
    Point made(axes_.size());
    put_point(number, made);
    return made;
}

std::uint64_t Space::number(const Point& point) const {
    std::uint64_t sum = 0;
    for (std::size_t at = 0; at < axes_.size(); ++at) sum = sum * axes_[at].count() + point[at];
    return sum;
}

void Space::put_values(const Point& point, sweep::SetValues& values) const {
    SPARK_ASSERT(values.size() == base_.size() && point.size() == axes_.size());
    for (std::size_t at = 0; at < axes_.size(); ++at) values[axes_[at].parameter()] = axes_[at].value(point[at]);
}

sweep::SetValues Space::values(const Point& point) const {
    sweep::SetValues made = base_;
    put_values(point, made);
    return made;
}

}  // namespace spark::search
