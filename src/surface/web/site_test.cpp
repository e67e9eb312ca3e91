#include "surface/web/site.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "foundation/base/files.hpp"
#include "foundation/base/testing/fresh_folder.hpp"
#include "surface/web/embedded_pack.hpp"
#include "surface/web/testing/pack_builder.hpp"

namespace spark::web {
namespace {

using testing::pack_of;

std::string page_pack(const std::string& body) {
    return pack_of({{"/favicon.svg", {.plain = "<svg/>", .media_type = "image/svg+xml"}},
                    {"/index.html", {.plain = std::string(Shell::html_tag) + std::string(Shell::boot_line) + body}}});
}

class SiteFolder : public ::testing::Test {
  protected:
    /// Each time it is later than before, however coarse the clock of the file system is.
    void put(const std::string& bytes) {
        ASSERT_TRUE(replace_file(folder.path() / "web.pack", bytes).has_value());
        written_at += std::chrono::seconds(1);
        std::filesystem::last_write_time(folder.path() / "web.pack", written_at);
    }
    Result<std::unique_ptr<Site>> open() {
        return Site::open(folder.path(), [this](const Error& error) { complaints.push_back(error.message); });
    }

    spark::testing::FreshFolder folder;
    std::filesystem::file_time_type written_at = std::filesystem::last_write_time(folder.path());
    std::vector<std::string> complaints;
};

TEST_F(SiteFolder, gives_files_but_never_index_html_as_it_lies) {
    put(page_pack("one"));

    const auto edition = open().value()->now();

    EXPECT_EQ(edition->file("/favicon.svg")->plain, "<svg/>");
    EXPECT_EQ(edition->file("/index.html"), nullptr);
    EXPECT_EQ(edition->file("/"), nullptr);
    ASSERT_TRUE(edition->shell.has_value());
    EXPECT_TRUE(edition->shell->render({}, nullptr).ends_with("one"));
}

TEST_F(SiteFolder, is_read_again_when_it_has_changed_and_old_answers_stay_whole) {
    put(page_pack("one"));
    const auto site = open().value();
    const auto before = site->now();
    put(page_pack("two"));

    const auto after = site->now();

    EXPECT_TRUE(before->shell->render({}, nullptr).ends_with("one"));
    EXPECT_TRUE(after->shell->render({}, nullptr).ends_with("two"));
    EXPECT_EQ(site->now(), after) << "not read again without a change";
    EXPECT_TRUE(complaints.empty());
}

TEST_F(SiteFolder, keeps_the_edition_before_a_damaged_one_and_says_so_once) {
    put(page_pack("one"));
    const auto site = open().value();
    put(page_pack("two").substr(0, 100));

    EXPECT_TRUE(site->now()->shell->render({}, nullptr).ends_with("one"));
    EXPECT_TRUE(site->now()->shell->render({}, nullptr).ends_with("one"));
    EXPECT_EQ(complaints.size(), 1U);
    put(page_pack("three"));
    EXPECT_TRUE(site->now()->shell->render({}, nullptr).ends_with("three"));
}

TEST_F(SiteFolder, outlives_a_file_that_goes_away) {
    put(page_pack("one"));
    const auto site = open().value();
    std::filesystem::remove(folder.path() / "web.pack");

    EXPECT_TRUE(site->now()->shell.has_value());
    EXPECT_EQ(complaints.size(), 1U);
}

TEST_F(SiteFolder, has_no_page_where_the_pack_is_empty) {
    put("");

    const auto edition = open().value()->now();

    EXPECT_FALSE(edition->shell.has_value());
    EXPECT_EQ(edition->file("/favicon.svg"), nullptr);
}

TEST_F(SiteFolder, is_refused_at_the_start_when_there_is_nothing_or_nothing_whole) {
    EXPECT_EQ(open().error().fault, Fault::not_found);
    put("x");
    EXPECT_EQ(open().error().fault, Fault::corrupt);
    put(pack_of({{"/a.txt", {.plain = "a"}}}));
    EXPECT_EQ(open().error().fault, Fault::corrupt) << "no index.html";
    put(pack_of({{"/index.html", {.plain = "<html>"}}}));
    EXPECT_EQ(open().error().fault, Fault::corrupt) << "without its two places";
}

TEST(EmbeddedPack, is_the_file_that_was_built_in) {
    const std::string built = read_file(SPARK_WEB_PACK, 256U << 20U).value();

    EXPECT_EQ(embedded_pack(), built);
    EXPECT_TRUE(Site::open({}, [](const Error&) {}).has_value());
}

}  // namespace
}  // namespace spark::web
