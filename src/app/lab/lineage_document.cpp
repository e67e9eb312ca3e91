#include <filesystem>

#include "app/lab/lineage_of.hpp"
#include "app/lab/promotion_check.hpp"

namespace spark::lab {

/// The check's own chain: the same links, in the same order, with the run and the search it relied on.
Result<wire::Json> lineage_json(verbs::Context& context, std::string_view name, std::optional<std::uint32_t> version) {
    SPARK_TRY(const PromotionCheck check, check_promotion(context, name, version));
    wire::Json json = wire::Json::object();
    json.set("schema", "spark.lineage/1").set("strategy", check.facts.strategy).set("version", check.facts.version);
    json.set("sha256", check.facts.sha256);
    const wire::Json part = lineage_part_json(check.lineage);
    const auto members = part.as_object().value();
    for (const wire::JsonMember& member : members) json.set(member.key, member.value);
    return json;
}

}  // namespace spark::lab
