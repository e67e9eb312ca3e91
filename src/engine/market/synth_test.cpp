#include "engine/market/synth.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <cmath>
#include <map>
#include <vector>

#include "engine/market/measure_quality.hpp"
#include "engine/market/testing/candles.hpp"

namespace spark::market {
namespace {

using testing::at;
using testing::timeframe;

SynthRequest request(const char* symbol, const char* step, std::int64_t bars, std::uint64_t seed) {
    return {.symbol = Symbol::parse(symbol).value(), .timeframe = timeframe(step), .bars = bars, .seed = seed};
}

CandleTable made(const char* symbol, const char* step, std::int64_t bars, std::uint64_t seed) {
    return generate(request(symbol, step, bars, seed)).value();
}

std::vector<double> returns_of(const CandleTable& table) {
    std::vector<double> returns;
    for (std::size_t bar = 1; bar < table.size(); ++bar) {
        returns.push_back(std::log(static_cast<double>(table.close[bar]) / static_cast<double>(table.close[bar - 1])));
    }
    return returns;
}

double mean(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

double moment(const std::vector<double>& values, int power) {
    const double middle = mean(values);
    double sum = 0;
    for (const double value : values) sum += std::pow(value - middle, power);
    return sum / static_cast<double>(values.size());
}

double kurtosis(const std::vector<double>& values) { return moment(values, 4) / std::pow(moment(values, 2), 2); }

double correlation(const std::vector<double>& a, const std::vector<double>& b, std::size_t lag = 0) {
    const double a_mean = mean(a);
    const double b_mean = mean(b);
    double sum = 0;
    for (std::size_t index = lag; index < a.size(); ++index) sum += (a[index] - a_mean) * (b[index - lag] - b_mean);
    return sum / static_cast<double>(a.size()) / std::sqrt(moment(a, 2) * moment(b, 2));
}

std::vector<double> sizes_of(std::vector<double> values) {
    for (double& value : values) value = std::fabs(value);
    return values;
}

/// FNV-1a over every column's bytes, little end first.
std::uint64_t hash_of(const CandleTable& table) {
    std::uint64_t hash = 0xCBF2'9CE4'8422'2325U;
    for (const auto* column :
         {&table.open_time_ns, &table.open, &table.high, &table.low, &table.close, &table.volume, &table.volume_high}) {
        for (const std::int64_t value : *column) {
            for (unsigned shift = 0; shift < 64; shift += 8) {
                hash = (hash ^ ((static_cast<std::uint64_t>(value) >> shift) & 0xFFU)) * 0x100'0000'01B3U;
            }
        }
    }
    return hash;
}

struct Golden {
    const char* symbol;
    const char* step;
    std::uint64_t seed;
    std::uint64_t hash;
};

/// Data sets in the world were made by these bits: a change here is a new generator and needs a new name, not a new
/// number.
constexpr std::array goldens{
    Golden{"BTCUSDT", "1m", 7, 0xC0E9'F3C6'F0D3'463FU},
    Golden{"ETHUSDT", "1h", 1, 0x6063'F7AE'4AFF'C9BCU},
    Golden{"USDTTRY", "15m", 2, 0xF2D5'D19B'C0BF'FC74U},
    Golden{"BTCTRY", "1h", 7, 0xB31D'7649'5C10'6A9BU},
    Golden{"XU100", "1d", 3, 0xE9AB'96CC'39BE'B580U},
    Golden{"ANYTHING", "5m", 18'446'744'073'709'551'615U, 0x4B3A'A872'C763'F1F6U},
};

TEST(Synth, makes_the_same_bits_on_every_compiler_and_build) {
    for (const Golden& golden : goldens) {
        EXPECT_EQ(hash_of(made(golden.symbol, golden.step, 20'000, golden.seed)), golden.hash)
            << golden.symbol << ' ' << golden.step;
    }
}

TEST(Synth, returns_have_fat_tails_and_clustered_sizes_but_hardly_any_memory_of_direction) {
    for (const char* symbol : {"BTCUSDT", "ETHUSDT", "USDTTRY", "BTCTRY", "XU100", "ANYTHING"}) {
        for (const std::uint64_t seed : {1U, 2U, 3U}) {
            const std::vector<double> returns = returns_of(made(symbol, "1h", 20'000, seed));

            EXPECT_GT(kurtosis(returns), 4.0) << symbol << seed;
            EXPECT_GT(correlation(sizes_of(returns), sizes_of(returns), 1), 0.1) << symbol << seed;
            EXPECT_GT(correlation(sizes_of(returns), sizes_of(returns), 20), 0.03) << symbol << seed;
            EXPECT_LT(std::fabs(correlation(returns, returns, 1)), 0.05) << symbol << seed;
        }
    }
}

TEST(Synth, symbols_of_one_seed_share_times_and_move_together) {
    const CandleTable bitcoin = made("BTCUSDT", "1h", 20'000, 5);
    const CandleTable ether = made("ETHUSDT", "1h", 20'000, 5);
    const CandleTable lira = made("USDTTRY", "1h", 20'000, 5);

    EXPECT_EQ(bitcoin.open_time_ns, ether.open_time_ns);
    EXPECT_EQ(bitcoin.open_time_ns, lira.open_time_ns);
    EXPECT_GT(correlation(returns_of(bitcoin), returns_of(ether)), 0.6);
    EXPECT_LT(correlation(returns_of(bitcoin), returns_of(ether)), 0.95);
    EXPECT_LT(std::fabs(correlation(returns_of(bitcoin), returns_of(lira))), 0.3);
}

TEST(Synth, other_seeds_are_other_markets) {
    EXPECT_LT(std::fabs(correlation(returns_of(made("BTCUSDT", "1d", 5'000, 1)),
                                    returns_of(made("BTCUSDT", "1d", 5'000, 2)))),
              0.06);
}

TEST(Synth, the_lira_pair_stays_near_the_product_of_the_other_two) {
    for (const char* step : {"1m", "1d"}) {
        const CandleTable bitcoin = made("BTCUSDT", step, 20'000, 11);
        const CandleTable lira = made("USDTTRY", step, 20'000, 11);
        const CandleTable product = made("BTCTRY", step, 20'000, 11);
        ASSERT_EQ(product.open_time_ns, bitcoin.open_time_ns);
        double worst = 0;
        double sum = 0;
        for (std::size_t bar = 0; bar < product.size(); ++bar) {
            const double implied =
                static_cast<double>(bitcoin.close[bar]) * 1e-8 * static_cast<double>(lira.close[bar]);
            const double deviation = std::fabs(static_cast<double>(product.close[bar]) / implied - 1.0);
            worst = std::max(worst, deviation);
            sum += deviation;
        }
        EXPECT_LT(worst, 0.0035) << step;
        EXPECT_GT(sum / static_cast<double>(product.size()), 0.0003) << "deviations are small, not absent";
        EXPECT_LT(sum / static_cast<double>(product.size()), 0.0015) << step;
    }
}

TEST(Synth, halts_leave_quiet_and_missing_bars_but_few) {
    const CandleTable table = made("BTCUSDT", "1m", 200'000, 7);
    QualityReport report;
    measure_quality(table.columns(), timeframe("1m"), Calendar::always_open(), report);

    EXPECT_GT(report.gaps, 2);
    EXPECT_LT(report.gaps, 60);
    EXPECT_GT(report.zero_volume_runs, 2);
    EXPECT_LT(report.zero_volume + report.missing, 200'000 / 50);
}

TEST(Synth, days_have_a_volume_shape_and_no_halts) {
    const CandleTable hours = made("ETHUSDT", "1h", 20'000, 4);
    std::map<std::int64_t, double> by_hour;
    for (std::size_t bar = 0; bar < hours.size(); ++bar) {
        by_hour[hours.open_time_ns[bar] / 3'600'000'000'000 % 24] += static_cast<double>(hours.volume[bar]);
    }
    EXPECT_GT(by_hour[15], 1.5 * by_hour[5]);

    const CandleTable days = made("ETHUSDT", "1d", 5'000, 4);
    QualityReport report;
    measure_quality(days.columns(), timeframe("1d"), Calendar::always_open(), report);
    EXPECT_EQ(report.gaps, 0);
    EXPECT_EQ(report.zero_volume, 0);
}

TEST(Synth, some_bars_open_away_from_the_close_before) {
    const CandleTable table = made("BTCUSDT", "1h", 20'000, 9);
    int gaps = 0;
    for (std::size_t bar = 1; bar < table.size(); ++bar) gaps += table.open[bar] != table.close[bar - 1] ? 1 : 0;

    EXPECT_GT(gaps, 20);
    EXPECT_LT(gaps, 400);
}

TEST(Synth, refuses_what_it_cannot_make) {
    const auto refused = [](const SynthRequest& wanted) {
        const auto table = generate(wanted);
        return !table && table.error().fault == Fault::invalid_input;
    };
    SynthRequest late = request("BTCUSDT", "1d", 200, 1);
    late.start = at("2261-12-30");
    SynthRequest just_in_time = request("BTCUSDT", "1d", 90, 1);
    just_in_time.start = at("2261-12-30");

    EXPECT_TRUE(refused(request("BTCUSDT", "1h", 0, 1)));
    EXPECT_FALSE(refused(request("BTCUSDT", "1h", 1, 1)));
    EXPECT_TRUE(refused(request("BTCUSDT", "1s", synth_bars_max + 1, 1)));
    EXPECT_TRUE(refused(request("BTCUSDT", "1w", 20'000, 1)));
    EXPECT_TRUE(refused(late));
    EXPECT_FALSE(refused(just_in_time));
}

TEST(Synth, begins_with_the_bucket_that_holds_the_start) {
    SynthRequest half_past = request("BTCUSDT", "1h", 10, 1);
    half_past.start = at("2024-01-01T00:30");

    EXPECT_EQ(hash_of(generate(half_past).value()), hash_of(made("BTCUSDT", "1h", 10, 1)));
}

RC_GTEST_PROP(Synth, more_bars_begin_with_the_fewer, (std::uint64_t seed)) {
    const char* symbol = *rc::gen::element("BTCUSDT", "BTCTRY", "XU100", "FOO");
    const char* step = *rc::gen::element("1s", "1m", "4h", "1w");
    const std::int64_t fewer = *rc::gen::inRange<std::int64_t>(1, 400);
    const std::int64_t more = fewer + *rc::gen::inRange<std::int64_t>(1, 400);

    const CandleTable head = made(symbol, step, fewer, seed);
    const CandleTable whole = made(symbol, step, more, seed);

    RC_ASSERT(std::ssize(head.open_time_ns) == fewer);
    RC_ASSERT(std::ssize(whole.open_time_ns) == more);
    RC_ASSERT(std::equal(head.open_time_ns.begin(), head.open_time_ns.end(), whole.open_time_ns.begin()));
    RC_ASSERT(std::equal(head.close.begin(), head.close.end(), whole.close.begin()));
    RC_ASSERT(std::equal(head.volume.begin(), head.volume.end(), whole.volume.begin()));
}

RC_GTEST_PROP(Synth, candles_are_consistent_on_ticks_and_positive_for_any_seed_symbol_and_timeframe,
              (std::uint64_t seed)) {
    const auto letters = *rc::gen::container<std::string>(5, rc::gen::inRange('A', 'Z'));
    const char* step = *rc::gen::element("1s", "3m", "1h", "1d", "26w");

    const CandleTable table = made(letters.c_str(), step, 200, seed);

    std::int64_t last = table.open_time_ns.front() - 1;
    for (std::size_t bar = 0; bar < table.size(); ++bar) {
        RC_ASSERT(table.open_time_ns[bar] > last);
        RC_ASSERT(table.low[bar] > 0);
        RC_ASSERT(table.low[bar] <= std::min(table.open[bar], table.close[bar]));
        RC_ASSERT(table.high[bar] >= std::max(table.open[bar], table.close[bar]));
        RC_ASSERT(table.columns().volume_at(bar) >= 0);
        last = table.open_time_ns[bar];
    }
}

}  // namespace
}  // namespace spark::market
