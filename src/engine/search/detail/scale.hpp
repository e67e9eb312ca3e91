#pragma once

#include <cstdint>
#include <vector>

#include "engine/search/space.hpp"

namespace spark::search::detail {

/// Where the values of an ordered axis lie for a search that measures distances: evenly by rank, by ratio on a
/// logarithmic axis. Each value has a cell around it, halfway to its neighbours; the outer ones as wide to both sides.
class Scale {
  public:
    explicit Scale(const Axis& axis);

    std::uint64_t count() const { return count_; }
    double position(std::uint64_t index) const;
    double low() const { return low_edge(0); }
    double high() const { return low_edge(count_); }
    /// Lower end of a value's cell; of count(), the upper end of the last one.
    double low_edge(std::uint64_t index) const;
    /// The value whose cell this lies in; the nearest end's past the ends.
    std::uint64_t index_at(double position) const;

  private:
    std::uint64_t count_;
    std::vector<double> positions_;  // empty: the rank itself
    std::vector<double> edges_;
};

}  // namespace spark::search::detail
