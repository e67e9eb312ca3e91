#include "adapters/store/strategy_folder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <thread>
#include <vector>

#include "adapters/store/testing/sample_data_sets.hpp"
#include "foundation/base/files.hpp"

namespace spark::store {
namespace {

using testing::TemporaryFolder;

NewStrategyVersion made(std::string text, std::string message = {}) {
    return {.name = "mine",
            .text = std::move(text),
            .author = "ada",
            .created_at = parse_iso8601("2026-01-02T12:00:00Z").value(),
            .message = std::move(message)};
}

TEST(StrategyFolder, keeps_every_version_as_it_was) {
    const TemporaryFolder temporary;
    const StrategyFolder folder(temporary.path());

    ASSERT_TRUE(folder.add(made("one", "ilk \n<b>"), std::nullopt).has_value());
    ASSERT_TRUE(folder.add(made("two"), 1).has_value());

    const auto versions = folder.versions("mine");
    ASSERT_TRUE(versions.has_value());
    ASSERT_EQ(versions->size(), 2U);
    EXPECT_EQ((*versions)[0].message, "ilk \n<b>");
    EXPECT_EQ((*versions)[0].parent, std::nullopt);
    EXPECT_EQ((*versions)[1].parent, 1U);
    EXPECT_EQ((*versions)[1].author, "ada");
    EXPECT_EQ(folder.text_of("mine", (*versions)[0]).value(), "one");
    EXPECT_EQ(folder.find("mine", std::nullopt).value().version, 2U);
    EXPECT_EQ(folder.find("mine", 3).error().fault, Fault::not_found);
    EXPECT_EQ(folder.names().value(), std::vector<std::string>{"mine"});
}

TEST(StrategyFolder, keeps_where_a_version_came_from) {
    const TemporaryFolder temporary;
    const StrategyFolder folder(temporary.path());
    NewStrategyVersion generated = made("one");
    generated.origin = StrategyOrigin{.generation = "gen_1", .is_edited = true};
    NewStrategyVersion adopted = made("two");
    adopted.origin = StrategyOrigin{.optimization = "opt_1", .set = 17};

    ASSERT_TRUE(folder.add(generated, std::nullopt).has_value());
    ASSERT_TRUE(folder.add(adopted, 1).has_value());
    ASSERT_TRUE(folder.add(made("three"), 2).has_value());

    const auto versions = folder.versions("mine");
    ASSERT_TRUE(versions.has_value());
    EXPECT_EQ((*versions)[0].origin, generated.origin);
    EXPECT_EQ((*versions)[1].origin, adopted.origin);
    EXPECT_EQ((*versions)[2].origin, std::nullopt);
}

TEST(StrategyFolder, reads_versions_from_before_there_were_origins_and_refuses_half_an_origin) {
    const TemporaryFolder temporary;
    const StrategyFolder folder(temporary.path());
    ASSERT_TRUE(folder.add(made("one"), std::nullopt).has_value());
    const auto about = temporary.path() / "strategies/mine/versions/0001.about.json";
    std::string text = read_file(about, 4'096).value();
    EXPECT_FALSE(text.contains("origin"));

    for (const std::string_view origin : {R"({})", R"({"generation":"gen_1"})", R"({"optimization":""})", "7"}) {
        std::string broken = text;
        broken.insert(broken.rfind('}'), fmt::format(R"(,"origin":{})", origin));
        ASSERT_TRUE(replace_file(about, broken).has_value());

        EXPECT_EQ(folder.versions("mine").error().fault, Fault::corrupt) << origin;
    }
}

TEST(StrategyFolder, refuses_a_change_of_another_version_than_the_newest) {
    const TemporaryFolder temporary;
    const StrategyFolder folder(temporary.path());
    ASSERT_TRUE(folder.add(made("one"), std::nullopt).has_value());

    EXPECT_EQ(folder.add(made("again"), std::nullopt).error().fault, Fault::conflict);
    EXPECT_EQ(folder.add(made("far"), 2).error().fault, Fault::conflict);
    EXPECT_TRUE(folder.add(made("next"), 1).has_value());
    EXPECT_EQ(folder.add(made("late"), 1).error().fault, Fault::conflict);
}

TEST(StrategyFolder, lets_one_of_many_win) {
    const TemporaryFolder temporary;
    const StrategyFolder folder(temporary.path());
    ASSERT_TRUE(folder.add(made("one"), std::nullopt).has_value());
    std::atomic<int> won = 0;

    {
        std::vector<std::jthread> writers;
        for (int writer = 0; writer < 4; ++writer)
            writers.emplace_back([&, writer] { won += folder.add(made(std::to_string(writer)), 1) ? 1 : 0; });
    }

    EXPECT_EQ(won, 1);
    EXPECT_EQ(folder.versions("mine").value().size(), 2U);
}

TEST(StrategyFolder, takes_no_half_written_version_for_one) {
    const TemporaryFolder temporary;
    const StrategyFolder folder(temporary.path());
    ASSERT_TRUE(folder.add(made("one"), std::nullopt).has_value());
    ASSERT_TRUE(replace_file(temporary.path() / "strategies/mine/versions/0002.toml", "half").has_value());

    EXPECT_EQ(folder.versions("mine").value().size(), 1U);
    ASSERT_TRUE(folder.add(made("two"), 1).has_value());
    EXPECT_EQ(folder.text_of("mine", folder.find("mine", 2).value()).value(), "two");
}

TEST(StrategyFolder, says_when_bytes_are_not_those_that_were_kept) {
    const TemporaryFolder temporary;
    const StrategyFolder folder(temporary.path());
    const StrategyVersion version = folder.add(made("one"), std::nullopt).value();
    ASSERT_TRUE(replace_file(folder.path_of("mine", version), "other").has_value());

    EXPECT_EQ(folder.text_of("mine", version).error().fault, Fault::corrupt);
}

TEST(StrategyFolder, moves_all_versions_to_the_trash) {
    const TemporaryFolder temporary;
    const StrategyFolder folder(temporary.path());
    ASSERT_TRUE(folder.add(made("one"), std::nullopt).has_value());

    ASSERT_TRUE(folder.move_to_trash("mine", "trash_1").has_value());

    EXPECT_EQ(folder.versions("mine").error().fault, Fault::not_found);
    EXPECT_TRUE(std::filesystem::exists(temporary.path() / "trash/strategies/mine.trash_1/versions/0001.toml"));
    EXPECT_EQ(folder.move_to_trash("mine", "trash_2").error().fault, Fault::not_found);
    EXPECT_TRUE(folder.add(made("new"), std::nullopt).has_value());
}

}  // namespace
}  // namespace spark::store
