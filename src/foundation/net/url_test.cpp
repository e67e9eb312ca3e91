#include "foundation/net/url.hpp"

#include <gtest/gtest.h>

namespace spark::net {
namespace {

TEST(ParseUrl, reads_scheme_host_port_and_target) {
    EXPECT_EQ(parse_url("http://127.0.0.1:3003/api/v1?x=1").value(),
              (Url{.is_https = false, .host = "127.0.0.1", .port = 3003, .target = "/api/v1?x=1"}));
    EXPECT_EQ(parse_url("HTTPS://Example.ORG").value(),
              (Url{.is_https = true, .host = "example.org", .port = 443, .target = "/"}));
    EXPECT_EQ(parse_url("https://[::1]:8443?q").value(),
              (Url{.is_https = true, .host = "::1", .port = 8443, .target = "/?q"}));
}

TEST(ParseUrl, names_the_port_to_the_server_only_where_it_is_not_the_usual_one) {
    EXPECT_EQ(parse_url("http://a:80/").value().authority(), "a");
    EXPECT_EQ(parse_url("http://a:443/").value().authority(), "a:443");
    EXPECT_EQ(parse_url("https://[::1]:8443/").value().authority(), "[::1]:8443");
}

TEST(ParseUrl, refuses_what_is_no_address_or_carries_a_secret) {
    for (const std::string_view text : {"",
                                        "example.org",
                                        "ftp://a/",
                                        "http://",
                                        "http:///x",
                                        "http://user@a/",
                                        "http://user:secret@a/",
                                        "http://a:0/",
                                        "http://a:65536/",
                                        "http://a:/",
                                        "http://a:1x/",
                                        "http://a:+1/",
                                        "http://a b/",
                                        "http://a/ b",
                                        "http://a/\r\nX: y",
                                        "http://[::1/",
                                        "http://[::1]x/",
                                        "http://[x]/",
                                        "http://a/#part",
                                        "http://a\\b/",
                                        "http://\xc3\xa4/"}) {
        const auto url = parse_url(text);
        ASSERT_FALSE(url.has_value()) << text;
        EXPECT_EQ(url.error().fault, Fault::invalid_input);
        EXPECT_FALSE(url.error().message.contains("secret"));
    }
}

}  // namespace
}  // namespace spark::net
