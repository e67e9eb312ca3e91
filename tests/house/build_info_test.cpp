#include "foundation/base/build_info.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace spark {
namespace {

TEST(BuildInfo, names_a_version_of_three_numbers) {
    const std::string_view version = build_info().version;

    EXPECT_EQ(std::ranges::count(version, '.'), 2);
    EXPECT_EQ(version.find_first_not_of("0123456789."), std::string_view::npos);
}

TEST(BuildInfo, names_a_whole_commit_or_says_unknown) {
    const std::string_view commit = build_info().commit;

    if (commit == "unknown") {
        EXPECT_FALSE(build_info().dirty) << "dirty against which commit?";
    } else {
        EXPECT_EQ(commit.size(), 40U);
        EXPECT_EQ(commit.find_first_not_of("0123456789abcdef"), std::string_view::npos);
    }
}

TEST(BuildInfo, names_the_compiler_that_built_this_test) {
#ifdef __clang__
    EXPECT_TRUE(build_info().compiler.starts_with("Clang " + std::to_string(__clang_major__) + "."));
#else
    EXPECT_TRUE(build_info().compiler.starts_with("GNU " + std::to_string(__GNUC__) + "."));
#endif
}

}  // namespace
}  // namespace spark
