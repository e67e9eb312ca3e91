#include "engine/robustness/return_table.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace spark::robustness {
namespace {

using Columns = std::vector<std::vector<double>>;

TEST(ReturnTable, has_the_columns_it_was_made_of) {
    const auto table = ReturnTable::of_columns(Columns{{1, 2, 3}, {4, 5, 6}});

    ASSERT_TRUE(table.has_value());
    EXPECT_EQ(table->periods(), 3U);
    EXPECT_EQ(table->sets(), 2U);
    EXPECT_EQ(table->at(2, 0), 3);
    EXPECT_EQ(table->column(1), (std::vector<double>{4, 5, 6}));
}

TEST(ReturnTable, refuses_columns_of_other_lengths_and_what_is_no_number) {
    const auto fault = [](const Columns& columns) {
        const auto table = ReturnTable::of_columns(columns);
        return table ? std::optional<Fault>() : table.error().fault;
    };

    EXPECT_EQ(fault({}), Fault::invalid_input);
    EXPECT_EQ(fault({{}}), Fault::invalid_input);
    EXPECT_EQ(fault({{1, 2}, {1}}), Fault::invalid_input);
    EXPECT_EQ(fault({{1, std::numeric_limits<double>::infinity()}}), Fault::invalid_input);
    EXPECT_EQ(fault({{1, std::numeric_limits<double>::quiet_NaN()}}), Fault::invalid_input);
    EXPECT_EQ(fault({{1, 2}, {1, 3}}), std::nullopt);
}

TEST(ColumnMoments, have_no_variation_where_all_returns_are_one_number) {
    const auto table = ReturnTable::of_columns(Columns{std::vector<double>(1'000, 0.1), std::vector<double>(1'000, 0)});
    const auto [mean, squares] = column_moments(*table);

    EXPECT_NEAR(mean[0], 0.1, 1e-14);
    EXPECT_EQ(squares[0], 0);
    EXPECT_EQ(squares[1], 0);
}

}  // namespace
}  // namespace spark::robustness
