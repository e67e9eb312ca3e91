#include "app/lab/answer_cutter.hpp"

#include <gtest/gtest.h>

#include <string>

namespace spark::lab {
namespace {

TEST(AnswerCutter, takes_the_document_out_of_its_fence) {
    const auto cut = cut_answer("Here it is:\n\n```toml\nname = \"x\"\n```\nGood luck!\n");

    ASSERT_TRUE(cut.has_value());
    EXPECT_EQ(cut->text, "name = \"x\"\n");
    EXPECT_EQ(cut->syntax, strategy::DocumentSyntax::toml);
    EXPECT_TRUE(cut->has_more);
}

TEST(AnswerCutter, takes_the_whole_answer_where_there_is_no_fence) {
    const auto cut = cut_answer("\n  name = \"x\"\r\nversion = 1\r\n");

    ASSERT_TRUE(cut.has_value());
    EXPECT_EQ(cut->text, "name = \"x\"\nversion = 1\n");
    EXPECT_FALSE(cut->has_more);
}

TEST(AnswerCutter, prefers_the_fence_that_says_what_it_holds) {
    const auto cut = cut_answer("```sh\nrm -rf /\n```\n~~~TOML\na = 1\n~~~\n```toml\nb = 2\n```\n");

    ASSERT_TRUE(cut.has_value());
    EXPECT_EQ(cut->text, "a = 1\n");
    EXPECT_TRUE(cut->has_more);
}

TEST(AnswerCutter, knows_json_by_its_first_character_and_keeps_shorter_fences_inside) {
    EXPECT_EQ(cut_answer("```json\n{\"name\":\"x\"}\n```")->syntax, strategy::DocumentSyntax::json);
    EXPECT_EQ(cut_answer("{\"name\":\"x\"}")->syntax, strategy::DocumentSyntax::json);
    EXPECT_EQ(cut_answer("````toml\na = 1\n```\nb = 2\n````\n")->text, "a = 1\n```\nb = 2\n");
}

TEST(AnswerCutter, reads_a_fence_that_nothing_closes_to_the_end) {
    const auto cut = cut_answer("```toml\nname = \"x\"\n[long]");

    ASSERT_TRUE(cut.has_value());
    EXPECT_EQ(cut->text, "name = \"x\"\n[long]\n");
    EXPECT_FALSE(cut->has_more);
}

TEST(AnswerCutter, refuses_what_is_no_text_or_nothing_or_too_long) {
    EXPECT_EQ(cut_answer("").error().fault, Fault::corrupt);
    EXPECT_EQ(cut_answer(" \n\t ").error().fault, Fault::corrupt);
    EXPECT_EQ(cut_answer("```\n\n```\n").error().fault, Fault::corrupt);
    EXPECT_EQ(cut_answer("a = \"\xff\"").error().fault, Fault::corrupt);
    EXPECT_EQ(cut_answer(std::string_view("a\0b", 3)).error().fault, Fault::corrupt);
    EXPECT_TRUE(cut_answer("# " + std::string(document_bytes_max - 2, 'x')).has_value());
    EXPECT_EQ(cut_answer("# " + std::string(document_bytes_max - 1, 'x')).error().fault, Fault::exhausted);
}

}  // namespace
}  // namespace spark::lab
