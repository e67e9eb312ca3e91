#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "app/server/turnstile.hpp"
#include "engine/identity/directory.hpp"

namespace spark::server {

/// The directory with a clock, for many threads. Passwords are hashed outside of any lock, a few at once. While the
/// records are being written only those who write wait: authenticating and looking go on.
class IdentityService {
  public:
    struct Options {
        identity::Limits limits{};
        std::size_t hashes_at_once = 2;  ///< Each takes 64 MiB and a core for a tenth of a second.
        std::size_t hashes_waiting_max = 8;
    };
    using Clock = std::function<WallTime()>;

    /// The records and what the functions refer to outlive it. Errors: those of Directory::load.
    static Result<std::unique_ptr<IdentityService>> open(identity::Records& records, Clock now,
                                                         crypto::FillRandom fill_random, Options options);
    ~IdentityService();
    IdentityService(const IdentityService&) = delete;
    IdentityService& operator=(const IdentityService&) = delete;

    /// Makes the first admin where there is no user yet; the password, to be said once. Takes a tenth of a second then.
    /// Errors: as Directory::make_first_admin.
    identity::Answer<std::optional<std::string>> make_first_admin(std::string_view name);

    // Quick, writes nothing: any thread, the I/O thread too. Errors: as the directory's.
    identity::Answer<identity::Principal> authenticate_session(std::string_view token, identity::Activity activity);
    identity::Answer<identity::Principal> authenticate_key(std::string_view secret, std::string_view address);

    // Slow: pool threads only. Errors: as the directory's; throttled for a second when too many passwords wait.
    identity::Answer<identity::OpenedSession> log_in(identity::LoginAttempt attempt);
    identity::Answer<identity::Proof> prove(const identity::Principal& actor, std::string password, std::string code,
                                            std::string address);
    identity::Answer<identity::OpenedSession> change_password(const identity::Principal& actor,
                                                              const identity::Proof& proof, std::string password);
    identity::Answer<identity::User> create_user(const identity::Principal& actor, const identity::NewUser& wanted,
                                                 std::string password);
    identity::Answer<identity::User> set_password(const identity::Principal& actor, std::string_view user_id,
                                                  std::string password);

    /// Whatever else the directory does that writes: `act(directory, now)`. Pool threads only. It must keep nothing of
    /// the directory and must not call the service.
    template <class Act>
    auto change(Act&& act) {
        const std::lock_guard turn(writing_);
        std::unique_lock state(state_);
        const HeldLock held(*records_, state);
        return std::forward<Act>(act)(*directory_, now_());
    }

    /// Whatever it tells without writing: `look(directory, now)`. Any thread.
    template <class Look>
    auto look(Look&& look) const {
        const std::lock_guard state(state_);
        return std::forward<Look>(look)(std::as_const(*directory_), now_());
    }

    /// Writes last uses and forgets what ended long ago; every few seconds, on a pool thread. Errors: of the records.
    Result<void> keep_up();

  private:
    /// Passes on to the records with the state unlocked meanwhile: the directory allows authenticating in between.
    class UnlockingRecords;
    class HeldLock {
      public:
        HeldLock(UnlockingRecords& records, std::unique_lock<std::mutex>& lock);
        ~HeldLock();
        HeldLock(const HeldLock&) = delete;
        HeldLock& operator=(const HeldLock&) = delete;

      private:
        UnlockingRecords& records_;
    };

    IdentityService(identity::Records& records, Clock now, const Options& options);

    /// Errors: throttled when too many wait already; those of the work.
    identity::Answer<identity::PasswordOutcome> hash(const identity::PasswordWork& work);

    Clock now_;
    Turnstile turnstile_;
    std::unique_ptr<UnlockingRecords> records_;
    std::mutex writing_;        ///< One that writes after the other; taken before state_.
    mutable std::mutex state_;  ///< Held whenever the directory is touched, never during a write or a hash.
    std::unique_ptr<identity::Directory> directory_;
};

}  // namespace spark::server
