#include "engine/identity/totp.hpp"

#include <array>
#include <span>

#include "engine/identity/user_name.hpp"
#include "foundation/crypto/base32.hpp"
#include "foundation/crypto/constant_time.hpp"
#include "foundation/crypto/hmac.hpp"

namespace spark::identity {
namespace {

constexpr std::size_t recovery_code_bytes = 10;
constexpr std::size_t recovery_code_letters = 16;

/// Everything but letters, digits and what is safe in a path, as %XX.
std::string percent_encode(std::string_view text) {
    std::string encoded;
    for (const char c : text) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
                              c == '_' || c == '-' || c == '~';
        if (is_plain) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += "0123456789ABCDEF"[byte >> 4U];
        encoded += "0123456789ABCDEF"[byte & 15U];
    }
    return encoded;
}

std::string plain_recovery_code(std::string_view code) {
    std::string plain = fold_case(code);
    std::erase_if(plain, [](char c) { return c == '-' || c == ' '; });
    return plain;
}

}  // namespace

std::string make_totp_secret(const crypto::FillRandom& fill_random) {
    std::string secret(totp_secret_bytes, '\0');
    fill_random(std::as_writable_bytes(std::span(secret)));
    return secret;
}

std::int64_t totp_step_of(WallTime time) {
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch() / totp_step_length;
}

std::string totp_code(std::string_view secret, std::int64_t step) {
    std::array<std::byte, 8> counter{};
    for (std::size_t index = 0; index < counter.size(); ++index) {
        counter[index] = static_cast<std::byte>(static_cast<std::uint64_t>(step) >> (8 * (7 - index)));
    }
    const crypto::HmacSha1Tag tag = crypto::hmac_sha1(std::as_bytes(std::span(secret)), counter);
    const std::size_t at = tag.bytes.back() & 15U;
    const std::uint32_t number = (std::uint32_t{tag.bytes[at]} & 0x7fU) << 24U |
                                 std::uint32_t{tag.bytes[at + 1]} << 16U | std::uint32_t{tag.bytes[at + 2]} << 8U |
                                 std::uint32_t{tag.bytes[at + 3]};
    std::string digits = std::to_string(number % 1'000'000);
    return std::string(6 - digits.size(), '0') + digits;
}

std::optional<std::int64_t> match_totp(std::string_view secret, std::string_view code, WallTime now,
                                       std::int64_t last_step) {
    const std::int64_t present = totp_step_of(now);
    std::optional<std::int64_t> matched;
    for (std::int64_t step = present - 1; step <= present + 1; ++step) {
        const bool is_right = crypto::equal_in_constant_time(totp_code(secret, step), code);
        if (is_right && step > last_step) matched = step;
    }
    return matched;
}

std::string totp_uri(std::string_view secret, std::string_view issuer, std::string_view user_name) {
    const std::string from = percent_encode(issuer);
    return "otpauth://totp/" + from + ":" + percent_encode(user_name) +
           "?secret=" + crypto::to_base32(std::as_bytes(std::span(secret))) + "&issuer=" + from +
           "&algorithm=SHA1&digits=6&period=30";
}

std::vector<std::string> make_recovery_codes(const crypto::FillRandom& fill_random) {
    std::vector<std::string> codes;
    for (std::size_t count = 0; count < recovery_code_count; ++count) {
        std::array<std::byte, recovery_code_bytes> bytes{};
        fill_random(bytes);
        std::string code = fold_case(crypto::to_base32(bytes));
        for (const std::size_t at : {12U, 8U, 4U}) code.insert(at, "-");
        codes.push_back(std::move(code));
    }
    return codes;
}

crypto::Sha256Digest recovery_code_hash(std::string_view code) {
    return crypto::sha256("recovery " + plain_recovery_code(code));
}

bool is_recovery_code(std::string_view text) {
    const std::string plain = plain_recovery_code(text);
    return plain.size() == recovery_code_letters &&
           plain.find_first_not_of("abcdefghijklmnopqrstuvwxyz234567") == std::string::npos;
}

}  // namespace spark::identity
