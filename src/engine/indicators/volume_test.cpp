#include "engine/indicators/volume.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "engine/indicators/price_bars.hpp"
#include "engine/indicators/testing/columns.hpp"

namespace spark::indicators {
namespace {

using namespace testing;

constexpr std::int64_t hour_ns = 3'600'000'000'000;

TEST(Obv, starts_at_the_first_volume_and_is_exact) {
    market::CandleTable table;
    const auto add = [&](std::int64_t close, Int128 volume) { table.push_back(0, close, close, close, close, volume); };
    add(10, 100'000'000'000'000'001);
    add(11, 1);
    add(9, 100'000'000'000'000'001);
    add(9, 5'000'000'000);
    Values out(4);

    obv(table.columns(), out);

    EXPECT_EQ(out, (Values{1000000000.00000001, 1000000000.00000002, 1e-8, 1e-8}));
}

RC_GTEST_PROP(Cmf, is_the_share_of_volume_that_closed_high, ()) {
    const market::CandleTable table = arbitrary_bars(150);
    const std::size_t length = arbitrary_length(20);
    PriceBars bars(table.columns());
    const HighLowClose hlc = bars.high_low_close();
    const Source volume = bars.volume();
    Values found(bars.size());

    cmf(hlc, volume, length, found);

    for (std::size_t bar = 0; bar < bars.size(); ++bar) {
        long double flow = 0.0L;
        long double traded = 0.0L;
        for (std::size_t k = 0; bar + 1 >= length && k < length; ++k) {
            const std::size_t at = bar - k;
            const long double range = static_cast<long double>(hlc.high[at]) - hlc.low[at];
            const long double where = 2.0L * hlc.close[at] - hlc.low[at] - hlc.high[at];
            if (range != 0.0L) flow += where / range * volume[at];
            traded += volume[at];
        }
        RC_ASSERT(close_to(found[bar], traded == 0.0L ? na : static_cast<double>(flow / traded), 1e-9));
    }
}

TEST(Vwap, begins_anew_with_the_utc_day) {
    const std::int64_t midnight = 19'000 * 24 * hour_ns;
    const std::vector<std::int64_t> times{midnight - 2 * hour_ns, midnight - 1, midnight, midnight + hour_ns,
                                          midnight + 24 * hour_ns};
    const Values price{10, 20, 30, 40, 50};
    const Values volume{1, 3, 0, 2, 0};
    Values out(5);

    vwap(times, price, volume, out);

    EXPECT_TRUE(same(out, Values{10, 17.5, na, 40, na}));
}

TEST(Vwap, knows_days_before_1970) {
    const std::vector<std::int64_t> times{-25 * hour_ns, -hour_ns, 0};
    const Values price{1, 2, 3};
    const Values volume{1, 1, 1};
    Values out(3);

    vwap(times, price, volume, out);

    EXPECT_EQ(out, (Values{1, 2, 3}));
}

}  // namespace
}  // namespace spark::indicators
