#include "adapters/trials/check_folder.hpp"

#include <gtest/gtest.h>

#include <string>

#include "adapters/trials/heat_map_cells.hpp"
#include "adapters/trials/leaderboard.hpp"
#include "adapters/trials/testing/sample_trials.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/testing/fresh_folder.hpp"

namespace spark::trials {
namespace {

namespace fs = std::filesystem;
using spark::testing::FreshFolder;

void make(const fs::path& path, std::uint64_t seed) {
    auto folder = TrialFolder::create(path, testing::sample_header()).value();
    ASSERT_TRUE(folder.append(testing::random_rows(300, seed)).has_value());
    ASSERT_TRUE(write_leaderboard(folder, folder.ranking().value(), path / leaderboard_file_name).has_value());
    ASSERT_TRUE(write_unranked(folder, path / unranked_file_name).has_value());
    ASSERT_TRUE(write_heat_maps(folder, path / heat_map_file_name).has_value());
}

TEST(CheckFolder, takes_what_was_written_and_names_each_file_that_was_changed) {
    const FreshFolder home;
    make(home / "run", 1);
    ASSERT_TRUE(check_folder(home / "run").has_value());

    for (const std::string_view name : {leaderboard_file_name, unranked_file_name, heat_map_file_name}) {
        const fs::path path = home / "run" / name;
        const std::string right = read_file(path, 1U << 24U).value();
        std::string wrong = right;
        wrong[wrong.size() / 2] ^= 1;
        ASSERT_TRUE(replace_file(path, wrong).has_value());
        const auto changed = check_folder(home / "run");
        ASSERT_FALSE(changed.has_value()) << name;
        EXPECT_EQ(changed.error().fault, Fault::corrupt);
        EXPECT_TRUE(changed.error().message.starts_with(std::string(name) + " line ")) << changed.error().message;
        ASSERT_TRUE(replace_file(path, right.substr(0, right.size() - 1)).has_value());
        EXPECT_FALSE(check_folder(home / "run").has_value()) << "one byte short";
        ASSERT_TRUE(replace_file(path, right).has_value());
    }
    EXPECT_TRUE(check_folder(home / "run").has_value());
}

TEST(CheckFolder, notices_a_leaderboard_of_another_optimization) {
    const FreshFolder home;
    make(home / "mine", 1);
    make(home / "other", 2);
    fs::copy_file(home / "other/leaderboard.csv", home / "mine/leaderboard.csv", fs::copy_options::overwrite_existing);

    const auto found = check_folder(home / "mine");

    ASSERT_FALSE(found.has_value());
    EXPECT_EQ(found.error().message,
              "leaderboard.csv line 2 is not what the trials give: it was changed after it was written, or belongs to "
              "another optimization");
    EXPECT_EQ(check_folder(home.path()).error().fault, Fault::not_found);
}

}  // namespace
}  // namespace spark::trials
