#pragma once

#include <array>

#include "engine/expression/functions.hpp"
#include "engine/indicators/averages.hpp"
#include "engine/indicators/extremes.hpp"
#include "engine/indicators/statistics.hpp"

namespace spark::expression::detail {

/// Definitions: docs/reference/indicators.md.
inline constexpr std::array average_rows{
    Function{
        .name = "ta.sma",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .unit = GivesUnit::as_first,
        .run =
            [](const Call& c) {
                const auto units = c.arguments[0].units;
                if (units.empty()) {
                    indicators::sma(c.source(0), c.length(1), c.out[0]);
                } else {
                    indicators::sma_exact(units, c.length(1), c.out[0]);
                }
            },
        .what = "Simple average; of open, high, low and close exact."},
    Function{
        .name = "ta.ema",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .unit = GivesUnit::as_first,
        .run = [](const Call& c) { indicators::ema(c.source(0), c.length(1), c.out[0]); },
        .what = "Exponential average, seeded by the first simple one."},
    Function{
        .name = "ta.rma",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .unit = GivesUnit::as_first,
        .run = [](const Call& c) { indicators::rma(c.source(0), c.length(1), c.out[0]); },
        .what = "Wilder's average: weight 1/length."},
    Function{
        .name = "ta.wma",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .unit = GivesUnit::as_first,
        .run = [](const Call& c) { indicators::wma(c.source(0), c.length(1), c.out[0]); },
        .what = "Weighted average, weights 1 to length."},
    Function{
        .name = "ta.hma",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .unit = GivesUnit::as_first,
        .run = [](const Call& c) { indicators::hma(c.source(0), c.length(1), c.out[0]); },
        .what = "Hull's average."},
    Function{
        .name = "ta.vwma",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .unit = GivesUnit::as_first,
        .run = [](const Call& c) { indicators::vwma(c.source(0), c.bars->volume(), c.length(1), c.out[0]); },
        .what = "Average weighted by volume."},
    Function{
        .name = "ta.tema",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .unit = GivesUnit::as_first,
        .run = [](const Call& c) { indicators::tema(c.source(0), c.length(1), c.out[0]); },
        .what = "Triple exponential average."},
    Function{.name = "ta.kama",
             .parameters = {Parameter{.name = "source"},
                            Parameter{.name = "length", .takes = Takes::length, .fallback = 10, .least = 1},
                            Parameter{.name = "fast", .takes = Takes::length, .fallback = 2, .least = 1},
                            Parameter{.name = "slow", .takes = Takes::length, .fallback = 30, .least = 1}},
             .unit = GivesUnit::as_first,
             .run =
                 [](const Call& c) {
                     indicators::kama(c.source(0), {.length = c.length(1), .fast = c.length(2), .slow = c.length(3)},
                                      c.out[0]);
                 },
             .what = "Kaufman's adaptive average."},
    Function{.name = "ta.swma",
             .parameters = {Parameter{.name = "source"}},
             .unit = GivesUnit::as_first,
             .run = [](const Call& c) { indicators::swma(c.source(0), c.out[0]); },
             .what = "Average of four bars, weights 1, 2, 2, 1."},
    Function{
        .name = "ta.alma",
        .parameters = {Parameter{.name = "source"},
                       Parameter{.name = "length", .takes = Takes::length, .fallback = 9, .least = 1},
                       Parameter{.name = "offset", .takes = Takes::constant, .fallback = 0.85, .least = 0, .most = 1},
                       Parameter{
                           .name = "sigma", .takes = Takes::constant, .fallback = 6.0, .least = 0.001, .most = 1e6}},
        .unit = GivesUnit::as_first,
        .run =
            [](const Call& c) {
                indicators::alma(c.source(0), {.length = c.length(1), .offset = c.number(2), .sigma = c.number(3)},
                                 c.out[0]);
            },
        .what = "Arnaud Legoux's average."},
    Function{
        .name = "ta.stdev",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .unit = GivesUnit::as_first,
        .run =
            [](const Call& c) {
                const auto units = c.arguments[0].units;
                if (units.empty()) {
                    indicators::stdev(c.source(0), c.length(1), c.out[0]);
                } else {
                    indicators::stdev_exact(units, c.length(1), c.out[0]);
                }
            },
        .what = "Standard deviation of the population."},
    Function{
        .name = "ta.dev",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .unit = GivesUnit::as_first,
        .run = [](const Call& c) { indicators::dev(c.source(0), c.length(1), c.out[0]); },
        .what = "Mean absolute distance from the mean."},
    Function{
        .name = "ta.linreg",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1},
                       Parameter{.name = "offset", .takes = Takes::count, .fallback = 0}},
        .unit = GivesUnit::as_first,
        .run = [](const Call& c) { indicators::linreg(c.source(0), c.length(1), c.length(2), c.out[0]); },
        .what = "Least squares line, offset bars before its end."},
    Function{
        .name = "ta.median",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .unit = GivesUnit::as_first,
        .run = [](const Call& c) { indicators::median(c.source(0), c.length(1), c.out[0]); },
        .what = "Middle value."},
    Function{
        .name = "ta.percentrank",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .run = [](const Call& c) { indicators::percentrank(c.source(0), c.length(1), c.out[0]); },
        .what = "Percent of the length values before that are not above this one."},
    Function{.name = "ta.correlation",
             .parameters = {Parameter{.name = "a"}, Parameter{.name = "b"},
                            Parameter{.name = "length", .takes = Takes::length, .least = 1}},
             .run = [](const Call& c) { indicators::correlation(c.source(0), c.source(1), c.length(2), c.out[0]); },
             .what = "Pearson's correlation."},
    Function{
        .name = "ta.cog",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .run = [](const Call& c) { indicators::cog(c.source(0), c.length(1), c.out[0]); },
        .what = "Centre of gravity."},
    Function{.name = "ta.cum",
             .parameters = {Parameter{.name = "source"}},
             .unit = GivesUnit::as_first,
             .run = [](const Call& c) { indicators::cum(c.source(0), c.out[0]); },
             .what = "Sum of everything so far."},
    Function{
        .name = "ta.highest",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .unit = GivesUnit::as_first,
        .source = "high",
        .run = [](const Call& c) { indicators::highest(c.source(0), c.length(1), c.out[0]); },
        .what = "Highest of the last length bars, this one included."},
    Function{
        .name = "ta.lowest",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .unit = GivesUnit::as_first,
        .source = "low",
        .run = [](const Call& c) { indicators::lowest(c.source(0), c.length(1), c.out[0]); },
        .what = "Lowest of the last length bars, this one included."},
    Function{
        .name = "ta.highestbars",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .source = "high",
        .run = [](const Call& c) { indicators::highestbars(c.source(0), c.length(1), c.out[0]); },
        .what = "Offset to the highest: 0 this bar, -1 the one before."},
    Function{
        .name = "ta.lowestbars",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .source = "low",
        .run = [](const Call& c) { indicators::lowestbars(c.source(0), c.length(1), c.out[0]); },
        .what = "Offset to the lowest."},
};

}  // namespace spark::expression::detail
