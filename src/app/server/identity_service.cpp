#include "app/server/identity_service.hpp"

#include "foundation/base/assert.hpp"

namespace spark::server {

using identity::Answer;
using identity::Directory;
using identity::OpenedSession;
using identity::PasswordOutcome;
using identity::PasswordWork;
using identity::PendingLogin;
using identity::Principal;
using identity::Proof;
using identity::Refusal;
using identity::User;

class IdentityService::UnlockingRecords final : public identity::Records {
  public:
    explicit UnlockingRecords(identity::Records& records) : records_(records) {}

    Result<identity::Snapshot> load() override { return records_.load(); }

    Result<void> commit(const identity::Change& change) override {
        SPARK_ASSERT(lock_ != nullptr && lock_->owns_lock());
        lock_->unlock();
        auto written = records_.commit(change);
        lock_->lock();
        return written;
    }

    Result<void> note(const identity::Notes& notes) override { return records_.note(notes); }

    void hold(std::unique_lock<std::mutex>* lock) { lock_ = lock; }

  private:
    identity::Records& records_;
    std::unique_lock<std::mutex>* lock_ = nullptr;
};

IdentityService::HeldLock::HeldLock(UnlockingRecords& records, std::unique_lock<std::mutex>& lock) : records_(records) {
    records_.hold(&lock);
}

IdentityService::HeldLock::~HeldLock() { records_.hold(nullptr); }

IdentityService::IdentityService(identity::Records& records, Clock now, const Options& options)
    : now_(std::move(now)),
      turnstile_(options.hashes_at_once, options.hashes_waiting_max),
      records_(std::make_unique<UnlockingRecords>(records)) {}

IdentityService::~IdentityService() = default;

Result<std::unique_ptr<IdentityService>> IdentityService::open(identity::Records& records, Clock now,
                                                               crypto::FillRandom fill_random, Options options) {
    std::unique_ptr<IdentityService> service(new IdentityService(records, std::move(now), options));
    SPARK_TRY(service->directory_,
              Directory::load(*service->records_, std::move(fill_random), std::move(options.limits)));
    return service;
}

Answer<PasswordOutcome> IdentityService::hash(const PasswordWork& work) {
    const Turnstile::Pass pass(turnstile_);
    if (!pass.is_in()) return identity::refuse(Refusal::throttled, std::chrono::seconds(1));
    SPARK_TRY(PasswordOutcome outcome, identity::run(work));
    return outcome;
}

Answer<std::optional<std::string>> IdentityService::make_first_admin(std::string_view name) {
    if (look([](const Directory& directory, WallTime) { return directory.has_users(); })) {
        return std::optional<std::string>();
    }
    std::string password = change([](Directory& directory, WallTime) { return directory.make_password(); });
    SPARK_TRY(const PasswordWork work,
              change([&](Directory& directory, WallTime) { return directory.new_password_work(password, name); }));
    SPARK_TRY(const PasswordOutcome outcome, hash(work));
    SPARK_TRY(
        change([&](Directory& directory, WallTime now) { return directory.make_first_admin(name, outcome, now); }));
    return std::optional(std::move(password));
}

Answer<Principal> IdentityService::authenticate_session(std::string_view token, identity::Activity activity) {
    const std::lock_guard state(state_);
    return directory_->authenticate_session(token, activity, now_());
}

Answer<Principal> IdentityService::authenticate_key(std::string_view secret, std::string_view address) {
    const std::lock_guard state(state_);
    return directory_->authenticate_key(secret, address, now_());
}

Answer<OpenedSession> IdentityService::log_in(identity::LoginAttempt attempt) {
    SPARK_TRY(const PendingLogin pending, change([&](Directory& directory, WallTime now) {
                  return directory.begin_login(std::move(attempt), now);
              }));
    const Answer<PasswordOutcome> hashed = hash(pending.work);
    // Also when nothing was hashed: then the try is taken back.
    auto opened = change([&](Directory& directory, WallTime now) {
        return directory.finish_login(pending, identity::to_result(hashed), now);
    });
    if (!hashed) return fail(hashed.error());
    return opened;
}

Answer<Proof> IdentityService::prove(const Principal& actor, std::string password, std::string code,
                                     std::string address) {
    SPARK_TRY(const PendingLogin pending, change([&](Directory& directory, WallTime now) {
                  return directory.begin_proof(actor, std::move(password), std::move(code), std::move(address), now);
              }));
    const Answer<PasswordOutcome> hashed = hash(pending.work);
    auto proof = change([&](Directory& directory, WallTime now) {
        return directory.finish_proof(pending, identity::to_result(hashed), now);
    });
    if (!hashed) return fail(hashed.error());
    return proof;
}

Answer<OpenedSession> IdentityService::change_password(const Principal& actor, const Proof& proof,
                                                       std::string password) {
    SPARK_TRY(const PasswordWork work, change([&](Directory& directory, WallTime now) {
                  return directory.password_change_work(actor, proof, std::move(password), now);
              }));
    SPARK_TRY(const PasswordOutcome outcome, hash(work));
    return change(
        [&](Directory& directory, WallTime now) { return directory.change_password(actor, proof, outcome, now); });
}

Answer<User> IdentityService::create_user(const Principal& actor, const identity::NewUser& wanted,
                                          std::string password) {
    // Who may not is told so before anything is hashed.
    if (!actor.rights.holds(identity::Right::administer)) return identity::refuse(Refusal::right_missing);
    SPARK_TRY(const PasswordWork work, change([&](Directory& directory, WallTime) {
                  return directory.new_password_work(std::move(password), wanted.name);
              }));
    SPARK_TRY(const PasswordOutcome outcome, hash(work));
    return change(
        [&](Directory& directory, WallTime now) { return directory.create_user(actor, wanted, outcome, now); });
}

Answer<User> IdentityService::set_password(const Principal& actor, std::string_view user_id, std::string password) {
    if (!actor.rights.holds(identity::Right::administer)) return identity::refuse(Refusal::right_missing);
    SPARK_TRY(const User user,
              look([&](const Directory& directory, WallTime) { return directory.user(actor, user_id); }));
    SPARK_TRY(const PasswordWork work, change([&](Directory& directory, WallTime) {
                  return directory.new_password_work(std::move(password), user.name);
              }));
    SPARK_TRY(const PasswordOutcome outcome, hash(work));
    return change(
        [&](Directory& directory, WallTime now) { return directory.set_password(actor, user_id, outcome, now); });
}

Result<void> IdentityService::keep_up() {
    identity::Notes notes;
    {
        const std::lock_guard state(state_);
        notes = directory_->take_notes(now_());
    }
    SPARK_TRY(records_->note(notes));
    const auto forgotten = change([](Directory& directory, WallTime now) { return directory.forget_ended(now); });
    if (!forgotten) return fail(forgotten.error().error);
    return {};
}

}  // namespace spark::server
