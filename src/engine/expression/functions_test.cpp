#include "engine/expression/functions.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "engine/expression/detail/builder.hpp"

namespace spark::expression {
namespace {

/// The row of docs/reference/expressions.md for a function.
std::string reference_row(const Function& row) {
    std::string fields;
    for (std::size_t at = 0; at < row.field_count(); ++at) fields += fmt::format(" `.{}`", row.fields[at]);
    return fmt::format("| `{}` |{} | {} | {} |\n", detail::signature_of(row), fields.empty() ? " –" : fields,
                       row.gives == Gives::condition ? "condition" : "number", row.what);
}

TEST(Functions, stand_each_with_its_row_in_the_reference_page) {
    const char* const root = std::getenv("SPARK_SOURCE_DIR");
    if (root == nullptr) GTEST_SKIP() << "SPARK_SOURCE_DIR is not set";
    std::ostringstream page;
    page << std::ifstream(std::string(root) + "/docs/reference/expressions.md").rdbuf();

    for (const Function& row : functions().first(function_count())) {
        EXPECT_NE(page.str().find(reference_row(row)), std::string::npos) << "missing: " << reference_row(row);
    }
    for (const BarColumn& column : bar_columns()) {
        const std::string row = fmt::format("| `{}` | {} |\n", column.name, column.what);
        EXPECT_NE(page.str().find(row), std::string::npos) << "missing: " << row;
    }
}

TEST(Functions, are_found_by_their_whole_name_and_operators_are_not) {
    ASSERT_NE(find_function("ta.sma"), nullptr);
    EXPECT_EQ(find_function("ta.sma")->name, "ta.sma");
    EXPECT_EQ(find_function("sma"), nullptr);
    EXPECT_EQ(find_function("+"), nullptr);
    EXPECT_EQ(operator_row("+").name, "+");
}

}  // namespace
}  // namespace spark::expression
