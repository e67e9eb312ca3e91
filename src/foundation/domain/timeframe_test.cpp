#include "foundation/domain/timeframe.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <limits>
#include <string>

#include "foundation/base/wall_time.hpp"

namespace spark {
namespace {

Timeframe tf(std::string_view text) { return Timeframe::parse(text).value(); }
std::string start(std::string_view timeframe, std::string_view time) {
    return format_iso8601(tf(timeframe).bucket_start(parse_iso8601(time).value()));
}

TEST(Timeframe, reads_and_writes_the_canonical_text) {
    EXPECT_EQ(tf("1m").length(), std::chrono::minutes(1));
    EXPECT_EQ(tf("60m").text(), "1h");
    EXPECT_EQ(tf("90m").text(), "90m");
    EXPECT_EQ(tf("24h").text(), "1d");
    EXPECT_EQ(tf("7d").text(), "1w");
    EXPECT_EQ(tf("8d").text(), "8d");
    EXPECT_EQ(tf("1s").text(), "1s");
    EXPECT_EQ(tf("1000w").length_ns(), 604'800'000'000'000'000);
    EXPECT_EQ(tf("60m"), tf("1h"));
    EXPECT_LT(tf("59m"), tf("1h"));
}

TEST(Timeframe, refuses_what_is_none) {
    for (const char* text :
         {"", "m", "1", "0m", "01m", "1001m", "10000s", "1M", "1y", "1 m", "1.5h", "-1m", "+1m", "m1", "1mm", "1m "}) {
        const auto parsed = Timeframe::parse(text);
        ASSERT_FALSE(parsed.has_value()) << text;
        EXPECT_EQ(parsed.error().fault, Fault::invalid_input);
    }
    EXPECT_NE(Timeframe::parse("1M").error().message.find("'1M'"), std::string::npos);
    EXPECT_DEATH(Timeframe::of(std::chrono::seconds{0}), "broken invariant");
}

TEST(BucketStart, is_counted_from_the_epoch_and_weeks_from_monday) {
    EXPECT_EQ(start("1h", "2022-03-05T10:59:59.999Z"), "2022-03-05T10:00:00Z");
    EXPECT_EQ(start("1h", "2022-03-05T11:00:00Z"), "2022-03-05T11:00:00Z");
    EXPECT_EQ(start("4h", "2022-03-05T11:00:00Z"), "2022-03-05T08:00:00Z");
    EXPECT_EQ(start("1d", "2022-03-05T23:00:00Z"), "2022-03-05T00:00:00Z");
    EXPECT_EQ(start("1w", "2024-01-07T23:59:59Z"), "2024-01-01T00:00:00Z");
    EXPECT_EQ(start("1w", "2024-01-08T00:00:00Z"), "2024-01-08T00:00:00Z");
    EXPECT_EQ(start("1w", "1970-01-01T00:00:00Z"), "1969-12-29T00:00:00Z");
    EXPECT_EQ(start("1d", "1969-12-31T12:00:00Z"), "1969-12-31T00:00:00Z");
    EXPECT_EQ(tf("1000w").bucket_start(wall_time_of_ns(std::numeric_limits<std::int64_t>::min())),
              wall_time_of_ns(std::numeric_limits<std::int64_t>::min()))
        << "nothing begins before the least time";
}

TEST(Multiple, needs_whole_finer_buckets_also_at_the_weeks_edge) {
    EXPECT_TRUE(tf("1h").is_multiple_of(tf("1m")));
    EXPECT_TRUE(tf("1h").is_multiple_of(tf("1h")));
    EXPECT_FALSE(tf("1h").is_multiple_of(tf("7m")));
    EXPECT_FALSE(tf("1m").is_multiple_of(tf("1h")));
    EXPECT_TRUE(tf("1w").is_multiple_of(tf("1d")));
    EXPECT_TRUE(tf("2w").is_multiple_of(tf("1w")));
    EXPECT_FALSE(tf("1w").is_multiple_of(tf("84h"))) << "half weeks are counted from the epoch, a Thursday";
}

RC_GTEST_PROP(Timeframe, canonical_text_reads_back_as_the_same_length, ()) {
    const int count = *rc::gen::inRange(1, 1'001);
    const char unit = *rc::gen::element('s', 'm', 'h', 'd', 'w');
    const Timeframe timeframe = tf(std::to_string(count) + unit);

    RC_ASSERT(Timeframe::parse(timeframe.text()).value() == timeframe);
}

RC_GTEST_PROP(BucketStart, holds_the_time_and_begins_on_a_finer_bucket, ()) {
    const Timeframe timeframe =
        tf(*rc::gen::element<std::string>("1s", "1m", "7m", "15m", "1h", "4h", "1d", "3d", "1w", "2w"));
    const Timeframe finer = tf(*rc::gen::element<std::string>("1s", "1m", "5m", "1h", "1d"));
    const WallTime time =
        wall_time_of_ns(*rc::gen::inRange<std::int64_t>(-4'000'000'000'000'000'000, 4'000'000'000'000'000'000));

    const WallTime begin = timeframe.bucket_start(time);

    RC_ASSERT(begin <= time);
    RC_ASSERT(time - begin < timeframe.length());
    RC_ASSERT(timeframe.bucket_start(begin) == begin);
    RC_ASSERT(timeframe.bucket_start(begin - std::chrono::nanoseconds(1)) == begin - timeframe.length());
    if (timeframe.is_multiple_of(finer)) RC_ASSERT(finer.bucket_start(begin) == begin);
}

}  // namespace
}  // namespace spark
