#include "foundation/telemetry/metrics.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <thread>
#include <vector>

namespace spark::telemetry {
namespace {

bool has_line(const std::string& text, const std::string& line) {
    return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

TEST(Metrics, show_every_series_from_the_start) {
    const Metrics figures;
    const std::string text = figures.render();
    for (const Metric& metric : metrics) {
        EXPECT_TRUE(has_line(text, "# HELP " + std::string(metric.name) + " " + std::string(metric.what)));
        EXPECT_TRUE(has_line(text, "# TYPE " + std::string(metric.name) + " " + std::string(to_text(metric.type))));
    }
    EXPECT_TRUE(has_line(text, "spark_ingest_rows_total 0"));
    EXPECT_TRUE(has_line(text, "spark_data_sets_verified_total{result=\"ok\"} 0"));
    EXPECT_TRUE(has_line(text, "spark_data_sets_verified_total{result=\"corrupt\"} 0"));
    EXPECT_TRUE(has_line(text, "spark_backtest_runtime_ms_bucket{le=\"0.5\"} 0"));
    EXPECT_TRUE(has_line(text, "spark_backtest_runtime_ms_count 0"));
}

TEST(Metrics, count_each_label_value_by_itself) {
    Metrics figures;
    figures.add({"spark_data_sets_verified_total", "ok"});
    figures.add({"spark_data_sets_verified_total", "ok"}, 2);
    figures.add({"spark_backtests_total", "refused"});
    figures.add("spark_ingest_rows_total", 26'303);

    const std::string text = figures.render();

    EXPECT_EQ(figures.value({"spark_data_sets_verified_total", "ok"}), 3U);
    EXPECT_EQ(figures.value({"spark_data_sets_verified_total", "corrupt"}), 0U);
    EXPECT_TRUE(has_line(text, "spark_data_sets_verified_total{result=\"ok\"} 3"));
    EXPECT_TRUE(has_line(text, "spark_data_sets_verified_total{result=\"corrupt\"} 0"));
    EXPECT_TRUE(has_line(text, "spark_backtests_total{result=\"ok\"} 0"));
    EXPECT_TRUE(has_line(text, "spark_backtests_total{result=\"refused\"} 1"));
    EXPECT_TRUE(has_line(text, "spark_ingest_rows_total 26303"));
}

TEST(Metrics, put_a_value_on_a_bound_into_its_bucket_and_show_the_alias_too) {
    Metrics figures;
    for (const double value : {0.5, 0.500001, 1.0, 10'000.0, 10'001.0, std::numeric_limits<double>::quiet_NaN()}) {
        figures.observe("spark_backtest_runtime_ms", value);
    }

    const std::string text = figures.render();

    for (const std::string name : {"spark_backtest_runtime_ms", "backtest_runtime_ms"}) {
        EXPECT_TRUE(has_line(text, name + "_bucket{le=\"0.5\"} 1")) << text;
        EXPECT_TRUE(has_line(text, name + "_bucket{le=\"1\"} 3"));
        EXPECT_TRUE(has_line(text, name + "_bucket{le=\"5000\"} 3"));
        EXPECT_TRUE(has_line(text, name + "_bucket{le=\"10000\"} 4"));
        EXPECT_TRUE(has_line(text, name + "_bucket{le=\"+Inf\"} 5"));
        EXPECT_TRUE(has_line(text, name + "_count 5"));
    }
    EXPECT_TRUE(has_line(text, "spark_backtest_runtime_ms_sum 20003.000001"));
}

TEST(Metrics, show_a_counter_under_its_alias_too) {
    Metrics figures;
    figures.add("spark_backtest_trades_total", 42);

    const std::string text = figures.render();

    EXPECT_TRUE(has_line(text, "spark_backtest_trades_total 42"));
    EXPECT_TRUE(has_line(text, "bt_trades_total 42"));
    EXPECT_TRUE(has_line(text, "bt_fail_total 0")) << "from the start, so that an increase can be seen";
}

TEST(Metrics, keep_the_last_value_of_a_gauge) {
    Metrics figures;
    figures.set("spark_written_at_seconds", 5);
    figures.set("spark_written_at_seconds", 1'763'625'600.5);

    EXPECT_TRUE(has_line(figures.render(), "spark_written_at_seconds 1763625600.5"));
}

TEST(Metrics, lose_nothing_between_threads) {
    Metrics figures;
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 4; ++thread) {
            threads.emplace_back([&figures] {
                for (int count = 0; count < 5'000; ++count) {
                    figures.add("spark_evidence_written_total");
                    figures.observe("spark_ingest_seconds", 1);
                }
            });
        }
        for (int look = 0; look < 20; ++look) EXPECT_FALSE(figures.render().empty());
    }

    const std::string text = figures.render();
    EXPECT_TRUE(has_line(text, "spark_evidence_written_total 20000"));
    EXPECT_TRUE(has_line(text, "spark_ingest_seconds_sum 20000"));
    EXPECT_TRUE(has_line(text, "spark_ingest_seconds_bucket{le=\"+Inf\"} 20000"));
    EXPECT_TRUE(has_line(text, "spark_ingest_seconds_bucket{le=\"0.3\"} 0"));
}

}  // namespace
}  // namespace spark::telemetry
