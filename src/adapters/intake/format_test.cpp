#include "adapters/intake/format.hpp"

#include <gtest/gtest.h>

namespace spark::intake {
namespace {

TEST(Format, is_read_by_every_name_it_is_written_with) {
    for (const FormatRow& row : formats) EXPECT_EQ(parse_format(row.name), row.format);
}

TEST(Format, that_is_unknown_is_refused_with_the_names_there_are) {
    const auto format = parse_format("csv");

    ASSERT_FALSE(format.has_value());
    EXPECT_EQ(format.error().message, "found 'csv', allowed auto, binance-klines, ohlcv, yahoo, investing-tr");
}

}  // namespace
}  // namespace spark::intake
