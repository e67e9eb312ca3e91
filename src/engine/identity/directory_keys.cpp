#include <algorithm>

#include "engine/identity/directory.hpp"
#include "engine/identity/key_text.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::identity {
namespace {

constexpr std::size_t key_name_bytes_max = 64;
constexpr std::size_t key_addresses_max = 16;
constexpr std::size_t address_bytes_max = 45;

Result<void> check_key(const NewKey& wanted, WallTime now) {
    if (wanted.name.empty() || wanted.name.size() > key_name_bytes_max || shown(wanted.name, 64) != wanted.name) {
        return fail(Fault::invalid_input, "a key's name has 1 to 64 bytes of text that can be shown", "name");
    }
    if (wanted.scopes.is_empty()) return fail(Fault::invalid_input, "a key has at least one scope", "scopes");
    if (wanted.expires_at && *wanted.expires_at <= now) {
        return fail(Fault::invalid_input, "a key's end lies in the future", "expires_at");
    }
    if (wanted.addresses.size() > key_addresses_max) {
        return fail(Fault::invalid_input, "a key has at most 16 addresses", "addresses");
    }
    for (const std::string& address : wanted.addresses) {
        if (address.empty() || address.size() > address_bytes_max ||
            address.find_first_not_of("0123456789abcdef.:") != std::string::npos) {
            return fail(Fault::invalid_input, "found " + shown(address) + ", no IP address in lower case", "addresses");
        }
    }
    return {};
}

}  // namespace

Answer<MadeKey> Directory::make_key(const Principal& actor, const NewKey& wanted, WallTime now) {
    SPARK_TRY(const User owner, own(actor));
    SPARK_TRY(check_key(wanted, now));
    if (!actor.rights.holds_all(wanted.scopes)) return refuse(Refusal::right_missing);
    SPARK_TRY(const std::vector<ApiKey> others, keys(actor, owner.id));
    if (others.size() >= limits_.keys_per_user_max) {
        return fail(Fault::exhausted, "there are " + std::to_string(others.size()) + " keys, no more are allowed");
    }
    std::string secret = make_key_secret(limits_.environment, fill_random_);
    ApiKey key{.id = new_id("key", now),
               .secret_sha256 = crypto::sha256(secret),
               .hint = key_hint(secret),
               .name = wanted.name,
               .user_id = owner.id,
               .scopes = wanted.scopes,
               .addresses = wanted.addresses,
               .created_at = now,
               .expires_at = wanted.expires_at};
    SPARK_TRY(commit({.keys = {key}}));
    return MadeKey{.secret = std::move(secret), .key = std::move(key)};
}

Answer<std::vector<ApiKey>> Directory::keys(const Principal& actor, std::string_view user_id) const {
    if (!may_manage(actor, user_id)) return refuse(Refusal::right_missing);
    std::vector<ApiKey> rows;
    const std::string id(user_id);
    for (auto row = keys_of_.lower_bound({id, ""}); row != keys_of_.end() && row->first == id; ++row) {
        rows.push_back(keys_.at(row->second));
    }
    return rows;
}

Answer<std::string> Directory::revoke_key(const Principal& actor, std::string_view key_id, WallTime now) {
    const auto found = keys_.find(key_id);
    // A key may end itself: a program that logs out takes its key with it.
    const bool is_itself = actor.kind == PrincipalKind::key && actor.credential_id == key_id;
    if (found == keys_.end() || !(is_itself || may_manage(actor, found->second.user_id))) {
        return fail(Fault::not_found, "no key has this id");
    }
    ApiKey& key = found->second;
    if (key.revoked_at && !unsaved_revocations_.contains(key.id)) return key.user_id;
    // It is dead here before the records know; forget_ended goes on trying to tell them.
    if (!key.revoked_at) key.revoked_at = now;
    unsaved_revocations_.insert(key.id);
    SPARK_TRY(records_.commit({.keys = {key}}));
    unsaved_revocations_.erase(key.id);
    return key.user_id;
}

Answer<Principal> Directory::authenticate_key(std::string_view secret, std::string_view address, WallTime now) {
    if (!is_key_secret(limits_.environment, secret)) return refuse(Refusal::malformed_key);
    const auto found = keys_by_secret_.find(crypto::sha256(secret));
    if (found == keys_by_secret_.end()) return refuse(Refusal::unknown_credential);
    ApiKey& key = keys_.at(found->second);
    if (key.revoked_at) return refuse(Refusal::revoked);
    if (key.expires_at && now >= *key.expires_at) return refuse(Refusal::expired);
    const User& owner = users_.at(key.user_id);
    if (owner.is_disabled) return refuse(Refusal::disabled);
    if (!key.addresses.empty() && std::ranges::find(key.addresses, address) == key.addresses.end()) {
        return refuse(Refusal::address_not_allowed);
    }
    if (!key.last_used_at || now > *key.last_used_at) {
        key.last_used_at = now;
        seen_keys_.insert(key.id);
    }
    return Principal{.kind = PrincipalKind::key,
                     .user_id = owner.id,
                     .name = owner.name,
                     .role = owner.role,
                     .rights = owner.must_change_password ? Rights{} : key.scopes.common_with(rights_of(owner.role)),
                     .credential_id = key.id,
                     .role_since = owner.role_since};
}

}  // namespace spark::identity
