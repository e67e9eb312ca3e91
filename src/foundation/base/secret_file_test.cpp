#include "foundation/base/secret_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "foundation/base/testing/fresh_folder.hpp"

namespace spark {
namespace {

namespace fs = std::filesystem;

fs::path write(const fs::path& path, std::string_view text, ::mode_t mode) {
    std::ofstream(path) << text;
    EXPECT_EQ(::chmod(path.c_str(), mode), 0);
    return path;
}

TEST(SecretFile, is_read_only_when_nobody_else_can) {
    const testing::FreshFolder folder;
    for (const ::mode_t mode : {0640U, 0604U, 0660U, 0601U}) {
        const auto refused = read_secret_file(write(folder.path() / "key", "spk_a\n", mode));
        ASSERT_FALSE(refused.has_value()) << mode;
        EXPECT_EQ(refused.error().fault, Fault::denied);
        EXPECT_TRUE(refused.error().remedy.starts_with("chmod 600 "));
        EXPECT_FALSE(refused.error().message.contains("spk_a"));
    }

    EXPECT_EQ(read_secret_file(write(folder.path() / "key", "spk_a\r\n", 0600)).value(), "spk_a");
    EXPECT_EQ(read_secret_file(write(folder.path() / "key", "spk_a", 0400)).value(), "spk_a");
    EXPECT_EQ(read_secret_file(write(folder.path() / "key", " \n", 0600)).error().fault, Fault::invalid_input);
    EXPECT_EQ(read_secret_file(write(folder.path() / "key", "a\nb\n", 0600)).error().fault, Fault::invalid_input);
    EXPECT_EQ(read_secret_file(folder.path() / "none").error().fault, Fault::not_found);
}

}  // namespace
}  // namespace spark
