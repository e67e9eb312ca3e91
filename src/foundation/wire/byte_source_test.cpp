#include "foundation/wire/byte_source.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "foundation/wire/testing/gzip.hpp"

namespace spark::wire {
namespace {

using testing::gzipped;

Result<std::string> all_of(ByteSource source, std::size_t step = 1000) {
    std::string out;
    std::string part(step, '\0');
    while (true) {
        SPARK_TRY(const std::size_t count, source.read(part));
        if (count == 0) return out;
        out.append(part, 0, count);
    }
}

Result<std::string> unpacked(std::string_view bytes, const ByteSourceLimits& limits = {}, std::size_t step = 1000) {
    SPARK_TRY(ByteSource source, ByteSource::of_memory(bytes, "test.gz", limits));
    return all_of(std::move(source), step);
}

std::string long_text() {
    std::string text;
    for (int line = 0; line < 60'000; ++line) text += std::to_string(line * 7919) + ",abc\n";
    return text;
}

class Folder {
  public:
    Folder() {
        char name[] = "/tmp/spark_byte_source_XXXXXX";
        path_ = mkdtemp(name);
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    std::string file(const std::string& name, std::string_view bytes) const {
        std::ofstream(path_ + "/" + name, std::ios::binary) << bytes;
        return path_ + "/" + name;
    }
    const std::string& path() const { return path_; }

  private:
    std::string path_;
};

TEST(ByteSource, gives_plain_and_gzip_files_as_the_same_bytes) {
    const Folder folder;
    const std::string text = long_text();

    auto plain = ByteSource::open(folder.file("a.csv", text));
    auto packed = ByteSource::open(folder.file("a.csv.gz", gzipped(text)));

    ASSERT_TRUE(plain && packed);
    EXPECT_FALSE(plain->is_gzip());
    EXPECT_TRUE(packed->is_gzip());
    EXPECT_EQ(plain->raw_bytes_all(), text.size());
    EXPECT_EQ(all_of(*std::move(plain)), text);
    EXPECT_EQ(all_of(*std::move(packed)), text);
}

TEST(ByteSource, reads_concatenated_members_as_one_stream_for_any_read_size) {
    const std::string bytes = gzipped("one ") + gzipped("") + gzipped("two");

    for (const std::size_t step : {1U, 2U, 3U, 100U}) EXPECT_EQ(unpacked(bytes, {}, step), "one two") << step;
}

TEST(ByteSource, gives_nothing_for_an_empty_file) { EXPECT_EQ(unpacked(""), ""); }

TEST(ByteSource, takes_a_file_shorter_than_every_magic_as_plain) { EXPECT_EQ(unpacked("P"), "P"); }

TEST(ByteSource, shows_every_stored_byte_once_to_the_hook) {
    for (const std::string& bytes : {gzipped(long_text()), long_text(), std::string("x")}) {
        std::string seen;
        auto source = ByteSource::of_memory(bytes, "x", {},
                                            [&](std::span<const char> part) { seen.append(part.data(), part.size()); });
        ASSERT_TRUE(source.has_value());

        ASSERT_TRUE(all_of(*std::move(source)).has_value());

        EXPECT_EQ(seen, bytes);
    }
}

TEST(ByteSource, refuses_gzip_that_is_cut_off_at_any_byte) {
    const std::string bytes = gzipped("some text that is packed");

    for (std::size_t length = 2; length < bytes.size(); ++length) {
        const auto text = unpacked(std::string_view(bytes).substr(0, length));
        ASSERT_FALSE(text.has_value()) << length;
        EXPECT_EQ(text.error().fault, Fault::invalid_input);
        EXPECT_NE(text.error().message.find("end too early"), std::string::npos) << text.error().message;
        EXPECT_EQ(text.error().place, "test.gz");
    }
}

TEST(ByteSource, refuses_bytes_after_the_last_member) {
    const std::string packed = gzipped("text");

    const auto text = unpacked(packed + "garbage");

    ASSERT_FALSE(text.has_value());
    EXPECT_NE(text.error().message.find("follow the end of the gzip data at byte " + std::to_string(packed.size())),
              std::string::npos);
}

TEST(ByteSource, finds_a_flipped_bit_in_data_checksum_and_length) {
    const std::string text = long_text().substr(0, 3000);
    const std::string bytes = gzipped(text);

    for (std::size_t index = 10; index < bytes.size();
         ++index) {  // the ten header bytes hold time and system, which mean nothing
        std::string damaged = bytes;
        damaged[index] = static_cast<char>(damaged[index] ^ 4);
        const auto read = unpacked(damaged);
        EXPECT_TRUE(!read || *read == text) << index;
        EXPECT_TRUE(!read || index < bytes.size() - 8) << index;
    }
}

TEST(ByteSource, holds_both_sides_of_the_limit_for_unpacked_bytes) {
    const std::string bomb = gzipped(std::string(1'000'000, '0'));
    ASSERT_LT(bomb.size(), 2000U);

    EXPECT_TRUE(unpacked(bomb, {.gzip_output_bytes_max = 1'000'000}).has_value());
    const auto refused =
        unpacked(bomb, {.gzip_output_bytes_max = 999'999, .gzip_output_setting = "intake.gzip_output_bytes_max"});

    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().fault, Fault::invalid_input);
    EXPECT_NE(refused.error().message.find("999999"), std::string::npos);
    EXPECT_NE(refused.error().remedy.find("intake.gzip_output_bytes_max"), std::string::npos);
}

TEST(ByteSource, names_other_archives_and_how_to_unpack_them) {
    for (const std::string_view bytes : {"PK\x03\x04zip", "\x28\xB5\x2F\xFDzstd", "\xFD\x37zXZ", "BZh91AY"}) {
        const auto text = unpacked(bytes);
        ASSERT_FALSE(text.has_value());
        EXPECT_NE(text.error().remedy.find("unpack it first"), std::string::npos);
    }
}

TEST(ByteSource, says_which_kind_of_refusal_a_path_met) {
    const Folder folder;

    EXPECT_EQ(ByteSource::open(folder.path() + "/none").error().fault, Fault::not_found);
    EXPECT_EQ(ByteSource::open(folder.path()).error().message, "found a folder, needed a file");
}

RC_GTEST_PROP(ByteSource, gives_back_any_bytes_that_were_packed, (const std::string& text, const std::string& more)) {
    RC_ASSERT(*unpacked(gzipped(text) + gzipped(more), {}, 7) == text + more);
}

}  // namespace
}  // namespace spark::wire
