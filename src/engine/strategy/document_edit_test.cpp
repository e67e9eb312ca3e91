#include "engine/strategy/document_edit.hpp"

#include <gtest/gtest.h>

#include <string>

#include "foundation/wire/json.hpp"

namespace spark::strategy {
namespace {

constexpr std::string_view text =
    "# mine: ğ\nname = \"one\"  # its name\nversion = 1\n[long]\nenter = \"close > open\"\n";

TEST(DocumentEdit, renames_and_keeps_every_other_byte) {
    Document wanted = read_document(text, "t", DocumentSyntax::toml).value();
    wanted.name = "two";

    const EditedText edited =
        edited_text(text, DocumentSyntax::toml, std::vector{FieldEdit{{"name"}, "two", true}}, wanted);

    EXPECT_FALSE(edited.is_rewritten);
    EXPECT_EQ(edited.text, "# mine: ğ\nname = \"two\"  # its name\nversion = 1\n[long]\nenter = \"close > open\"\n");
}

TEST(DocumentEdit, puts_a_new_field_of_the_root_before_the_first_table) {
    Document wanted = read_document(text, "t", DocumentSyntax::toml).value();
    wanted.timeframe = "1h";

    const EditedText edited =
        edited_text(text, DocumentSyntax::toml, std::vector{FieldEdit{{"timeframe"}, "1h", true}}, wanted);

    EXPECT_EQ(edited.text, "timeframe = \"1h\"\n" + std::string(text));
}

TEST(DocumentEdit, writes_anew_where_lines_do_not_lead_to_what_is_wanted) {
    Document wanted = read_document(text, "t", DocumentSyntax::toml).value();
    wanted.name = "two";

    const EditedText edited = edited_text(text, DocumentSyntax::toml, {}, wanted);

    EXPECT_TRUE(edited.is_rewritten);
    EXPECT_EQ(read_document(edited.text, "t", DocumentSyntax::toml).value().name, "two");
}

}  // namespace
}  // namespace spark::strategy
