#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <utility>

#include "engine/identity/passwords.hpp"
#include "engine/identity/principal.hpp"
#include "engine/identity/records.hpp"
#include "engine/identity/throttle.hpp"

namespace spark::identity {

/// What the directory holds people to.
struct Limits {
    std::chrono::seconds idle_max{15 * 60};           ///< A session that is not used this long has run out.
    std::chrono::seconds absolute_max{12 * 60 * 60};  ///< And so has every one after this.
    std::chrono::seconds proof_max{5 * 60};           ///< How long a password that was given again counts.
    std::chrono::seconds note_every{60};              ///< How often a last use is written, at most.
    std::chrono::hours ended_kept_for{7 * 24};        ///< How long an ended session is still listed.
    std::size_t users_max = 10'000;                   ///< Bounds the memory, as the next three do.
    std::size_t sessions_per_user_max = 20;           ///< The oldest is ended by one more.
    std::size_t ended_per_user_max = 100;             ///< Ended sessions that are still listed.
    std::size_t keys_per_user_max = 50;               ///< Revoked ones count too.
    ThrottleLimits throttle{};
    crypto::PasswordCost password_cost{};
    std::string environment = "paper";  ///< test, paper or live: keys of another one are refused.
    std::string issuer = "Spark";       ///< How an authenticator app calls the place.
};

/// Somebody knocks.
struct LoginAttempt {
    std::string name;
    std::string password;
    std::string code{};  ///< Six digits or a recovery code; empty where none was typed.
    std::string address;
    std::string user_agent{};
    std::string previous_token{};  ///< The cookie the request came with: that session ends when this one begins.
};

/// Between begin and finish: `work` is to be run meanwhile, anywhere. The rest is the directory's own.
struct PendingLogin {
    PasswordWork work;
    std::string user_id{};  ///< Empty: nobody has this name, and the work is as dear as if somebody had.
    WallTime password_changed_at{};
    std::string account{};  ///< What the tries are counted by.
    WallTime counted_at{};
    std::string code{};
    std::string address{};
    std::string user_agent{};
    std::string previous_token{};
};

/// A session just opened. The tokens are said here and never again.
struct OpenedSession {
    std::string token;
    std::string csrf_token;
    Session session;
    Principal principal;
};

/// Somebody who is logged in has just given the password (and the code) again. Made by the directory alone.
class Proof {
  public:
    const std::string& user_id() const { return user_id_; }
    WallTime at() const { return at_; }

  private:
    friend class Directory;
    Proof(std::string user_id, WallTime at) : user_id_(std::move(user_id)), at_(at) {}

    std::string user_id_;
    WallTime at_;
};

}  // namespace spark::identity
