#include "surface/web/pack.hpp"

#include <gtest/gtest.h>

#include <string>

#include "surface/web/testing/pack_builder.hpp"

namespace spark::web {
namespace {

using testing::BuiltFile;
using testing::little_endian;
using testing::pack_body;
using testing::pack_of;
using testing::sealed;

const std::map<std::string, BuiltFile> some_files{
    {"/assets/a.js",
     {.plain = "aaaaaaaa", .media_type = "text/javascript", .is_hashed = true, .brotli = "br", .gzip = "gzip"}},
    {"/empty.txt", {}},
    {"/index.html", {.plain = "<html>", .media_type = "text/html"}},
};

void expect_damaged(const std::string& bytes, std::string_view what) {
    const auto pack = Pack::parse(bytes);
    ASSERT_FALSE(pack.has_value()) << what;
    EXPECT_EQ(pack.error().fault, Fault::corrupt);
    EXPECT_NE(pack.error().message.find(what), std::string::npos) << pack.error().message;
}

/// One file's pack, its record changed and sealed again.
std::string with_path(const std::string& path) { return pack_of({{path, {.plain = "x"}}}); }

TEST(Pack, gives_each_file_back_with_its_encodings) {
    const std::string bytes = pack_of(some_files);

    const auto pack = Pack::parse(bytes);

    ASSERT_TRUE(pack.has_value()) << pack.error().message;
    ASSERT_EQ(pack->files().size(), 3U);
    const PackedFile* const script = pack->find("/assets/a.js");
    ASSERT_NE(script, nullptr);
    EXPECT_EQ(script->plain, "aaaaaaaa");
    EXPECT_EQ(script->brotli, "br");
    EXPECT_EQ(script->gzip, "gzip");
    EXPECT_EQ(script->media_type, "text/javascript");
    EXPECT_TRUE(script->is_hashed);
    EXPECT_EQ(script->tag, crypto::sha256_hex("aaaaaaaa").substr(0, 32));
    EXPECT_FALSE(pack->find("/index.html")->is_hashed);
    EXPECT_EQ(pack->find("/empty.txt")->plain, "");
}

TEST(Pack, finds_whole_paths_only) {
    const std::string bytes = pack_of(some_files);
    const Pack pack = Pack::parse(bytes).value();

    for (const char* const path : {"", "/", "/assets", "/assets/a.j", "/assets/a.js.", "assets/a.js", "/zzz"})
        EXPECT_EQ(pack.find(path), nullptr) << path;
}

TEST(Pack, is_without_files_where_there_are_no_bytes) {
    EXPECT_TRUE(Pack::parse("").value().files().empty());
    EXPECT_TRUE(Pack::parse(pack_of({})).value().files().empty());
}

TEST(Pack, is_refused_wherever_it_is_cut_off) {
    const std::string bytes = pack_of(some_files);

    for (std::size_t size = 1; size < bytes.size(); ++size)
        EXPECT_FALSE(Pack::parse(std::string_view(bytes).substr(0, size)).has_value()) << size;
    for (std::size_t size = 16; size < bytes.size() - 32; ++size)
        EXPECT_FALSE(Pack::parse(sealed(bytes.substr(0, size))).has_value()) << size;
}

TEST(Pack, is_refused_whichever_byte_has_changed) {
    const std::string bytes = pack_of(some_files);

    for (std::size_t at = 0; at < bytes.size(); ++at) {
        std::string changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        EXPECT_FALSE(Pack::parse(changed).has_value()) << at;
    }
}

TEST(Pack, says_what_is_damaged) {
    const std::string body = pack_body(some_files);

    expect_damaged(std::string(100, 'x'), "no pack");
    expect_damaged(sealed("SPARKWEB" + little_endian(2, 4) + body.substr(12)), "found version 2, allowed 1");
    expect_damaged(body + std::string(32, '\0'), "the SHA-256 is another");
    expect_damaged(sealed(body.substr(0, 12) + little_endian(0xFFFFFFFF, 4) + body.substr(16)), "more files");
    expect_damaged(sealed(body + "x"), "belong to no file");
    expect_damaged(sealed(body.substr(0, body.size() - 1)), "the bodies end early");
    expect_damaged(sealed(body.substr(0, 16) + little_endian(0xFFFF, 2) + body.substr(18)), "too long");
    expect_damaged(sealed(body.substr(0, 20) + little_endian(2, 4) + body.substr(24)), "an unknown flag");
}

TEST(Pack, refuses_paths_that_no_request_can_name) {
    EXPECT_TRUE(Pack::parse(with_path("/a/b.c")).has_value());
    for (const char* const path :
         {"a", "/", "//a", "/a/", "/a//b", "/./a", "/a/..", "/../a", "/a\\b", "/a\nb", "/\xC3\xA7"})
        expect_damaged(with_path(path), "a path that is none");
}

TEST(Pack, refuses_files_out_of_order_and_encodings_that_make_nothing_smaller) {
    // The names of two equal files swapped: still whole, but nothing would be found in it.
    std::string body = pack_body({{"/a", {.plain = "x"}}, {"/b", {.plain = "x"}}});
    body[body.find("/a") + 1] = 'b';
    expect_damaged(sealed(body), "paths out of order");
    expect_damaged(pack_of({{"/a", {.plain = "xx", .brotli = "xx"}}}), "nothing smaller");
    expect_damaged(pack_of({{"/a", {.plain = "xx", .gzip = "xxx"}}}), "nothing smaller");
    expect_damaged(pack_of({{"/a", {.plain = "x", .media_type = "text/\r\nSet-Cookie: a"}}}), "media type");
    expect_damaged(pack_of({{"/a", {.plain = "x", .media_type = ""}}}), "media type");
}

}  // namespace
}  // namespace spark::web
