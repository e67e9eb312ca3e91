#include "engine/robustness/plateau.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>

#include "engine/robustness/importance.hpp"
#include "foundation/base/rng.hpp"

namespace spark::robustness {
namespace {

using Point = std::vector<std::uint32_t>;
using Value = std::function<std::optional<double>(std::uint32_t, std::uint32_t)>;

/// Every place of a grid of two axes.
ObjectiveMap grid(std::uint32_t width, std::uint32_t height, const Value& value) {
    ObjectiveMap map({{.count = width}, {.count = height}});
    std::uint64_t number = 0;
    for (std::uint32_t x = 0; x < width; ++x) {
        for (std::uint32_t y = 0; y < height; ++y) map.add(number++, Point{x, y}, value(x, y));
    }
    map.finish();
    return map;
}

/// A broad hill of 10 around (6, 6), and one needle of 50 at (1, 1).
std::optional<double> hill_and_needle(std::uint32_t x, std::uint32_t y) {
    if (x == 1 && y == 1) return 50;
    const double dx = static_cast<double>(x) - 6;
    const double dy = static_cast<double>(y) - 6;
    return 10 - 0.3 * (dx * dx + dy * dy);
}

TEST(BestPlateau, is_the_broad_hill_where_the_best_point_is_a_needle) {
    const ObjectiveMap map = grid(10, 10, hill_and_needle);

    const auto best = best_plateau(map, {});

    ASSERT_TRUE(best.has_value());
    EXPECT_EQ(map.point(best->set)[0], 6U);
    EXPECT_EQ(map.point(best->set)[1], 6U);
    EXPECT_GT(*best->score, 0.9);
    const Plateau needle = plateau_of(map, *map.find(Point{1, 1}), {});
    EXPECT_EQ(needle.neighbours, 8U);
    EXPECT_LT(*needle.score, 0.1);
}

TEST(BestPlateau, reaches_as_far_as_the_share_is_kept) {
    const ObjectiveMap map = grid(10, 10, hill_and_needle);
    const auto best = best_plateau(map, {});
    ASSERT_TRUE(best.has_value());

    const auto region = plateau_region(map, *best, {});

    // Smoothed 9.7, level 7.76: 10 - 0.3 d² keeps it for d <= 2.
    ASSERT_EQ(region.size(), 2U);
    EXPECT_EQ(region[0].least, 4U);
    EXPECT_EQ(region[0].most, 8U);
}

TEST(PlateauOf, counts_sets_without_an_objective_as_the_worst_neighbours) {
    const ObjectiveMap none_around = grid(3, 3, [](std::uint32_t x, std::uint32_t y) -> std::optional<double> {
        return x == 1 && y == 1 ? std::optional(5.0) : std::nullopt;
    });
    const ObjectiveMap half_around = grid(3, 3, [](std::uint32_t x, std::uint32_t y) -> std::optional<double> {
        return x < 2 || y == 0 ? std::optional(5.0) : std::nullopt;
    });

    EXPECT_FALSE(plateau_of(none_around, 4, {}).median.has_value());
    EXPECT_EQ(plateau_of(none_around, 4, {}).neighbours, 8U);
    EXPECT_EQ(plateau_of(none_around, 4, {}).with_value, 0U);
    EXPECT_EQ(plateau_of(half_around, 4, {}).median, 5.0);
    EXPECT_FALSE(best_plateau(none_around, {}).has_value());
}

TEST(PlateauOf, knows_a_corner_and_a_grid_of_one) {
    const ObjectiveMap map = grid(3, 3, [](std::uint32_t, std::uint32_t) { return std::optional(-1.0); });
    const ObjectiveMap one = grid(1, 1, [](std::uint32_t, std::uint32_t) { return std::optional(1.0); });

    EXPECT_EQ(plateau_of(map, 0, {}).neighbours, 3U);
    EXPECT_FALSE(plateau_of(map, 0, {}).score.has_value()) << "a share of a loss says nothing";
    EXPECT_EQ(plateau_of(one, 0, {}).neighbours, 0U);
    EXPECT_FALSE(best_plateau(one, {}).has_value());
    EXPECT_EQ(edges_of(map, 0).size(), 2U);
    EXPECT_TRUE(edges_of(map, 4).empty());
    EXPECT_TRUE(edges_of(one, 0).empty());
}

TEST(PlateauOf, takes_every_other_choice_for_a_neighbour) {
    ObjectiveMap map({{.count = 4, .is_ordered = false}, {.count = 3}});
    std::uint64_t number = 0;
    for (std::uint32_t x = 0; x < 4; ++x) {
        for (std::uint32_t y = 0; y < 3; ++y) map.add(number++, Point{x, y}, 1.0);
    }
    map.finish();

    EXPECT_EQ(plateau_of(map, 1, {}).neighbours, 11U);
    EXPECT_TRUE(edges_of(map, 1).empty());
}

TEST(PlateauOf, looks_at_the_nearest_where_a_search_left_holes) {
    ObjectiveMap map({{.count = 1'001}, {.count = 1'001}});
    map.add(0, Point{500, 500}, 100.0);
    for (std::uint32_t ring = 0; ring < 8; ++ring) map.add(1 + ring, Point{480 + 5 * ring, 510}, 80.0);
    for (std::uint32_t far = 0; far < 20; ++far) map.add(100 + far, Point{far, 0}, -50.0);
    map.finish();

    const Plateau plateau = plateau_of(map, 0, {.kind = Neighbourhood::nearest});

    EXPECT_EQ(plateau.neighbours, 8U);
    EXPECT_DOUBLE_EQ(*plateau.score, 0.8);
    EXPECT_EQ(best_plateau(map, {.kind = Neighbourhood::nearest, .looks_max = 29})->set, 0U) << "only the best set";
}

/// The same by looking at every pair of sets.
Plateau by_every_pair(const ObjectiveMap& map, std::size_t set) {
    Plateau plateau{.set = set};
    std::vector<double> values;
    for (std::size_t other = 0; other < map.size(); ++other) {
        std::uint32_t apart = 0;
        for (std::size_t axis = 0; axis < map.axes().size(); ++axis) {
            const std::uint32_t a = map.point(set)[axis];
            const std::uint32_t b = map.point(other)[axis];
            apart = std::max(apart, a > b ? a - b : b - a);
        }
        if (apart != 1) continue;
        ++plateau.neighbours;
        plateau.with_value += map.objective(other) ? 1U : 0U;
        values.push_back(map.objective(other).value_or(-1e300));
    }
    std::ranges::sort(values);
    if (!values.empty() && values[(values.size() - 1) / 2] > -1e300) plateau.median = values[(values.size() - 1) / 2];
    return plateau;
}

TEST(PlateauOf, finds_what_a_look_at_every_pair_finds) {
    const std::uint64_t seed = seed_from_system();
    SCOPED_TRACE("seed " + std::to_string(seed));
    for (std::uint64_t round = 0; round < 50; ++round) {
        Rng rng(seed + round);
        std::vector<AxisShape> axes;
        const auto dimensions = static_cast<std::size_t>(rng.uniform(1, 3));
        while (axes.size() < dimensions) axes.push_back({.count = static_cast<std::uint32_t>(rng.uniform(1, 7))});
        ObjectiveMap map(axes);
        Point place(dimensions, 0);
        for (std::uint64_t number = 0;; ++number) {
            if (rng.chance(0.8)) map.add(number, place, rng.chance(0.9) ? std::optional(rng.normal()) : std::nullopt);
            std::size_t axis = dimensions;
            while (axis > 0 && ++place[axis - 1] == axes[axis - 1].count) place[--axis] = 0;
            if (axis == 0) break;
        }
        map.finish();
        for (std::size_t set = 0; set < map.size(); ++set) {
            if (!map.objective(set)) continue;
            const Plateau found = plateau_of(map, set, {});
            const Plateau expected = by_every_pair(map, set);
            ASSERT_EQ(found.neighbours, expected.neighbours) << "round " << round;
            ASSERT_EQ(found.with_value, expected.with_value);
            ASSERT_EQ(found.median, expected.median);
        }
    }
}

TEST(ImportanceOf, splits_a_sum_into_its_parts_exactly) {
    // Variance of 0..9 is 8.25, of twice that 33; a sum without interaction is explained whole.
    const ObjectiveMap map = grid(10, 10, [](std::uint32_t x, std::uint32_t y) { return std::optional(2.0 * x + y); });

    const auto found = importance_of(map, true);

    EXPECT_NEAR(*found[0].share, 0.8, 1e-12);
    EXPECT_NEAR(*found[1].share, 0.2, 1e-12);
    EXPECT_EQ(found[0].values, 10U);
}

TEST(ImportanceOf, sees_none_in_an_interaction_alone_and_none_where_nothing_varies) {
    const ObjectiveMap cross =
        grid(2, 2, [](std::uint32_t x, std::uint32_t y) { return std::optional(x == y ? 1.0 : 0.0); });
    const ObjectiveMap flat = grid(2, 2, [](std::uint32_t, std::uint32_t) { return std::optional(3.0); });

    EXPECT_NEAR(*importance_of(cross, true)[0].share, 0, 1e-12);
    EXPECT_FALSE(importance_of(flat, true)[0].share.has_value());
}

TEST(ImportanceOf, takes_off_what_chance_explains_where_sets_are_few) {
    Rng rng(7);
    ObjectiveMap map({{.count = 1'000}, {.count = 1'000}});
    for (std::uint64_t set = 0; set < 400; ++set) {
        const auto x = static_cast<std::uint32_t>(rng.uniform(0, 999));
        const auto y = static_cast<std::uint32_t>(rng.uniform(0, 999));
        map.add(set, Point{x, y}, static_cast<double>(x) / 1'000);
    }
    map.finish();

    const auto found = importance_of(map, false);

    EXPECT_GT(*found[0].share, 0.98);
    EXPECT_LT(*found[1].share, 0.05);
    EXPECT_TRUE(found[0].is_binned);
}

TEST(SliceThrough, holds_the_sets_that_differ_on_one_axis_alone) {
    const ObjectiveMap map = grid(4, 4, [](std::uint32_t x, std::uint32_t y) {
        return x == 2 && y == 3 ? std::nullopt : std::optional(10.0 * x + y);
    });

    const auto slice = slice_through(map, *map.find(Point{2, 1}), 1);

    ASSERT_EQ(slice.size(), 3U);
    EXPECT_EQ(slice[2], (std::pair<std::uint32_t, double>{2, 22.0}));
}

}  // namespace
}  // namespace spark::robustness
