#include "foundation/wire/gzip.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "foundation/wire/byte_source.hpp"

namespace spark::wire {
namespace {

std::string unpacked(std::string_view bytes) {
    ByteSource source = ByteSource::of_memory(bytes, "test.gz").value();
    EXPECT_TRUE(source.is_gzip());
    std::string out;
    std::string part(1'000, '\0');
    while (const std::size_t count = source.read(part).value()) out.append(part, 0, count);
    return out;
}

RC_GTEST_PROP(GzipBytes, are_read_back_as_they_were, (const std::string& text)) {
    RC_ASSERT(unpacked(gzip_bytes(text, *rc::gen::inRange(1, 10))) == text);
}

TEST(GzipBytes, are_read_back_when_there_are_none_many_or_they_do_not_shrink) {
    std::string noise;
    std::uint32_t state = 1;
    for (int index = 0; index < 3'000'000; ++index)
        noise += static_cast<char>((state = state * 1664525 + 1013904223) >> 24);

    EXPECT_EQ(unpacked(gzip_bytes("")), "");
    EXPECT_TRUE(unpacked(gzip_bytes(noise)) == noise);
    EXPECT_LT(gzip_bytes(noise).size(), noise.size() + 2'000);
}

TEST(GzipBytes, are_few_for_text_that_repeats_and_fewer_at_a_higher_level) {
    std::string text;
    for (int row = 0; row < 20'000; ++row) text += "{\"row\":" + std::to_string(row * 7919 % 1'000) + "},";

    EXPECT_LT(gzip_bytes(text, 1).size(), text.size() / 4);
    EXPECT_LT(gzip_bytes(text, 9).size(), gzip_bytes(text, 1).size());
}

TEST(GzipBytes, are_the_same_every_time) {
    const std::string packed = gzip_bytes("the same");

    EXPECT_EQ(packed, gzip_bytes("the same"));
    EXPECT_EQ(packed.substr(3, 5), std::string(5, '\0')) << "no flags and no time (RFC 1952, 2.3)";
}

TEST(GzipBytesDeathTest, have_a_level_from_1_to_9) {
    EXPECT_DEATH(static_cast<void>(gzip_bytes("x", 0)), "level");
    EXPECT_DEATH(static_cast<void>(gzip_bytes("x", 10)), "level");
}

}  // namespace
}  // namespace spark::wire
