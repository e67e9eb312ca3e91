#include "engine/robustness/plateau.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

#include "foundation/base/assert.hpp"

namespace spark::robustness {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
/// 3^axes - 1 places around a point; beyond three axes only those along the axes.
constexpr std::size_t box_axes_max = 3;

std::uint64_t mixed(std::uint64_t value) {
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;  // SplitMix64's finish (Steele, Lea, Flood 2014)
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31U);
}

/// Values of neighbours, those without one as minus infinity.
struct Around {
    std::vector<double> values;
    std::size_t with_value = 0;

    void clear() {
        values.clear();
        with_value = 0;
    }
    void see(std::optional<double> objective) {
        values.push_back(objective.value_or(-std::numeric_limits<double>::infinity()));
        with_value += objective ? 1U : 0U;
    }
};

/// The lower of the two middle ones where there are two: a plateau is not made of what lies between.
std::optional<double> median_of(std::vector<double>& values) {
    if (values.empty()) return std::nullopt;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
    std::ranges::nth_element(values, middle);
    return std::isfinite(*middle) ? std::optional(*middle) : std::nullopt;
}

/// Calls `see` with the places around `place`, one after another, without memory.
template <class See>
void for_each_place(std::span<const AxisShape> axes, std::vector<std::uint32_t>& place, const See& see) {
    const auto turn = [&](std::size_t axis, const auto& inner) {
        const std::uint32_t own = place[axis];
        const AxisShape& shape = axes[axis];
        if (!shape.is_ordered) {
            for (std::uint32_t other = 0; other < shape.count; ++other) {
                if (other == own) continue;
                place[axis] = other;
                inner();
            }
        } else {
            if (own > 0) {
                place[axis] = own - 1;
                inner();
            }
            if (own + 1 < shape.count) {
                place[axis] = own + 1;
                inner();
            }
        }
        place[axis] = own;
    };
    if (axes.size() > box_axes_max) {
        for (std::size_t axis = 0; axis < axes.size(); ++axis) turn(axis, see);
        return;
    }
    const auto box = [&](auto&& self, std::size_t axis, bool moved) -> void {
        if (axis == axes.size()) {
            if (moved) see();
            return;
        }
        self(self, axis + 1, moved);
        turn(axis, [&] { self(self, axis + 1, true); });
    };
    box(box, 0, false);
}

/// Places a set in the middle of the axes has around it.
std::size_t places_around(std::span<const AxisShape> axes) {
    std::size_t box = 1;
    std::size_t cross = 0;
    for (const AxisShape& axis : axes) {
        const std::size_t steps = axis.is_ordered ? std::min<std::size_t>(axis.count - 1U, 2) : axis.count - 1U;
        box *= std::min<std::size_t>(steps + 1, 1'000);
        cross += steps;
    }
    return axes.size() > box_axes_max ? cross : box - 1;
}

Plateau measured(const ObjectiveMap& map, std::size_t set, Around& around) {
    Plateau plateau{.set = set, .neighbours = around.values.size(), .with_value = around.with_value};
    const double own = map.objective(set).value_or(none);
    plateau.median = median_of(around.values);
    if (plateau.median && own > 0) plateau.score = std::min(1.0, *plateau.median / own);
    if (plateau.neighbours > 0) {
        around.values.push_back(own);
        plateau.smoothed = median_of(around.values);
    }
    return plateau;
}

void look_around_grid(const ObjectiveMap& map, std::size_t set, std::vector<std::uint32_t>& place, Around& around) {
    const auto point = map.point(set);
    place.assign(point.begin(), point.end());
    around.clear();
    for_each_place(map.axes(), place, [&] {
        if (const auto other = map.find(place)) around.see(map.objective(*other));
    });
}

/// Squared distance along one axis scaled to 1; choices are 0 or 1 apart.
double axis_distance2(const AxisShape& axis, std::uint32_t a, std::uint32_t b) {
    if (a == b) return 0;
    if (!axis.is_ordered) return 1;
    const double apart = static_cast<double>(a) - static_cast<double>(b);
    const double length = static_cast<double>(axis.count - 1U);
    return apart * apart / (length * length);
}

/// Squared distances from one place. Tables of what each axis adds save the divisions, where they are small beside the
/// sets that are compared.
class DistancesFrom {
  public:
    DistancesFrom(const ObjectiveMap& map, std::span<const std::uint32_t> place) : axes_(map.axes()), place_(place) {
        std::uint64_t entries = 0;
        for (const AxisShape& axis : axes_) entries += axis.count;
        if (entries > map.size()) return;
        for (std::size_t axis = 0; axis < axes_.size(); ++axis) {
            firsts_.push_back(tables_.size());
            for (std::uint32_t other = 0; other < axes_[axis].count; ++other)
                tables_.push_back(axis_distance2(axes_[axis], place[axis], other));
        }
    }

    double to(std::span<const std::uint32_t> other) const {
        double sum = 0;
        if (tables_.empty()) {
            for (std::size_t axis = 0; axis < axes_.size(); ++axis)
                sum += axis_distance2(axes_[axis], place_[axis], other[axis]);
        } else {
            for (std::size_t axis = 0; axis < axes_.size(); ++axis) sum += tables_[firsts_[axis] + other[axis]];
        }
        return sum;
    }

  private:
    std::span<const AxisShape> axes_;
    std::span<const std::uint32_t> place_;
    std::vector<std::size_t> firsts_{};
    std::vector<double> tables_{};
};

/// Squared distance, set.
using Near = std::pair<double, std::size_t>;

std::size_t nearest_count(const ObjectiveMap& map, const PlateauRules& rules) {
    return std::max(rules.nearest, 2 * map.axes().size());
}

void look_around_nearest(const ObjectiveMap& map, std::size_t set, std::size_t count, std::vector<Near>& near,
                         Around& around) {
    near.clear();
    const DistancesFrom distances(map, map.point(set));
    for (std::size_t other = 0; other < map.size(); ++other) {
        if (other == set) continue;
        const Near found{distances.to(map.point(other)), other};
        if (near.size() == count && found >= near.front()) continue;
        if (near.size() == count) {
            std::ranges::pop_heap(near);
            near.pop_back();
        }
        near.push_back(found);
        std::ranges::push_heap(near);
    }
    around.clear();
    for (const Near& found : near) around.see(map.objective(found.second));
}

/// Sets to be looked at: those with a value, and of them so many of the best that the looks stay within the bound.
std::vector<std::size_t> candidates(const ObjectiveMap& map, const PlateauRules& rules) {
    std::vector<std::size_t> sets;
    for (std::size_t set = 0; set < map.size(); ++set) {
        if (map.objective(set)) sets.push_back(set);
    }
    if (sets.empty()) return sets;
    const std::size_t looks = rules.kind == Neighbourhood::grid ? places_around(map.axes()) : map.size();
    const std::size_t most = std::max<std::size_t>(1, rules.looks_max / std::max<std::size_t>(looks, 1));
    if (sets.size() <= most) return sets;
    std::ranges::nth_element(sets, sets.begin() + static_cast<std::ptrdiff_t>(most), [&](std::size_t a, std::size_t b) {
        return std::pair(-*map.objective(a), map.number(a)) < std::pair(-*map.objective(b), map.number(b));
    });
    sets.resize(most);
    std::ranges::sort(sets);
    return sets;
}

}  // namespace

ObjectiveMap::ObjectiveMap(std::vector<AxisShape> axes) : axes_(std::move(axes)) { SPARK_ASSERT(!axes_.empty()); }

void ObjectiveMap::reserve(std::size_t sets) {
    numbers_.reserve(sets);
    objectives_.reserve(sets);
    points_.reserve(sets * axes_.size());
}

void ObjectiveMap::add(std::uint64_t number, std::span<const std::uint32_t> point, std::optional<double> objective) {
    SPARK_ASSERT(point.size() == axes_.size() && slots_.empty());
    SPARK_ASSERT(numbers_.empty() || numbers_.back() < number);
    numbers_.push_back(number);
    objectives_.push_back(objective.value_or(none));
    points_.insert(points_.end(), point.begin(), point.end());
}

std::size_t ObjectiveMap::slot_of(std::span<const std::uint32_t> point) const {
    if (is_dense_) {
        std::size_t slot = 0;
        for (std::size_t axis = 0; axis < point.size(); ++axis) slot = slot * axes_[axis].count + point[axis];
        return slot;
    }
    std::uint64_t hash = 0;
    for (const std::uint32_t place : point) hash = mixed(hash + 0x9E3779B97F4A7C15ULL + place);
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = hash & mask;
    while (slots_[slot] != 0 && !std::ranges::equal(this->point(slots_[slot] - 1U), point)) slot = (slot + 1) & mask;
    return slot;
}

void ObjectiveMap::finish() {
    SPARK_ASSERT(size() < std::numeric_limits<std::uint32_t>::max());
    // Where most places of the space were run, a slot for each place: neighbours then lie near each other in memory.
    std::size_t places = 1;
    const std::size_t places_max = size() * 4 + 64;
    for (const AxisShape& axis : axes_) places = std::min(places * axis.count, places_max + 1);
    is_dense_ = places <= places_max;
    slots_.assign(is_dense_ ? places : std::bit_ceil(size() * 2 + 2), 0);
    for (std::size_t set = 0; set < size(); ++set) slots_[slot_of(point(set))] = static_cast<std::uint32_t>(set + 1);
}

std::optional<double> ObjectiveMap::objective(std::size_t set) const {
    const double value = objectives_[set];
    return std::isnan(value) ? std::nullopt : std::optional(value);
}

std::optional<std::size_t> ObjectiveMap::find(std::span<const std::uint32_t> point) const {
    SPARK_ASSERT(!slots_.empty() && point.size() == axes_.size());
    const std::uint32_t found = slots_[slot_of(point)];
    return found == 0 ? std::nullopt : std::optional<std::size_t>(found - 1U);
}

std::optional<std::size_t> ObjectiveMap::find_number(std::uint64_t number) const {
    const auto found = std::ranges::lower_bound(numbers_, number);
    if (found == numbers_.end() || *found != number) return std::nullopt;
    return static_cast<std::size_t>(found - numbers_.begin());
}

Plateau plateau_of(const ObjectiveMap& map, std::size_t set, const PlateauRules& rules) {
    Around around;
    if (rules.kind == Neighbourhood::grid) {
        std::vector<std::uint32_t> place;
        look_around_grid(map, set, place, around);
    } else {
        std::vector<Near> near;
        look_around_nearest(map, set, nearest_count(map, rules), near, around);
    }
    return measured(map, set, around);
}

std::optional<Plateau> best_plateau(const ObjectiveMap& map, const PlateauRules& rules) {
    const bool on_grid = rules.kind == Neighbourhood::grid;
    const std::size_t needed = on_grid ? (places_around(map.axes()) + 1) / 2 : 1;
    std::optional<Plateau> best;
    Around around;
    std::vector<std::uint32_t> place;
    std::vector<Near> near;
    for (const std::size_t set : candidates(map, rules)) {
        if (on_grid) {
            look_around_grid(map, set, place, around);
        } else {
            look_around_nearest(map, set, nearest_count(map, rules), near, around);
        }
        const Plateau found = measured(map, set, around);
        if (!found.smoothed || found.neighbours < needed) continue;
        const auto order = [&](const Plateau& plateau) {
            return std::tuple(-*plateau.smoothed, -*map.objective(plateau.set), map.number(plateau.set));
        };
        if (!best || order(found) < order(*best)) best = found;
    }
    return best;
}

std::vector<PlateauExtent> plateau_region(const ObjectiveMap& map, const Plateau& middle, const PlateauRules& rules) {
    const auto point = map.point(middle.set);
    std::vector<PlateauExtent> extents;
    if (!middle.smoothed) return extents;
    const double level = *middle.smoothed - (1 - rules.share_kept) * std::abs(*middle.smoothed);
    std::vector<std::uint32_t> place(point.begin(), point.end());
    const auto keeps = [&](std::size_t axis, std::uint32_t index) {
        place[axis] = index;
        const auto set = map.find(place);
        place[axis] = point[axis];
        return set && map.objective(*set) && *map.objective(*set) >= level;
    };
    for (std::size_t axis = 0; axis < point.size(); ++axis) {
        PlateauExtent extent{point[axis], point[axis]};
        if (map.axes()[axis].is_ordered) {
            while (extent.least > 0 && keeps(axis, extent.least - 1)) --extent.least;
            while (extent.most + 1 < map.axes()[axis].count && keeps(axis, extent.most + 1)) ++extent.most;
        }
        extents.push_back(extent);
    }
    return extents;
}

std::vector<std::size_t> edges_of(const ObjectiveMap& map, std::size_t set) {
    std::vector<std::size_t> edges;
    for (std::size_t axis = 0; axis < map.axes().size(); ++axis) {
        const AxisShape& shape = map.axes()[axis];
        const std::uint32_t at = map.point(set)[axis];
        if (shape.is_ordered && shape.count > 2 && (at == 0 || at + 1 == shape.count)) edges.push_back(axis);
    }
    return edges;
}

}  // namespace spark::robustness
