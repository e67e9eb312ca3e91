#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/wall_time.hpp"
#include "foundation/crypto/random.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::identity {

/// Of RFC 6238 as every authenticator app has it: HMAC-SHA-1, 30 s, 6 digits.
inline constexpr std::chrono::seconds totp_step_length{30};
inline constexpr std::size_t totp_secret_bytes = 20;
inline constexpr std::size_t recovery_code_count = 10;

/// 20 raw random bytes.
std::string make_totp_secret(const crypto::FillRandom& fill_random);

/// Number of the 30 s step since 1970 that holds this time.
std::int64_t totp_step_of(WallTime time);

/// The six digits of a step (RFC 4226, dynamic truncation).
std::string totp_code(std::string_view secret, std::int64_t step);

/// The step whose code this is: the present one, the one before or the one after (clocks differ), but only above
/// `last_step`: a code works once. None when it is none of them. Every candidate is compared, in constant time.
std::optional<std::int64_t> match_totp(std::string_view secret, std::string_view code, WallTime now,
                                       std::int64_t last_step);

/// What an authenticator app reads from a QR code: `otpauth://totp/Spark:ada?secret=…&issuer=Spark&…`.
std::string totp_uri(std::string_view secret, std::string_view issuer, std::string_view user_name);

/// The codes for the day the phone is lost, each of 80 random bits (`abcd-efgh-ijkl-mnop`), shown once.
std::vector<std::string> make_recovery_codes(const crypto::FillRandom& fill_random);

/// What is kept of a code; blanks, `-` and case do not matter. A plain hash is enough for 80 random bits.
crypto::Sha256Digest recovery_code_hash(std::string_view code);

/// Whether text can only be a recovery code, not six digits: 16 letters or digits 2-7, dashes and blanks aside.
bool is_recovery_code(std::string_view text);

}  // namespace spark::identity
