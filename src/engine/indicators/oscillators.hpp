#pragma once

#include <cstddef>

#include "engine/indicators/source.hpp"

namespace spark::indicators {

/// value − value `length` bars before. First defined bar: length. `mom` and `change` are the same.
void mom(Source source, std::size_t length, Output out);
void change(Source source, std::size_t length, Output out);

/// 100 × (value − before) ÷ before, `before` the value `length` bars before; undefined where that is zero.
/// First defined bar: length.
void roc(Source source, std::size_t length, Output out);

/// Wilder's relative strength index as TA-Lib has it: 0 where there was neither gain nor loss. First defined bar:
/// length.
void rsi(Source source, std::size_t length, Output out);

/// Commodity channel index: (value − average) ÷ (0.015 × mean absolute deviation), 0 where the deviation is zero.
/// First defined bar: length − 1.
void cci(Source source, std::size_t length, Output out);

/// Money flow index of a typical price, 0 to 100; 0 where the window has no flow. First defined bar: length.
void mfi(Source source, Source volume, std::size_t length, Output out);

/// Williams' %R, −100 to 0; 0 where the window's range is zero. First defined bar: length − 1.
void wpr(const HighLowClose& bars, std::size_t length, Output out);

/// Raw %K: 100 × (source − lowest low) ÷ (highest high − lowest low); 0 where the range is zero.
/// First defined bar: length − 1.
void stoch(Source source, const HighLow& range, std::size_t length, Output out);

struct MacdLengths {
    std::size_t fast = 12;
    std::size_t slow = 26;
    std::size_t signal = 9;
};
struct MacdOutput {
    Output macd;
    Output signal;
    Output hist;
};
/// Moving average convergence and divergence as TA-Lib has it: both averages start on the bar slow − 1 (the fast one
/// seeded by the `fast` values up to it) and all three columns on the bar slow + signal − 2. Fast above slow: they
/// swap.
void macd(Source source, const MacdLengths& lengths, const MacdOutput& out);

struct UoLengths {
    std::size_t fast = 7;
    std::size_t middle = 14;
    std::size_t slow = 28;
};
/// Ultimate oscillator, weights 4 : 2 : 1; undefined where a window's true range is zero. First defined bar: the
/// longest length.
void uo(const HighLowClose& bars, const UoLengths& lengths, Output out);

}  // namespace spark::indicators
