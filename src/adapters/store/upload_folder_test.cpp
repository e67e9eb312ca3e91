#include "adapters/store/upload_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "adapters/store/testing/sample_data_sets.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/ulid.hpp"

namespace spark::store {
namespace {

using testing::TemporaryFolder;

Upload sample(WallTime now, std::string name = "prices.csv") {
    UlidMaker ids(Rng(7));
    return {.id = make_id("upl", ids.make(now)),
            .name = std::move(name),
            .sha256 = std::string(64, 'a'),
            .owner = "usr_1",
            .bytes = 3,
            .created_at = now};
}

const WallTime noon = parse_iso8601("2026-01-02T12:00:00Z").value();

TEST(UploadFolder, keeps_bytes_and_what_is_known_of_them) {
    const TemporaryFolder temporary;
    const UploadFolder folder(temporary.path());
    const Upload upload = sample(noon, "=cmd <img>.csv");

    ASSERT_TRUE(folder.add(upload, "a,b").has_value());
    const auto found = folder.find(upload.id);

    ASSERT_TRUE(found.has_value()) << found.error().message;
    EXPECT_EQ(found->name, upload.name);
    EXPECT_EQ(found->created_at, noon);
    EXPECT_EQ(read_file(folder.file_of(*found), 10).value(), "a,b");
    ASSERT_TRUE(folder.remove(upload.id).has_value());
    EXPECT_EQ(folder.find(upload.id).error().fault, Fault::not_found);
    EXPECT_TRUE(std::filesystem::is_empty(temporary.path() / "uploads"));
}

TEST(UploadFolder, takes_no_path_for_a_name_and_no_name_for_an_id) {
    const TemporaryFolder temporary;
    const UploadFolder folder(temporary.path());
    for (const std::string& name :
         {std::string(), std::string(256, 'n'), std::string("../a"), std::string("a\\b"), std::string(".."),
          std::string("a\nb"), std::string("a\0b", 3), std::string("\xFF")})
        EXPECT_EQ(folder.add(sample(noon, name), "x").error().fault, Fault::invalid_input) << name;
    EXPECT_TRUE(check_upload_name(std::string(255, 'n')).has_value());
    for (const std::string_view id : {"", "..", "../../etc/passwd", "upl_", "upl_01HK", "prices.csv"})
        EXPECT_EQ(folder.find(id).error().fault, Fault::not_found) << id;
}

TEST(UploadFolder, forgets_the_old_ones_and_what_is_broken) {
    const TemporaryFolder temporary;
    const UploadFolder folder(temporary.path());
    const Upload old = sample(noon - std::chrono::hours(25));
    const Upload fresh = sample(noon);
    ASSERT_TRUE(folder.add(old, "x").has_value());
    ASSERT_TRUE(folder.add(fresh, "x").has_value());
    const Upload broken = sample(noon - std::chrono::hours(30));
    ASSERT_TRUE(replace_file(folder.file_of(broken), "half").has_value());

    EXPECT_EQ(folder.remove_older(noon - std::chrono::hours(24)).value(), 2);

    EXPECT_TRUE(folder.find(fresh.id).has_value());
    EXPECT_FALSE(folder.find(old.id).has_value());
    EXPECT_FALSE(std::filesystem::exists(folder.file_of(broken)));
    EXPECT_EQ(UploadFolder(temporary.path() / "none").remove_older(noon).value(), 0);
}

TEST(UploadFolder, says_when_a_sidecar_is_not_its_own) {
    const TemporaryFolder temporary;
    const UploadFolder folder(temporary.path());
    const Upload upload = sample(noon);
    ASSERT_TRUE(folder.add(upload, "x").has_value());
    ASSERT_TRUE(replace_file(temporary.path() / "uploads" / (upload.id + ".json"), "{}").has_value());

    EXPECT_EQ(folder.find(upload.id).error().fault, Fault::corrupt);
}

}  // namespace
}  // namespace spark::store
