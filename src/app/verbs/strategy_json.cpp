#include "app/verbs/strategy_json.hpp"

#include "engine/strategy/document_text.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::verbs {

using strategy::Definition;
using wire::Json;

std::string strategy_sha256(const Definition& definition) { return crypto::sha256_hex(definition.canonical_text()); }

Json strategy_head_json(const Definition& definition, std::string_view schema) {
    return Json::object()
        .set("schema", schema)
        .set("name", definition.name())
        .set("version", definition.version())
        .set("sha256", strategy_sha256(definition));
}

Json strategy_row_json(const Definition& definition, std::string_view from) {
    return Json::object()
        .set("name", definition.name())
        .set("version", definition.version())
        .set("from", from)
        .set("sha256", strategy_sha256(definition))
        .set("parameters", definition.parameters().size())
        .set("description", definition.what_en());
}

Json strategy_json(const Definition& definition) {
    Json json = strategy_head_json(definition, "spark.strategy_show/1");
    json.set("document", strategy::to_json(*definition.document(), strategy::DocumentForm::full));
    return json.set("canonical", definition.canonical_text());
}

}  // namespace spark::verbs
