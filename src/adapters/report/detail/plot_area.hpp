#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "adapters/report/charts.hpp"

namespace spark::report::detail {

/// Least and greatest of what is drawn.
struct Range {
    double least = 0;
    double greatest = 0;

    void include(double value) {
        least = std::min(least, value);
        greatest = std::max(greatest, value);
    }
};

/// About `count` round numbers (1, 2 or 5 times a power of ten) inside the range, ascending; at least one where `count`
/// is 3 or more.
std::vector<double> round_ticks(Range range, int count);

/// Decimals that tell these ticks apart.
int decimals_of(const std::vector<double>& ticks);

/// Where a picture's values lie on its plane: the inside of the margins, y upward, x by time or by number.
class PlotArea {
  public:
    /// `range` is widened where it is a single value.
    PlotArea(const Room& room, Range range);

    void span_x(double first, double last);
    double x(double at) const;
    double y(double value) const;
    double left() const { return left_; }
    double right() const { return right_; }
    double top() const { return top_; }
    double bottom() const { return bottom_; }
    double inner_width() const { return right_ - left_; }
    const Range& range() const { return range_; }

    /// Lines and labels of the value axis; `as_percent` reads the values as fractions.
    void draw_values(Drawing& drawing, bool as_percent) const;
    /// Labels of the time axis at even steps; `time_at` tells the time at a share (0 to 1) of the width.
    void draw_times(Drawing& drawing, const std::function<std::int64_t(double)>& time_at) const;

  private:
    Room room_;
    Range range_;
    double left_ = 0;
    double right_ = 0;
    double top_ = 0;
    double bottom_ = 0;
    double x_first_ = 0;
    double x_last_ = 1;
};

}  // namespace spark::report::detail
