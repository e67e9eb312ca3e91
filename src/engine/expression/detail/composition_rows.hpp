#pragma once

#include <array>

#include "engine/expression/functions.hpp"
#include "engine/indicators/compositions.hpp"
#include "engine/indicators/statistics.hpp"
#include "engine/indicators/trend.hpp"
#include "engine/indicators/volatility.hpp"
#include "foundation/base/column.hpp"

namespace spark::expression::detail {

/// upper gets the width of the bands in percent of the middle.
inline void band_width(const Call& call, indicators::Output out) {
    Column<double> middle(out.size());
    Column<double> lower(out.size());
    const indicators::BandOutput bands{.upper = out, .middle = middle, .lower = lower};
    const auto units = call.arguments[0].units;
    if (units.empty()) {
        indicators::bb(call.source(0), call.length(1), call.number(2), bands);
    } else {
        indicators::bb_exact(units, call.length(1), call.number(2), bands);
    }
    for (std::size_t bar = 0; bar < out.size(); ++bar) {
        out[bar] = middle[bar] == 0.0 ? indicators::undefined : 100.0 * ((out[bar] - lower[bar]) / middle[bar]);
    }
}

inline void aroon_oscillator(const Call& call, indicators::Output out) {
    Column<double> up(out.size());
    Column<double> down(out.size());
    indicators::aroon(call.bars->high_low(), call.length(0), {.up = up, .down = down, .oscillator = out});
}

constexpr Function accumulation(std::string_view name) {
    return {.name = name,
            .unit = GivesUnit::volume,
            .run = [](const Call& c) { indicators::adl(c.bars->high_low_close(), c.bars->volume(), c.out[0]); },
            .what = "Accumulation and distribution line."};
}

/// Definitions: docs/reference/indicators.md.
inline constexpr std::array composition_rows{
    Function{
        .name = "ta.dema",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .unit = GivesUnit::as_first,
        .run = [](const Call& c) { indicators::dema(c.source(0), c.length(1), c.out[0]); },
        .what = "Double exponential average."},
    Function{
        .name = "ta.trix",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .run = [](const Call& c) { indicators::trix(c.source(0), c.length(1), c.out[0]); },
        .what = "Change in percent of a threefold exponential average."},
    Function{
        .name = "ta.ppo",
        .parameters = {Parameter{.name = "source"},
                       Parameter{.name = "fast", .takes = Takes::length, .fallback = 12, .least = 1},
                       Parameter{.name = "slow", .takes = Takes::length, .fallback = 26, .least = 1}},
        .run =
            [](const Call& c) { indicators::ppo(c.source(0), {.fast = c.length(1), .slow = c.length(2)}, c.out[0]); },
        .what = "Distance of two exponential averages in percent of the slow one."},
    Function{
        .name = "ta.tsi",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "fast", .takes = Takes::length, .least = 1},
                       Parameter{.name = "slow", .takes = Takes::length, .least = 1}},
        .run =
            [](const Call& c) { indicators::tsi(c.source(0), {.fast = c.length(1), .slow = c.length(2)}, c.out[0]); },
        .what = "True strength index, -1 to 1."},
    Function{
        .name = "ta.cmo",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .run = [](const Call& c) { indicators::cmo(c.source(0), c.length(1), c.out[0]); },
        .what = "Chande's momentum oscillator."},
    Function{.name = "ta.bop",
             .run = [](const Call& c) { indicators::bop(c.bars->open(), c.bars->high_low_close(), c.out[0]); },
             .what = "Balance of power."},
    accumulation("ta.adl"),
    accumulation("ta.accdist"),
    Function{.name = "ta.chop",
             .parameters = {Parameter{.name = "length", .takes = Takes::length, .fallback = 14, .least = 2}},
             .run = [](const Call& c) { indicators::chop(c.bars->high_low_close(), c.length(0), c.out[0]); },
             .what = "Choppiness index."},
    Function{.name = "ta.vortex",
             .parameters = {Parameter{.name = "length", .takes = Takes::length, .fallback = 14, .least = 1}},
             .fields = {"plus", "minus"},
             .run =
                 [](const Call& c) {
                     indicators::vortex(c.bars->high_low_close(), c.length(0), {.plus = c.out[0], .minus = c.out[1]});
                 },
             .what = "Vortex lines."},
    Function{.name = "ta.natr",
             .parameters = {Parameter{.name = "length", .takes = Takes::length, .fallback = 14, .least = 1}},
             .run = [](const Call& c) { indicators::natr(c.bars->high_low_close(), c.length(0), c.out[0]); },
             .what = "Average true range in percent of the close."},
    Function{.name = "ta.aroonosc",
             .parameters = {Parameter{.name = "length", .takes = Takes::length, .fallback = 25, .least = 1}},
             .run = [](const Call& c) { aroon_oscillator(c, c.out[0]); },
             .what = "Aroon up less Aroon down."},
    Function{
        .name = "ta.range",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .unit = GivesUnit::as_first,
        .run = [](const Call& c) { indicators::range(c.source(0), c.length(1), c.out[0]); },
        .what = "Highest less lowest of the last length bars."},
    Function{
        .name = "ta.variance",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .run =
            [](const Call& c) {
                const auto units = c.arguments[0].units;
                if (units.empty()) {
                    indicators::stdev(c.source(0), c.length(1), c.out[0]);
                } else {
                    indicators::stdev_exact(units, c.length(1), c.out[0]);
                }
                for (double& value : c.out[0]) value *= value;
            },
        .what = "Variance of the population."},
    Function{
        .name = "ta.bbw",
        .parameters = {Parameter{.name = "source"},
                       Parameter{.name = "length", .takes = Takes::length, .fallback = 20, .least = 1},
                       Parameter{
                           .name = "multiplier", .takes = Takes::constant, .fallback = 2.0, .least = 0, .most = 1e6}},
        .run = [](const Call& c) { band_width(c, c.out[0]); },
        .what = "Width of the Bollinger bands in percent of the middle."},
    Function{
        .name = "math.sum",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .unit = GivesUnit::as_first,
        .run = [](const Call& c) { indicators::sum(c.source(0), c.length(1), c.out[0]); },
        .what = "Sum of the last length bars."},
};

}  // namespace spark::expression::detail
