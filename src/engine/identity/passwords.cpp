#include "engine/identity/passwords.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "engine/identity/user_name.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/crypto/base32.hpp"
#include "foundation/crypto/wipe.hpp"

namespace spark::identity {
namespace {

/// The most common passwords of eight bytes and more in lists of what was stolen elsewhere, what this software's own
/// examples use, and what is common in Turkey. Compared without regard to case.
constexpr std::array<std::string_view, 64> common_passwords{
    "12345678",    "123456789",   "1234567890",  "0123456789", "987654321",  "87654321",        "11223344",
    "12341234",    "123123123",   "123321123",   "147258369",  "1q2w3e4r",   "1q2w3e4r5t",      "1qaz2wsx",
    "q1w2e3r4",    "qwerty123",   "qwertyui",    "qwertyuiop", "asdfghjkl",  "asdf1234",        "zxcvbnm1",
    "abcd1234",    "abc12345",    "abcdefgh",    "a1b2c3d4",   "password",   "password1",       "password12",
    "password123", "passw0rd",    "p@ssw0rd",    "p@ssword",   "parola123",  "sifre123",        "sifre1234",
    "iloveyou",    "sunshine",    "princess",    "football",   "baseball",   "superman",        "starwars",
    "trustno1",    "welcome1",    "welcome123",  "letmein1",   "admin123",   "admin1234",       "administrator",
    "changeme",    "changeme123", "default123",  "secret123",  "test1234",   "test-secret-123", "galatasaray",
    "fenerbahce",  "besiktas",    "trabzonspor", "istanbul",   "istanbul34", "ataturk1881",     "turkiye123",
    "spark123",
};

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t bytes = utf8_sequence_size(text);
        if (bytes == 0) return false;
        text.remove_prefix(bytes);
    }
    return true;
}

/// Without what is no ASCII letter at both ends.
std::string_view core_of(std::string_view folded) {
    const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    while (!folded.empty() && !is_letter(folded.front())) folded.remove_prefix(1);
    while (!folded.empty() && !is_letter(folded.back())) folded.remove_suffix(1);
    return folded;
}

bool is_name_in_disguise(std::string_view folded_password, std::string_view folded_name) {
    if (folded_password == folded_name) return true;
    const std::string_view core = core_of(folded_name);
    return !core.empty() && core_of(folded_password) == core;
}

}  // namespace

Result<void> check_new_password(std::string_view password, std::string_view user_name) {
    const auto refused = [](std::string message) { return fail(Fault::invalid_input, std::move(message), "password"); };
    if (password.size() < password_bytes_min || password.size() > password_bytes_max) {
        return refused("a password of " + std::to_string(password.size()) + " bytes, 8 to 200 are allowed");
    }
    if (password.find('\0') != std::string_view::npos) return refused("a password holds no NUL");
    if (!is_utf8(password)) return refused("a password is valid UTF-8");
    if (password.find_first_not_of(password.front()) == std::string_view::npos) {
        return refused("the password is one character over and over");
    }
    const std::string folded = fold_case(password);
    if (std::ranges::find(common_passwords, folded) != common_passwords.end()) {
        return refused("the password is one of those everybody tries first");
    }
    if (is_name_in_disguise(folded, fold_case(user_name))) return refused("the password is the user's own name");
    return {};
}

std::string make_password(const crypto::FillRandom& fill_random) {
    std::array<std::byte, 17> bytes{};
    fill_random(bytes);
    const std::string letters = fold_case(crypto::to_base32(bytes));
    crypto::wipe(std::span<std::byte>(bytes));
    std::string password;
    for (std::size_t at = 0; at < letters.size(); at += 4) {
        if (at > 0) password += '-';
        password += letters.substr(at, 4);
    }
    return password;
}

PasswordWork::~PasswordWork() {
    crypto::wipe(to_verify);
    crypto::wipe(to_hash);
}

Result<PasswordOutcome> run(const PasswordWork& work) {
    PasswordOutcome outcome;
    std::string_view to_hash = work.to_hash;
    if (!work.phc.empty()) {
        SPARK_TRY(outcome.is_right, crypto::verify_password(work.to_verify, work.phc));
        if (outcome.is_right && to_hash.empty() && crypto::needs_rehash(work.phc, work.cost)) to_hash = work.to_verify;
    }
    if (!to_hash.empty()) {
        SPARK_TRY(outcome.new_phc, crypto::hash_password(to_hash, work.salt, work.cost));
    }
    return outcome;
}

std::string decoy_phc(const crypto::FillRandom& fill_random, const crypto::PasswordCost& cost) {
    std::array<std::uint8_t, crypto::password_hash_bytes> hash{};
    fill_random(std::as_writable_bytes(std::span(hash)));
    return crypto::password_phc(make_salt(fill_random), hash, cost);
}

crypto::PasswordSalt make_salt(const crypto::FillRandom& fill_random) {
    crypto::PasswordSalt salt{};
    fill_random(std::as_writable_bytes(std::span(salt)));
    return salt;
}

}  // namespace spark::identity
