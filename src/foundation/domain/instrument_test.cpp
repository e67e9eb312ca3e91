#include "foundation/domain/instrument.hpp"

#include <gtest/gtest.h>

#include <string>

namespace spark {
namespace {

TEST(Venue, is_lower_case) {
    EXPECT_EQ(Venue::parse("Binance")->text(), "binance");
    EXPECT_EQ(Venue::parse("binance-testnet2")->text(), "binance-testnet2");
    EXPECT_EQ(Venue::parse(std::string(24, 'v'))->text().size(), 24U);
}

TEST(Venue, refuses_what_is_no_name) {
    for (const std::string& text : {std::string(), std::string(25, 'v'), std::string("bin ance"), std::string("a_b"),
                                    std::string("a/b"), std::string("İş"), std::string("a\0b", 3)}) {
        const auto parsed = Venue::parse(text);
        ASSERT_FALSE(parsed.has_value()) << text;
        EXPECT_EQ(parsed.error().fault, Fault::invalid_input);
    }
}

TEST(Symbol, is_upper_case) {
    EXPECT_EQ(Symbol::parse("btcusdt")->text(), "BTCUSDT");
    EXPECT_EQ(Symbol::parse("BRK.B")->text(), "BRK.B");
    EXPECT_EQ(Symbol::parse("1INCH-TRY")->text(), "1INCH-TRY");
    EXPECT_EQ(Symbol::parse(std::string(32, 'S'))->text().size(), 32U);
}

TEST(Symbol, refuses_what_is_no_symbol_or_would_leave_its_folder) {
    for (const std::string& text :
         {std::string(), std::string(33, 'S'), std::string("BTC/USDT"), std::string("BTC_USDT"), std::string(".."),
          std::string(".X"), std::string("A B"), std::string("\xC4\xB0")}) {
        ASSERT_FALSE(Symbol::parse(text).has_value()) << text;
    }
}

}  // namespace
}  // namespace spark
