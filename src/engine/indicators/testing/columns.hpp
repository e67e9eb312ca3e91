#pragma once

#include <rapidcheck.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/indicators/source.hpp"
#include "engine/market/candle_columns.hpp"

namespace spark::indicators::testing {

using Values = std::vector<double>;

/// A column made by hand; `na` marks a bar without a value.
inline constexpr double na = undefined;

/// What a one-column function writes for a source.
template <class Function, class... Arguments>
Values column_of(const Function& function, const Values& source, const Arguments&... arguments) {
    Values out(source.size(), -12345.0);
    function(source, arguments..., out);
    return out;
}

/// The same bits, any NaN being like any other.
inline bool same(double a, double b) {
    return (std::isnan(a) && std::isnan(b)) || std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}
inline bool same(const Values& a, const Values& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t bar = 0; bar < a.size(); ++bar) {
        if (!same(a[bar], b[bar])) return false;
    }
    return true;
}

/// Both undefined, or no further apart than `tolerance`.
inline bool close_to(double a, double b, double tolerance) {
    if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
    return std::abs(a - b) <= tolerance;
}

/// A small generator of its own, so that one drawn seed gives a whole column.
class Draw {
  public:
    explicit Draw(std::uint64_t seed) : state_(seed * 2 + 1) {}
    std::int64_t below(std::int64_t most) {
        state_ = state_ * 6'364'136'223'846'793'005ULL + 1'442'695'040'888'963'407ULL;
        return static_cast<std::int64_t>(state_ >> 33) % most;
    }

  private:
    std::uint64_t state_;
};

/// Candles of a walk in ticks of 0.01 with stretches in which nothing moves or trades.
inline market::CandleTable arbitrary_bars(std::size_t count_max) {
    Draw draw(*rc::gen::arbitrary<std::uint32_t>());
    const auto count = static_cast<std::size_t>(*rc::gen::inRange<int>(1, static_cast<int>(count_max)));
    market::CandleTable table;
    std::int64_t close = 5'000 + draw.below(100'000);
    std::int64_t halted = 0;
    for (std::size_t bar = 0; bar < count; ++bar) {
        if (halted == 0 && draw.below(40) == 0) halted = draw.below(60);
        const bool quiet = halted > 0;
        if (quiet) --halted;
        const std::int64_t open = close;
        if (!quiet) close = std::max<std::int64_t>(100, close + draw.below(201) - 100);
        const std::int64_t high = std::max(open, close) + (quiet ? 0 : draw.below(20));
        const std::int64_t low = std::min(open, close) - (quiet ? 0 : draw.below(20));
        constexpr std::int64_t tick = 1'000'000;
        const Int128 volume = quiet ? 0 : static_cast<Int128>(draw.below(1'000'000'000'000));
        table.push_back(static_cast<std::int64_t>(bar) * 3'600'000'000'000, open * tick, high * tick, low * tick,
                        close * tick, volume);
    }
    return table;
}

/// A source of prices with stretches of equal values; with `holes`, undefined at the start and now and then inside.
inline Values arbitrary_source(std::size_t count_max, bool holes) {
    Draw draw(*rc::gen::arbitrary<std::uint32_t>());
    const auto count = static_cast<std::size_t>(*rc::gen::inRange<int>(1, static_cast<int>(count_max)));
    Values values;
    double price = 50.0 + static_cast<double>(draw.below(10'000)) / 100.0;
    const std::int64_t prefix = holes ? draw.below(12) : 0;
    while (values.size() < count) {
        if (draw.below(4) != 0) price += static_cast<double>(draw.below(401) - 200) / 100.0;
        const bool hole = static_cast<std::int64_t>(values.size()) < prefix || (holes && draw.below(50) == 0);
        values.push_back(hole ? na : price);
    }
    return values;
}

inline std::size_t arbitrary_length(std::size_t most = 40) {
    return static_cast<std::size_t>(*rc::gen::inRange<int>(1, static_cast<int>(most) + 1));
}

/// A windowed function by hand: `of(window)` on every full window without an undefined value.
inline Values by_window(const Values& source, std::size_t length, const std::function<double(const Values&)>& of) {
    Values out(source.size(), na);
    for (std::size_t bar = length - 1; bar < source.size(); ++bar) {
        const auto end = source.begin() + static_cast<std::ptrdiff_t>(bar) + 1;
        const Values window(end - static_cast<std::ptrdiff_t>(length), end);
        bool whole = true;
        for (const double x : window) whole = whole && is_defined(x);
        if (whole) out[bar] = of(window);
    }
    return out;
}

inline void expect_close(const Values& found, const Values& wanted, double tolerance) {
    RC_ASSERT(found.size() == wanted.size());
    for (std::size_t bar = 0; bar < found.size(); ++bar) {
        if (!close_to(found[bar], wanted[bar], tolerance)) {
            RC_FAIL("bar " + std::to_string(bar) + ": found " + std::to_string(found[bar]) + ", wanted " +
                    std::to_string(wanted[bar]));
        }
    }
}

}  // namespace spark::indicators::testing
