#include <algorithm>
#include <array>
#include <span>

#include "engine/identity/directory.hpp"
#include "engine/identity/session_token.hpp"
#include "engine/identity/totp.hpp"
#include "engine/identity/user_name.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::identity {
namespace {

constexpr std::size_t address_bytes_max = 64;
constexpr std::size_t user_agent_bytes_max = 200;

}  // namespace

Answer<PendingLogin> Directory::begin_check(const std::string& name, std::string password, std::string address,
                                            WallTime now) {
    PendingLogin pending;
    // Nobody has a longer name; the cut one only counts tries.
    pending.account = fold_case(name.substr(0, user_name_bytes_max));
    pending.address = shown(address, address_bytes_max);
    const auto account_wait = accounts_.wait_of(pending.account, now);
    const auto address_wait = addresses_.wait_of(pending.address, now);
    if (account_wait || address_wait) {
        return refuse(Refusal::throttled, std::max(account_wait.value_or(std::chrono::seconds{0}),
                                                   address_wait.value_or(std::chrono::seconds{0})));
    }
    accounts_.count(pending.account, now);
    addresses_.count(pending.address, now);
    pending.counted_at = now;

    // The same work whether somebody has this name or not.
    pending.work.phc = decoy_phc_;
    pending.work.cost = limits_.password_cost;
    pending.work.salt = make_salt(fill_random_);
    const auto found = ids_by_name_.find(fold_case(name));
    const bool is_possible = password.size() <= password_bytes_max;
    if (found != ids_by_name_.end() && is_possible) {
        const User& user = users_.at(found->second);
        pending.user_id = user.id;
        pending.password_changed_at = user.password_changed_at;
        pending.work.phc = user.password_phc;
    }
    pending.work.to_verify = is_possible ? std::move(password) : std::string(1, 'x');
    return pending;
}

Answer<User> Directory::finish_check(const PendingLogin& pending, const Result<PasswordOutcome>& outcome,
                                     WallTime now) {
    const auto take_back = [&] {
        accounts_.take_back(pending.account, pending.counted_at);
        addresses_.take_back(pending.address, pending.counted_at);
    };
    if (!outcome) {
        take_back();
        return fail(outcome.error());
    }
    const auto found = users_.find(pending.user_id);
    // A password that was changed meanwhile was not the one that is right now.
    if (!outcome->is_right || found == users_.end() ||
        found->second.password_changed_at != pending.password_changed_at) {
        return refuse(Refusal::bad_credentials);
    }
    if (found->second.is_disabled) return refuse(Refusal::disabled);
    auto user = use_code(found->second, pending.code, now);
    if (!user) {
        if (user.error().reason == Refusal::second_factor_wanted) take_back();
        return user;
    }
    if (outcome->new_phc) user->password_phc = *outcome->new_phc;
    accounts_.forget(pending.account);
    // Only its own try: who owns one account does not get more tries at others.
    addresses_.take_back(pending.address, pending.counted_at);
    return user;
}

Answer<User> Directory::use_code(User user, std::string_view code, WallTime now) const {
    if (!user.is_totp_confirmed) return user;
    if (code.empty()) return refuse(Refusal::second_factor_wanted);
    if (is_recovery_code(code)) {
        if (std::erase(user.recovery_code_hashes, recovery_code_hash(code)) == 0) {
            return refuse(Refusal::bad_credentials);
        }
        return user;
    }
    const auto step = match_totp(user.totp_secret, code, now, user.totp_last_step);
    if (!step) return refuse(Refusal::bad_credentials);
    user.totp_last_step = *step;
    return user;
}

Answer<PendingLogin> Directory::begin_login(LoginAttempt attempt, WallTime now) {
    SPARK_TRY(PendingLogin pending, begin_check(attempt.name, std::move(attempt.password), attempt.address, now));
    pending.code = std::move(attempt.code);
    pending.user_agent = std::move(attempt.user_agent);
    pending.previous_token = std::move(attempt.previous_token);
    return pending;
}

Answer<OpenedSession> Directory::finish_login(const PendingLogin& pending, const Result<PasswordOutcome>& outcome,
                                              WallTime now) {
    SPARK_TRY(const User user, finish_check(pending, outcome, now));
    OpenedSession opened = open_session(user, pending.address, pending.user_agent, now);
    Change change{.users = {user}, .sessions = {opened.session}};
    const auto end = [&](const Session& session, Ending why) {
        change.sessions.push_back(session);
        change.sessions.back().ended_at = now;
        change.sessions.back().ended_why = why;
    };
    std::string previous_id;
    if (const auto token = sessions_by_token_.find(crypto::sha256(pending.previous_token));
        token != sessions_by_token_.end() && is_live(sessions_.at(token->second), now)) {
        previous_id = token->second;
        end(sessions_.at(previous_id), Ending::replaced);
    }
    std::vector<const Session*> others = live_sessions(user.id, now);
    std::erase_if(others, [&](const Session* session) { return session->id == previous_id; });
    for (std::size_t index = 0; others.size() - index >= limits_.sessions_per_user_max; ++index) {
        end(*others[index], Ending::too_many);
    }
    change.removed_session_ids = ended_beyond_limit(user.id, now);
    SPARK_TRY(commit(std::move(change)));
    return opened;
}

Answer<PendingLogin> Directory::begin_proof(const Principal& actor, std::string password, std::string code,
                                            std::string address, WallTime now) {
    SPARK_TRY(const User user, own(actor));
    SPARK_TRY(PendingLogin pending, begin_check(user.name, std::move(password), std::move(address), now));
    pending.code = std::move(code);
    return pending;
}

Answer<Proof> Directory::finish_proof(const PendingLogin& pending, const Result<PasswordOutcome>& outcome,
                                      WallTime now) {
    SPARK_TRY(const User user, finish_check(pending, outcome, now));
    SPARK_TRY(commit({.users = {user}}));
    return Proof(user.id, now);
}

OpenedSession Directory::open_session(const User& user, std::string address, std::string_view user_agent,
                                      WallTime now) {
    std::string token = make_session_token(fill_random_);
    Session session{.id = new_id("ses", now),
                    .token_sha256 = crypto::sha256(token),
                    .user_id = user.id,
                    .created_at = now,
                    .last_seen_at = now,
                    .absolute_end = now + limits_.absolute_max,
                    .address = std::move(address),
                    .user_agent = shown(user_agent, user_agent_bytes_max)};
    std::string csrf_token = csrf_token_of(token);
    Principal principal = principal_of(session, user);
    return {.token = std::move(token),
            .csrf_token = std::move(csrf_token),
            .session = std::move(session),
            .principal = std::move(principal)};
}

}  // namespace spark::identity
