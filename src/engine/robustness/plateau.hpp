#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace spark::robustness {

/// What the neighbourhood of a set needs to know of a searched parameter.
struct AxisShape {
    std::uint32_t count = 0;
    bool is_ordered = true;  ///< Numbers: one step further is a neighbour. Choices: every other choice is as far.
};

/// The sets that were run, as places on the axes with what came of them. Holds 16 + 4 × axes bytes a set, and up
/// to 16 more once neighbours are asked for. One thread at a time builds it; any number may then read it.
class ObjectiveMap {
  public:
    explicit ObjectiveMap(std::vector<AxisShape> axes);

    void reserve(std::size_t sets);
    /// A set with its number, no objective where it has none (refused, constraint broken). Precondition (asserted): a
    /// place on every axis; numbers rise. A place is given once; of a place given again the last is found.
    void add(std::uint64_t number, std::span<const std::uint32_t> point, std::optional<double> objective);
    /// Call once after the last add: makes places findable.
    void finish();

    std::span<const AxisShape> axes() const { return axes_; }
    std::size_t size() const { return numbers_.size(); }
    std::uint64_t number(std::size_t set) const { return numbers_[set]; }
    std::span<const std::uint32_t> point(std::size_t set) const {
        return std::span(points_).subspan(set * axes_.size(), axes_.size());
    }
    std::optional<double> objective(std::size_t set) const;
    /// The set at a place.
    std::optional<std::size_t> find(std::span<const std::uint32_t> point) const;
    std::optional<std::size_t> find_number(std::uint64_t number) const;

  private:
    std::size_t slot_of(std::span<const std::uint32_t> point) const;

    std::vector<AxisShape> axes_;
    std::vector<std::uint64_t> numbers_;
    std::vector<double> objectives_;  ///< NaN: none.
    std::vector<std::uint32_t> points_;
    bool is_dense_ = false;             ///< A slot for each place of the space, else open addressing.
    std::vector<std::uint32_t> slots_;  ///< Set + 1, 0 is free.
};

/// Which sets stand around a set.
enum class Neighbourhood : std::uint8_t {
    grid,    ///< One step on any of the axes (up to three axes: on several at once too), where it was run.
    nearest  ///< The nearest that were run, each axis as long as 1; for searches that leave holes.
};

struct PlateauRules {
    Neighbourhood kind = Neighbourhood::grid;
    std::size_t nearest = 8;  ///< How many the nearest are; at least two an axis.
    double share_kept = 0.8;  ///< A plateau reaches as far as the objective keeps this share of its middle.
    /// Neighbours looked at, or for `nearest` distances measured, at most, all sets together: some seconds. The best
    /// sets go first, the others stay without a score. Reached by a million sets with choices of hundreds.
    std::uint64_t looks_max = 200'000'000;
};

/// The surroundings of one set.
struct Plateau {
    std::size_t set = 0;
    std::size_t neighbours = 0;      ///< That were run.
    std::size_t with_value = 0;      ///< Of them; the others count as worse than all that have one.
    std::optional<double> median{};  ///< Of the neighbours; none when half of them have no value.
    /// median / own value, at most 1; how much of the value is left a step aside. None unless the own value is above 0.
    std::optional<double> score{};
    /// Median of the neighbourhood with the set itself.
    std::optional<double> smoothed{};
};

/// The surroundings of a set that has a value. Grid: all places one step away that were run.
Plateau plateau_of(const ObjectiveMap& map, std::size_t set, const PlateauRules& rules);

/// The set whose smoothed neighbourhood is best: of those with at least half the neighbours a set may have; then own
/// value, then lower number. None when no set has neighbours.
std::optional<Plateau> best_plateau(const ObjectiveMap& map, const PlateauRules& rules);

/// How far the plateau goes along one axis through its middle: "fast 9±2".
struct PlateauExtent {
    std::uint32_t least = 0;  ///< Places on the axis, both included.
    std::uint32_t most = 0;
};
/// One for each axis; walks step by step, over places that were run, until one keeps less than the share.
std::vector<PlateauExtent> plateau_region(const ObjectiveMap& map, const Plateau& middle, const PlateauRules& rules);

/// Axes on whose first or last value the set stands: ordered, with more than two values. The range may be too narrow.
std::vector<std::size_t> edges_of(const ObjectiveMap& map, std::size_t set);

}  // namespace spark::robustness
