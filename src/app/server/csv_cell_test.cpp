#include "app/server/csv_cell.hpp"

#include <gtest/gtest.h>

namespace spark::server {
namespace {

TEST(CsvCell, quotes_text_and_doubles_quotes) {
    EXPECT_EQ(csv_cell("auth.login"), R"("auth.login")");
    EXPECT_EQ(csv_cell(R"(a "b", c)"), R"("a ""b"", c")");
    EXPECT_EQ(csv_cell(""), R"("")");
}

TEST(CsvCell, disarms_what_a_spreadsheet_takes_for_a_formula) {
    for (const std::string_view text : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =HYPERLINK(1)"})
        EXPECT_EQ(csv_cell(text), "\"'" + std::string(text) + "\"") << text;
    EXPECT_EQ(csv_cell("a=1"), "\"a=1\"");
}

}  // namespace
}  // namespace spark::server
