#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "engine/identity/directory.hpp"
#include "engine/identity/testing/seeded_directory.hpp"

namespace spark::identity {
namespace {

using testing::SeededDirectory;

/// What must hold, kept as simply as can be: lists that are searched from end to end.
struct Model {
    struct Account {
        std::string id;
        std::string name;
        Role role = Role::viewer;
        bool is_disabled = false;
    };
    struct Login {
        OpenedSession opened;
        std::string user_id;
        WallTime begun{};
        WallTime last_seen{};
        bool is_ended = false;
    };
    struct Key {
        MadeKey made;
        std::string user_id;
        bool is_revoked = false;
    };

    std::vector<Account> accounts;
    std::vector<Login> logins;
    std::vector<Key> keys;

    Account* account(const std::string& id) {
        for (Account& row : accounts) {
            if (row.id == id) return &row;
        }
        return nullptr;
    }
    int enabled_admins_besides(const std::string& id) const {
        int count = 0;
        for (const Account& row : accounts) count += row.id != id && row.role == Role::admin && !row.is_disabled;
        return count;
    }
    void end_logins(const std::string& user_id) {
        for (Login& login : logins) login.is_ended = login.is_ended || login.user_id == user_id;
    }
};

/// One random run: acts on both and compares after each step who is let in with what rights.
struct Run {
    SeededDirectory directory;
    Model model;
    Rng rng;
    int names = 0;

    explicit Run(std::uint64_t seed) : rng(seed) {
        model.accounts.push_back({.id = directory.admin.id, .name = "ada", .role = Role::admin});
    }

    std::size_t pick(std::size_t size) { return static_cast<std::size_t>(rng.uniform(0, static_cast<int>(size) - 1)); }
    Model::Account& any_account() { return model.accounts[pick(model.accounts.size())]; }
    Role any_role() { return role_rules[pick(role_count)].role; }

    std::string password_of(const Model::Account& account) {
        return account.name == "ada" ? std::string(SeededDirectory::admin_password) : account.name + "'s password";
    }

    void create() {
        const std::string name = "user" + std::to_string(names++);
        const Role role = any_role();
        const auto user =
            directory->create_user(admin_token_principal(), {.name = name, .role = role, .must_change_password = false},
                                   directory.hashed(name + "'s password", name), directory.now);
        RC_ASSERT(user.has_value());
        model.accounts.push_back({.id = user->id, .name = name, .role = role});
    }

    void log_in() {
        const Model::Account account = any_account();
        const auto opened =
            directory.try_log_in({.name = account.name, .password = password_of(account), .address = "192.0.2.1"});
        // A right password of a disabled user is a failed try too, so throttled is possible then and later.
        if (testing::reason_of(opened) == Refusal::throttled) return;
        RC_ASSERT(opened.has_value() == !account.is_disabled);
        if (!opened) return;
        model.logins.push_back(
            {.opened = *opened, .user_id = account.id, .begun = directory.now, .last_seen = directory.now});
        std::vector<Model::Login*> live;
        for (Model::Login& login : model.logins) {
            if (login.user_id == account.id && is_live(login)) live.push_back(&login);
        }
        if (live.size() > cheap.sessions_per_user_max) live.front()->is_ended = true;
    }

    void update(const UserChange& change) {
        Model::Account& account = any_account();
        const auto user = directory->update_user(admin_token_principal(), account.id, change, directory.now);
        const Role role = change.role.value_or(account.role);
        const bool is_disabled = change.is_disabled.value_or(account.is_disabled);
        const bool loses_admin =
            account.role == Role::admin && !account.is_disabled && (role != Role::admin || is_disabled);
        if (loses_admin && model.enabled_admins_besides(account.id) == 0) {
            RC_ASSERT(testing::reason_of(user) == Refusal::last_admin);
            return;
        }
        RC_ASSERT(user.has_value());
        if (role != account.role || (is_disabled && !account.is_disabled)) model.end_logins(account.id);
        account.role = role;
        account.is_disabled = is_disabled;
    }

    void remove() {
        const Model::Account account = any_account();
        const auto removed = directory->remove_user(admin_token_principal(), account.id);
        if (account.role == Role::admin && !account.is_disabled && model.enabled_admins_besides(account.id) == 0) {
            RC_ASSERT(testing::reason_of(removed) == Refusal::last_admin);
            return;
        }
        RC_ASSERT(removed.has_value());
        std::erase_if(model.accounts, [&](const auto& row) { return row.id == account.id; });
        std::erase_if(model.logins, [&](const auto& row) { return row.user_id == account.id; });
        std::erase_if(model.keys, [&](const auto& row) { return row.user_id == account.id; });
    }

    void make_key() {
        if (model.logins.empty()) return;
        const Model::Login& login = model.logins[pick(model.logins.size())];
        const auto actor = directory->authenticate_session(login.opened.token, Activity::background, directory.now);
        if (!actor) return;
        Rights scopes;
        for (const RightRule& right : right_rules) {
            if (rng.chance(0.3)) scopes = scopes.with(right.right);
        }
        const auto made = directory->make_key(*actor, {.name = "k", .scopes = scopes}, directory.now);
        RC_ASSERT(made.has_value() == (!scopes.is_empty() && actor->rights.holds_all(scopes)));
        if (made) model.keys.push_back({.made = *made, .user_id = login.user_id});
    }

    void revoke_key() {
        if (model.keys.empty()) return;
        Model::Key& key = model.keys[pick(model.keys.size())];
        RC_ASSERT(directory->revoke_key(admin_token_principal(), key.made.key.id, directory.now).has_value());
        key.is_revoked = true;
    }

    void end_one_login() {
        if (model.logins.empty()) return;
        Model::Login& login = model.logins[pick(model.logins.size())];
        if (rng.chance(0.5)) {
            RC_ASSERT(directory->log_out(login.opened.token, directory.now).has_value());
        } else {
            const auto ended =
                directory->revoke_session(admin_token_principal(), login.opened.session.id, directory.now);
            RC_ASSERT(ended.has_value());
        }
        login.is_ended = true;
    }

    void use_one_login() {
        if (model.logins.empty()) return;
        Model::Login& login = model.logins[pick(model.logins.size())];
        const bool was_live = is_live(login);
        RC_ASSERT(directory->authenticate_session(login.opened.token, Activity::person, directory.now).has_value() ==
                  was_live);
        if (was_live) login.last_seen = directory.now;
    }

    void restart() {
        directory.now += std::chrono::minutes(1);
        RC_ASSERT(directory.records.note(directory->take_notes(directory.now)).has_value());
        directory.restart(cheap);
    }

    bool is_live(const Model::Login& login) const {
        return !login.is_ended && directory.now - login.last_seen < cheap.idle_max &&
               directory.now - login.begun < cheap.absolute_max;
    }

    void step() {
        directory.now += std::chrono::seconds(rng.uniform(1, 240));
        switch (rng.uniform(0, 11)) {
            case 0: return create();
            case 1: return update({.role = any_role()});
            case 2: return update({.is_disabled = rng.chance(0.5)});
            case 3: return remove();
            case 4: return make_key();
            case 5: return revoke_key();
            case 6: return end_one_login();
            case 7: return restart();
            case 8: return use_one_login();
            default: return log_in();
        }
    }

    void compare() {
        for (const Model::Login& login : model.logins) {
            const auto found = directory->authenticate_session(login.opened.token, Activity::background, directory.now);
            RC_ASSERT(found.has_value() == is_live(login));
            if (found) RC_ASSERT(found->rights == rights_of(model.account(login.user_id)->role));
        }
        for (const Model::Key& key : model.keys) {
            const auto found = directory->authenticate_key(key.made.secret, "192.0.2.1", directory.now);
            const Model::Account& owner = *model.account(key.user_id);
            RC_ASSERT(found.has_value() == (!key.is_revoked && !owner.is_disabled));
            if (found) RC_ASSERT(found->rights == key.made.key.scopes.common_with(rights_of(owner.role)));
        }
        RC_ASSERT(model.enabled_admins_besides("") >= 1);
    }

    Limits cheap = testing::cheap_limits();
};

RC_GTEST_PROP(Directory, lets_in_whom_a_simple_model_lets_in, (std::uint64_t seed)) {
    Run run(seed);
    run.cheap.sessions_per_user_max = 3;
    run.directory.restart(run.cheap);
    for (int count = 0; count < 60; ++count) {
        run.step();
        run.compare();
    }
}

}  // namespace
}  // namespace spark::identity
