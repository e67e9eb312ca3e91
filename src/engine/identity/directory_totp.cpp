#include <span>

#include "engine/identity/directory.hpp"
#include "engine/identity/totp.hpp"
#include "foundation/crypto/base32.hpp"

namespace spark::identity {
namespace {

void forget_totp(User& user, WallTime now) {
    user.totp_secret.clear();
    user.is_totp_confirmed = false;
    user.totp_last_step = 0;
    user.recovery_code_hashes.clear();
    user.changed_at = now;
    ++user.version;
}

}  // namespace

Answer<TotpEnrolment> Directory::enrol_totp(const Principal& actor, const Proof& proof, WallTime now) {
    SPARK_TRY(check_proof(actor, proof, now));
    SPARK_TRY(User user, own(actor));
    if (user.is_totp_confirmed) return fail(Fault::conflict, "there is a second factor already; disable it first");
    forget_totp(user, now);
    user.totp_secret = make_totp_secret(fill_random_);
    SPARK_TRY(commit({.users = {user}}));
    return TotpEnrolment{.secret_base32 = crypto::to_base32(std::as_bytes(std::span(user.totp_secret))),
                         .uri = totp_uri(user.totp_secret, limits_.issuer, user.name)};
}

Answer<std::vector<std::string>> Directory::confirm_totp(const Principal& actor, std::string_view code, WallTime now) {
    SPARK_TRY(User user, own(actor));
    if (user.totp_secret.empty()) return fail(Fault::conflict, "no second factor was begun");
    if (user.is_totp_confirmed) return fail(Fault::conflict, "the second factor is confirmed already");
    const auto step = match_totp(user.totp_secret, code, now, user.totp_last_step);
    if (!step) return refuse(Refusal::bad_credentials);
    user.totp_last_step = *step;
    user.is_totp_confirmed = true;
    std::vector<std::string> codes = make_recovery_codes(fill_random_);
    for (const std::string& recovery_code : codes) {
        user.recovery_code_hashes.push_back(recovery_code_hash(recovery_code));
    }
    user.changed_at = now;
    ++user.version;
    SPARK_TRY(commit({.users = {user}}));
    return codes;
}

Answer<void> Directory::disable_totp(const Principal& actor, const Proof& proof, WallTime now) {
    SPARK_TRY(check_proof(actor, proof, now));
    SPARK_TRY(User user, own(actor));
    forget_totp(user, now);
    SPARK_TRY(commit({.users = {user}}));
    return {};
}

Answer<void> Directory::reset_totp(const Principal& actor, std::string_view user_id, WallTime now) {
    SPARK_TRY(User user, find_for(actor, user_id));
    // One's own goes by disable_totp: a stolen session alone must not be enough.
    if (actor.user_id == user_id) return refuse(Refusal::proof_wanted);
    forget_totp(user, now);
    SPARK_TRY(commit({.users = {user}}));
    return {};
}

}  // namespace spark::identity
