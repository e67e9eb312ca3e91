#include "engine/strategy/document_text.hpp"

#include <gtest/gtest.h>

#include "engine/strategy/built_ins.hpp"

namespace spark::strategy {
namespace {

Document read(std::string_view text, DocumentSyntax syntax = DocumentSyntax::toml) {
    auto document = read_document(text, "doc", syntax);
    EXPECT_TRUE(document.has_value()) << (document ? "" : document.error().message) << text;
    return document ? *std::move(document) : Document{};
}

std::string canonical(std::string_view text) { return canonical_text(read(text)); }

TEST(CanonicalText, is_one_for_toml_json_and_itself) {
    for (const BuiltInDocument& built_in : built_ins()) {
        const Document document = read(built_in.toml);
        const std::string identity = canonical_text(document);

        EXPECT_EQ(canonical_text(read(wire::to_text(to_json(document, DocumentForm::full)), DocumentSyntax::json)),
                  identity);
        EXPECT_EQ(canonical_text(read(to_toml(document))), identity) << to_toml(document);
        EXPECT_EQ(canonical_text(read(identity, DocumentSyntax::json)), identity);
    }
}

constexpr std::string_view plain = "name = 'a'\nversion = 1\n[long]\nenter = 'close > open'\n";

TEST(CanonicalText, leaves_out_layout_comments_descriptions_and_the_order_of_fields) {
    const std::string same =
        "# more\nversion = 1\ndescription = 'x'\nname = 'a'\n[limits]\nentries_max = 1\n[entry]\ntype = 'market'\n"
        "[long]\nenter = '''\nclose\n  > open '''\n";

    EXPECT_EQ(canonical(same), canonical(plain));
    EXPECT_EQ(canonical("name='a'\nversion=1\n[long]\nenter='true'\n[stop]\nstop_loss_pct=2.0"),
              canonical("name='a'\nversion=1\n[long]\nenter='true'\n[long.stop]\nstop_loss_pct='2'"));
}

TEST(CanonicalText, changes_with_everything_that_changes_behaviour) {
    const std::string before = canonical(plain);
    for (const auto* other : {"name = 'b'\nversion = 1\n[long]\nenter = 'close > open'\n",
                              "name = 'a'\nversion = 2\n[long]\nenter = 'close > open'\n",
                              "name = 'a'\nversion = 1\n[long]\nenter = 'close >= open'\n",
                              "name = 'a'\nversion = 1\n[short]\nenter = 'close > open'\n",
                              "name = 'a'\nversion = 1\n[long]\nenter = 'close > open'\n[stop]\ntrailing_pct = 1\n",
                              "name = 'a'\nversion = 1\n[long]\nenter = 'close > open'\n[limits]\nentries_max = 0\n"}) {
        EXPECT_NE(canonical(other), before) << other;
    }
}

TEST(CanonicalText, writes_decimals_exactly) {
    const std::string text = canonical(
        "name='a'\nversion=1\n[parameters.x]\ntype='float'\nleast=0\nmost=9007199254.12345678\ndefault=0.1\n[long]\n"
        "enter='true'\n");

    EXPECT_NE(text.find(R"("most":"9007199254.12345678")"), std::string::npos) << text;
    EXPECT_NE(text.find(R"("step":"0.00000001")"), std::string::npos) << text;
}

TEST(ToToml, writes_texts_that_need_escapes) {
    Document document = read(plain);
    document.what_en = "a \"quote\", a \\ and\na line\x01";

    EXPECT_EQ(read(to_toml(document)).what_en, document.what_en);
}

}  // namespace
}  // namespace spark::strategy
