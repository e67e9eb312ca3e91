#pragma once

#include <array>

#include "engine/expression/functions.hpp"
#include "engine/indicators/events.hpp"
#include "engine/indicators/extremes.hpp"
#include "engine/indicators/oscillators.hpp"

namespace spark::expression::detail {

/// Definitions: docs/reference/indicators.md.
inline constexpr std::array oscillator_rows{
    Function{
        .name = "ta.rising",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .gives = Gives::condition,
        .run = [](const Call& c) { indicators::rising(c.source(0), c.length(1), c.out[0]); },
        .what = "Above every one of the length values before."},
    Function{
        .name = "ta.falling",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .gives = Gives::condition,
        .run = [](const Call& c) { indicators::falling(c.source(0), c.length(1), c.out[0]); },
        .what = "Below every one of the length values before."},
    Function{
        .name = "ta.mom",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .unit = GivesUnit::as_first,
        .run = [](const Call& c) { indicators::mom(c.source(0), c.length(1), c.out[0]); },
        .what = "Value less the one length bars before."},
    Function{.name = "ta.change",
             .parameters = {Parameter{.name = "source"},
                            Parameter{.name = "length", .takes = Takes::length, .fallback = 1, .least = 1}},
             .unit = GivesUnit::as_first,
             .run = [](const Call& c) { indicators::change(c.source(0), c.length(1), c.out[0]); },
             .what = "Value less the one length bars before."},
    Function{
        .name = "ta.roc",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .run = [](const Call& c) { indicators::roc(c.source(0), c.length(1), c.out[0]); },
        .what = "Change in percent of the value length bars before."},
    Function{
        .name = "ta.rsi",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .run = [](const Call& c) { indicators::rsi(c.source(0), c.length(1), c.out[0]); },
        .what = "Wilder's relative strength index."},
    Function{
        .name = "ta.cci",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .run = [](const Call& c) { indicators::cci(c.source(0), c.length(1), c.out[0]); },
        .what = "Commodity channel index."},
    Function{
        .name = "ta.mfi",
        .parameters = {Parameter{.name = "source"}, Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .run = [](const Call& c) { indicators::mfi(c.source(0), c.bars->volume(), c.length(1), c.out[0]); },
        .what = "Money flow index."},
    Function{.name = "ta.wpr",
             .parameters = {Parameter{.name = "length", .takes = Takes::length, .least = 1}},
             .run = [](const Call& c) { indicators::wpr(c.bars->high_low_close(), c.length(0), c.out[0]); },
             .what = "Williams' %R."},
    Function{.name = "ta.stoch",
             .parameters = {Parameter{.name = "source"}, Parameter{.name = "high"}, Parameter{.name = "low"},
                            Parameter{.name = "length", .takes = Takes::length, .least = 1}},
             .run =
                 [](const Call& c) {
                     indicators::stoch(c.source(0), {.high = c.source(1), .low = c.source(2)}, c.length(3), c.out[0]);
                 },
             .what = "Raw %K of the stochastic."},
    Function{.name = "ta.macd",
             .parameters = {Parameter{.name = "source"},
                            Parameter{.name = "fast", .takes = Takes::length, .fallback = 12, .least = 1},
                            Parameter{.name = "slow", .takes = Takes::length, .fallback = 26, .least = 1},
                            Parameter{.name = "signal", .takes = Takes::length, .fallback = 9, .least = 1}},
             .fields = {"macd", "signal", "hist"},
             .unit = GivesUnit::as_first,
             .run =
                 [](const Call& c) {
                     indicators::macd(c.source(0), {.fast = c.length(1), .slow = c.length(2), .signal = c.length(3)},
                                      {.macd = c.out[0], .signal = c.out[1], .hist = c.out[2]});
                 },
             .what = "Convergence and divergence of two exponential averages."},
    Function{.name = "ta.uo",
             .parameters = {Parameter{.name = "fast", .takes = Takes::length, .fallback = 7, .least = 1},
                            Parameter{.name = "middle", .takes = Takes::length, .fallback = 14, .least = 1},
                            Parameter{.name = "slow", .takes = Takes::length, .fallback = 28, .least = 1}},
             .run =
                 [](const Call& c) {
                     indicators::uo(c.bars->high_low_close(),
                                    {.fast = c.length(0), .middle = c.length(1), .slow = c.length(2)}, c.out[0]);
                 },
             .what = "Ultimate oscillator."},
    Function{.name = "ta.crossover",
             .parameters = {Parameter{.name = "a"}, Parameter{.name = "b"}},
             .gives = Gives::condition,
             .alike = true,
             .bits = BitRule::crossover,
             .run = [](const Call& c) { indicators::crossover(c.source(0), c.source(1), c.out[0]); },
             .what = "a > b now and a <= b on the bar before."},
    Function{.name = "ta.crossunder",
             .parameters = {Parameter{.name = "a"}, Parameter{.name = "b"}},
             .gives = Gives::condition,
             .alike = true,
             .bits = BitRule::crossunder,
             .run = [](const Call& c) { indicators::crossunder(c.source(0), c.source(1), c.out[0]); },
             .what = "a < b now and a >= b on the bar before."},
    Function{.name = "ta.cross",
             .parameters = {Parameter{.name = "a"}, Parameter{.name = "b"}},
             .gives = Gives::condition,
             .alike = true,
             .bits = BitRule::cross,
             .run = [](const Call& c) { indicators::cross(c.source(0), c.source(1), c.out[0]); },
             .what = "Either of the two."},
    Function{.name = "ta.barssince",
             .parameters = {Parameter{.name = "condition", .takes = Takes::condition}},
             .run = [](const Call& c) { indicators::barssince(c.source(0), c.out[0]); },
             .what = "Bars since the condition held, 0 where it holds."},
    Function{.name = "ta.valuewhen",
             .parameters = {Parameter{.name = "condition", .takes = Takes::condition}, Parameter{.name = "source"},
                            Parameter{.name = "occurrence", .takes = Takes::count, .fallback = 0}},
             .run = [](const Call& c) { indicators::valuewhen(c.source(0), c.source(1), c.length(2), c.out[0]); },
             .what = "source where the condition held for the last time; occurrence 1: the time before that."},
};

}  // namespace spark::expression::detail
