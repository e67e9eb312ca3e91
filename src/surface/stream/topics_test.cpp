#include "surface/stream/topics.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "surface/stream/event_id.hpp"

namespace spark::stream {
namespace {

TEST(Topics, are_found_by_names_that_fit_a_row_also_with_dots_in_the_symbol) {
    EXPECT_EQ(find_topic("ticker.binance.BTCUSDT")->pattern, "ticker.{venue}.{symbol}");
    EXPECT_EQ(find_topic("ticker.bist.THYAO.IS")->pattern, "ticker.{venue}.{symbol}");
    EXPECT_EQ(find_topic("candle.bist.THYAO.IS.1m")->pattern, "candle.{venue}.{symbol}.{timeframe}");
    EXPECT_EQ(find_topic("audit.head")->pattern, "audit.head");
    EXPECT_EQ(find_topic("job.bt_01K")->pattern, "job.{id}");
    EXPECT_EQ(find_topic("synthetic"), nullptr);
}

TEST(Topics, are_no_names_with_other_characters_or_lengths) {
    for (const std::string name :
         {"", ".", "ticker", "ticker.binance", "ticker..X", "ticker.binance.", ".orders", "orders ", "orders\n",
          "job.a\r\nevent: fill", "ticker.binance.\xC3\x9C", "job.a.b", "orders.x", "ticker.*"}) {
        EXPECT_EQ(find_topic(name), nullptr) << name;
    }
    const std::string longest = "job." + std::string(topic_bytes_max - 4, 'x');
    EXPECT_NE(find_topic(longest), nullptr);
    EXPECT_EQ(find_topic(longest + "x"), nullptr);
}

TEST(Topics, are_subscribed_to_by_name_or_by_the_beginning_of_a_row) {
    for (const char* good : {"orders", "ticker.binance.BTCUSDT", "ticker.*", "ticker.binance.*", "candle.bist.*",
                             "candle.bist.THYAO.*", "job.*", "audit.*"}) {
        EXPECT_TRUE(is_subscription(good)) << good;
    }
    for (const char* bad :
         {"*", ".*", "tick.*", "orders.*", "ticker*", "job.x.*", "unknown.*", "ticker.*.BTCUSDT", "ticker..*", ""}) {
        EXPECT_FALSE(is_subscription(bad)) << bad;
    }
    EXPECT_TRUE(covers("ticker.*", "ticker.binance.BTCUSDT"));
    EXPECT_TRUE(covers("ticker.binance.*", "ticker.binance.BTCUSDT"));
    EXPECT_FALSE(covers("ticker.binance.*", "ticker.binanceus.BTCUSDT"));
    EXPECT_FALSE(covers("ticker.binance.BTC", "ticker.binance.BTCUSDT"));
}

TEST(Topics, say_where_their_missed_values_are_read) {
    const auto refetch = [](const char* name) { return refetch_of(*find_topic(name), name); };

    EXPECT_EQ(refetch("book.binance.BTCUSDT"), "/api/v1/markets/binance/BTCUSDT/book");
    EXPECT_EQ(refetch("candle.bist.THYAO.IS.1m"), "/api/v1/markets/bist/THYAO.IS/candles?timeframe=1m");
    EXPECT_EQ(refetch("job.bt_01K"), "/api/v1/jobs/bt_01K");
    EXPECT_EQ(refetch("orders"), "/api/v1/orders");
}

TEST(Topics, stand_in_the_reference_row_by_row) {
    const char* source = ::getenv("SPARK_SOURCE_DIR");
    if (source == nullptr) GTEST_SKIP() << "SPARK_SOURCE_DIR is not set";
    std::ifstream file(std::string(source) + "/docs/reference/stream.md");
    const std::string page((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    std::string table;
    for (const Topic& topic : topic_table) {
        std::string kinds;
        if (topic.has(Delivery::conflated)) kinds += "conflated " + std::to_string(topic.per_second_max) + "/s";
        if (topic.has(Delivery::batched)) kinds += "batched " + std::to_string(topic.per_second_max) + "/s";
        if (topic.has(Delivery::lossless)) kinds += kinds.empty() ? "lossless" : " + lossless";
        table += "| `" + std::string(topic.pattern) + "` | " + kinds + " | " + std::string(topic.right) + " | " +
                 std::string(topic.en) + " |\n";
    }

    EXPECT_NE(page.find(table), std::string::npos) << "docs/reference/stream.md should hold:\n" << table;
}

TEST(EventId, is_read_only_in_the_form_it_is_given_out) {
    EXPECT_EQ(parse_event_id("7.48213"), (EventId{7, 48'213}));
    EXPECT_EQ(to_text(EventId{7, 0}), "7.0");
    for (const std::string bad : {"", "7", "7.", ".7", "-7.1", "7.-1", "7.1.2", "7.1\r\n", " 7.1", "7.1 ", "+7.1",
                                  "0x7.1", "7.1e3", "1234567890123456789.1"}) {
        EXPECT_FALSE(parse_event_id(bad).has_value()) << bad;
    }
    EXPECT_FALSE(parse_event_id(std::string(10'000, '7') + ".1").has_value());
}

}  // namespace
}  // namespace spark::stream
