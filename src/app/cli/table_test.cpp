#include "app/cli/table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/cli/sparkline.hpp"

namespace spark::cli {
namespace {

TEST(ColumnCount, counts_what_a_terminal_shows) {
    EXPECT_EQ(column_count("ığüşöçİĞ"), 8U);
    EXPECT_EQ(column_count("a\u0301b"), 2U);
    EXPECT_EQ(column_count("漢字"), 4U);
    EXPECT_EQ(column_count("🚀"), 2U);
    EXPECT_EQ(column_count("▁█"), 2U);
    EXPECT_EQ(column_count("\xff\xfe"), 2U);
    EXPECT_EQ(column_count(""), 0U);
}

TEST(Wrapped, breaks_between_words_and_keeps_paragraphs) {
    EXPECT_EQ(wrapped("bir iki üç dört", 8), (std::vector<std::string>{"bir iki", "üç dört"}));
    EXPECT_EQ(wrapped("one\n\ntwo", 20), (std::vector<std::string>{"one", "", "two"}));
    EXPECT_EQ(wrapped("averylongword x", 5), (std::vector<std::string>{"averylongword", "x"}));
}

TEST(Table, aligns_by_columns_not_bytes) {
    Table table({{"ad"}, {"değer", Align::right}});
    table.add({"şığ", "1"});
    table.add({"x", "1.234"});

    EXPECT_EQ(table.text(false), "ad   değer\nşığ      1\nx    1.234\n");
}

TEST(Table, is_tab_separated_when_plain) {
    Table table({{"id"}, {"rows", Align::right}});
    table.add({"a", "1"});

    EXPECT_EQ(table.text(true), "id\trows\na\t1\n");
}

TEST(Table, never_sends_control_characters_of_a_cell_to_the_terminal) {
    Table table({{"file"}});
    table.add({"a\x1b[31m\tb\nc"});

    const std::string text = table.text(true);

    EXPECT_FALSE(text.contains('\x1b'));
    EXPECT_FALSE(text.contains('\t'));
    EXPECT_EQ(std::ranges::count(text, '\n'), 2);
}

TEST(Sparkline, runs_from_the_lowest_to_the_highest_block) {
    EXPECT_EQ(sparkline(std::array{0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0}, 8), "▁▂▃▄▅▆▇█");
    EXPECT_EQ(sparkline(std::array{7.0, 0.0}, 8), "█▁");
}

TEST(Sparkline, takes_the_mean_of_each_part) {
    EXPECT_EQ(sparkline(std::array{0.0, 0.0, 10.0, 10.0}, 2), "▁█");
    EXPECT_EQ(column_count(sparkline(std::vector<double>(1000, 1.5), 60)), 60U);
}

TEST(Sparkline, draws_flat_empty_and_broken_curves) {
    EXPECT_EQ(sparkline(std::array{5.0, 5.0}, 4), "▅▅");
    EXPECT_EQ(sparkline({}, 4), "");
    EXPECT_EQ(sparkline(std::array{1.0}, 0), "");
    EXPECT_EQ(sparkline(std::array{0.0, std::nan(""), 1.0}, 3), "▁ █");
}

}  // namespace
}  // namespace spark::cli
