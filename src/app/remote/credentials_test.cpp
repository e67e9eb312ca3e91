#include "app/remote/credentials.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "foundation/base/testing/fresh_folder.hpp"

namespace spark::remote {
namespace {

namespace fs = std::filesystem;

fs::path write(const fs::path& path, std::string_view text, ::mode_t mode) {
    std::ofstream(path) << text;
    EXPECT_EQ(::chmod(path.c_str(), mode), 0);
    return path;
}

TEST(Credentials, are_kept_one_a_server_and_forgotten) {
    const testing::FreshFolder folder;
    const fs::path path = folder.path() / "spark" / "credentials.json";
    ASSERT_FALSE(find_credential(path, "http://a").value().has_value());
    ASSERT_TRUE(keep_credential(path, {"http://a", "u", "key_1", "spk_1"}));
    ASSERT_TRUE(keep_credential(path, {"http://b", "u", "key_2", "spk_2"}));
    ASSERT_TRUE(keep_credential(path, {"http://a", "u", "key_3", "spk_3"}));

    EXPECT_EQ(find_credential(path, "http://a").value()->secret, "spk_3");
    EXPECT_EQ(find_credential(path, "http://b").value()->key_id, "key_2");
    EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    ASSERT_TRUE(forget_credential(path, "http://a"));
    EXPECT_FALSE(find_credential(path, "http://a").value().has_value());
    EXPECT_TRUE(find_credential(path, "http://b").value().has_value());
}

TEST(Credentials, that_are_damaged_are_said_to_be_and_never_replaced) {
    const testing::FreshFolder folder;
    const fs::path path = write(folder.path() / "credentials.json", "{\"credentials\":[{}]}", 0600);

    EXPECT_EQ(find_credential(path, "x").error().fault, Fault::corrupt);
    EXPECT_EQ(keep_credential(path, {"x", "u", "k", "s"}).error().fault, Fault::corrupt);
}

TEST(Credentials, lie_where_the_user_keeps_settings) {
    EXPECT_EQ(credentials_path({{"HOME", "/h"}}), fs::path("/h/.config/spark/credentials.json"));
    EXPECT_EQ(credentials_path({{"HOME", "/h"}, {"XDG_CONFIG_HOME", "/x"}}), fs::path("/x/spark/credentials.json"));
    EXPECT_EQ(credentials_path({}), std::nullopt);
}

}  // namespace
}  // namespace spark::remote
