#include "surface/web/file_answer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace spark::web {
namespace {

constexpr Offered both{.brotli = true, .gzip = true};

std::string value_of(const FileAnswer& answer, std::string_view name) {
    const auto found = std::ranges::find(answer.headers, name, &net::Header::name);
    return found == answer.headers.end() ? "" : found->value;
}

PackedFile script() {
    return {.path = "/assets/a.js",
            .media_type = "text/javascript",
            .is_hashed = true,
            .tag = "0123",
            .plain = "plain",
            .brotli = "b",
            .gzip = "gz"};
}

TEST(BestEncoding, is_the_one_that_weighs_most_and_of_equals_the_smaller) {
    EXPECT_EQ(best_encoding("gzip, deflate, br", both), Encoding::brotli);
    EXPECT_EQ(best_encoding("gzip, deflate, br, zstd", both), Encoding::brotli);
    EXPECT_EQ(best_encoding("br;q=0.5, gzip;q=0.8", both), Encoding::gzip);
    EXPECT_EQ(best_encoding("GZIP ; Q=0.001", both), Encoding::gzip);
    EXPECT_EQ(best_encoding("identity, br;q=0.9", both), Encoding::identity);
    EXPECT_EQ(best_encoding("*", both), Encoding::brotli);
    EXPECT_EQ(best_encoding("*;q=0.5, br;q=0", both), Encoding::gzip);
    EXPECT_EQ(best_encoding("br, gzip", {.brotli = false, .gzip = true}), Encoding::gzip);
}

TEST(BestEncoding, is_identity_where_nothing_else_is_let_through) {
    for (const char* const header : {"", ",", "deflate", "br;q=0, gzip;q=0.000", "*;q=0", "identity", "br;q=", "br;q=x",
                                     "br;q=1.5", "br;level=3", "br;q=0.0001"})
        EXPECT_EQ(best_encoding(header, both), Encoding::identity) << header;
    EXPECT_EQ(best_encoding("br, gzip", {}), Encoding::identity);
    EXPECT_EQ(best_encoding("identity;q=0, *;q=0", both), Encoding::identity) << "plain bytes are better than none";
}

TEST(NamesTag, compares_weakly_and_whole) {
    EXPECT_TRUE(names_tag("\"a\"", "\"a\""));
    EXPECT_TRUE(names_tag("\"b\", W/\"a\"", "\"a\""));
    EXPECT_TRUE(names_tag("*", "\"a\""));
    EXPECT_FALSE(names_tag("", "\"a\""));
    EXPECT_FALSE(names_tag("a", "\"a\""));
    EXPECT_FALSE(names_tag("\"aa\", \"a-br\"", "\"a\""));
}

TEST(FileAnswer, says_which_bytes_they_are_and_how_long_they_hold) {
    const FileAnswer brotli = answer_with(script(), "br", "");
    const FileAnswer gzip = answer_with(script(), "gzip", "");
    const FileAnswer plain = answer_with(script(), "", "");

    EXPECT_EQ(brotli.body, "b");
    EXPECT_EQ(value_of(brotli, "Content-Encoding"), "br");
    EXPECT_EQ(value_of(brotli, "ETag"), "\"0123-br\"");
    EXPECT_EQ(gzip.body, "gz");
    EXPECT_EQ(value_of(gzip, "Content-Encoding"), "gzip");
    EXPECT_EQ(value_of(gzip, "ETag"), "\"0123-gzip\"");
    EXPECT_EQ(plain.body, "plain");
    EXPECT_EQ(value_of(plain, "Content-Encoding"), "");
    EXPECT_EQ(value_of(plain, "ETag"), "\"0123\"");
    for (const FileAnswer& answer : {brotli, gzip, plain}) {
        EXPECT_EQ(value_of(answer, "Cache-Control"), "public, max-age=31536000, immutable");
        EXPECT_EQ(value_of(answer, "Vary"), "Accept-Encoding");
        EXPECT_FALSE(answer.is_unchanged);
    }
}

TEST(FileAnswer, is_asked_for_again_where_the_name_does_not_change_with_the_content) {
    PackedFile icon = script();
    icon.is_hashed = false;
    icon.brotli = icon.gzip = {};

    const FileAnswer answer = answer_with(icon, "br, gzip", "");

    EXPECT_EQ(answer.body, "plain");
    EXPECT_EQ(value_of(answer, "Cache-Control"), "no-cache");
    EXPECT_EQ(value_of(answer, "Vary"), "") << "there is only one form of it";
}

TEST(FileAnswer, has_no_body_where_the_readers_copy_of_these_very_bytes_holds) {
    const FileAnswer same = answer_with(script(), "br", "\"0123-br\"");
    const FileAnswer other_bytes = answer_with(script(), "gzip", "\"0123-br\"");

    EXPECT_TRUE(same.is_unchanged);
    EXPECT_EQ(same.body, "");
    EXPECT_EQ(value_of(same, "ETag"), "\"0123-br\"");
    EXPECT_EQ(value_of(same, "Vary"), "Accept-Encoding");
    EXPECT_EQ(value_of(same, "Content-Encoding"), "");
    EXPECT_FALSE(other_bytes.is_unchanged);
}

}  // namespace
}  // namespace spark::web
