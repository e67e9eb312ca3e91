#include "app/lab/policy_json.hpp"

#include <algorithm>

#include "engine/strategy/definition.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::lab {

using wire::Json;

Json violations_json(std::span<const policy::Violation> violations) {
    Json list = Json::array();
    for (const policy::Violation& violation : violations)
        list.push(Json::object()
                      .set("rule", violation.rule)
                      .set("path", violation.path)
                      .set("found", violation.found)
                      .set("allowed", violation.allowed)
                      .set("en", violation.en)
                      .set("tr", violation.tr)
                      .set("is_fixable", violation.is_fixable));
    return list;
}

Json fix_json(const policy::Fix& fix) {
    const auto or_null = [](const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); };
    Json differences = Json::array();
    for (const strategy::FieldDifference& row : fix.differences)
        differences.push(
            Json::object().set("field", row.field).set("before", or_null(row.before)).set("after", or_null(row.after)));
    return Json::object()
        .set("text", fix.text)
        .set("text_sha256", crypto::sha256_hex(fix.text))
        .set("differences", std::move(differences))
        .set("left", violations_json(fix.left))
        .set("is_rewritten", fix.is_rewritten);
}

Result<Json> policy_check_json(std::string_view text, strategy::DocumentSyntax syntax, const policy::Policy& policy) {
    SPARK_TRY(const strategy::Definition definition, strategy::load_definition(text, "document", syntax));
    const std::vector<policy::Violation> violations = policy::check(*definition.document(), policy);
    Json json = Json::object().set("schema", "spark.policy_check/1").set("name", definition.name());
    json.set("violations", violations_json(violations));
    const bool is_fixable = std::ranges::any_of(violations, &policy::Violation::is_fixable);
    if (!is_fixable) return json.set("fix", nullptr);
    SPARK_TRY(const policy::Fix fix, policy::fix(text, syntax, policy));
    return json.set("fix", fix_json(fix));
}

}  // namespace spark::lab
