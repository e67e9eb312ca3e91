#include "engine/draft/draft.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>

#include "engine/strategy/definition.hpp"
#include "engine/strategy/document_text.hpp"
#include "foundation/wire/utf8.hpp"

namespace spark::draft {
namespace {

Draft drafted(const std::string& prompt) {
    auto draft = draft_strategy({.prompt = prompt});
    EXPECT_TRUE(draft.has_value()) << prompt << ": " << draft.error().message;
    return draft ? std::move(*draft) : Draft{};
}

Error refused(const std::string& prompt) {
    const auto draft = draft_strategy({.prompt = prompt});
    EXPECT_FALSE(draft.has_value()) << prompt << " made\n" << draft->toml;
    return draft ? Error{} : draft.error();
}

std::string value_of(const Draft& draft, std::string_view parameter) {
    for (const strategy::ParameterSpec& spec : draft.document.parameters) {
        if (spec.name == parameter) return strategy::parameter_text(spec, spec.fallback);
    }
    return "none";
}

const Reason* reason_of(const Draft& draft, std::string_view path) {
    const auto found = std::ranges::find(draft.reasons, path, &Reason::path);
    return found == draft.reasons.end() ? nullptr : &*found;
}

/// Leaves of the document as JSON; stops of a side are those of [stop].
void collect(const wire::Json& json, const std::string& path, std::vector<std::string>& out) {
    if (!json.is_object()) {
        out.push_back(path);
        return;
    }
    for (const wire::JsonMember& member : *json.as_object()) {
        std::string inner = path.empty() ? member.key : path + "." + member.key;
        if (inner == "long.stop" || inner == "short.stop") inner = "stop";
        collect(member.value, inner, out);
    }
}

TEST(Draft, tells_of_every_field_of_the_document_why_it_is_so) {
    const Draft draft = drafted("ETH 4h buy when rsi < 30 and price above 200 sma, stop 2%, limit order 0.3% below");

    std::vector<std::string> paths;
    collect(strategy::to_json(draft.document, strategy::DocumentForm::full), {}, paths);

    for (const std::string& path : paths) EXPECT_NE(reason_of(draft, path), nullptr) << path;
    EXPECT_EQ(paths.size(), draft.reasons.size());
}

TEST(Draft, points_at_the_words_a_field_comes_from) {
    const std::string prompt = "kâr al %5, RSI 30'un altına inince al";

    const Draft draft = drafted(prompt);

    const Reason* const profit = reason_of(draft, "parameters.profit_pct.default");
    ASSERT_TRUE(profit != nullptr && profit->words.has_value());
    EXPECT_EQ(prompt.substr(profit->words->from, profit->words->to - profit->words->from), "%5");
    const Reason* const level = reason_of(draft, "parameters.oversold.default");
    ASSERT_TRUE(level != nullptr && level->words.has_value());
    EXPECT_EQ(prompt.substr(level->words->from, level->words->to - level->words->from), "30'un");
    const Reason* const stop = reason_of(draft, "stop.stop_loss_pct");
    ASSERT_NE(stop, nullptr);
    EXPECT_TRUE(stop->is_assumed());
}

TEST(Draft, writes_the_why_on_the_line_in_the_sentences_language) {
    EXPECT_NE(drafted("rsi 30 altına düşünce al").toml.find("# varsayıldı: "), std::string::npos);
    EXPECT_NE(drafted("buy when rsi drops below 30").toml.find("# assumed: "), std::string::npos);
    EXPECT_NE(drafted("buy when rsi drops below 30").toml.find("# \"30\": value said"), std::string::npos);
}

TEST(Draft, reads_numbers_in_every_way_they_are_written) {
    struct Case {
        std::string written;
        std::string value;
    };
    const std::array cases{
        Case{"1.5%", "1.5"},
        Case{"1,5%", "1.5"},
        Case{"%2", "2"},
        Case{"2 %", "2"},
        Case{"2 percent", "2"},
        Case{"yüzde iki buçuk", "2.5"},
        Case{"yuzde iki bucuk", "2.5"},
        Case{"two and a half percent", "2.5"},
        Case{"half a percent", "0.5"},
        Case{"yüzde yarım", "0.5"},
        Case{"yüzde bir", "1"},
        Case{"yüzde bir buçuk", "1.5"},
        Case{"one percent", "1"},
        Case{"twenty-one percent", "21"},
        Case{"yüzde yirmi bir", "21"},
        Case{"yüzde yirmibir", "21"},
        Case{"yüzde on", "10"},
        Case{"yüzde on iki", "12"},
        Case{"yüzde altı", "6"},
        Case{"two point five percent", "2.5"},
        Case{"2.125%", "2.125"},
        Case{"%2'lik", "2"},
    };
    for (const Case& one : cases) {
        const Draft draft = drafted("ema 9 ema 21 cross, stop " + one.written);
        EXPECT_EQ(value_of(draft, "stop_pct"), one.value) << one.written;
        EXPECT_TRUE(draft.not_understood.empty()) << one.written;
    }
}

TEST(Draft, lets_a_search_widen_a_stop_no_further_than_desks_usually_allow) {
    const auto most_of = [](std::string_view written) {
        const Draft draft = drafted("ema 9 ema 21 cross, stop " + std::string(written));
        for (const strategy::ParameterSpec& spec : draft.document.parameters)
            if (spec.name == "stop_pct") return strategy::parameter_text(spec, spec.most);
        return std::string("none");
    };
    EXPECT_EQ(most_of("2%"), "6");
    EXPECT_EQ(most_of("8%"), "10");
    EXPECT_EQ(most_of("25%"), "25") << "what was said is said";
}

TEST(Draft, reads_lengths_in_words_with_their_endings) {
    struct Case {
        std::string written;
        std::string fast;
        std::string slow;
    };
    const std::array cases{
        Case{"20'lik ema 50'liği yukarı kesince al", "20", "50"},
        Case{"yirmilik ema ellilik emayı yukarı kesince al", "20", "50"},
        Case{"yirmi bir ema yüz elli emayı yukarı kesince al", "21", "150"},
        Case{"ema 9, ema 21 kesişimi", "9", "21"},
        Case{"9/21 ema kesişimi", "9", "21"},
        Case{"ema 9x21", "9", "21"},
        Case{"EMA(9) crosses EMA(21)", "9", "21"},
        Case{"EMA9 crosses above EMA21", "9", "21"},
        Case{"the twenty day ema crosses over the fifty day ema", "20", "50"},
        Case{"the 50-day crosses above the 200-day", "50", "200"},
        Case{"cross of the one hundred and the two hundred ema", "100", "200"},
    };
    for (const Case& one : cases) {
        const Draft draft = drafted(one.written);
        EXPECT_EQ(value_of(draft, "fast"), one.fast) << one.written;
        EXPECT_EQ(value_of(draft, "slow"), one.slow) << one.written;
    }
}

TEST(Draft, reads_the_size_of_an_entry) {
    struct Case {
        std::string written;
        strategy::SizeKind kind;
        std::string amount;
    };
    const std::array cases{
        Case{"buy $1k", strategy::SizeKind::notional, "1000"},
        Case{"10.000 TL'lik al", strategy::SizeKind::notional, "10000"},
        Case{"10,000 dollars", strategy::SizeKind::notional, "10000"},
        Case{"bin dolarlık al", strategy::SizeKind::notional, "1000"},
        Case{"iki bin beş yüz liralık al", strategy::SizeKind::notional, "2500"},
        Case{"10 bin dolarlık al", strategy::SizeKind::notional, "10000"},
        Case{"0.25 BTC per trade", strategy::SizeKind::units, "0.25"},
        Case{"10 adet al", strategy::SizeKind::units, "10"},
        Case{"sermayenin yarısı ile", strategy::SizeKind::equity, "0.5"},
        Case{"use 20% of equity", strategy::SizeKind::equity, "0.2"},
        Case{"tüm sermaye ile gir", strategy::SizeKind::equity, "1"},
        Case{"risk 0.5% per trade", strategy::SizeKind::risk, "0.005"},
        Case{"işlem başına %2 risk", strategy::SizeKind::risk, "0.02"},
    };
    for (const Case& one : cases) {
        const Draft draft = drafted("sma 10 sma 30 cross, " + one.written);
        EXPECT_EQ(draft.document.size.kind, one.kind) << one.written;
        EXPECT_EQ(draft.document.size.amount.text, one.amount) << one.written;
    }
}

TEST(Draft, reads_the_timeframe) {
    struct Case {
        std::string written;
        std::string timeframe;
    };
    const std::array cases{
        Case{"15m", "15m"},
        Case{"on 4h candles", "4h"},
        Case{"1 dakikalık", "1m"},
        Case{"beş dakikalık mumlarda", "5m"},
        Case{"saatlik", "1h"},
        Case{"SAATLİK GRAFİK", "1h"},
        Case{"dört saatlik grafikte", "4h"},
        Case{"günlük", "1d"},
        Case{"daily", "1d"},
        Case{"haftalık grafik", "1w"},
        Case{"30 minute chart", "30m"},
        Case{"15 dk", "15m"},
    };
    for (const Case& one : cases) {
        EXPECT_EQ(drafted(one.written + ", rsi 30/70").document.timeframe, one.timeframe) << one.written;
        EXPECT_EQ(drafted("rsi 30/70, " + one.written).document.timeframe, one.timeframe) << one.written;
    }
}

TEST(Draft, reads_symbols_and_says_when_the_quote_is_assumed) {
    EXPECT_EQ(drafted("rsi 30/70 btc/usdt").document.symbols, std::vector<std::string>{"BTCUSDT"});
    EXPECT_EQ(drafted("rsi 30/70 BTCTRY").document.symbols, std::vector<std::string>{"BTCTRY"});
    EXPECT_EQ(drafted("rsi 30/70 btcusdt'de").document.symbols, std::vector<std::string>{"BTCUSDT"});
    EXPECT_EQ(drafted("rsi 30/70 THYAO'da").document.symbols, std::vector<std::string>{"THYAO"});
    EXPECT_EQ(drafted("rsi 30/70 GARAN.IS").document.symbols, std::vector<std::string>{"GARAN"});
    EXPECT_EQ(drafted("rsi 30/70 INJUSDT").document.symbols, std::vector<std::string>{"INJUSDT"});
    const Draft coin = drafted("rsi 30/70 bitcoin'de");
    EXPECT_EQ(coin.document.symbols, std::vector<std::string>{"BTCUSDT"});
    EXPECT_NE(reason_of(coin, "symbols")->en.find("assumed"), std::string::npos);
    EXPECT_TRUE(drafted("rsi 30/70 sol tarafta").document.symbols.empty()) << "sol is left, SOL is a coin";
}

TEST(Draft, takes_what_the_order_says_where_the_sentence_does_not) {
    const DraftOrder order{
        .prompt = "rsi 30/70", .name = "mine", .timeframe = "15m", .symbols = {"ETHUSDT"}, .risk = Risk::careful};

    const auto draft = draft_strategy(order);

    ASSERT_TRUE(draft.has_value());
    EXPECT_EQ(draft->document.name, "mine");
    EXPECT_EQ(draft->document.timeframe, "15m");
    EXPECT_EQ(draft->document.symbols, std::vector<std::string>{"ETHUSDT"});
    EXPECT_EQ(value_of(*draft, "stop_pct"), "2");
    EXPECT_EQ(draft->document.risk.max_drawdown_pct.text, "10");

    DraftOrder said = order;
    said.prompt = "BTCUSDT 1h rsi 30/70";
    EXPECT_EQ(draft_strategy(said)->document.timeframe, "1h");
    EXPECT_EQ(draft_strategy(said)->document.symbols, std::vector<std::string>{"BTCUSDT"});
}

TEST(Draft, refuses_what_is_no_sentence) {
    EXPECT_NE(refused("").message.find("empty"), std::string::npos);
    EXPECT_NE(refused(" \t\n").message.find("empty"), std::string::npos);
    EXPECT_NE(refused(std::string(prompt_bytes_max + 1, 'a')).message.find("8193 bytes"), std::string::npos);
    EXPECT_NE(refused("rsi \xC3\x28 30").message.find("UTF-8"), std::string::npos);
    EXPECT_EQ(refused("rsi \xC3\x28 30").place, "prompt:4-5");
    std::string longest = "rsi 30/70 ";
    longest += std::string(prompt_bytes_max - longest.size(), '!');
    EXPECT_TRUE(draft_strategy({.prompt = longest}).has_value());
}

TEST(Draft, gives_an_example_that_works_in_the_sentences_language) {
    for (const std::string prompt : {"bana güzel bir strateji yap", "make me a nice strategy"}) {
        const Error error = refused(prompt);
        const std::size_t from = error.remedy.find(": ");
        ASSERT_NE(from, std::string::npos);
        const Draft example = drafted(error.remedy.substr(from + 2));
        EXPECT_TRUE(example.not_understood.empty());
        EXPECT_EQ(example.tongue, prompt[0] == 'b' ? strategy::Tongue::turkish : strategy::Tongue::english);
    }
}

TEST(Draft, points_at_the_second_of_two_values_for_one_thing) {
    EXPECT_EQ(refused("rsi 30/70 stop 2% stop 3%").place, "prompt:23-25");
    EXPECT_EQ(drafted("rsi 30/70 stop 2% stop 2%").document.name, "rsi14") << "the same value twice is one";
}

TEST(Draft, refuses_a_name_a_document_cannot_have) {
    EXPECT_EQ(draft_strategy({.prompt = "rsi 30/70", .name = "../etc"}).error().place, "name");
}

TEST(Draft, keeps_a_quote_or_a_line_end_of_the_sentence_out_of_the_document) {
    const Draft draft = drafted("rsi 30\n[risk]\nleverage_max = 50\n\" below buy, stop 2%\n");

    EXPECT_EQ(draft.toml.find("[risk]"), draft.toml.rfind("[risk]"));
}

}  // namespace
}  // namespace spark::draft
