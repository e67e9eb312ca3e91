#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/base/result.hpp"
#include "foundation/crypto/password_hash.hpp"
#include "foundation/crypto/random.hpp"

namespace spark::identity {

inline constexpr std::size_t password_bytes_min = 8;
inline constexpr std::size_t password_bytes_max = 200;

/// Whether a new password will do: 8 to 200 bytes of valid UTF-8 without a NUL, blanks welcome; not one character over
/// and over, none of the most common ones, not the user's own name (also with digits and signs around it). No rule
/// about classes of characters: length is what counts. Errors: invalid_input, without the password.
Result<void> check_new_password(std::string_view password, std::string_view user_name);

/// A password of 136 random bits to be read off a screen: seven groups of four lower-case letters and digits.
std::string make_password(const crypto::FillRandom& fill_random);

/// The slow part of a login or of a new password. Holds all it needs: run it on any thread. Wipes the passwords at its
/// end.
struct PasswordWork {
    std::string to_verify{};  ///< What was typed.
    std::string phc{};        ///< What it is checked against; empty: nothing is checked.
    std::string to_hash{};    ///< A new password; empty: none, but see `cost`.
    crypto::PasswordSalt salt{};
    crypto::PasswordCost cost{};  ///< Of the new hash; a right password whose hash costs otherwise is hashed anew.

    PasswordWork() = default;
    PasswordWork(PasswordWork&&) = default;
    PasswordWork& operator=(PasswordWork&&) = default;
    ~PasswordWork();
};

struct PasswordOutcome {
    bool is_right = false;                 ///< The password that was checked.
    std::optional<std::string> new_phc{};  ///< Of the new password, or of the checked one at today's cost.
};

/// About a tenth of a second and 64 MiB a hash: pool threads only.
/// Errors: corrupt for a stored hash that is none; exhausted without memory.
Result<PasswordOutcome> run(const PasswordWork& work);

/// A hash that no password fits, as dear to check as any: what the password of an unknown user is checked against.
std::string decoy_phc(const crypto::FillRandom& fill_random, const crypto::PasswordCost& cost);

crypto::PasswordSalt make_salt(const crypto::FillRandom& fill_random);

}  // namespace spark::identity
