#include <array>
#include <utility>

#include "app/server/identity_json.hpp"
#include "app/server/operations/identity_answers.hpp"
#include "app/server/operations/operations.hpp"
#include "foundation/base/assert.hpp"

/// API keys, and which role has which right.
namespace spark::server {
namespace {

using http::Answered;
using http::Call;
using http::Outcome;
using http::Words;
using identity::Directory;
using identity::Principal;
using wire::Json;

/// In the order of identity::right_rules.
constexpr std::array<Words, identity::right_count> right_words{
    Words{"see everything but the audit trail", "denetim kaydı dışında her şeyi görme"},
    Words{"strategies, backtests, sweeps, data sets", "stratejiler, backtestler, taramalar, veri kümeleri"},
    Words{"orders, pausing a strategy and going on", "emirler, bir stratejiyi durdurup sürdürme"},
    Words{"make it safer: stop, cancel, lower a limit", "daha güvenli kılma: durdurma, iptal, sınır düşürme"},
    Words{"other people's proposals, limits, the end of a halt", "başkalarının önerileri, sınırlar, durdurmanın sonu"},
    Words{"users, other people's sessions and keys, settings",
          "kullanıcılar, başkalarının oturum ve anahtarları, ayarlar"},
    Words{"the whole audit trail and its evidence", "denetim kaydının tümü ve kanıtları"}};

/// In the order of identity::role_rules.
constexpr std::array<Words, identity::role_count> role_words{
    Words{"looks on", "izler"},
    Words{"tries out strategies", "strateji dener"},
    Words{"trades", "işlem yapar"},
    Words{"watches over risk and approves", "riski gözetir ve onaylar"},
    Words{"administers, and may do everything", "yönetir, her şeyi yapabilir"},
    Words{"reads all and changes nothing", "her şeyi okur, hiçbir şeyi değiştirmez"}};

Json named(std::string_view name, const Words& words) {
    return Json::object().set("name", name).set("en", words.en).set("tr", words.tr);
}

Json role_table() {
    Json rights = Json::array();
    for (std::size_t index = 0; index < identity::right_count; ++index)
        rights.push(named(identity::right_rules[index].name, right_words[index]));
    Json roles = Json::array();
    for (std::size_t index = 0; index < identity::role_count; ++index) {
        const identity::RoleRule& rule = identity::role_rules[index];
        roles.push(named(rule.name, role_words[index]).set("rights", rights_json(rule.rights)));
    }
    return Json::object()
        .set("schema", "spark.roles/1")
        .set("rights", std::move(rights))
        .set("roles", std::move(roles));
}

Answered list(const House& house, const Call& call, const Principal& actor) {
    const auto user = user_asked_for(call, actor);
    if (!user) return http::problem_of(user.error());
    const auto keys =
        house.identity->look([&](const Directory& directory, WallTime) { return directory.keys(actor, *user); });
    return answered_by(keys, [&](const std::vector<identity::ApiKey>& rows) {
        return http::answered(page_by_id(call, rows, true, key_json));
    });
}

/// Of a checked body.
Result<identity::NewKey> wanted_key(const Call& call) {
    identity::NewKey wanted{.name = text_of(call, "name")};
    SPARK_TRY(const auto scopes, call.body.array_at("scopes"));
    for (const Json& scope : scopes) {
        SPARK_TRY(const std::string name, scope.as_string());
        SPARK_TRY(const identity::Right right, identity::parse_right(name));
        wanted.scopes = wanted.scopes.with(right);
    }
    if (const Json* const addresses = call.body.find("addresses")) {
        SPARK_TRY(const auto rows, addresses->as_array());
        for (const Json& address : rows) {
            SPARK_TRY(std::string text, address.as_string());
            wanted.addresses.push_back(std::move(text));
        }
    }
    if (call.body.find("expires_at") != nullptr) {
        SPARK_TRY(wanted.expires_at, parse_iso8601(text_of(call, "expires_at")));
    }
    return wanted;
}

Answered create(House& house, const Call& call, const Principal& actor) {
    const auto wanted = wanted_key(call);
    if (!wanted) return http::problem_of(wanted.error());
    const auto made = house.identity->change(
        [&](Directory& directory, WallTime now) { return directory.make_key(actor, *wanted, now); });
    return answered_by(made, [](const identity::MadeKey& key) -> Answered {
        const Json json = Json::object().set("schema", "spark.key/1").set("key", key_json(key.key));
        Outcome outcome = Outcome::made(Json(json).set("secret", key.secret), "/api/v1/keys/" + key.key.id);
        outcome.kept_json = Json(json).set("secret", nullptr);
        return outcome;
    });
}

Answered revoke(House& house, const Call& call, const Principal& actor) {
    const auto owner = house.identity->change(
        [&](Directory& directory, WallTime now) { return directory.revoke_key(actor, call.path_part(0), now); });
    if (!owner) return problem_of(owner.error());
    end_streams_of(house, *owner);
    return Outcome::nothing();
}

}  // namespace

void add_key_operations(House& house, http::Operations& operations) {
    add_for_actor(house, operations, "keys.list", list);
    add_for_actor(house, operations, "keys.create", create);
    add_for_actor(house, operations, "keys.revoke", revoke);
    operations.add("roles.list", [](const Call&) -> Answered { return Outcome::of(role_table()); });
}

}  // namespace spark::server
