#include "adapters/trials/leaderboard.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "adapters/trials/testing/sample_trials.hpp"
#include "foundation/base/testing/fresh_folder.hpp"

namespace spark::trials {
namespace {

namespace fs = std::filesystem;
using spark::testing::FreshFolder;

std::string text_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream out;
    out << file.rdbuf();
    return out.str();
}

TrialRow row_of(std::uint64_t number, std::int32_t net) {
    TrialRow row{.number = number, .point = {static_cast<std::uint32_t>(number), 1, 4, 0}};
    sweep::SetFigures& figures = row.outcome.figures;
    figures.trades = 4;
    figures.wins = 3;
    figures.net = Notional::of_whole(net);
    figures.gross = Notional::of_units(figures.net.units() + 1);
    figures.fees = Notional::of_units(1);
    figures.final_equity = Notional::of_whole(1'000'000 + net);
    figures.max_drawdown_pct = -12.5;
    figures.sharpe = 0.1;
    row.objective = net;
    row.outcome.result_hash.bytes.fill(0xAB);
    return row;
}

TEST(Leaderboard, is_the_contracts_columns_then_the_rest) {
    const FreshFolder home;
    TrialHeader header = testing::sample_header(false);
    auto folder = TrialFolder::create(home / "run", header).value();
    std::vector<TrialRow> rows{row_of(0, -5), row_of(1, 250'000)};
    rows[1].outcome.figures.profit_factor = 1.75;
    ASSERT_TRUE(folder.append(rows).has_value());

    ASSERT_TRUE(write_leaderboard(folder, folder.ranking().value(), home / "leaderboard.csv").has_value());

    std::string hash = "sha256:";
    for (int byte = 0; byte < 32; ++byte) hash += "ab";
    EXPECT_EQ(text_of(home / "leaderboard.csv"),
              "rank,fast,slow,sl_pct,exit_on_cross,net_pnl,trades,sharpe,max_drawdown_pct,profit_factor,result_hash,"
              "objective,number,gross_pnl,fees,final_equity,wins,rejected,win_rate,expectancy,total_return,"
              "annual_return,volatility,sortino,calmar,cost_share\n"
              "1,10,40,2.5,true,250000,4,0.1,-12.5,1.75," +
                  hash +
                  ",250000,1,250000.00000001,0.00000001,1250000,3,0,0.75,62500,0.25,,,,,3.99999999999984e-14\n"
                  "2,5,40,2.5,true,-5,4,0.1,-12.5,," +
                  hash +
                  ",-5,0,-4.99999999,0.00000001,999995,3,0,0.75,-1.25,-5.000000000032756e-06,,,,,2.000000004e-09\n");
}

TEST(Leaderboard, has_the_same_bytes_in_whatever_order_and_pieces_the_rows_came) {
    const std::uint64_t seed = seed_from_system();
    Rng random(seed);
    auto rows = testing::random_rows(2'000, seed);
    std::string ranked;
    std::string unranked;
    for (int turn = 0; turn < 4; ++turn) {
        const FreshFolder home;
        std::optional<TrialFolder> folder = TrialFolder::create(home / "run", testing::sample_header()).value();
        for (std::size_t first = 0; first < rows.size();) {
            const auto size =
                std::min<std::size_t>(static_cast<std::size_t>(random.uniform(1, 500)), rows.size() - first);
            ASSERT_TRUE(folder->append(std::span(rows).subspan(first, size)).has_value());
            first += size;
            if (random.chance(0.3)) {
                folder.reset();
                folder = TrialFolder::open_to_resume(home / "run").value();
            }
        }

        ASSERT_TRUE(write_leaderboard(*folder, folder->ranking().value(), home / "l.csv").has_value());
        ASSERT_TRUE(write_unranked(*folder, home / "u.csv").has_value());

        if (turn == 0) {
            ranked = text_of(home / "l.csv");
            unranked = text_of(home / "u.csv");
        }
        EXPECT_EQ(text_of(home / "l.csv"), ranked) << "seed " << seed;
        EXPECT_EQ(text_of(home / "u.csv"), unranked) << "seed " << seed;
        for (std::size_t index = rows.size() - 1; index > 0; --index) {
            std::swap(rows[index], rows[static_cast<std::size_t>(random.uniform(0, static_cast<std::int64_t>(index)))]);
        }
    }
    EXPECT_GT(std::ranges::count(ranked, '\n'), 1'000);
    EXPECT_GT(std::ranges::count(unranked, '\n'), 100);
}

TEST(Leaderboard, says_of_every_unranked_set_why) {
    const FreshFolder home;
    auto folder = TrialFolder::create(home / "run", testing::sample_header(false)).value();
    std::vector<TrialRow> rows{row_of(3, 1), row_of(2, 1), row_of(1, 1), row_of(0, 1)};
    rows[0].outcome = {};
    rows[0].outcome.refusal = "fast 20 is not below slow 20, \"both\" are lengths";
    rows[0].objective = std::nullopt;
    rows[1].objective = std::nullopt;
    rows[1].keeps_constraints = false;
    rows[2].objective = std::nullopt;
    rows[2].outcome.result_hash = {};
    rows[3].bars_share = 0.5;
    rows[3].outcome.result_hash = {};
    ASSERT_TRUE(folder.append(rows).has_value());

    ASSERT_TRUE(write_unranked(folder, home / "unranked.csv").has_value());

    std::string hash = "sha256:";
    for (int byte = 0; byte < 32; ++byte) hash += "ab";
    EXPECT_EQ(text_of(home / "unranked.csv"),
              "number,fast,slow,sl_pct,exit_on_cross,reason,bars_share,objective,net_pnl,trades,result_hash\n"
              "0,5,40,2.5,true,run on a part of the bars only,0.5,1,1,4,\n"
              "1,10,40,2.5,true,the objective does not exist for it,1,,1,4,\n"
              "2,15,40,2.5,true,a constraint is broken,1,,1,4," +
                  hash +
                  "\n"
                  "3,20,40,2.5,true,\"fast 20 is not below slow 20, \"\"both\"\" are lengths\",1,,,,\n");
}

}  // namespace
}  // namespace spark::trials
