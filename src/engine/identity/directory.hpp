#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/identity/login.hpp"
#include "engine/identity/principal.hpp"
#include "engine/identity/records.hpp"
#include "engine/identity/refusal.hpp"
#include "foundation/base/ulid.hpp"
#include "foundation/crypto/random.hpp"

namespace spark::identity {

struct NewUser {
    std::string name;
    Role role = Role::viewer;
    std::string language = "en";
    bool must_change_password = true;  ///< The admin has seen the password.
};

/// What is not set stays as it is.
struct UserChange {
    std::optional<Role> role{};
    std::optional<bool> is_disabled{};
    std::optional<std::string> language{};
    std::optional<std::int64_t> expected_version{};  ///< Another one: conflict.
};

struct NewKey {
    std::string name;  ///< 1 to 64 bytes, for people.
    Rights scopes{};
    std::vector<std::string> addresses{};  ///< At most 16 IP addresses as text; empty: from anywhere.
    std::optional<WallTime> expires_at{};
};

struct MadeKey {
    std::string secret;  ///< Said here and never again.
    ApiKey key;
};

struct TotpEnrolment {
    std::string secret_base32;
    std::string uri;
};

/// Whether a person did something or a page refreshed itself: only the first keeps a session from running idle.
enum class Activity : std::uint8_t { person, background };

/// Who there is, who is logged in, and who may do what. Holds everything in memory and writes through its records:
/// nothing is true here that the records have refused, except that an end (logout, revocation) holds at once even then.
/// One thread at a time; nothing here is slow but the records: the password work is run by the caller in between.
/// While the records are called the directory is whole: their commit may let another thread call what writes nothing
/// (authenticate_session, authenticate_key, take_notes and the const functions), and nothing else.
/// Errors of all functions: denied and exhausted carry a Refusal; invalid_input, not_found and conflict as said;
/// further those of the records.
class Directory {
  public:
    /// `records` and what `fill_random` refers to outlive it. Errors: corrupt for rows that contradict each other.
    static Result<std::unique_ptr<Directory>> load(Records& records, crypto::FillRandom fill_random, Limits limits);
    Directory(const Directory&) = delete;
    Directory& operator=(const Directory&) = delete;

    // The first start.
    /// A random one to be read off a screen (passwords.hpp).
    std::string make_password() { return identity::make_password(fill_random_); }
    bool has_users() const { return !users_.empty(); }
    /// The first user, an admin, with a password that was drawn at random (make_password).
    /// Errors: conflict when there are users already; invalid_input for the name.
    Answer<User> make_first_admin(std::string_view name, const PasswordOutcome& hashed, WallTime now);

    // Logging in (directory_login.cpp).
    /// Counts the try. Errors: throttled, by account (known or not) or address.
    Answer<PendingLogin> begin_login(LoginAttempt attempt, WallTime now);
    /// Errors: bad_credentials (name, password or code, nothing tells which); second_factor_wanted and disabled, both
    /// only for the right password; those of the work.
    Answer<OpenedSession> finish_login(const PendingLogin& pending, const Result<PasswordOutcome>& outcome,
                                       WallTime now);
    /// The same for somebody who is logged in, before what needs the password again. Errors: as begin_login;
    /// right_missing for who is no person.
    Answer<PendingLogin> begin_proof(const Principal& actor, std::string password, std::string code,
                                     std::string address, WallTime now);
    /// Errors: as finish_login.
    Answer<Proof> finish_proof(const PendingLogin& pending, const Result<PasswordOutcome>& outcome, WallTime now);

    // Passwords (directory_users.cpp).
    /// Work that hashes a new password for a user of this name. Errors: invalid_input by the policy.
    Answer<PasswordWork> new_password_work(std::string password, std::string_view user_name);
    /// The same for the own password. Errors: as above; proof_wanted.
    Answer<PasswordWork> password_change_work(const Principal& actor, const Proof& proof, std::string password,
                                              WallTime now);
    /// Ends all sessions of the user and opens a new one in the actor's place. Errors: proof_wanted; invalid_input when
    /// the new password is the old one.
    Answer<OpenedSession> change_password(const Principal& actor, const Proof& proof, const PasswordOutcome& outcome,
                                          WallTime now);
    /// An admin sets somebody else's password, to be changed at the next login; their sessions end.
    /// Errors: right_missing; not_found; proof_wanted for the own one.
    Answer<User> set_password(const Principal& actor, std::string_view user_id, const PasswordOutcome& outcome,
                              WallTime now);

    // Users (directory_users.cpp). All need the right to administer, and no fewer rights than the user concerned has.
    /// By id. Errors: right_missing.
    Answer<std::vector<User>> users(const Principal& actor) const;
    /// Oneself too. Errors: not_found; right_missing.
    Answer<User> user(const Principal& actor, std::string_view user_id) const;
    /// Errors: invalid_input for the name or language; conflict when the name is taken; exhausted; right_missing.
    Answer<User> create_user(const Principal& actor, const NewUser& wanted, const PasswordOutcome& hashed,
                             WallTime now);
    /// At once: another role or disabling ends the user's sessions, and the keys have the new rights with the next
    /// request. Errors: right_missing; not_found; conflict by version; last_admin; invalid_input.
    Answer<User> update_user(const Principal& actor, std::string_view user_id, const UserChange& change, WallTime now);
    /// With all sessions and keys. Errors: right_missing; not_found; last_admin.
    Answer<void> remove_user(const Principal& actor, std::string_view user_id);

    // The second factor (directory_totp.cpp).
    /// A new secret, which is asked for at the login only after confirm_totp. Errors: proof_wanted; conflict when there
    /// is one already.
    Answer<TotpEnrolment> enrol_totp(const Principal& actor, const Proof& proof, WallTime now);
    /// Ten recovery codes, said here and never again. Errors: bad_credentials for a wrong code, which counts as a try
    /// to log in; throttled; conflict when nothing was begun, or it is confirmed already; right_missing.
    Answer<std::vector<std::string>> confirm_totp(const Principal& actor, std::string_view code, WallTime now);
    /// Errors: proof_wanted.
    Answer<void> disable_totp(const Principal& actor, const Proof& proof, WallTime now);
    /// For somebody who has lost theirs, by an admin. Errors: right_missing; not_found; proof_wanted for the own one.
    Answer<void> reset_totp(const Principal& actor, std::string_view user_id, WallTime now);

    // Sessions (directory_sessions.cpp).
    /// Who the cookie's token stands for. Writes nothing. Errors: unknown_credential; revoked; expired; disabled.
    Answer<Principal> authenticate_session(std::string_view token, Activity activity, WallTime now);
    /// Ends it, whatever the records say. Errors: unknown_credential; those of the records (it is ended all the same).
    Answer<void> log_out(std::string_view token, WallTime now);
    /// A user's sessions, oldest first, also those that ended in the last days. Errors: right_missing.
    Answer<std::vector<Session>> sessions(const Principal& actor, std::string_view user_id) const;
    /// Whether it can still be used.
    bool is_live(const Session& session, WallTime now) const;
    /// Whose session it was.
    /// One's own or, for an admin, anybody's; again is no error. Errors: not_found (also for other people's).
    Answer<std::string> revoke_session(const Principal& actor, std::string_view session_id, WallTime now);

    // Keys (directory_keys.cpp).
    /// A key of the actor's own. Errors: right_missing for who is no person or lacks a scope's right; invalid_input;
    /// exhausted.
    Answer<MadeKey> make_key(const Principal& actor, const NewKey& wanted, WallTime now);
    /// A user's keys, oldest first. Errors: right_missing.
    Answer<std::vector<ApiKey>> keys(const Principal& actor, std::string_view user_id) const;
    /// Whose key it was.
    /// One's own or, for an admin, anybody's; again is no error. Errors: not_found (also for other people's).
    Answer<std::string> revoke_key(const Principal& actor, std::string_view key_id, WallTime now);
    /// Whom the key acts for. Writes nothing. Errors: malformed_key (mistyped, or of another environment);
    /// unknown_credential; revoked; expired; disabled (the owner); address_not_allowed.
    Answer<Principal> authenticate_key(std::string_view secret, std::string_view address, WallTime now);

    // Upkeep, every few seconds.
    /// Last uses that are due to be written (Records::note): the caller writes them, best without holding the
    /// directory.
    Notes take_notes(WallTime now);
    /// Writes ends that the records had refused, and forgets sessions that ended long ago, at most a thousand at once;
    /// how many were forgotten.
    Answer<std::size_t> forget_ended(WallTime now);

  private:
    Directory(Records& records, crypto::FillRandom fill_random, Limits limits);

    Result<void> take_in(Snapshot snapshot);
    /// The records first, then here.
    Result<void> commit(Change change);
    void apply(const Change& change);
    void erase_user(const std::string& id);
    void erase_session(const std::string& id);

    std::string new_id(std::string_view prefix, WallTime now) { return make_id(prefix, ids_.make(now)); }
    Answer<User> find(std::string_view user_id) const;
    /// The actor's own row. Errors: right_missing for who is no person.
    Answer<User> own(const Principal& actor) const;
    Answer<void> check_proof(const Principal& actor, const Proof& proof, WallTime now) const;
    /// Whether the actor may manage this user's sessions and keys.
    bool may_manage(const Principal& actor, std::string_view user_id) const;
    /// Whether the actor administers users of this role: nobody gives or takes what they do not have.
    bool administers(const Principal& actor, Role role) const {
        return actor.rights.holds(Right::administer) && actor.rights.holds_all(rights_of(role));
    }
    /// The user, if the actor administers them. Errors: right_missing; not_found.
    Answer<User> find_for(const Principal& actor, std::string_view user_id) const;
    bool is_last_admin(const User& user) const;
    Principal principal_of(const Session& session, const User& user) const;
    Answer<PendingLogin> begin_check(const std::string& name, std::string password, std::string address, WallTime now);
    /// The user with the code used up.
    Answer<User> finish_check(const PendingLogin& pending, const Result<PasswordOutcome>& outcome, WallTime now);
    Answer<User> use_code(User user, std::string_view code, WallTime now) const;
    OpenedSession open_session(const User& user, std::string address, std::string_view user_agent, WallTime now);
    /// Ends it here, then in the records.
    Result<void> end_session(Session& session, Ending why, WallTime now);
    /// Adds the ends of a user's live sessions to the change.
    void end_sessions(const std::string& user_id, Ending why, WallTime now, Change& change) const;
    /// Ids of the oldest ended sessions above those that are still listed.
    std::vector<std::string> ended_beyond_limit(const std::string& user_id, WallTime now) const;
    std::vector<const Session*> live_sessions(const std::string& user_id, WallTime now) const;

    Records& records_;
    crypto::FillRandom fill_random_;
    Limits limits_;
    UlidMaker ids_;
    std::string decoy_phc_;
    Throttle accounts_;
    Throttle addresses_;

    std::map<std::string, User, std::less<>> users_;
    std::map<std::string, std::string> ids_by_name_;  ///< By fold_case.
    std::map<std::string, Session, std::less<>> sessions_;
    std::map<crypto::Sha256Digest, std::string> sessions_by_token_;
    std::set<std::pair<std::string, std::string>> sessions_of_;  ///< User id, session id.
    std::map<std::string, ApiKey, std::less<>> keys_;
    std::map<crypto::Sha256Digest, std::string> keys_by_secret_;
    std::set<std::pair<std::string, std::string>> keys_of_;  ///< User id, key id.
    std::map<std::string, WallTime> noted_;                  ///< When the last use of a session or key was written.
    std::set<std::string> unsaved_ends_;                     ///< Sessions whose end the records do not have yet.
    std::set<std::string> unsaved_revocations_;              ///< The same of keys.
    std::set<std::string> seen_sessions_;                    ///< Used since then.
    std::set<std::string> seen_keys_;
};

}  // namespace spark::identity
