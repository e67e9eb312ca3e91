#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/identity/role.hpp"
#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::identity {

/// Somebody who may log in.
struct User {
    std::string id;    ///< `usr_…`, never used again after the user is removed.
    std::string name;  ///< As it was written; unique without regard to case (user_name.hpp).
    Role role = Role::viewer;
    std::string password_phc;  ///< Argon2id, as a PHC string.
    WallTime password_changed_at{};
    std::string totp_secret{};        ///< Raw bytes of the second factor; empty: none, nor one begun.
    bool is_totp_confirmed = false;   ///< Asked for at the login only when confirmed.
    std::int64_t totp_last_step = 0;  ///< Codes of this step and before are used up.
    std::vector<crypto::Sha256Digest> recovery_code_hashes{};  ///< Those still unused.
    bool is_disabled = false;
    bool must_change_password = false;  ///< No right but that until it is done.
    std::string language = "en";        ///< `en` or `tr`.
    WallTime role_since{};              ///< Four eyes refuse who was raised within the last day.
    WallTime created_at{};
    WallTime changed_at{};
    std::int64_t version = 1;  ///< One more with each change a person made: for ETags.

    bool operator==(const User&) const = default;
};

enum class Ending : std::uint8_t {
    logged_out,
    revoked,
    replaced,
    password_changed,
    role_changed,
    disabled,
    too_many,
};
std::string_view to_text(Ending ending);
/// Errors: invalid_input.
Result<Ending> parse_ending(std::string_view text);

/// A browser that is logged in. The token itself is kept nowhere.
struct Session {
    std::string id;  ///< `ses_…`; no secret.
    crypto::Sha256Digest token_sha256;
    std::string user_id;
    WallTime created_at{};
    WallTime last_seen_at{};  ///< Written at most once a minute.
    WallTime absolute_end{};
    std::string address;     ///< Where it was opened from.
    std::string user_agent;  ///< At most 200 bytes, made fit to show.
    std::optional<WallTime> ended_at{};
    std::optional<Ending> ended_why{};

    bool operator==(const Session&) const = default;
};

/// A program's identity: acts for its owner with at most its scopes. The secret itself is kept nowhere.
struct ApiKey {
    std::string id;  ///< `key_…`; no secret.
    crypto::Sha256Digest secret_sha256;
    std::string hint;  ///< The secret's beginning, for people: `spk_paper_ab3d`.
    std::string name;
    std::string user_id;  ///< The owner.
    Rights scopes{};
    std::vector<std::string> addresses{};  ///< Where it may come from, as written; empty: from anywhere.
    WallTime created_at{};
    std::optional<WallTime> expires_at{};
    std::optional<WallTime> last_used_at{};  ///< Written at most once a minute.
    std::optional<WallTime> revoked_at{};

    bool operator==(const ApiKey&) const = default;
};

/// Everything that is kept.
struct Snapshot {
    std::vector<User> users;
    std::vector<Session> sessions;
    std::vector<ApiKey> keys;
};

/// What changes together. Rows are inserted, or replaced by their id.
struct Change {
    std::vector<User> users{};
    std::vector<Session> sessions{};
    std::vector<ApiKey> keys{};
    std::vector<std::string> removed_user_ids{};  ///< Their sessions and keys go with them.
    std::vector<std::string> removed_session_ids{};
};

/// When something was last seen; nothing else of its row is touched, so a note that comes late undoes nothing.
struct Seen {
    std::string id;
    WallTime at{};

    bool operator==(const Seen&) const = default;
};

struct Notes {
    std::vector<Seen> sessions{};
    std::vector<Seen> keys{};

    bool is_empty() const { return sessions.empty() && keys.empty(); }
};

/// Where users, sessions and keys are kept between runs. The directory is the only writer.
class Records {
  public:
    virtual ~Records() = default;

    /// Everything, once at the start. Errors: corrupt for a row that cannot be; those of the store.
    virtual Result<Snapshot> load() = 0;

    /// All of it or nothing, and on the disk (full durability) before it returns: a password that was changed, a
    /// session that was ended stay so after a power cut. Errors: those of the store; after outcome_unknown it may be
    /// there.
    virtual Result<void> commit(const Change& change) = 0;

    /// May be lost by a power cut (normal durability). Ids that are gone are passed over. Comes from any thread, also
    /// while a commit runs. Errors: those of the store.
    virtual Result<void> note(const Notes& notes) = 0;
};

}  // namespace spark::identity
