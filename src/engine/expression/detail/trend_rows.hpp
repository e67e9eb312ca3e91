#pragma once

#include <array>

#include "engine/expression/functions.hpp"
#include "engine/indicators/trend.hpp"
#include "engine/indicators/volatility.hpp"
#include "engine/indicators/volume.hpp"

namespace spark::expression::detail {

/// Definitions: docs/reference/indicators.md.
inline constexpr std::array trend_rows{
    Function{
        .name = "ta.bb",
        .parameters = {Parameter{.name = "source"},
                       Parameter{.name = "length", .takes = Takes::length, .fallback = 20, .least = 1},
                       Parameter{
                           .name = "multiplier", .takes = Takes::constant, .fallback = 2.0, .least = 0, .most = 1e6}},
        .fields = {"upper", "middle", "lower"},
        .unit = GivesUnit::as_first,
        .run =
            [](const Call& c) {
                const auto units = c.arguments[0].units;
                if (units.empty()) {
                    indicators::bb(c.source(0), c.length(1), c.number(2),
                                   {.upper = c.out[0], .middle = c.out[1], .lower = c.out[2]});
                } else {
                    indicators::bb_exact(units, c.length(1), c.number(2),
                                         {.upper = c.out[0], .middle = c.out[1], .lower = c.out[2]});
                }
            },
        .what = "Bollinger bands."},
    Function{
        .name = "ta.keltner",
        .parameters = {Parameter{.name = "length", .takes = Takes::length, .fallback = 20, .least = 1},
                       Parameter{
                           .name = "multiplier", .takes = Takes::constant, .fallback = 2.0, .least = 0, .most = 1e6},
                       Parameter{.name = "atr_length", .takes = Takes::length, .fallback = 10, .least = 1}},
        .fields = {"upper", "middle", "lower"},
        .unit = GivesUnit::price,
        .run =
            [](const Call& c) {
                indicators::keltner(c.bars->high_low_close(),
                                    {.length = c.length(0), .multiplier = c.number(1), .atr_length = c.length(2)},
                                    {.upper = c.out[0], .middle = c.out[1], .lower = c.out[2]});
            },
        .what = "Keltner channel: ema(close, length) and multiplier times atr(atr_length)."},
    Function{.name = "ta.donchian",
             .parameters = {Parameter{.name = "length", .takes = Takes::length, .fallback = 20, .least = 1}},
             .fields = {"upper", "middle", "lower"},
             .unit = GivesUnit::price,
             .run =
                 [](const Call& c) {
                     indicators::donchian(c.bars->high_low(), c.length(0),
                                          {.upper = c.out[0], .middle = c.out[1], .lower = c.out[2]});
                 },
             .what = "Highest high and lowest low, this bar included."},
    Function{.name = "ta.tr",
             .unit = GivesUnit::price,
             .run = [](const Call& c) { indicators::tr(c.bars->high_low_close(), c.out[0]); },
             .what = "True range."},
    Function{.name = "ta.atr",
             .parameters = {Parameter{.name = "length", .takes = Takes::length, .least = 1}},
             .unit = GivesUnit::price,
             .run = [](const Call& c) { indicators::atr(c.bars->high_low_close(), c.length(0), c.out[0]); },
             .what = "Wilder's average of the true range."},
    Function{.name = "ta.adx",
             .parameters = {Parameter{.name = "length", .takes = Takes::length, .fallback = 14, .least = 2}},
             .run = [](const Call& c) { indicators::adx(c.bars->high_low_close(), c.length(0), c.out[0]); },
             .what = "Wilder's average directional index, TA-Lib's first bar."},
    Function{.name = "ta.dmi",
             .parameters = {Parameter{.name = "length", .takes = Takes::length, .fallback = 14, .least = 1},
                            Parameter{.name = "smoothing", .takes = Takes::length, .fallback = 14, .least = 1}},
             .fields = {"plus", "minus", "adx"},
             .run =
                 [](const Call& c) {
                     indicators::dmi(c.bars->high_low_close(), {.length = c.length(0), .smoothing = c.length(1)},
                                     {.plus = c.out[0], .minus = c.out[1], .adx = c.out[2]});
                 },
             .what = "Directional movement as Pine has it."},
    Function{
        .name = "ta.supertrend",
        .parameters = {Parameter{.name = "factor", .takes = Takes::constant, .fallback = 3.0, .least = 0, .most = 1e6},
                       Parameter{.name = "atr_length", .takes = Takes::length, .fallback = 10, .least = 1}},
        .fields = {"value", "direction"},
        .run =
            [](const Call& c) {
                indicators::supertrend(c.bars->high_low_close(), c.number(0), c.length(1),
                                       {.value = c.out[0], .direction = c.out[1]});
            },
        .what = "Supertrend; direction -1 rising, 1 falling."},
    Function{.name = "ta.sar",
             .parameters =
                 {Parameter{.name = "start", .takes = Takes::constant, .fallback = 0.02, .least = 0, .most = 1.0},
                  Parameter{.name = "increment", .takes = Takes::constant, .fallback = 0.02, .least = 0, .most = 1.0},
                  Parameter{.name = "maximum", .takes = Takes::constant, .fallback = 0.2, .least = 0, .most = 1.0}},
             .unit = GivesUnit::price,
             .run =
                 [](const Call& c) {
                     indicators::sar(c.bars->high_low(),
                                     {.start = c.number(0), .increment = c.number(1), .maximum = c.number(2)},
                                     c.out[0]);
                 },
             .what = "Wilder's parabolic stop and reverse."},
    Function{.name = "ta.aroon",
             .parameters = {Parameter{.name = "length", .takes = Takes::length, .fallback = 25, .least = 1}},
             .fields = {"up", "down", "oscillator"},
             .run =
                 [](const Call& c) {
                     indicators::aroon(c.bars->high_low(), c.length(0),
                                       {.up = c.out[0], .down = c.out[1], .oscillator = c.out[2]});
                 },
             .what = "Aroon."},
    Function{.name = "ta.ichimoku",
             .parameters = {Parameter{.name = "tenkan", .takes = Takes::length, .fallback = 9, .least = 1},
                            Parameter{.name = "kijun", .takes = Takes::length, .fallback = 26, .least = 1},
                            Parameter{.name = "senkou_b", .takes = Takes::length, .fallback = 52, .least = 1}},
             .fields = {"tenkan", "kijun", "senkou_a", "senkou_b"},
             .unit = GivesUnit::price,
             .run =
                 [](const Call& c) {
                     indicators::ichimoku(
                         c.bars->high_low(), {.tenkan = c.length(0), .kijun = c.length(1), .senkou_b = c.length(2)},
                         {.tenkan = c.out[0], .kijun = c.out[1], .senkou_a = c.out[2], .senkou_b = c.out[3]});
                 },
             .what = "Ichimoku lines; senkou shown kijun bars later."},
    Function{.name = "ta.obv",
             .unit = GivesUnit::volume,
             .run = [](const Call& c) { indicators::obv(c.bars->candles(), c.out[0]); },
             .what = "On-balance volume."},
    Function{
        .name = "ta.cmf",
        .parameters = {Parameter{.name = "length", .takes = Takes::length, .least = 1}},
        .run =
            [](const Call& c) { indicators::cmf(c.bars->high_low_close(), c.bars->volume(), c.length(0), c.out[0]); },
        .what = "Chaikin money flow."},
    Function{.name = "ta.ulcer",
             .parameters = {Parameter{.name = "length", .takes = Takes::length, .fallback = 14, .least = 1}},
             .run = [](const Call& c) { indicators::ulcer(c.bars->close(), c.length(0), c.out[0]); },
             .what = "Ulcer index of the close."},
    Function{.name = "ta.vwap",
             .unit = GivesUnit::price,
             .run =
                 [](const Call& c) {
                     indicators::vwap(c.bars->candles().open_time_ns, c.bars->column(indicators::PriceField::hlc3),
                                      c.bars->volume(), c.out[0]);
                 },
             .what = "Average hlc3 of the UTC day so far, weighted by volume."},
};

}  // namespace spark::expression::detail
