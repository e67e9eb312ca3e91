#include "engine/indicators/source.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>

#include "engine/indicators/testing/every_indicator.hpp"

namespace spark::indicators {
namespace {

using namespace testing;

Values applied(const SourceFunction& function, const Values& source) {
    Values out(source.size(), -12345.0);
    function.apply(source, out);
    return out;
}

Values first_of(const Values& values, std::size_t count) {
    return {values.begin(), values.begin() + static_cast<std::ptrdiff_t>(count)};
}

RC_GTEST_PROP(EveryIndicator, of_a_source_does_not_change_when_later_bars_are_cut_off, ()) {
    const Values source = arbitrary_source(120, true);
    const auto count = static_cast<std::size_t>(*rc::gen::inRange<int>(0, static_cast<int>(source.size()) + 1));
    for (const SourceFunction& function : source_functions()) {
        const Values whole = first_of(applied(function, source), count);
        if (!same(whole, applied(function, first_of(source, count)))) RC_FAIL(std::string(function.name));
    }
}

RC_GTEST_PROP(EveryIndicator, of_bars_does_not_change_when_later_bars_are_cut_off, ()) {
    const market::CandleTable table = arbitrary_bars(160);
    const auto count = static_cast<std::size_t>(*rc::gen::inRange<int>(0, static_cast<int>(table.size()) + 1));
    for (const BarFunction& function : bar_functions()) {
        const auto whole = columns_of(function, table, table.size());
        const auto part = columns_of(function, table, count);
        for (std::size_t column = 0; column < whole.size(); ++column) {
            if (!same(first_of(whole[column], count), part[column])) RC_FAIL(std::string(function.name));
        }
    }
}

RC_GTEST_PROP(EveryIndicator, of_a_source_begins_where_the_source_begins, ()) {
    Values source = arbitrary_source(100, true);
    if (!is_defined(source[0])) source[0] = 50.0;
    const auto prefix = static_cast<std::size_t>(*rc::gen::inRange(1, 30));
    Values later(prefix, na);
    later.insert(later.end(), source.begin(), source.end());
    for (const SourceFunction& function : source_functions()) {
        const Values expected = applied(function, source);
        const Values found = applied(function, later);
        const Values tail(found.begin() + static_cast<std::ptrdiff_t>(prefix), found.end());
        if (!same(tail, expected)) RC_FAIL(std::string(function.name));
        for (std::size_t bar = 0; bar < prefix; ++bar) RC_ASSERT(!is_defined(found[bar]) || found[bar] == 0.0);
    }
}

TEST(EveryIndicator, of_nothing_or_of_undefined_bars_only_is_nothing_or_undefined) {
    for (const SourceFunction& function : source_functions()) {
        EXPECT_TRUE(applied(function, {}).empty()) << function.name;
        for (const double value : applied(function, Values(20, na))) {
            EXPECT_TRUE(!is_defined(value) || value == 0.0) << function.name << " gave " << value;
        }
    }
}

TEST(EveryIndicator, of_bars_takes_no_bar_and_one_bar) {
    market::CandleTable one;
    one.push_back(0, units_per_one, units_per_one, units_per_one, units_per_one, units_per_one);
    for (const BarFunction& function : bar_functions()) {
        EXPECT_TRUE(columns_of(function, one, 0)[0].empty()) << function.name;
        EXPECT_EQ(columns_of(function, one, 1)[0].size(), 1U) << function.name;
    }
}

TEST(FirstDefined, is_the_size_when_nothing_is_defined) {
    EXPECT_EQ(first_defined(Values{na, na, 3.0}), 2U);
    EXPECT_EQ(first_defined(Values{na, na}), 2U);
    EXPECT_EQ(first_defined(Values{}), 0U);
}

}  // namespace
}  // namespace spark::indicators
