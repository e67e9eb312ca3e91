#pragma once

#include <memory>
#include <string>
#include <utility>

#include "engine/identity/directory.hpp"
#include "engine/identity/testing/memory_records.hpp"
#include "foundation/base/rng.hpp"

namespace spark::identity::testing {

/// Random bytes that are the same in every run.
inline crypto::FillRandom seeded_random(std::uint64_t seed) {
    return [rng = Rng(seed)](std::span<std::byte> bytes) mutable {
        for (std::byte& byte : bytes) byte = static_cast<std::byte>(rng.bits());
    };
}

inline Limits cheap_limits() { return {.password_cost = crypto::PasswordCost::least()}; }

inline constexpr WallTime noon = wall_time_of_ms(1'767'268'800'000);  // 2026-01-01T12:00:00Z

/// A directory over records in memory with one admin, `ada`, and a clock in the test's hand. Passwords cost next to
/// nothing.
struct SeededDirectory {
    static constexpr std::string_view admin_password = "correct horse battery";

    MemoryRecords records;
    std::unique_ptr<Directory> directory;
    WallTime now = noon;
    User admin;
    std::uint64_t starts = 1;  ///< Seeds the random bytes: no token comes again.

    explicit SeededDirectory(Limits limits = cheap_limits()) {
        directory = Directory::load(records, seeded_random(1), std::move(limits)).value();
        admin = directory->make_first_admin("ada", hashed(admin_password), now).value();
    }

    Directory* operator->() { return directory.get(); }

    /// As after the process has started anew.
    void restart(Limits limits = cheap_limits()) {
        directory = Directory::load(records, seeded_random(++starts), std::move(limits)).value();
    }

    PasswordOutcome hashed(std::string_view password, std::string_view name = "somebody") {
        return run(directory->new_password_work(std::string(password), name).value()).value();
    }

    Answer<OpenedSession> try_log_in(LoginAttempt attempt) {
        auto pending = directory->begin_login(std::move(attempt), now);
        if (!pending) return std::unexpected(pending.error());
        return directory->finish_login(*pending, run(pending->work), now);
    }

    OpenedSession log_in(std::string name = "ada", std::string password = std::string(admin_password)) {
        return try_log_in({.name = std::move(name), .password = std::move(password), .address = "192.0.2.1"}).value();
    }

    Answer<Proof> prove(const Principal& actor, std::string password, std::string code = {}) {
        auto pending = directory->begin_proof(actor, std::move(password), std::move(code), "192.0.2.1", now);
        if (!pending) return std::unexpected(pending.error());
        return directory->finish_proof(*pending, run(pending->work), now);
    }

    /// A user whose password is `<name>'s password`.
    User add_user(const std::string& name, Role role) {
        return directory
            ->create_user(log_in().principal, {.name = name, .role = role, .must_change_password = false},
                          hashed(name + "'s password", name), now)
            .value();
    }

    OpenedSession log_in_as(const std::string& name) { return log_in(name, name + "'s password"); }

    Answer<Principal> authenticate(const OpenedSession& opened, Activity activity = Activity::person) {
        return directory->authenticate_session(opened.token, activity, now);
    }
};

/// Why an answer was refused; nothing where it was not, or for another cause.
template <class T>
std::optional<Refusal> reason_of(const Answer<T>& answer) {
    return answer ? std::nullopt : answer.error().reason;
}

template <class T>
std::optional<Fault> fault_of(const Answer<T>& answer) {
    if (answer) return std::nullopt;
    return answer.error().error.fault;
}

}  // namespace spark::identity::testing
