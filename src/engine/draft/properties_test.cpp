#include <gtest/gtest.h>

#include <array>
#include <charconv>
#include <cstdlib>
#include <iostream>
#include <string>

#include "engine/draft/draft.hpp"
#include "engine/strategy/definition.hpp"
#include "foundation/base/rng.hpp"

namespace spark::draft {
namespace {

/// Other seeds by SPARK_DRAFT_SEED.
std::uint64_t seed_of_run() {
    std::uint64_t seed = 1;
    if (const char* const text = std::getenv("SPARK_DRAFT_SEED"); text != nullptr) {
        const std::string_view digits = text;
        std::from_chars(digits.data(), digits.data() + digits.size(), seed);
    }
    std::cout << "seed " << seed << '\n';
    return seed;
}

/// A document that loads, or an Error with a message.
void expect_sound(const std::string& prompt) {
    const auto draft = draft_strategy({.prompt = prompt});
    if (!draft) {
        EXPECT_EQ(draft.error().fault, Fault::invalid_input) << prompt;
        EXPECT_FALSE(draft.error().message.empty() || draft.error().place.empty()) << prompt;
        EXPECT_TRUE(draft.error().place.starts_with("prompt"))
            << prompt << ": " << draft.error().place << " " << draft.error().message;
        return;
    }
    const auto loaded = strategy::load_definition(draft->toml, "draft.toml", strategy::DocumentSyntax::toml);
    EXPECT_TRUE(loaded.has_value()) << prompt << '\n' << draft->toml;
    EXPECT_FALSE(draft->document.risk.max_drawdown_pct.empty() || draft->document.risk.daily_loss_pct.empty());
    for (const PromptSpan& span : draft->not_understood) EXPECT_LE(span.to, prompt.size());
}

template <class List>
const std::string& any_of(const List& list, Rng& random) {
    return list[random.bits() % list.size()];
}

const std::vector<std::string> pieces{"buy",
                                      "sell",
                                      "al",
                                      "sat",
                                      "rsi",
                                      "ema",
                                      "sma",
                                      "20",
                                      "50'yi",
                                      "200",
                                      "below",
                                      "above",
                                      "altına",
                                      "üstüne",
                                      "düşünce",
                                      "çıkınca",
                                      "kesince",
                                      "cross",
                                      "when",
                                      "if",
                                      "and",
                                      "or",
                                      "ve",
                                      "veya",
                                      ",",
                                      ".",
                                      ";",
                                      "(",
                                      ")",
                                      "/",
                                      "-",
                                      "%2",
                                      "%500",
                                      "stop",
                                      "zarar kes",
                                      "take profit",
                                      "kâr al",
                                      "atr",
                                      "1.5 atr",
                                      "bollinger",
                                      "keltner",
                                      "alt bant",
                                      "upper band",
                                      "donchian",
                                      "zirve",
                                      "dip",
                                      "high",
                                      "low",
                                      "macd",
                                      "signal",
                                      "supertrend",
                                      "roc",
                                      "momentum",
                                      "adx",
                                      "hacim",
                                      "volume",
                                      "grid",
                                      "her",
                                      "kademe",
                                      "step",
                                      "15m",
                                      "günlük",
                                      "4h candles",
                                      "BTCUSDT",
                                      "THYAO",
                                      "bitcoin",
                                      "1000 TL'lik",
                                      "$500",
                                      "3x",
                                      "kaldıraç",
                                      "risk %1",
                                      "short",
                                      "iki yönlü",
                                      "stopsuz",
                                      "limit emir",
                                      "en fazla 48 bar",
                                      "cooldown 5 bars",
                                      "z-score",
                                      "-2",
                                      "0",
                                      "zero",
                                      "yüzde",
                                      "on",
                                      "bir",
                                      "buçuk",
                                      "half",
                                      "cci",
                                      "stokastik",
                                      "williams",
                                      "mfi",
                                      "touch",
                                      "back",
                                      "open",
                                      "gün sonunda",
                                      "açılış aralığı",
                                      "10 bars ago",
                                      "vwap",
                                      "golden cross",
                                      "🚀",
                                      "9,21",
                                      "10,3",
                                      "max drawdown 10%",
                                      "daily loss 3%",
                                      "oversold",
                                      "aşırı alım",
                                      "99999999999999999999"};

TEST(DraftProperties, any_bytes_make_a_document_that_loads_or_an_error) {
    Rng random(seed_of_run());
    for (int round = 0; round < 400; ++round) {
        std::string prompt;
        const std::size_t size = random.bits() % 60;
        for (std::size_t byte = 0; byte < size; ++byte) prompt += static_cast<char>(random.bits() & 0xFFU);
        expect_sound(prompt);
    }
}

TEST(DraftProperties, trading_words_in_any_order_make_a_document_that_loads_or_an_error) {
    Rng random(seed_of_run());
    for (int round = 0; round < 600; ++round) {
        std::string prompt;
        const std::size_t count = 1 + random.bits() % 18;
        for (std::size_t word = 0; word < count; ++word) prompt += any_of(pieces, random) + " ";
        SCOPED_TRACE(prompt);
        expect_sound(prompt);
    }
}

TEST(DraftProperties, polite_words_change_nothing) {
    Rng random(seed_of_run());
    const std::vector<std::string> before{"please ", "hello, ", "could you please ", "lütfen ", "merhaba, ", "hocam "};
    const std::vector<std::string> behind{" please", " thanks", ", thank you", " lütfen", " teşekkürler", " 🙏", "!"};
    const std::vector<std::string> prompts{
        "buy when the 20 ema crosses above the 50 ema, stop 2%", "rsi 30 altına düşünce al, 70 üstüne çıkınca sat",
        "bollinger alt bandına dokununca al, %3 zarar kes", "buy when price breaks the 20 day high, 2 atr stop"};
    for (const std::string& prompt : prompts) {
        const auto plain = draft_strategy({.prompt = prompt});
        ASSERT_TRUE(plain.has_value());
        for (int round = 0; round < 30; ++round) {
            std::string polite = prompt;
            for (std::size_t count = random.bits() % 3; count > 0; --count) polite.insert(0, any_of(before, random));
            for (std::size_t count = random.bits() % 3; count > 0; --count) polite += any_of(behind, random);

            const auto draft = draft_strategy({.prompt = polite});

            ASSERT_TRUE(draft.has_value()) << polite;
            const auto first = strategy::load_definition(plain->toml, "a.toml", strategy::DocumentSyntax::toml);
            const auto second = strategy::load_definition(draft->toml, "b.toml", strategy::DocumentSyntax::toml);
            EXPECT_EQ(first->canonical_text(), second->canonical_text()) << polite;
            EXPECT_TRUE(draft->not_understood.empty()) << polite;
        }
    }
}

TEST(DraftProperties, letters_with_and_without_their_marks_are_one) {
    const std::array pairs{std::pair{"RSI 30'un altına düşünce al, 70'in üstüne çıkınca sat",
                                     "rsi 30un altina dusunce al, 70in ustune cikinca sat"},
                           std::pair{"GÜNLÜK GRAFİKTE FİYAT 200 EMA'NIN ÜSTÜNE ÇIKINCA AL",
                                     "gunluk grafikte fiyat 200 emanin ustune cikinca al"},
                           std::pair{"aşınca al: 20 barın zirvesini", "asinca al: 20 barin zirvesini"}};
    for (const auto& [marked, plain] : pairs) {
        const auto first = draft_strategy({.prompt = marked});
        const auto second = draft_strategy({.prompt = plain});
        ASSERT_TRUE(first.has_value() && second.has_value()) << plain;
        EXPECT_EQ(strategy::load_definition(first->toml, "a.toml", strategy::DocumentSyntax::toml)->canonical_text(),
                  strategy::load_definition(second->toml, "a.toml", strategy::DocumentSyntax::toml)->canonical_text());
    }
}

}  // namespace
}  // namespace spark::draft
