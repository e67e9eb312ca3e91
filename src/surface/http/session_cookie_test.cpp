#include "surface/http/session_cookie.hpp"

#include <gtest/gtest.h>

namespace spark::http {
namespace {

// S-007
TEST(SessionCookie, has_every_attribute_and_no_domain) {
    const net::Header header = session_cookie_header("abc_-9");

    EXPECT_EQ(header.name, "Set-Cookie");
    EXPECT_EQ(header.value, "__Host-spark_session=abc_-9; Path=/; Secure; HttpOnly; SameSite=Strict");
    EXPECT_EQ(header.value.find("Domain"), std::string::npos);
}

TEST(SessionCookie, is_taken_away_under_the_same_name_and_path) {
    EXPECT_EQ(no_session_cookie_header().value,
              "__Host-spark_session=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0");
}

}  // namespace
}  // namespace spark::http
