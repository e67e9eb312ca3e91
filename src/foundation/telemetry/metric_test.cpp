#include "foundation/telemetry/metric.hpp"

#include <gtest/gtest.h>

#include <array>

#include "foundation/telemetry/metrics.hpp"

namespace spark::telemetry {
namespace {

constexpr Metric counter{.name = "spark_test_rows_total",
                         .what = "A sentence about it.",
                         .label = {.name = "result", .values = {"ok", "bad"}}};
constexpr Metric histogram{.name = "spark_test_ms",
                           .type = MetricType::histogram,
                           .what = "A sentence about it.",
                           .buckets = {1, 2},
                           .alias = "test_ms"};
static_assert(row_holds(counter) && row_holds(histogram));

template <class Change>
constexpr bool holds_after(Metric metric, Change change) {
    change(metric);
    return row_holds(metric);
}

TEST(MetricRow, is_refused_for_each_broken_rule) {
    EXPECT_FALSE(holds_after(counter, [](Metric& m) { m.name = "spark_test_rows"; })) << "a counter ends in _total";
    EXPECT_FALSE(holds_after(counter, [](Metric& m) { m.name = "test_rows_total"; })) << "ours begin with spark_";
    EXPECT_FALSE(holds_after(counter, [](Metric& m) { m.name = "spark_Rows_total"; }));
    EXPECT_FALSE(holds_after(counter, [](Metric& m) { m.what = "No end"; }));
    EXPECT_FALSE(holds_after(counter, [](Metric& m) { m.label.values = {}; }));
    EXPECT_FALSE(holds_after(counter, [](Metric& m) { m.label.name = ""; })) << "values without a label";
    EXPECT_FALSE(holds_after(counter, [](Metric& m) { m.label.values = {"ok", "ok"}; }));
    EXPECT_FALSE(holds_after(counter, [](Metric& m) { m.label.values = {"o\"k"}; }));
    EXPECT_FALSE(holds_after(counter, [](Metric& m) { m.label.values = {"ok", "", "late"}; }));
    EXPECT_FALSE(holds_after(counter, [](Metric& m) { m.buckets = {1}; }));
    EXPECT_TRUE(holds_after(counter, [](Metric& m) { m.alias = "rows_total"; })) << "with a label";
    EXPECT_FALSE(holds_after(counter, [](Metric& m) {
        m.label = {};
        m.alias = "rows";
    }));
    EXPECT_TRUE(holds_after(counter, [](Metric& m) {
        m.label = {};
        m.alias = "rows_total";
    }));
    EXPECT_FALSE(holds_after(histogram, [](Metric& m) { m.name = "spark_test_time"; })) << "no unit";
    EXPECT_FALSE(holds_after(histogram, [](Metric& m) { m.buckets = {}; }));
    EXPECT_FALSE(holds_after(histogram, [](Metric& m) { m.buckets = {2, 1}; }));
    EXPECT_FALSE(holds_after(histogram, [](Metric& m) { m.buckets = {1, 0, 3}; }));
    EXPECT_FALSE(holds_after(histogram, [](Metric& m) { m.alias = "9ms"; }));
}

TEST(MetricRow, has_names_and_aliases_of_its_own) {
    Metric other = histogram;
    other.name = "spark_other_ms";
    EXPECT_FALSE(names_differ(std::array{histogram, other})) << "one alias twice";
    other.alias = "spark_test_ms";
    EXPECT_FALSE(names_differ(std::array{histogram, other})) << "an alias that is a name";
    EXPECT_FALSE(names_differ(std::array{counter, counter}));
    EXPECT_TRUE(names_differ(metrics));
}

}  // namespace
}  // namespace spark::telemetry
