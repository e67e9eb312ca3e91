#include "app/verbs/stats_text.hpp"

#include <gtest/gtest.h>

#include "app/verbs/stats_document.hpp"
#include "app/verbs/stats_parts.hpp"

namespace spark::verbs {
namespace {

using wire::Json;

intake::EquityRows equity_rows() {
    return {.time_ns = {0, 86'400'000'000'000}, .equity = {100, 110}, .first_units = 100, .last_units = 110};
}

TEST(StatsText, has_a_name_in_both_languages_for_every_figure) {
    intake::TradeRows trades;
    trades.trades.resize(2);
    trades.starting_balance = 10;
    const StatsRequest request{.file = "f"};
    const intake::ReturnRows returns{.time_ns = {0}, .returns = {0.1}};

    std::vector<Json> parts{bar_statistics_json({})};
    for (const Json& document :
         {stats_of_returns(returns, request, returns), stats_of_equity(equity_rows(), request, equity_rows()),
          stats_of_trades(trades, request)}) {
        for (const wire::JsonMember& member : *document.as_object()) {
            if (member.value.is_object() && member.key != "period") parts.push_back(member.value);
        }
    }

    EXPECT_GE(parts.size(), 12U);
    for (const Json& part : parts) {
        for (const wire::JsonMember& figure : *part.as_object()) {
            EXPECT_TRUE(label_of_figure(figure.key, cli::Language::en).has_value()) << figure.key;
            EXPECT_TRUE(label_of_figure(figure.key, cli::Language::tr).has_value()) << figure.key;
        }
    }
}

TEST(StatsDocument, of_equity_takes_the_starting_cash_for_a_row_before_the_first) {
    StatsRequest request{.file = "f"};
    const Json without = stats_of_equity(equity_rows(), request, {});
    request.start_balance = 80;

    const Json with = stats_of_equity(equity_rows(), request, {});

    EXPECT_EQ(without.find("metrics")->int64_at("periods").value(), 1);
    EXPECT_EQ(without.find("metrics")->string_at("net_pnl").value(), "0.0000001");
    EXPECT_EQ(with.find("metrics")->int64_at("periods").value(), 2);
    EXPECT_EQ(with.find("metrics")->double_at("net_pnl").value(), 30);
}

TEST(StatsDocument, compares_rows_of_equal_times_only) {
    const intake::ReturnRows own{.time_ns = {1, 2, 3, 5}, .returns = {0.1, 0.2, 0.3, 0.4}};
    const intake::ReturnRows benchmark{.time_ns = {0, 2, 3, 4, 5, 6}, .returns = {0.9, 0.2, 0.3, 0.9, 0.4, 0.9}};

    const Json document = stats_of_returns(own, {.file = "f"}, benchmark);

    EXPECT_EQ(document.find("benchmark")->int64_at("pairs").value(), 3);
    EXPECT_NEAR(document.find("benchmark")->double_at("beta").value(), 1, 1e-12);
}

}  // namespace
}  // namespace spark::verbs
