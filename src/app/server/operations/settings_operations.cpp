#include <array>
#include <optional>
#include <string>
#include <utility>

#include "adapters/database/settings_records.hpp"
#include "app/server/operations/identity_answers.hpp"
#include "app/server/operations/operations.hpp"
#include "app/server/operations/page_documents.hpp"
#include "app/verbs/config_verb.hpp"

namespace spark::server {
namespace {

using http::Answered;
using http::Call;
using http::Outcome;
using identity::Principal;
using wire::Json;

constexpr std::string_view appearance_key = "appearance";

/// Whose settings: a user's. Errors: denied for the x-admin-token.
Result<std::string> scope_of(const Principal& actor) {
    if (!actor.user_id.empty()) return "user:" + actor.user_id;
    return fail(Fault::denied, "the x-admin-token is no person and has no settings of its own");
}

/// As it is before anybody has said otherwise.
Result<Json> usual_appearance(const House& house, const Principal& actor) {
    SPARK_TRY(const identity::User user,
              identity::to_result(house.identity->look([&](const identity::Directory& directory, WallTime) {
                  return directory.user(actor, actor.user_id);
              })));
    return Json::object()
        .set("language", user.language)
        .set("theme", "system")
        .set("palette", "default")
        .set("palette_inverted", false)
        .set("time_zone", "Europe/Istanbul")
        .set("density", "comfortable");
}

Json appearance_json(const Json& kept, std::int64_t version) {
    Json json = Json::object().set("schema", "spark.appearance/1").set("version", version);
    for (const std::string_view name : {"language", "theme", "palette", "palette_inverted", "time_zone", "density"}) {
        const Json* const value = kept.find(name);
        json.set(std::string(name), value == nullptr ? Json(nullptr) : *value);
    }
    return json;
}

Outcome appearance_outcome(const Json& kept, std::int64_t version) {
    return tagged(Outcome::of(appearance_json(kept, version)), version);
}

struct Own {
    Json kept;
    std::int64_t version = 0;  ///< 0: nothing is kept yet.
};

Result<Own> own_appearance(const House& house, const Principal& actor) {
    SPARK_TRY(const std::string scope, scope_of(actor));
    SPARK_TRY(const auto row, database::find_setting(*house.database, scope, appearance_key));
    if (!row) {
        SPARK_TRY(Json usual, usual_appearance(house, actor));
        return Own{.kept = std::move(usual)};
    }
    SPARK_TRY(Json kept, wire::parse_json(row->value));
    return Own{.kept = std::move(kept), .version = row->version};
}

Result<Outcome> show_own(const House& house, const Principal& actor) {
    SPARK_TRY(const Own own, own_appearance(house, actor));
    return appearance_outcome(own.kept, own.version);
}

Answered keep_own(const House& house, const Call& call, const Principal& actor) {
    const WantedVersion wanted = wanted_version(call);
    if (wanted.problem) return *wanted.problem;
    const auto scope = scope_of(actor);
    if (!scope) return http::problem_of(scope.error());
    const auto row = database::put_setting(*house.database, {.scope = *scope,
                                                             .key = std::string(appearance_key),
                                                             .value = wire::to_text(call.body),
                                                             .version_expected = wanted.version,
                                                             .changed_at = house.now(),
                                                             .changed_by = actor.user_id});
    if (row) return appearance_outcome(call.body, row->version);
    if (row.error().fault != Fault::conflict) return http::problem_of(row.error());
    return http::Problem{.kind = http::problem_kind("version_conflict"), .detail = row.error().message};
}

}  // namespace

std::optional<KeptAppearance> appearance_document(const House& house, const Call& call) {
    // As the route: who has to change the password first is told nothing else.
    if (!call.caller.principal || call.caller.principal->must_change_password) return std::nullopt;
    const auto own = own_appearance(house, *call.caller.principal);
    if (!own) return std::nullopt;
    return KeptAppearance{.document = appearance_json(own->kept, own->version), .is_kept = own->version > 0};
}

void add_settings_operations(House& house, http::Operations& operations) {
    add_for_actor(house, operations, "settings.show_own", [](House& inner, const Call&, const Principal& actor) {
        return http::answered(show_own(inner, actor));
    });
    add_for_actor(house, operations, "settings.keep_own", keep_own);
    operations.add("settings.show_server", [&house](const Call&) -> Answered {
        return Outcome::of(verbs::settings_json(house.context.settings));
    });
}

}  // namespace spark::server
