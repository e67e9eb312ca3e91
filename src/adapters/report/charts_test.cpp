#include "adapters/report/charts.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "adapters/report/detail/plot_area.hpp"
#include "adapters/report/testing/sample_runs.hpp"

namespace spark::report {
namespace {

bool inside(const Drawing& drawing, Point point) {
    return std::isfinite(point.x) && std::isfinite(point.y) && point.x >= -1 && point.x <= drawing.width + 1 &&
           point.y >= -1 && point.y <= drawing.height + 1;
}

/// Every corner of every shape lies on the picture's plane.
bool holds_all(const Drawing& drawing) {
    bool all = true;
    for (const Shape& shape : drawing.shapes) {
        if (const auto* line = std::get_if<Polyline>(&shape))
            for (const Point& point : line->points) all = all && inside(drawing, point);
        if (const auto* box = std::get_if<Box>(&shape)) {
            all = all && inside(drawing, {box->x, box->y}) && box->width >= 0 && box->height >= 0;
            all = all && inside(drawing, {box->x + box->width, box->y + box->height});
        }
        if (const auto* label = std::get_if<Label>(&shape)) all = all && inside(drawing, {label->x, label->y});
    }
    return all;
}

template <class Kind>
std::size_t count_of(const Drawing& drawing, Ink ink) {
    std::size_t count = 0;
    for (const Shape& shape : drawing.shapes) {
        const auto* one = std::get_if<Kind>(&shape);
        count += one != nullptr && one->ink == ink ? 1 : 0;
    }
    return count;
}

RC_GTEST_PROP(EquityDrawing, stays_on_its_plane_whatever_the_equity, ()) {
    const auto values = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::int32_t>>(rc::gen::arbitrary<int>()));
    TimeSeries series;
    for (const std::int32_t value : values) {
        series.times_ms.push_back(static_cast<std::int64_t>(series.times_ms.size()) * 86'400'000);
        series.values.push_back(value / 64.0);
    }

    RC_ASSERT(holds_all(equity_drawing(series, {}, {})));
    RC_ASSERT(holds_all(equity_drawing(series, series, {.width = 340, .height = 200})));
}

TEST(EquityDrawing, shows_a_single_point) {
    const Drawing drawing = equity_drawing({{0}, {1'000.0}}, {}, {});

    EXPECT_TRUE(holds_all(drawing));
    EXPECT_EQ(count_of<Box>(drawing, Ink::accent), 1U);
}

TEST(UnderwaterDrawing, stays_on_its_plane_where_nothing_was_lost) {
    EXPECT_TRUE(holds_all(underwater_drawing({{0, 86'400'000}, {0.0, 0.0}}, {})));
    EXPECT_TRUE(holds_all(underwater_drawing({{0, 86'400'000}, {0.0, -0.9999}}, {})));
}

TEST(CandlesDrawing, marks_entries_and_exits_of_trades_inside_and_only_the_end_of_one_half_outside) {
    const auto run = testing::sample_run();
    const auto trades = read_trades(run.trades_csv);  // bars 5 to 9, a gain; bars 20 to 30, a loss
    const market::CandleColumns all = run.candles.columns();

    const Drawing whole = candles_drawing({all, 0}, *trades, {});
    const Drawing part = candles_drawing({all.slice(7, 10), 7}, *trades, {});
    const Drawing none = candles_drawing({all.slice(31, 10), 31}, *trades, {});

    EXPECT_TRUE(holds_all(whole));
    EXPECT_EQ(count_of<Polygon>(whole, Ink::accent), 2U);
    EXPECT_EQ(count_of<Polygon>(whole, Ink::up), 1U);
    EXPECT_EQ(count_of<Polygon>(whole, Ink::down), 1U);
    EXPECT_EQ(count_of<Polygon>(part, Ink::accent), 0U);
    EXPECT_EQ(count_of<Polygon>(part, Ink::up), 1U);
    EXPECT_EQ(count_of<Polygon>(none, Ink::accent) + count_of<Polygon>(none, Ink::up), 0U);
}

TEST(CandlesDrawing, points_a_short_entry_down) {
    const auto run = testing::sample_run();
    auto trades = *read_trades(run.trades_csv);
    trades.resize(1);
    const auto tip_is_up = [&] {
        const Drawing drawing = candles_drawing({run.candles.columns(), 0}, trades, {});
        for (const Shape& shape : drawing.shapes)
            if (const auto* arrow = std::get_if<Polygon>(&shape); arrow != nullptr && arrow->ink == Ink::accent)
                return arrow->points[0].y < arrow->points[1].y;
        return false;
    };

    EXPECT_TRUE(tip_is_up());
    trades.front().is_short = true;
    EXPECT_FALSE(tip_is_up());
}

TEST(TradeBarsDrawing, adds_trades_together_where_they_are_too_many_to_draw) {
    std::vector<TradeRow> trades(1'000, TradeRow{.exit_reason = "", .is_short = false});
    for (TradeRow& trade : trades) trade.net = 100'000'000;

    const Drawing drawing = trade_bars_drawing(trades, {.width = 340, .height = 100});

    EXPECT_TRUE(holds_all(drawing));
    EXPECT_EQ(count_of<Box>(drawing, Ink::up), 85U);
}

RC_GTEST_PROP(RoundTicks, are_few_inside_and_ascending, ()) {
    const double least = *rc::gen::inRange(-1'000'000, 1'000'000) / 128.0;
    const double height = *rc::gen::inRange(1, 1'000'000) / 1'024.0;
    const int count = *rc::gen::inRange(3, 8);

    const auto ticks = detail::round_ticks({least, least + height}, count);

    RC_ASSERT(!ticks.empty());
    RC_ASSERT(ticks.size() <= static_cast<std::size_t>(count) + 2);
    for (std::size_t index = 0; index < ticks.size(); ++index) {
        RC_ASSERT(ticks[index] >= least - height * 1e-9 && ticks[index] <= least + height * (1 + 1e-9));
        if (index > 0) RC_ASSERT(ticks[index] > ticks[index - 1]);
    }
}

}  // namespace
}  // namespace spark::report
