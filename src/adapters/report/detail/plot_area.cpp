#include "adapters/report/detail/plot_area.hpp"

#include <cmath>

#include "adapters/report/number_text.hpp"

namespace spark::report::detail {
namespace {

constexpr double label_room = 62;
constexpr double foot_room = 22;
constexpr std::int64_t two_days_ms = 172'800'000;

}  // namespace

std::vector<double> round_ticks(Range range, int count) {
    const double wanted = (range.greatest - range.least) / count;
    double step = 1;
    while (step > wanted) step /= 10;
    while (step * 10 <= wanted) step *= 10;
    for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
        if (step * factor < wanted) continue;
        step *= factor;
        break;
    }
    std::vector<double> ticks;
    const double first = std::ceil(range.least / step);
    for (int index = 0; index <= count + 1; ++index) {
        const double tick = (first + index) * step;
        if (tick > range.greatest) break;
        ticks.push_back(std::abs(tick) < step / 2 ? 0 : tick);
    }
    return ticks;
}

int decimals_of(const std::vector<double>& ticks) {
    if (ticks.size() < 2) return 2;
    int decimals = 0;
    for (double step = ticks[1] - ticks[0]; step < 0.999 && decimals < 8; step *= 10) ++decimals;
    return decimals;
}

PlotArea::PlotArea(const Room& room, Range range)
    : room_(room),
      range_(range),
      left_(6),
      right_(room.width - label_room),
      top_(10),
      bottom_(room.height - foot_room) {
    if (range_.greatest > range_.least) return;
    const double some = range_.least == 0 ? 1 : std::abs(range_.least) / 100;
    range_ = {range_.least - some, range_.greatest + some};
}

void PlotArea::span_x(double first, double last) {
    x_first_ = first;
    x_last_ = last > first ? last : first + 1;
}

double PlotArea::x(double at) const { return left_ + (at - x_first_) / (x_last_ - x_first_) * (right_ - left_); }

double PlotArea::y(double value) const {
    return bottom_ - (value - range_.least) / (range_.greatest - range_.least) * (bottom_ - top_);
}

void PlotArea::draw_values(Drawing& drawing, bool as_percent) const {
    const NumberText numbers(room_.language);
    Range shown = range_;
    if (as_percent) shown = {range_.least * 100, range_.greatest * 100};
    const std::vector<double> ticks = round_ticks(shown, room_.height < 180 ? 3 : 5);
    const int decimals = decimals_of(ticks);
    for (const double tick : ticks) {
        const double at = y(as_percent ? tick / 100 : tick);
        drawing.shapes.emplace_back(Polyline{{{left_, at}, {right_, at}}, Ink::grid, 1});
        const std::string text = as_percent ? numbers.percent(tick / 100, decimals) : numbers.number(tick, decimals);
        drawing.shapes.emplace_back(Label{right_ + 6, at + 4, text});
    }
}

void PlotArea::draw_times(Drawing& drawing, const std::function<std::int64_t(double)>& time_at) const {
    const int steps = std::max(1, static_cast<int>(inner_width() / 170));
    const bool short_span = time_at(1) - time_at(0) < two_days_ms * steps;
    for (int step = 0; step <= steps; ++step) {
        const double share = static_cast<double>(step) / steps;
        const std::int64_t time = time_at(share);
        const Anchor anchor = step == 0 ? Anchor::start : step == steps ? Anchor::end : Anchor::middle;
        const std::string text = short_span ? time_text(time).substr(5, 11) : date_text(time);
        drawing.shapes.emplace_back(Label{left_ + share * inner_width(), room_.height - 6, text, Ink::muted, anchor});
    }
}

}  // namespace spark::report::detail
