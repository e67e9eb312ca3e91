#include "adapters/trials/heat_map_cells.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "adapters/trials/testing/sample_trials.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/testing/fresh_folder.hpp"

namespace spark::trials {
namespace {

using spark::testing::FreshFolder;

TrialFolder folder_of(const FreshFolder& home, std::span<const TrialRow> rows) {
    auto folder = TrialFolder::create(home / "run", testing::sample_header()).value();
    EXPECT_TRUE(folder.append(rows).has_value());
    return folder;
}

TEST(HeatMapCells, are_what_counting_row_by_row_gives) {
    const std::uint64_t seed = seed_from_system();
    const FreshFolder home;
    const auto rows = testing::random_rows(1'000, seed);
    const TrialFolder folder = folder_of(home, rows);

    const HeatMap map = heat_map_cells(folder, HeatMapQuery{.x = 0, .y = 2, .metric = "sharpe"}).value();

    ASSERT_EQ(map.cells.size(), 50U);
    std::optional<std::uint64_t> best;
    const auto ranking = folder.ranking().value();
    if (!ranking.empty()) best = ranking.front();
    for (std::size_t y = 0; y < 5; ++y) {
        for (std::size_t x = 0; x < 10; ++x) {
            const HeatMapCell& cell = map.cells[y * 10 + x];
            const auto is_here = [&](const TrialRow& row) {
                return row.point[0] == x && row.point[2] == y && row.bars_share == 1;
            };
            EXPECT_EQ(cell.sets, std::ranges::count_if(rows, is_here)) << "seed " << seed;
            const auto first =
                std::ranges::find_if(ranking, [&](std::uint64_t number) { return is_here(rows[number]); });
            std::vector<double> values;
            for (const TrialRow& row : rows) {
                if (is_here(row) && is_ranked(row) && row.outcome.figures.sharpe)
                    values.push_back(*row.outcome.figures.sharpe);
            }
            std::ranges::sort(values);
            ASSERT_EQ(cell.best.has_value(), first != ranking.end()) << "seed " << seed;
            if (cell.best) {
                EXPECT_EQ(*cell.best, *first) << "seed " << seed;
                EXPECT_EQ(cell.value, rows[*first].outcome.figures.sharpe) << "seed " << seed;
                EXPECT_EQ(cell.trades, rows[*first].outcome.figures.trades) << "seed " << seed;
            }
            ASSERT_EQ(cell.median.has_value(), !values.empty()) << "seed " << seed;
            if (cell.median) {
                const std::size_t half = values.size() / 2;
                EXPECT_DOUBLE_EQ(*cell.median,
                                 values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2);
            }
        }
    }
    ASSERT_TRUE(map.best.has_value());
    EXPECT_EQ(map.cells[*map.best].best, best) << "seed " << seed;
}

TEST(HeatMapCells, tell_apart_what_was_not_run_refused_without_trades_and_unranked) {
    const FreshFolder home;
    std::vector<TrialRow> rows;
    const auto add = [&](std::uint32_t x, std::int64_t trades, std::optional<double> objective, const char* refusal) {
        TrialRow row{.number = rows.size(), .point = {x, 0, 0, 0}, .objective = objective};
        row.outcome.figures.trades = trades;
        row.outcome.refusal = refusal;
        rows.push_back(row);
    };
    add(1, 0, std::nullopt, "no");
    add(2, 0, std::nullopt, "");
    add(3, 5, std::nullopt, "");
    add(4, 5, 1.0, "");
    add(4, 0, 0.0, "");
    add(5, 0, 0.0, "");
    const TrialFolder folder = folder_of(home, rows);

    const HeatMap map = heat_map_cells(folder, HeatMapQuery{.x = 0}).value();

    std::vector<CellState> states;
    for (const HeatMapCell& cell : map.cells) states.push_back(state_of(cell));
    using enum CellState;
    EXPECT_EQ(states, (std::vector<CellState>{not_run, refused, no_trades, unranked, ranked, no_trades, not_run,
                                              not_run, not_run, not_run}));
    EXPECT_EQ(heat_map_json(folder.header(), map).string_at("states").value(), ".xnurn....");
}

TEST(HeatMapCells, hold_other_axes_at_a_value) {
    const FreshFolder home;
    const auto rows = testing::random_rows(1'000, 4);
    const TrialFolder folder = folder_of(home, rows);

    const HeatMap map = heat_map_cells(folder, HeatMapQuery{.x = 1, .y = 0, .fixed = {{2, 3}, {3, 1}}}).value();

    for (const HeatMapCell& cell : map.cells) EXPECT_LE(cell.sets, 1U) << "one set a cell";
    std::uint32_t total = 0;
    for (const HeatMapCell& cell : map.cells) total += cell.sets;
    EXPECT_EQ(total, std::ranges::count_if(rows, [](const TrialRow& row) {
                  return row.point[2] == 3 && row.point[3] == 1 && row.bars_share == 1;
              }));
}

TEST(HeatMapCells, take_values_together_where_there_are_too_many_and_say_so) {
    const FreshFolder home;
    const auto rows = testing::random_rows(1'000, 4);
    const TrialFolder folder = folder_of(home, rows);

    const HeatMap map = heat_map_cells(folder, HeatMapQuery{.x = 0, .y = 1, .cells_max = 30}).value();

    EXPECT_LE(map.cells.size(), 30U);
    const wire::Json json = heat_map_json(folder.header(), map);
    EXPECT_EQ(json.int64_at("x_values_a_cell").value(), 2);
    EXPECT_EQ(json.array_at("x_values").value()[0].as_string().value(), "5..10");
    std::uint32_t total = 0;
    for (const HeatMapCell& cell : map.cells) total += cell.sets;
    EXPECT_EQ(total, std::ranges::count_if(rows, [](const TrialRow& row) { return row.bars_share == 1; }));
}

TEST(HeatMapCells, refuse_axes_and_metrics_that_are_not_there) {
    const FreshFolder home;
    const TrialFolder folder = folder_of(home, testing::random_rows(10, 4));
    const auto refused = [&](HeatMapQuery query) {
        const auto made = heat_map_cells(folder, query);
        EXPECT_FALSE(made.has_value());
        return made ? Error{} : made.error();
    };

    EXPECT_EQ(refused({.x = 4}).fault, Fault::invalid_input);
    EXPECT_EQ(refused({.x = 0, .y = 0}).fault, Fault::invalid_input);
    EXPECT_EQ(refused({.x = 0, .y = 1, .fixed = {{1, 0}}}).fault, Fault::invalid_input);
    EXPECT_EQ(refused({.x = 0, .y = 1, .fixed = {{2, 5}}}).fault, Fault::invalid_input);
    EXPECT_EQ(refused({.x = 0, .metric = "sharp"}).remedy, "did you mean sharpe?");
}

TEST(HeatMapCells, are_written_for_every_pair_of_axes_in_one_file) {
    const FreshFolder home;
    const TrialFolder folder = folder_of(home, testing::random_rows(1'000, 4));

    ASSERT_TRUE(write_heat_maps(folder, home / "heatmap.json").has_value());

    const auto document = wire::parse_json(read_file(home / "heatmap.json", 1U << 24U).value()).value();
    EXPECT_EQ(document.string_at("schema").value(), "spark.heatmap/1");
    const auto maps = document.array_at("maps").value();
    ASSERT_EQ(maps.size(), 6U);
    EXPECT_EQ(maps[4].string_at("x").value(), "slow");
    EXPECT_EQ(maps[4].string_at("y").value(), "exit_on_cross");
    EXPECT_EQ(maps[4].array_at("values").value().size(), 20U);
}

}  // namespace
}  // namespace spark::trials
