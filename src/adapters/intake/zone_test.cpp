#include "adapters/intake/zone.hpp"

#include <gtest/gtest.h>

namespace spark::intake {
namespace {

std::string utc_of(std::string_view zone, std::string_view local) {
    const auto time = Zone::parse(zone)->to_utc(*parse_iso8601(local));
    return time ? format_iso8601(*time) : time.error().message;
}

TEST(Zone, moves_local_times_to_utc) {
    EXPECT_EQ(utc_of("UTC", "2024-01-01T10:00"), "2024-01-01T10:00:00Z");
    EXPECT_EQ(utc_of("Z", "2024-01-01T10:00"), "2024-01-01T10:00:00Z");
    EXPECT_EQ(utc_of("+03:00", "2024-01-01T10:00"), "2024-01-01T07:00:00Z");
    EXPECT_EQ(utc_of("-05:30", "2024-01-01T20:00"), "2024-01-02T01:30:00Z");
    EXPECT_EQ(utc_of("Europe/Istanbul", "2024-07-01T10:00"), "2024-07-01T07:00:00Z");
}

TEST(Zone, of_istanbul_begins_where_its_clocks_stopped_changing) {
    EXPECT_EQ(utc_of("Europe/Istanbul", "2016-03-27T04:00"), "2016-03-27T01:00:00Z");
    EXPECT_NE(utc_of("Europe/Istanbul", "2016-03-27T03:59:59").find("allowed 2016-03-27T04:00:00 and later"),
              std::string::npos);
    EXPECT_EQ(utc_of("+02:00", "2010-01-01T02:00"), "2010-01-01T00:00:00Z");
}

TEST(Zone, refuses_what_it_does_not_know_and_names_what_it_does) {
    for (const std::string_view text :
         {"", "utc", "+3", "+03", "0300", "+03:60", "+14:01", "-99:00", "Europe/London", "+0a:00", "TRT"}) {
        const auto zone = Zone::parse(text);
        ASSERT_FALSE(zone.has_value()) << text;
        EXPECT_EQ(zone.error().fault, Fault::invalid_input);
        EXPECT_NE(zone.error().message.find("Europe/Istanbul"), std::string::npos);
    }
    EXPECT_TRUE(Zone::parse("+14:00").has_value());
    EXPECT_TRUE(Zone::parse("-14:00").has_value());
}

}  // namespace
}  // namespace spark::intake
