#include "engine/indicators/oscillators.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/indicators/averages.hpp"
#include "engine/indicators/price_bars.hpp"
#include "engine/indicators/testing/columns.hpp"

namespace spark::indicators {
namespace {

using namespace testing;

double cci_of(const Values& window) {
    long double mean = 0.0L;
    for (const double x : window) mean += x;
    mean /= static_cast<long double>(window.size());
    long double away = 0.0L;
    for (const double x : window) away += std::abs(x - mean);
    away /= static_cast<long double>(window.size());
    if (std::ranges::all_of(window, [&](double x) { return x == window[0]; })) return 0.0;
    return static_cast<double>((window.back() - mean) / (0.015L * away));
}

RC_GTEST_PROP(Cci, is_the_distance_from_the_mean_in_mean_distances, ()) {
    const Values source = arbitrary_source(150, true);
    const std::size_t length = arbitrary_length();
    expect_close(column_of(cci, source, length), by_window(source, length, cci_of), 1e-8);
}

RC_GTEST_PROP(Rsi, is_the_share_of_wilders_average_gain, ()) {
    const Values source = arbitrary_source(150, false);
    const std::size_t length = arbitrary_length(20);
    const Values found = column_of(rsi, source, length);
    long double gain = 0.0L;
    long double loss = 0.0L;
    const auto n = static_cast<long double>(length);
    for (std::size_t bar = 1; bar < source.size(); ++bar) {
        const long double step = static_cast<long double>(source[bar]) - source[bar - 1];
        const long double up = std::max(step, 0.0L);
        const long double down = std::max(-step, 0.0L);
        gain = bar <= length ? gain + up / n : (gain * (n - 1.0L) + up) / n;
        loss = bar <= length ? loss + down / n : (loss * (n - 1.0L) + down) / n;
        const double wanted = gain + loss < 1e-14L ? 0.0 : static_cast<double>(100.0L * gain / (gain + loss));
        if (gain + loss > 1e-13L || gain + loss < 1e-15L) {
            RC_ASSERT(close_to(found[bar], bar < length ? na : wanted, 1e-9));
        }
    }
}

RC_GTEST_PROP(Mfi, is_the_share_of_the_rising_flow, ()) {
    const market::CandleTable table = arbitrary_bars(150);
    const std::size_t length = arbitrary_length(20);
    PriceBars bars(table.columns());
    const Source price = bars.column(PriceField::hlc3);
    const Source volume = bars.volume();
    Values found(price.size());

    mfi(price, volume, length, found);

    for (std::size_t bar = 0; bar < price.size(); ++bar) {
        long double up = 0.0L;
        long double down = 0.0L;
        for (std::size_t k = 0; bar >= length && k < length; ++k) {
            const std::size_t at = bar - k;
            const long double flow = static_cast<long double>(price[at]) * volume[at];
            if (price[at] > price[at - 1]) up += flow;
            if (price[at] < price[at - 1]) down += flow;
        }
        const double wanted = up + down == 0.0L ? 0.0 : static_cast<double>(100.0L * up / (up + down));
        RC_ASSERT(close_to(found[bar], bar < length ? na : wanted, 1e-9));
    }
}

RC_GTEST_PROP(Wpr, and_raw_k_place_the_close_in_the_windows_range, ()) {
    const market::CandleTable table = arbitrary_bars(150);
    const std::size_t length = arbitrary_length(20);
    PriceBars bars(table.columns());
    const HighLowClose hlc = bars.high_low_close();
    Values percent_r(bars.size());
    Values percent_k(bars.size());

    wpr(hlc, length, percent_r);
    stoch(hlc.close, bars.high_low(), length, percent_k);

    for (std::size_t bar = 0; bar < bars.size(); ++bar) {
        double top = -1.0;
        double bottom = 1e300;
        for (std::size_t k = 0; bar + 1 >= length && k < length; ++k) {
            top = std::max(top, hlc.high[bar - k]);
            bottom = std::min(bottom, hlc.low[bar - k]);
        }
        const bool known = bar + 1 >= length;
        const bool flat = top == bottom;
        const double r = flat ? 0.0 : -100.0 * (top - hlc.close[bar]) / (top - bottom);
        const double k = flat ? 0.0 : 100.0 * (hlc.close[bar] - bottom) / (top - bottom);
        RC_ASSERT(close_to(percent_r[bar], known ? r : na, 1e-10));
        RC_ASSERT(close_to(percent_k[bar], known ? k : na, 1e-10));
        RC_ASSERT(!std::signbit(percent_r[bar]) || percent_r[bar] != 0.0);
    }
}

RC_GTEST_PROP(Uo, weighs_three_shares_of_buying_pressure, ()) {
    const market::CandleTable table = arbitrary_bars(150);
    PriceBars bars(table.columns());
    const HighLowClose hlc = bars.high_low_close();
    const UoLengths lengths{.fast = 2, .middle = 5, .slow = 9};
    Values found(bars.size());

    uo(hlc, lengths, found);

    for (std::size_t bar = 0; bar < bars.size(); ++bar) {
        const auto share = [&](std::size_t length) {
            long double pressure = 0.0L;
            long double range = 0.0L;
            for (std::size_t at = bar + 1 - length; at <= bar; ++at) {
                const long double bottom = std::min(hlc.low[at], hlc.close[at - 1]);
                pressure += hlc.close[at] - bottom;
                range += std::max(hlc.high[at], hlc.close[at - 1]) - bottom;
            }
            return range == 0.0L ? static_cast<long double>(na) : pressure / range;
        };
        const double wanted =
            bar < 9 ? na : static_cast<double>(100.0L * (4.0L * share(2) + 2.0L * share(5) + share(9)) / 7.0L);
        RC_ASSERT(close_to(found[bar], wanted, 1e-9));
    }
}

TEST(FlatPrices, give_zero_where_ta_lib_does) {
    // 1,789.52 twenty times over: its sum in doubles, divided by 20, is not 1,789.52, from which others compute −66.67.
    market::CandleTable table;
    for (int bar = 0; bar < 80; ++bar) {
        table.push_back(bar * 60'000'000'000LL, 178'952'000'000, 178'952'000'000, 178'952'000'000, 178'952'000'000, 0);
    }
    PriceBars bars(table.columns());
    const Source price = bars.column(PriceField::hlc3);
    Values out(80);

    rsi(price, 14, out);
    EXPECT_EQ(out[14], 0.0);
    EXPECT_EQ(out[79], 0.0);
    cci(price, 20, out);
    EXPECT_FALSE(is_defined(out[18]));
    EXPECT_EQ(out[19], 0.0);
    EXPECT_EQ(out[79], 0.0);
    mfi(price, bars.volume(), 14, out);
    EXPECT_FALSE(is_defined(out[13]));
    EXPECT_EQ(out[14], 0.0);
    wpr(bars.high_low_close(), 14, out);
    EXPECT_FALSE(is_defined(out[12]));
    EXPECT_EQ(out[13], 0.0);
    stoch(bars.close(), bars.high_low(), 14, out);
    EXPECT_EQ(out[13], 0.0);
}

TEST(Mfi, is_zero_again_after_a_halt_of_its_length) {
    Values price(40, 10.5);
    Values volume(40, 0.0);
    for (std::size_t bar = 0; bar < 15; ++bar) {
        price[bar] = 10.0 + 0.1 * static_cast<double>(bar % 3);
        volume[bar] = 1e9 + static_cast<double>(bar);
    }
    Values out(40);

    mfi(price, volume, 14, out);

    EXPECT_GT(out[27], 0.0) << "the last traded bar is still inside";
    EXPECT_EQ(out[29], 0.0);
}

TEST(Rsi, is_a_hundred_when_nothing_fell_and_zero_when_nothing_rose) {
    EXPECT_EQ(column_of(rsi, Values{1, 2, 3, 4}, std::size_t{3})[3], 100.0);
    EXPECT_EQ(column_of(rsi, Values{4, 3, 2, 1}, std::size_t{3})[3], 0.0);
}

TEST(Macd, seeds_both_averages_on_one_bar_and_starts_its_columns_together) {
    // fast 2: seeded by 1 and 5 on bar 2, not by 3 and 1 a bar earlier. slow 3: by 3, 1, 5. signal 2.
    const Values source{3, 1, 5, 10, 10};
    Values line(5);
    Values signal(5);
    Values hist(5);

    macd(source, {.fast = 2, .slow = 3, .signal = 2}, {.macd = line, .signal = signal, .hist = hist});

    const double line2 = 3.0 - 3.0;
    const double line3 = (3.0 + (10.0 - 3.0) * 2.0 / 3.0) - (3.0 + (10.0 - 3.0) / 2.0);
    EXPECT_FALSE(is_defined(line[2]));
    EXPECT_DOUBLE_EQ(line[3], line3);
    EXPECT_DOUBLE_EQ(signal[3], (line2 + line3) / 2.0);
    EXPECT_DOUBLE_EQ(hist[3], line[3] - signal[3]);

    Values swapped(5);
    macd(source, {.fast = 3, .slow = 2, .signal = 2}, {.macd = swapped, .signal = signal, .hist = hist});
    EXPECT_TRUE(same(swapped, line));
}

TEST(Roc, is_undefined_over_zero) {
    EXPECT_TRUE(same(column_of(roc, Values{0, 2, 3}, std::size_t{1}), Values{na, na, 50}));
    EXPECT_TRUE(same(column_of(mom, Values{0, 2, 3}, std::size_t{2}), Values{na, na, 3}));
}

}  // namespace
}  // namespace spark::indicators
