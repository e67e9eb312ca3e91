// The strategies written in C++, worked by the event path: their rules by hand on small markets, and what they promise
// on random ones.
#include <gtest/gtest.h>

#include "engine/backtest/result_hash.hpp"
#include "engine/backtest/testing/random_market.hpp"
#include "engine/backtest/testing/scripted_strategy.hpp"
#include "engine/strategy/built_ins.hpp"

namespace spark::backtest {
namespace {

using strategy::Assignment;
using strategy::FillReport;
using testing::Bar;
using testing::Draw;
using testing::flat;
using testing::price;

/// Lets a strategy work and listens in.
class Overheard : public strategy::Strategy {
  public:
    explicit Overheard(std::unique_ptr<strategy::Strategy> inner) : inner_(std::move(inner)) {}
    std::size_t next_close(std::size_t from) override { return inner_->next_close(from); }
    void on_close(const strategy::History& history, strategy::Desk& desk) override { inner_->on_close(history, desk); }
    void on_fill(const FillReport& fill, strategy::Desk& desk) override {
        fills.push_back(fill);
        inner_->on_fill(fill, desk);
    }

    std::vector<FillReport> fills;

  private:
    std::unique_ptr<strategy::Strategy> inner_;
};

struct Played {
    std::vector<FillReport> fills;
    RunOutcome outcome;
};

Played play(std::string_view name, const std::vector<Assignment>& set, const market::CandleTable& table,
            const RunRules& rules = testing::free_rules()) {
    const strategy::Definition definition = *strategy::find_built_in(name);
    const auto values = *strategy::resolve_parameters(definition.parameters(), set);
    const market::CandleColumns candles = table.columns();
    Overheard strategy(*definition.make_worker({.candles = candles, .values = values}));
    auto outcome = testing::run_one(table, strategy, rules);
    EXPECT_TRUE(outcome.has_value());
    return {std::move(strategy.fills), std::move(*outcome)};
}

struct Fill {
    std::size_t bar;
    Side side;
    std::int64_t price;
    bool operator==(const Fill&) const = default;
};
std::vector<Fill> short_form(const std::vector<FillReport>& fills) {
    std::vector<Fill> made;
    for (const FillReport& fill : fills) made.push_back({fill.bar, fill.side, fill.price.units() / units_per_one});
    return made;
}
void PrintTo(const Fill& fill, std::ostream* out) {
    *out << (fill.side == Side::buy ? "buy " : "sell ") << fill.price << " on bar " << fill.bar;
}

constexpr auto buy = Side::buy;
constexpr auto sell = Side::sell;

TEST(NativeStrategies, are_found_by_name_and_described_in_both_languages) {
    for (const std::string_view name : {"grid", "marketMaker", "scalper"}) {
        const auto definition = strategy::find_built_in(name);

        ASSERT_TRUE(definition.has_value()) << name;
        EXPECT_EQ(definition->name(), name);
        EXPECT_TRUE(definition->is_worker());
        EXPECT_EQ(definition->document(), nullptr);
        EXPECT_FALSE(definition->what_en().empty());
        EXPECT_FALSE(definition->what_tr().empty());
        for (const strategy::ParameterSpec& spec : definition->parameters()) {
            EXPECT_FALSE(spec.what_en.empty() || spec.what_tr.empty()) << spec.name;
            EXPECT_LE(spec.least, spec.fallback);
            EXPECT_LE(spec.fallback, spec.most);
            EXPECT_EQ((spec.fallback - spec.least) % spec.step, 0) << spec.name;
            EXPECT_EQ((spec.most - spec.least) % spec.step, 0) << spec.name;
        }
        EXPECT_NE(definition->canonical_text().find("rule "), std::string::npos);
        EXPECT_TRUE(definition->check(*strategy::resolve_parameters(definition->parameters(), {})).has_value());
    }
}

TEST(NativeStrategies, give_no_signals_and_documents_make_no_workers) {
    const auto table = testing::market_of({flat(100), flat(100)});
    const market::CandleColumns candles = table.columns();
    for (const char* const name : {"grid", "smaCross"}) {
        const strategy::Definition definition = *strategy::find_built_in(name);
        const auto values = *strategy::resolve_parameters(definition.parameters(), {});
        const strategy::Binding binding{.candles = candles, .values = values};
        const auto refused =
            definition.is_worker() ? definition.plan(binding).error() : definition.make_worker(binding).error();
        EXPECT_EQ(refused.fault, Fault::invalid_input) << name;
    }
}

const std::vector<Assignment> three_lines{{"levels", "3"}, {"step", "10"}};

TEST(Grid, buys_at_each_line_and_sells_one_step_higher_again_and_again) {
    const auto table = testing::market_of(
        {flat(100), {100, 100, 80, 80}, {80, 91, 80, 91}, {91, 91, 80, 80}, {80, 100, 80, 100}, flat(100)});

    const Played played = play("grid", three_lines, table);

    EXPECT_EQ(
        short_form(played.fills),
        (std::vector<Fill>{{1, buy, 90}, {1, buy, 80}, {2, sell, 90}, {3, buy, 80}, {4, sell, 90}, {4, sell, 100}}));
    // First in, first out: which lot a sale closes is the ledger's matter, the sum is the grid's: three steps of 10.
    Notional total;
    for (const auto& trade : played.outcome.trades) total = *sum(total, trade.net);
    EXPECT_EQ(total, Notional::of_whole(30));
    EXPECT_TRUE(played.outcome.open_lots.empty());
}

TEST(Grid, takes_a_better_open_and_still_sells_one_step_over_the_line) {
    const auto table = testing::market_of({flat(100), flat(100), {75, 76, 75, 76}, {76, 100, 76, 100}});

    EXPECT_EQ(short_form(play("grid", three_lines, table).fills),
              (std::vector<Fill>{{2, buy, 75}, {2, buy, 75}, {3, sell, 90}, {3, sell, 100}}));
}

TEST(Grid, spaces_lines_by_a_percentage_of_the_centre) {
    const auto table = testing::market_of({flat(200), {200, 200, 190, 190}, {190, 200, 190, 200}});

    EXPECT_EQ(short_form(play("grid", {{"levels", "4"}, {"step_pct", "2.5"}}, table).fills),
              (std::vector<Fill>{{1, buy, 195}, {1, buy, 190}, {2, sell, 195}, {2, sell, 200}}));
}

TEST(Grid, neutral_sells_short_above_the_centre_and_buys_back_one_step_lower) {
    const auto table = testing::market_of({flat(100), {100, 120, 100, 120}, {120, 120, 90, 90}, {90, 100, 90, 100}});

    const Played played = play("grid", {{"levels", "4"}, {"step", "10"}, {"mode", "neutral"}}, table);

    EXPECT_EQ(short_form(played.fills),
              (std::vector<Fill>{
                  {1, sell, 110}, {1, sell, 120}, {2, buy, 110}, {2, buy, 100}, {2, buy, 90}, {3, sell, 100}}));
}

TEST(Grid, keeps_its_centre_unless_it_is_asked_to_follow) {
    const auto table = testing::market_of({flat(100), flat(130), flat(130), {130, 130, 120, 120}});

    EXPECT_TRUE(play("grid", three_lines, table).fills.empty());
}

TEST(Grid, recentres_where_a_close_leaves_it_by_so_many_steps) {
    auto parameters = three_lines;
    parameters.push_back({"recentre_steps", "3"});
    const auto just = testing::market_of({flat(100), flat(130), flat(130), {130, 130, 120, 120}});
    const auto short_of = testing::market_of({flat(100), flat(129), flat(129), {129, 129, 119, 119}});

    EXPECT_EQ(short_form(play("grid", parameters, just).fills), (std::vector<Fill>{{3, buy, 120}}));
    EXPECT_TRUE(play("grid", parameters, short_of).fills.empty());
}

TEST(Grid, that_recentres_keeps_the_exits_of_lines_that_hold) {
    // The line at 90 holds; 60 would be the new centre's doing: three steps under the lowest line at 70 is 40.
    auto parameters = three_lines;
    parameters.push_back({"recentre_steps", "1"});
    const auto table = testing::market_of(
        {flat(100), {100, 100, 90, 91}, {91, 95, 91, 95}, {110, 115, 110, 115}, {115, 115, 105, 105}});

    EXPECT_EQ(short_form(play("grid", parameters, table).fills),
              (std::vector<Fill>{{1, buy, 90}, {3, sell, 110}, {4, buy, 105}}))
        << "the exit at 100 takes the open at 110; the close of 115 is the new centre, its first line 105";
}

TEST(Grid, sends_lines_again_that_the_cash_did_not_cover) {
    RunRules rules = testing::free_rules();
    rules.cash = Notional::of_whole(100);
    // Cash for the line at 90 only; after its exit at 100 there is cash again, and the line at 80 takes its turn.
    const auto table = testing::market_of(
        {flat(100), {100, 100, 80, 80}, {80, 100, 80, 100}, {100, 100, 95, 95}, {85, 85, 80, 80}, flat(80)});

    const Played played = play("grid", {{"levels", "2"}, {"step", "10"}}, table, rules);

    EXPECT_EQ(played.outcome.rejected.at(0).rule, "cash");
    EXPECT_EQ(short_form(played.fills), (std::vector<Fill>{{1, buy, 90}, {2, sell, 100}, {4, buy, 85}}));
    EXPECT_EQ(played.outcome.rejected_count, 2);
}

TEST(Grid, refuses_lines_that_would_reach_under_five_percent_of_the_centre) {
    const strategy::Definition grid = *strategy::find_built_in("grid");
    const auto checked = [&](const std::vector<Assignment>& set) {
        return grid.check(*strategy::resolve_parameters(grid.parameters(), set)).has_value();
    };

    EXPECT_TRUE(checked({{"levels", "19"}, {"step_pct", "5"}}));
    EXPECT_FALSE(checked({{"levels", "20"}, {"step_pct", "5"}}));
    EXPECT_TRUE(checked({{"levels", "38"}, {"step_pct", "5"}, {"mode", "neutral"}}));
    EXPECT_FALSE(checked({{"levels", "40"}, {"step_pct", "5"}, {"mode", "neutral"}}));
    EXPECT_TRUE(checked({{"levels", "20"}, {"step_pct", "5"}, {"step", "1"}}));
}

/// Falls that make a dip of the two-bar RSI at the close of bar 3, at 1000.
std::vector<Bar> dip_at_1000() { return {flat(1'030), flat(1'020), flat(1'010), flat(1'000)}; }
const std::vector<Assignment> quick{{"rsi_length", "2"},    {"dip", "25"},        {"entry_bps", "100"},
                                    {"valid_bars", "2"},    {"target_pct", "10"}, {"stop_pct", "10"},
                                    {"time_stop_bars", "3"}};

TEST(Scalper, buys_a_dip_under_the_close_and_looks_at_no_other_dip_meanwhile) {
    auto bars = dip_at_1000();
    bars.insert(bars.end(), {{1'000, 1'010, 990, 1'005}, flat(980), flat(970)});

    const Played played = play("scalper", quick, testing::market_of(bars));

    // Bar 2 is a dip too (1010 less 1 %: 999.9): its order works at the close of bar 3, the position after that.
    ASSERT_EQ(played.fills.size(), 1U);
    EXPECT_EQ(played.fills[0].bar, 4U);
    EXPECT_EQ(played.fills[0].price, Price::of_units(99'990'000'000));
    EXPECT_EQ(played.fills[0].role, FillRole::maker);
}

TEST(Scalper, leaves_at_the_stop_and_at_the_target) {
    auto bars = dip_at_1000();
    bars.push_back({1'000, 1'010, 990, 1'005});
    auto falls = bars;
    falls.push_back({1'005, 1'005, 890, 900});
    auto rises = bars;
    rises.push_back({1'005, 1'100, 1'005, 1'100});

    const Played down = play("scalper", quick, testing::market_of(falls));
    const Played up = play("scalper", quick, testing::market_of(rises));

    ASSERT_EQ(down.outcome.trades.size(), 1U);
    EXPECT_EQ(down.outcome.trades[0].reason, TradeExit::stop_loss);
    EXPECT_EQ(down.outcome.trades[0].exit_price, Price::of_units(89'991'000'000)) << "999.9 less 10 %";
    ASSERT_EQ(up.outcome.trades.size(), 1U);
    EXPECT_EQ(up.outcome.trades[0].reason, TradeExit::take_profit);
    EXPECT_EQ(up.outcome.trades[0].exit_price, Price::of_units(109'989'000'000)) << "999.9 and 10 %";
}

TEST(Scalper, leaves_at_the_open_after_its_time) {
    auto bars = dip_at_1000();
    bars.insert(bars.end(), {{1'000, 1'010, 990, 1'005}, flat(1'006), flat(1'007), flat(1'008), flat(1'009)});

    const Played played = play("scalper", quick, testing::market_of(bars));

    ASSERT_EQ(played.outcome.trades.size(), 1U);
    EXPECT_EQ(played.outcome.trades[0].exit_bar, 7U) << "bars 4, 5 and 6 in the market";
    EXPECT_EQ(played.outcome.trades[0].exit_price, price(1'008));
}

TEST(Scalper, forgets_an_entry_that_is_not_met_in_time) {
    auto bars = dip_at_1000();
    bars.insert(bars.end(), {flat(1'020), flat(1'030), flat(1'040), {1'040, 1'040, 980, 1'030}});

    EXPECT_TRUE(play("scalper", quick, testing::market_of(bars)).fills.empty());
}

const std::vector<Assignment> wide{{"half_spread_bps", "1000"}, {"skew_bps", "0"}, {"inventory_max", "2"}};

TEST(MarketMaker, quotes_both_sides_of_every_close_and_offers_only_what_it_holds) {
    const auto table = testing::market_of({flat(100), {100, 110, 90, 90}, {90, 99, 85, 95}, {95, 105, 95, 100}});

    // 90 and 110 around 100: nothing to sell yet. 81 and 99 around 90. 85.5 and 104.5 around 95: nothing is left.
    EXPECT_EQ(short_form(play("marketMaker", wide, table).fills), (std::vector<Fill>{{1, buy, 90}, {2, sell, 99}}));
}

TEST(MarketMaker, sells_short_when_it_may) {
    auto parameters = wide;
    parameters.push_back({"short", "true"});
    const auto table = testing::market_of({flat(100), {100, 110, 95, 100}, {100, 110, 95, 100}, {100, 110, 95, 100}});

    EXPECT_EQ(short_form(play("marketMaker", parameters, table).fills),
              (std::vector<Fill>{{1, sell, 110}, {2, sell, 110}}))
        << "two are the most";
}

TEST(MarketMaker, leans_against_its_inventory) {
    const std::vector<Assignment> leaning{{"half_spread_bps", "1000"}, {"skew_bps", "1000"}, {"inventory_max", "1"}};
    const auto table = testing::market_of({flat(100), {100, 100, 90, 100}, {95, 99, 92, 99}, flat(99)});

    // Full at 1: the centre leans by 10 % to 90, the ask lies at 99.
    EXPECT_EQ(short_form(play("marketMaker", leaning, table).fills), (std::vector<Fill>{{1, buy, 90}, {2, sell, 99}}));
}

TEST(MarketMaker, quotes_around_an_average_once_there_is_one) {
    auto parameters = wide;
    parameters.push_back({"mid_length", "2"});
    const auto table = testing::market_of({flat(100), {100, 100, 50, 140}, {130, 130, 108, 120}, flat(120)});

    // The first average, of 100 and 140, is 120 at the close of bar 1: the bid lies at 108.
    EXPECT_EQ(short_form(play("marketMaker", parameters, table).fills), (std::vector<Fill>{{2, buy, 108}}));
}

std::vector<Assignment> any_parameters(std::string_view name, Draw& draw) {
    const auto number = [&](std::int64_t least, std::int64_t most) {
        return std::to_string(least + draw.below(most - least + 1));
    };
    if (name == "grid") {
        return {{"levels", number(2, 20)},
                {"step_pct", number(1, 4)},
                {"recentre_steps", number(0, 3)},
                {"quantity", "1.5"},
                {"mode", draw.below(3) == 0 ? "neutral" : "long"}};
    }
    if (name == "scalper")
        return {{"rsi_length", number(2, 9)}, {"dip", number(20, 60)},    {"time_stop_bars", number(1, 20)},
                {"target_pct", number(1, 3)}, {"stop_pct", number(1, 3)}, {"valid_bars", number(1, 4)}};
    return {{"mid_length", number(1, 9)},
            {"half_spread_bps", number(1, 100)},
            {"inventory_max", number(1, 5)},
            {"skew_bps", number(0, 100)},
            {"short", draw.below(2) == 0 ? "true" : "false"}};
}

void expect_promises(std::string_view name, std::uint64_t seed, std::size_t& fills) {
    Draw draw(seed);
    const market::CandleTable table = testing::fine_market(draw, static_cast<std::size_t>(50 + draw.below(250)));
    const auto set = any_parameters(name, draw);
    RunRules rules = testing::free_rules();
    rules.costs.taker_bps = 4 * units_per_one;
    rules.cash = Notional::of_whole(draw.below(2) == 0 ? 1'000 : 100'000);
    if (draw.below(2) == 0) rules.participation_pct = 10 * units_per_one;
    if (draw.below(2) == 0) rules.latency_bars = draw.below(3);
    rules.leverage = (1 + draw.below(3)) * units_per_one;

    const Played whole = play(name, set, table, rules);

    const auto has = [&](std::string_view parameter, std::string_view value) {
        return std::ranges::any_of(set,
                                   [&](const auto& given) { return given.name == parameter && given.value == value; });
    };
    const bool may_be_short = has("mode", "neutral") || has("short", "true");
    for (const FillReport& fill : whole.fills) {
        if (!may_be_short) {
            ASSERT_GE(fill.position.units(), 0) << "short on bar " << fill.bar;
        }
        if (name != "marketMaker") continue;
        const std::int64_t most = parse_units(set[2].value)->units;
        ASSERT_LE(std::abs(fill.position.units()), most) << "too much on bar " << fill.bar;
    }
    const auto cut = static_cast<std::size_t>(1 + draw.below(static_cast<std::int64_t>(table.size() - 1)));
    const market::CandleTable start = testing::first_bars(table, cut);
    const Played cut_short = play(name, set, start, rules);
    std::size_t before = 0;
    while (before < whole.fills.size() && whole.fills[before].bar < cut) ++before;
    ASSERT_EQ(cut_short.fills.size(), before);
    for (std::size_t index = 0; index < before; ++index) {
        ASSERT_EQ(cut_short.fills[index].order, whole.fills[index].order);
        ASSERT_EQ(cut_short.fills[index].price, whole.fills[index].price);
        ASSERT_EQ(cut_short.fills[index].quantity, whole.fills[index].quantity);
    }
    fills += whole.fills.size();
}

TEST(NativeStrategies, keep_their_bounds_and_do_not_see_what_comes_on_random_markets) {
    for (const std::string_view name : {"grid", "marketMaker", "scalper"}) {
        std::size_t fills = 0;
        for (std::uint64_t seed = 1; seed <= 150; ++seed) {
            SCOPED_TRACE(std::string(name) + " seed " + std::to_string(seed));
            expect_promises(name, seed, fills);
            if (::testing::Test::HasFatalFailure()) return;
        }
        EXPECT_GT(fills, 1'000U) << name << " hardly trades: the test would prove little";
    }
}

}  // namespace
}  // namespace spark::backtest
