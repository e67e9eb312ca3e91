#include "engine/identity/totp.hpp"

#include <gtest/gtest.h>

#include <set>

#include "engine/identity/testing/seeded_directory.hpp"

namespace spark::identity {
namespace {

constexpr std::string_view secret = "12345678901234567890";

constexpr WallTime at_second(std::int64_t seconds) { return wall_time_of_ms(seconds * 1'000); }

// Source: RFC 6238, appendix B, the SHA-1 rows; the RFC prints eight digits, of which six are the last.
TEST(Totp, gives_the_codes_of_the_standard) {
    // As steps: a WallTime ends in the year 2262, the last row lies in 2603.
    EXPECT_EQ(totp_code(secret, 59 / 30), "287082");
    EXPECT_EQ(totp_code(secret, 1'111'111'109 / 30), "081804");
    EXPECT_EQ(totp_code(secret, 1'111'111'111 / 30), "050471");
    EXPECT_EQ(totp_code(secret, 1'234'567'890 / 30), "005924");
    EXPECT_EQ(totp_code(secret, 2'000'000'000 / 30), "279037");
    EXPECT_EQ(totp_code(secret, 20'000'000'000 / 30), "353130");
    EXPECT_EQ(totp_step_of(at_second(1'111'111'109)), 37'037'036);
    EXPECT_EQ(totp_step_of(at_second(1'111'111'111)), 37'037'037);
}

TEST(Totp, accepts_one_step_to_either_side_and_no_more) {
    const std::int64_t step = 50'000'000;
    const WallTime begin = at_second(step * 30);
    const WallTime end = at_second(step * 30 + 29) + std::chrono::nanoseconds(999'999'999);
    for (const WallTime now : {begin, end}) {
        EXPECT_FALSE(match_totp(secret, totp_code(secret, step - 2), now, 0).has_value());
        EXPECT_EQ(match_totp(secret, totp_code(secret, step - 1), now, 0), step - 1);
        EXPECT_EQ(match_totp(secret, totp_code(secret, step), now, 0), step);
        EXPECT_EQ(match_totp(secret, totp_code(secret, step + 1), now, 0), step + 1);
        EXPECT_FALSE(match_totp(secret, totp_code(secret, step + 2), now, 0).has_value());
    }
}

TEST(Totp, accepts_each_step_once_and_none_before_it) {
    const std::int64_t step = 50'000'000;
    const WallTime now = at_second(step * 30);

    EXPECT_FALSE(match_totp(secret, totp_code(secret, step), now, step).has_value());
    EXPECT_FALSE(match_totp(secret, totp_code(secret, step - 1), now, step).has_value());
    EXPECT_EQ(match_totp(secret, totp_code(secret, step + 1), now, step), step + 1);
}

TEST(Totp, refuses_what_is_no_six_digits) {
    const WallTime now = at_second(1'500'000'000);
    const std::string right = totp_code(secret, totp_step_of(now));

    ASSERT_TRUE(match_totp(secret, right, now, 0).has_value());
    for (const std::string& code : {std::string(), right.substr(1), right + "0", " " + right, "0" + right}) {
        EXPECT_FALSE(match_totp(secret, code, now, 0).has_value()) << code;
    }
}

TEST(TotpUri, is_what_authenticator_apps_read) {
    EXPECT_EQ(totp_uri(secret, "Spark", "ada@example.com"),
              "otpauth://totp/Spark:ada%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Spark"
              "&algorithm=SHA1&digits=6&period=30");
}

TEST(RecoveryCodes, are_ten_that_differ_and_are_known_again_however_they_are_typed) {
    const auto codes = make_recovery_codes(testing::seeded_random(5));

    EXPECT_EQ(std::set<std::string>(codes.begin(), codes.end()).size(), recovery_code_count);
    for (const std::string& code : codes) {
        EXPECT_EQ(code.size(), 19U);
        EXPECT_TRUE(is_recovery_code(code));
        std::string typed = " " + code + " ";
        for (char& letter : typed) letter = letter == '-' ? ' ' : static_cast<char>(std::toupper(letter));
        EXPECT_TRUE(is_recovery_code(typed));
        EXPECT_EQ(recovery_code_hash(typed), recovery_code_hash(code));
    }
    EXPECT_NE(recovery_code_hash(codes[0]), recovery_code_hash(codes[1]));
    for (const std::string_view text : {"123456", "", "abcd-efgh-ijkl-mno", "abcd-efgh-ijkl-mno1"}) {
        EXPECT_FALSE(is_recovery_code(text)) << text;
    }
}

}  // namespace
}  // namespace spark::identity
