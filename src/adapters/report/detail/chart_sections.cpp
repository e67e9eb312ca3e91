#include <algorithm>
#include <cmath>

#include "adapters/report/charts.hpp"
#include "adapters/report/detail/report_words.hpp"
#include "adapters/report/detail/run_facts.hpp"

namespace spark::report::detail {
namespace {

constexpr double wide = 960;
constexpr double narrow = 340;
constexpr std::int64_t window_bars_wide = 160;
constexpr std::int64_t window_bars_narrow = 60;
constexpr std::size_t whole_candles_wide = 180;
constexpr std::size_t whole_candles_narrow = 70;
constexpr double unit = static_cast<double>(units_per_one);

TimeSeries series_of(std::span<const EquityPoint> points) {
    TimeSeries series{.times_ms = {}, .values = values_of(points)};
    for (const EquityPoint& point : points) series.times_ms.push_back(point.time_ms);
    return series;
}

/// What the cash at the start would have come to at the equity's times, held as `buy_hold_return` is measured: its last
/// value is that metric's.
TimeSeries hold_series(const RunFacts& facts) {
    TimeSeries series;
    const auto whole_return = facts.number({"metrics", "buy_hold_return"});
    if (!facts.period || !whole_return || facts.starting <= 0 || facts.period->close.back() <= 0) return series;
    const market::CandleColumns& candles = *facts.period;
    const auto& times = candles.open_time_ns;
    const double end = static_cast<double>(facts.starting) / unit * (1 + *whole_return);
    const double scale = end / static_cast<double>(candles.close.back());
    constexpr std::int64_t day_ms = 86'400'000;
    for (const EquityPoint& point : facts.equity) {
        // A day's point stands at its start and holds its last equity; the document's points stand at their bar.
        const std::int64_t until_ms = point.time_ms + (facts.equity_is_daily ? day_ms - 1 : 0);
        const auto after = std::ranges::upper_bound(times, until_ms * 1'000'000);
        if (after == times.begin()) continue;
        const auto bar = static_cast<std::size_t>(after - times.begin() - 1);
        series.times_ms.push_back(point.time_ms);
        series.values.push_back(scale * static_cast<double>(candles.close[bar]));
    }
    return series;
}

double height_of(const std::vector<double>& values) {
    const auto [least, greatest] = std::ranges::minmax_element(values);
    return *greatest - *least;
}

Chart equity_chart(const RunFacts& facts, const TimeSeries& equity, const TimeSeries& hold) {
    const NumberText& numbers = facts.numbers;
    const auto [least, greatest] = std::ranges::minmax_element(equity.values);
    const double start = static_cast<double>(facts.starting) / unit;
    const double end = equity.values.back();
    Chart chart;
    chart.title = facts.say(facts.equity_is_daily ? words::equity_chart : words::equity_chart_points);
    chart.summary =
        facts.say(words::equity_summary, numbers.number(start, 2), numbers.number(end, 2),
                  start > 0 ? numbers.percent(end / start - 1, 2, SignShown::always) : numbers.number(end - start, 2),
                  numbers.number(*least, 2), numbers.number(*greatest, 2));
    chart.wide = equity_drawing(equity, hold, {wide, 300, facts.language});
    chart.narrow = equity_drawing(equity, hold, {narrow, 220, facts.language});
    if (!hold.values.empty())
        chart.legend = {{facts.say(words::legend_strategy), Tone::plain},
                        {facts.say(words::legend_hold), Tone::caution}};
    return chart;
}

Chart underwater_chart(const RunFacts& facts, const TimeSeries& equity) {
    const TimeSeries depths{equity.times_ms, underwater(facts.equity, facts.starting)};
    const auto below = std::ranges::count_if(depths.values, [](double depth) { return depth < 0; });
    Chart chart;
    chart.title = facts.say(words::underwater_chart);
    if (facts.equity_is_daily) {
        chart.summary = facts.say(
            words::underwater_summary, facts.numbers.percent(std::abs(*std::ranges::min_element(depths.values)), 2),
            facts.numbers.count(below), facts.numbers.count(static_cast<std::int64_t>(depths.values.size())));
    } else {
        chart.summary = facts.numbers.percent(*std::ranges::min_element(depths.values), 2);
    }
    chart.wide = underwater_drawing(depths, {wide, 150, facts.language});
    chart.narrow = underwater_drawing(depths, {narrow, 130, facts.language});
    return chart;
}

/// Candles of `bars` bars each.
market::CandleTable merged(const market::CandleColumns& candles, std::size_t bars) {
    market::CandleTable table;
    for (std::size_t first = 0; first < candles.size(); first += bars) {
        const std::size_t end = std::min(first + bars, candles.size());
        const auto highs = candles.high.subspan(first, end - first);
        const auto lows = candles.low.subspan(first, end - first);
        table.push_back(candles.open_time_ns[first], candles.open[first], *std::ranges::max_element(highs),
                        *std::ranges::min_element(lows), candles.close[end - 1], 0);
    }
    return table;
}

std::size_t bars_per_candle(std::size_t bars, std::size_t candles) { return (bars + candles - 1) / candles; }

Drawing whole_drawing(const market::CandleColumns& period, std::size_t candles_max, const Room& room) {
    const market::CandleTable table = merged(period, bars_per_candle(period.size(), candles_max));
    return candles_drawing({table.columns(), 0}, {}, room);
}

Chart whole_chart(const RunFacts& facts) {
    const market::CandleColumns& period = *facts.period;
    const std::size_t per_candle = bars_per_candle(period.size(), whole_candles_wide);
    const NumberText& numbers = facts.numbers;
    Chart chart;
    chart.title = facts.say(words::whole_chart);
    chart.summary =
        facts.say(words::whole_summary, numbers.count(static_cast<std::int64_t>(period.size())), per_candle,
                  (period.size() + per_candle - 1) / per_candle, numbers.exact(*std::ranges::min_element(period.low)),
                  numbers.exact(*std::ranges::max_element(period.high)));
    chart.wide = whole_drawing(period, whole_candles_wide, {wide, 220, facts.language});
    chart.narrow = whole_drawing(period, whole_candles_narrow, {narrow, 200, facts.language});
    return chart;
}

/// At most `bars_max` bars that end a little after the last exit (or at the last bar where nothing was closed).
CandleWindow last_window(const RunFacts& facts, std::int64_t bars_max) {
    constexpr std::int64_t room_after = 4;
    const auto size = static_cast<std::int64_t>(facts.period->size());
    std::int64_t end = size;
    if (!facts.trades.empty()) {
        const std::int64_t last_exit = facts.trades.back().exit_bar - facts.first_bar;
        end = std::clamp(last_exit + 1 + room_after, std::min(bars_max, size), size);
    }
    const std::int64_t first = std::max<std::int64_t>(end - bars_max, 0);
    return {facts.period->slice(static_cast<std::size_t>(first), static_cast<std::size_t>(end - first)),
            facts.first_bar + first};
}

Chart window_chart(const RunFacts& facts) {
    const CandleWindow window = last_window(facts, window_bars_wide);
    const std::int64_t last_bar = window.first_bar + static_cast<std::int64_t>(window.candles.size()) - 1;
    const auto shown = std::ranges::count_if(facts.trades, [&](const TradeRow& trade) {
        return trade.exit_bar >= window.first_bar && trade.entry_bar <= last_bar;
    });
    const NumberText& numbers = facts.numbers;
    Chart chart;
    chart.title = facts.say(facts.trades.empty() ? words::last_bars_chart : words::candles_chart);
    chart.summary = facts.say(words::candles_summary, numbers.count(window.first_bar), numbers.count(last_bar),
                              time_text(window.candles.open_time_ns.front() / 1'000'000),
                              time_text(window.candles.open_time_ns.back() / 1'000'000), numbers.count(shown),
                              numbers.count(static_cast<std::int64_t>(facts.trades.size())));
    chart.wide = candles_drawing(window, facts.trades, {wide, 360, facts.language});
    chart.narrow = candles_drawing(last_window(facts, window_bars_narrow), facts.trades, {narrow, 260, facts.language});
    chart.legend = {{facts.say(words::legend_entry), Tone::plain},
                    {facts.say(words::legend_up) + " · " + facts.say(words::legend_exit_good), Tone::good},
                    {facts.say(words::legend_down) + " · " + facts.say(words::legend_exit_bad), Tone::bad}};
    return chart;
}

std::string why_no_candles(const RunFacts& facts) {
    return facts.run.data_note.empty() ? facts.say(words::data_absent) : facts.run.data_note;
}

}  // namespace

Section equity_section(const RunFacts& facts) {
    Section section{.id = "equity", .title = facts.say(words::equity_section)};
    if (facts.equity.empty()) {
        section.blocks.emplace_back(Note{facts.say(words::no_equity)});
        return section;
    }
    const TimeSeries equity = series_of(facts.equity);
    const TimeSeries hold = hold_series(facts);
    // A run that uses a small part of its cash would be a flat line beside a held market: then two pictures.
    const bool one_scale = hold.values.empty() || height_of(hold.values) <= 3 * height_of(equity.values);
    section.blocks.emplace_back(equity_chart(facts, equity, one_scale ? hold : TimeSeries{}));
    section.blocks.emplace_back(underwater_chart(facts, equity));
    if (!one_scale) {
        Chart both = equity_chart(facts, equity, hold);
        both.title = facts.say(words::hold_chart);
        const double end = hold.values.back();
        both.summary = facts.say(
            words::hold_summary, facts.numbers.number(end, 2),
            facts.numbers.percent(end / (static_cast<double>(facts.starting) / unit) - 1, 2, SignShown::always));
        section.blocks.emplace_back(std::move(both));
    }
    if (hold.values.empty()) section.blocks.emplace_back(Note{facts.say(words::no_hold, why_no_candles(facts))});
    return section;
}

Section candles_section(const RunFacts& facts) {
    Section section{.id = "candles", .title = facts.say(words::candles_section), .starts_page = true};
    if (!facts.period) {
        section.blocks.emplace_back(Note{facts.say(words::no_candles, why_no_candles(facts))});
        return section;
    }
    section.blocks.emplace_back(window_chart(facts));
    if (facts.period->size() > static_cast<std::size_t>(window_bars_wide))
        section.blocks.emplace_back(whole_chart(facts));
    return section;
}

}  // namespace spark::report::detail
