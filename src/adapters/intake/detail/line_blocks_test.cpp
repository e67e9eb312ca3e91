#include "adapters/intake/detail/line_blocks.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace spark::intake::detail {
namespace {

/// All blocks joined; a refusal's message in angle brackets at its place.
std::string joined(const std::string& text, std::size_t line_bytes_max, std::size_t chunk_bytes) {
    wire::ByteSource source = *wire::ByteSource::of_memory(text, "test");
    LineBlocks blocks(source, line_bytes_max, chunk_bytes);
    std::string out;
    while (true) {
        const auto block = blocks.next();
        if (!block) return out + "<" + block.error().message + ">";
        if (!block->has_value()) return out;
        EXPECT_TRUE((*block)->ends_with('\n'));
        out += **block;
    }
}

TEST(LineBlocks, end_the_last_line_when_the_file_does_not) {
    EXPECT_EQ(joined("a\nb", 10, 4), "a\nb\n");
    EXPECT_EQ(joined("a\nb\n", 10, 4), "a\nb\n");
    EXPECT_EQ(joined("", 10, 4), "");
}

TEST(LineBlocks, refuse_a_line_without_end_and_keep_the_lines_before_it) {
    EXPECT_EQ(joined("ab\n" + std::string(10'000, 'x'), 10, 4), "ab\n<the line is longer than 10 bytes>");
}

RC_GTEST_PROP(LineBlocks, give_back_the_text_for_any_size_of_chunk, ()) {
    const auto lines =
        *rc::gen::container<std::vector<std::string>>(rc::gen::container<std::string>(rc::gen::inRange('a', 'z')));
    std::string text;
    for (const std::string& line : lines) text += line + "\n";

    RC_ASSERT(joined(text, 10'000, *rc::gen::inRange<std::size_t>(1, 64)) == text);
}

}  // namespace
}  // namespace spark::intake::detail
