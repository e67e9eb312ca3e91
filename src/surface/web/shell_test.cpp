#include "surface/web/shell.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace spark::web {
namespace {

using wire::Json;

const std::string index_html = "<!doctype html>\n" + std::string(Shell::html_tag) + "<head>" +
                               std::string(Shell::boot_line) + "</head><body></body></html>\n";

Json appearance(std::string_view language, std::string_view theme) {
    return Json::object().set("language", language).set("theme", theme);
}

TEST(ScriptJson, lets_no_text_end_the_element_or_a_line_of_script) {
    const Json json = Json::object().set("name", "</script><!--&\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\xA6");

    const std::string text = script_json(json);

    EXPECT_EQ(text, "{\"name\":\"\\u003c/script\\u003e\\u003c!--\\u0026\\u2028\\u2029\xE2\x80\xA6\"}");
    EXPECT_EQ(wire::parse_json(text).value(), json);
}

RC_GTEST_PROP(ScriptJson, is_read_back_as_it_was_and_holds_no_mark_of_html, (const std::string& text)) {
    // What is no UTF-8 has become U+FFFD once, and stays so.
    const Json json = wire::parse_json(wire::to_text(Json(text))).value();

    const std::string shown = script_json(json);

    RC_ASSERT(shown.find_first_of("<>&") == std::string::npos);
    RC_ASSERT(wire::parse_json(shown).value() == json);
}

TEST(Shell, puts_language_theme_and_what_is_known_into_their_places) {
    const Shell shell = Shell::of(index_html).value();

    const std::string page = shell.render({.language = "tr", .theme = "light"}, Json::object().set("version", "1"));

    EXPECT_EQ(page,
              "<!doctype html>\n<html lang=\"tr\" data-theme=\"light\"><head><script type=\"application/json\" "
              "id=\"spark-boot\">{\"version\":\"1\"}</script></head><body></body></html>\n");
}

TEST(Shell, is_itself_again_without_anything_known) {
    EXPECT_EQ(Shell::of(index_html).value().render({}, Json(nullptr)), index_html);
}

TEST(Shell, is_refused_without_one_of_its_places_or_with_two) {
    const std::string tag(Shell::html_tag);
    const std::string boot(Shell::boot_line);

    for (const std::string& html : {std::string(), tag, boot, boot + tag, tag + boot + boot, tag + tag + boot}) {
        const auto shell = Shell::of(html);
        ASSERT_FALSE(shell.has_value()) << html;
        EXPECT_EQ(shell.error().fault, Fault::corrupt);
    }
}

TEST(LookOf, takes_what_is_kept_before_what_is_asked_for) {
    const Json kept = appearance("en", "light");

    EXPECT_EQ(look_of(&kept, "tr").language, "en");
    EXPECT_EQ(look_of(&kept, "tr").theme, "light");
    EXPECT_EQ(look_of(nullptr, "tr").language, "tr");
    EXPECT_EQ(look_of(nullptr, "de").language, "en");
    EXPECT_EQ(look_of(nullptr, "en").theme, "dark");
}

TEST(LookOf, begins_dark_where_the_browser_decides_and_puts_only_words_into_attributes) {
    const Json system = appearance("tr", "system");
    const Json hostile = appearance("\"><script>", "a b");

    EXPECT_EQ(look_of(&system, "en").language, "tr");
    EXPECT_EQ(look_of(&system, "en").theme, "dark");
    EXPECT_EQ(look_of(&hostile, "en").language, "en");
    EXPECT_EQ(look_of(&hostile, "en").theme, "dark");
}

}  // namespace
}  // namespace spark::web
