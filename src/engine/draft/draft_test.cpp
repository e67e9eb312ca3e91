#include "engine/draft/draft.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iostream>

namespace spark::draft {

TEST(Draft, reads_a_turkish_crossing) {
    const auto draft =
        draft_strategy({.prompt = "BTCUSDT 1 saatlik, 20'lik EMA 50'liği yukarı kesince al, %2 zarar kes"});

    ASSERT_TRUE(draft.has_value()) << draft.error().message;
    EXPECT_EQ(draft->family, Family::cross);
    EXPECT_EQ(draft->document.timeframe, "1h");
    EXPECT_EQ(draft->document.name, "emaCross20x50");
    EXPECT_TRUE(draft->not_understood.empty());
}

TEST(Draft, reads_an_english_crossing) {
    const auto draft =
        draft_strategy({.prompt = "BTCUSDT 1h, buy when the 20 EMA crosses above the 50 EMA, stop loss 2%"});

    ASSERT_TRUE(draft.has_value()) << draft.error().message;
    EXPECT_EQ(draft->document.name, "emaCross20x50");
    EXPECT_EQ(draft->document.long_side->stop_loss.amount.text, "stop_pct");
}

}  // namespace spark::draft
