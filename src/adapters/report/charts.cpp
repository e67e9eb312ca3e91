#include "adapters/report/charts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "adapters/report/detail/plot_area.hpp"
#include "adapters/report/number_text.hpp"
#include "foundation/base/assert.hpp"

namespace spark::report {
namespace {

using detail::PlotArea;
using detail::Range;

constexpr double unit = static_cast<double>(units_per_one);

double real(std::int64_t units) { return static_cast<double>(units) / unit; }

std::vector<Point> points_of(const TimeSeries& series, const PlotArea& area) {
    std::vector<Point> points;
    for (const std::size_t index : drawn_indices(series.values, static_cast<std::size_t>(area.inner_width() / 2)))
        points.push_back({area.x(static_cast<double>(series.times_ms[index])), area.y(series.values[index])});
    return points;
}

std::vector<Point> closed_below(std::vector<Point> line, double base) {
    const double first = line.front().x;
    line.push_back({line.back().x, base});
    line.push_back({first, base});
    return line;
}

/// A triangle whose tip is at (x, y); it points up or down.
Polygon arrow(double x, double y, bool upward, Ink ink, std::string hint) {
    const double tail = upward ? y + 8 : y - 8;
    return {{{x, y}, {x - 4.5, tail}, {x + 4.5, tail}}, ink, false, std::move(hint)};
}

void draw_candle(Drawing& drawing, const market::CandleColumns& candles, std::size_t bar, const PlotArea& area,
                 double body_width) {
    const double open = real(candles.open[bar]);
    const double close = real(candles.close[bar]);
    const bool rising = close >= open;
    const Ink ink = rising ? Ink::up : Ink::down;
    const double x = area.x(static_cast<double>(bar));
    const double top = area.y(std::max(open, close));
    const double bottom = std::max(area.y(std::min(open, close)), top + 1);
    drawing.shapes.emplace_back(Polyline{{{x, area.y(real(candles.high[bar]))}, {x, top}}, ink, 1});
    drawing.shapes.emplace_back(Polyline{{{x, bottom}, {x, area.y(real(candles.low[bar]))}}, ink, 1});
    drawing.shapes.emplace_back(Box{x - body_width / 2, top, body_width, bottom - top, ink, rising && body_width >= 2});
}

void draw_trade(Drawing& drawing, const TradeRow& trade, const CandleWindow& window, const PlotArea& area,
                const NumberText& numbers) {
    const auto bars = static_cast<std::int64_t>(window.candles.size());
    const std::int64_t entry = trade.entry_bar - window.first_bar;
    const std::int64_t exit = trade.exit_bar - window.first_bar;
    if (exit < 0 || entry >= bars) return;
    const Ink ink = trade.net > 0 ? Ink::up : Ink::down;
    const Point from{area.x(static_cast<double>(entry)), area.y(real(trade.entry_price))};
    const Point to{area.x(static_cast<double>(exit)), area.y(real(trade.exit_price))};
    const bool has_entry = entry >= 0;
    const bool has_exit = exit < bars;
    if (has_entry && has_exit) drawing.shapes.emplace_back(Polyline{{from, to}, ink, 1.5, true});
    if (has_entry) {
        const bool upward = !trade.is_short;
        drawing.shapes.emplace_back(
            arrow(from.x, from.y + (upward ? 3 : -3), upward, Ink::accent,
                  fmt::format("{} {}", time_text(trade.entry_time_ms), numbers.exact(trade.entry_price))));
    }
    if (has_exit) {
        const bool upward = trade.is_short;
        drawing.shapes.emplace_back(
            arrow(to.x, to.y + (upward ? 3 : -3), upward, ink,
                  fmt::format("{} {} {} {}", time_text(trade.exit_time_ms), numbers.exact(trade.exit_price),
                              trade.exit_reason, numbers.money(trade.net, SignShown::always))));
    }
}

std::function<std::int64_t(double)> even_times(std::int64_t first, std::int64_t last) {
    return [=](double share) { return first + static_cast<std::int64_t>(share * static_cast<double>(last - first)); };
}

Range range_of(const std::vector<double>& values, Range range) {
    for (const double value : values) range.include(value);
    return range;
}

}  // namespace

Drawing equity_drawing(const TimeSeries& equity, const TimeSeries& hold, const Room& room) {
    SPARK_ASSERT(!equity.values.empty() && equity.values.size() == equity.times_ms.size());
    Range range = range_of(equity.values, {equity.values.front(), equity.values.front()});
    range = range_of(hold.values, range);
    const double air = (range.greatest - range.least) * 0.04;
    PlotArea area(room, {range.least - air, range.greatest + air});
    const std::int64_t first = equity.times_ms.front();
    const std::int64_t last = equity.times_ms.back();
    area.span_x(static_cast<double>(first), static_cast<double>(last));
    Drawing drawing{room.width, room.height, {}};
    area.draw_values(drawing, false);
    area.draw_times(drawing, even_times(first, last));
    const std::vector<Point> line = points_of(equity, area);
    drawing.shapes.emplace_back(Polygon{closed_below(line, area.bottom()), Ink::accent, true});
    if (!hold.values.empty()) drawing.shapes.emplace_back(Polyline{points_of(hold, area), Ink::second, 1.5, true});
    drawing.shapes.emplace_back(Polyline{line, Ink::accent, 2});
    if (line.size() == 1) drawing.shapes.emplace_back(Box{line.front().x - 2, line.front().y - 2, 4, 4, Ink::accent});
    return drawing;
}

Drawing underwater_drawing(const TimeSeries& depths, const Room& room) {
    SPARK_ASSERT(!depths.values.empty() && depths.values.size() == depths.times_ms.size());
    Range range = range_of(depths.values, {0, 0});
    if (range.least == 0) range.least = -0.01;
    PlotArea area(room, range);
    area.span_x(static_cast<double>(depths.times_ms.front()), static_cast<double>(depths.times_ms.back()));
    Drawing drawing{room.width, room.height, {}};
    area.draw_values(drawing, true);
    area.draw_times(drawing, even_times(depths.times_ms.front(), depths.times_ms.back()));
    const std::vector<Point> line = points_of(depths, area);
    drawing.shapes.emplace_back(Polygon{closed_below(line, area.y(0)), Ink::down, true});
    drawing.shapes.emplace_back(Polyline{line, Ink::down, 1.5});
    return drawing;
}

Drawing candles_drawing(const CandleWindow& window, std::span<const TradeRow> trades, const Room& room) {
    const market::CandleColumns& candles = window.candles;
    SPARK_ASSERT(candles.size() > 0);
    Range range{real(candles.low[0]), real(candles.high[0])};
    for (std::size_t bar = 0; bar < candles.size(); ++bar) {
        range.include(real(candles.low[bar]));
        range.include(real(candles.high[bar]));
    }
    const double air = (range.greatest - range.least) * 0.05;
    PlotArea area(room, {range.least - air, range.greatest + air});
    const auto bars = static_cast<double>(candles.size());
    area.span_x(-0.5, bars - 0.5);
    Drawing drawing{room.width, room.height, {}};
    area.draw_values(drawing, false);
    area.draw_times(drawing, [&](double share) {
        const auto bar = static_cast<std::size_t>(share * static_cast<double>(candles.size() - 1));
        return candles.open_time_ns[bar] / 1'000'000;
    });
    const double body_width = std::clamp(area.inner_width() / bars * 0.65, 0.8, 9.0);
    for (std::size_t bar = 0; bar < candles.size(); ++bar) draw_candle(drawing, candles, bar, area, body_width);
    const NumberText numbers(room.language);
    for (const TradeRow& trade : trades) draw_trade(drawing, trade, window, area, numbers);
    return drawing;
}

Drawing trade_bars_drawing(std::span<const TradeRow> trades, const Room& room) {
    SPARK_ASSERT(!trades.empty());
    const std::size_t bars = std::min(trades.size(), static_cast<std::size_t>(room.width / 4));
    std::vector<double> nets(bars);
    for (std::size_t index = 0; index < trades.size(); ++index)
        nets[index * bars / trades.size()] += real(trades[index].net);
    PlotArea area(room, range_of(nets, {0, 0}));
    area.span_x(-0.5, static_cast<double>(bars) - 0.5);
    Drawing drawing{room.width, room.height, {}};
    area.draw_values(drawing, false);
    drawing.shapes.emplace_back(Label{area.left(), room.height - 6, "1"});
    const NumberText numbers(room.language);
    drawing.shapes.emplace_back(Label{area.right(), room.height - 6,
                                      numbers.count(static_cast<std::int64_t>(trades.size())), Ink::muted,
                                      Anchor::end});
    const double width = std::clamp(area.inner_width() / static_cast<double>(bars) * 0.7, 1.0, 14.0);
    const double zero = area.y(0);
    for (std::size_t bar = 0; bar < bars; ++bar) {
        const double end = area.y(nets[bar]);
        const bool good = nets[bar] > 0;
        drawing.shapes.emplace_back(Box{area.x(static_cast<double>(bar)) - width / 2, std::min(end, zero), width,
                                        std::max(std::max(end, zero) - std::min(end, zero), 0.5),
                                        good ? Ink::up : Ink::down, good && width >= 3});
    }
    drawing.shapes.emplace_back(Polyline{{{area.left(), zero}, {area.right(), zero}}, Ink::muted, 1});
    return drawing;
}

}  // namespace spark::report
