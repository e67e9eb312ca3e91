#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "foundation/base/result.hpp"

namespace spark::identity {

/// Why somebody is not let in, or not let do it: for programs. Each has one row in `refusal_rules`.
enum class Refusal : std::uint8_t {
    bad_credentials,
    second_factor_wanted,
    throttled,
    unknown_credential,
    malformed_key,
    expired,
    revoked,
    disabled,
    address_not_allowed,
    csrf_mismatch,
    right_missing,
    proof_wanted,
    last_admin,
};

/// `http_status` as the API answers it: 401 who are you, 403 you may not, 409 not now, 429 too often.
struct RefusalRule {
    Refusal reason;
    std::string_view name;
    int http_status;
    std::string_view what;
};

inline constexpr std::array refusal_rules{
    RefusalRule{Refusal::bad_credentials, "bad_credentials", 401, "name, password or code is wrong"},
    RefusalRule{Refusal::second_factor_wanted, "second_factor_wanted", 401, "the password is right, a code is wanted"},
    RefusalRule{Refusal::throttled, "throttled", 429, "too many tries"},
    RefusalRule{Refusal::unknown_credential, "unknown_credential", 401, "no such session or key"},
    RefusalRule{Refusal::malformed_key, "malformed_key", 401, "this is no key: mistyped, cut, or of another place"},
    RefusalRule{Refusal::expired, "expired", 401, "the session or key has run out"},
    RefusalRule{Refusal::revoked, "revoked", 401, "the session or key was ended"},
    RefusalRule{Refusal::disabled, "disabled", 403, "the account is disabled"},
    RefusalRule{Refusal::address_not_allowed, "address_not_allowed", 403, "the key is not for this address"},
    RefusalRule{Refusal::csrf_mismatch, "csrf_mismatch", 403, "the request does not carry the session's csrf token"},
    RefusalRule{Refusal::right_missing, "right_missing", 403, "the right for it is missing"},
    RefusalRule{Refusal::proof_wanted, "proof_wanted", 403, "the password has to be given again"},
    RefusalRule{Refusal::last_admin, "last_admin", 409, "no other enabled admin would be left"},
};

consteval bool refusal_rules_hold() {
    for (std::size_t index = 0; index < refusal_rules.size(); ++index) {
        if (static_cast<std::size_t>(refusal_rules[index].reason) != index || refusal_rules[index].name.empty()) {
            return false;
        }
    }
    return refusal_rules.size() == static_cast<std::size_t>(Refusal::last_admin) + 1;
}
static_assert(refusal_rules_hold(), "a refusal breaks the table's order");

constexpr const RefusalRule& rule_of(Refusal reason) { return refusal_rules[static_cast<std::size_t>(reason)]; }

/// The error side of an Answer. With a reason the fault is denied, conflict (last_admin) or exhausted (throttled);
/// without one it is what the input, the store or the look-up said, as its fault tells.
struct Refused {
    /// Implicit, so that SPARK_TRY passes an Error on.
    Refused(Error from) : error(std::move(from)) {}
    Refused(Refusal why, std::chrono::seconds wait);

    std::optional<Refusal> reason{};
    std::chrono::seconds retry_after{0};  ///< Of throttled: when the next try is worth it; at least one second.
    Error error;
};

/// A value or Refused. As Result, with a reason for programs.
template <class T>
class [[nodiscard]] Answer : public std::expected<T, Refused> {
  public:
    using std::expected<T, Refused>::expected;
};

/// Without the reason: for who asks for a Result.
template <class T>
Result<T> to_result(const Answer<T>& answer) {
    if (answer) return *answer;
    return spark::fail(answer.error().error);
}

/// The error side: `return refuse(Refusal::revoked);`
[[nodiscard]] std::unexpected<Refused> refuse(Refusal reason, std::chrono::seconds retry_after = {});

}  // namespace spark::identity

namespace spark {

/// SPARK_TRY of an Answer.
[[nodiscard]] inline std::unexpected<identity::Refused> fail(identity::Refused refused) {
    return std::unexpected<identity::Refused>(std::move(refused));
}

}  // namespace spark
