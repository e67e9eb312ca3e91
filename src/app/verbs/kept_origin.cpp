#include "app/verbs/kept_origin.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "adapters/store/evidence_folder.hpp"
#include "engine/audit/names.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::verbs {
namespace {

using wire::Json;
namespace fs = std::filesystem;

constexpr std::size_t generation_bytes_max = 16U << 20U;

std::unexpected<Error> no_such(std::string_view what, std::string_view id, std::string_view remedy) {
    // A mistake in what was sent, not an address without a thing.
    return fail(Fault::invalid_input, fmt::format("no {} is called '{}'", what, shown(id)),
                fmt::format("/origin/{}", what), std::string(remedy));
}

/// SHA-256 of the text under `key`, where the generation has one.
std::string text_sha256_of(const Json& generation, std::string_view key) {
    const Json* const part = generation.find(key);
    if (part == nullptr || !part->is_object()) return {};
    return part->string_at("text_sha256").value_or("");
}

Result<store::StrategyOrigin> generation_origin(const Context& context, std::string id, std::string_view text) {
    constexpr std::string_view remedy = "GET /api/v1/generations lists them";
    if (!id.starts_with("gen_") || !audit::check_id(id)) return no_such("generation", id, remedy);
    const fs::path path = fs::path(data_dir(context)) / "generations" / (id + ".json");
    const auto bytes = read_file(path, generation_bytes_max);
    if (!bytes && bytes.error().fault == Fault::not_found) return no_such("generation", id, remedy);
    if (!bytes) return fail(bytes.error());
    const auto generation = wire::parse_json(*bytes);
    if (!generation || generation->string_at("id").value_or("") != id)
        return fail(Fault::corrupt, fmt::format("{} is no generation", path.string()), path.string(),
                    "put the file back from a backup, or keep the document without an origin");
    const std::string sha256 = crypto::sha256_hex(text);
    const bool is_as_made =
        sha256 == text_sha256_of(*generation, "document") || sha256 == text_sha256_of(*generation, "fix");
    return store::StrategyOrigin{.generation = std::move(id), .is_edited = !is_as_made};
}

Result<store::StrategyOrigin> optimization_origin(const Context& context, std::string id, std::int64_t set) {
    if (set < 0) return fail(Fault::invalid_input, fmt::format("found set {}, allowed from 0", set), "/origin/set");
    if (!id.starts_with("opt_") || !audit::check_id(id)) return no_such("optimization", id, "spark optimize ls");
    SPARK_TRY(const auto evidence, store::EvidenceFolder::open(fs::path(data_dir(context)) / "evidence"));
    const auto stored = evidence.read(id);
    if (!stored && stored.error().fault == Fault::not_found) return no_such("optimization", id, "spark optimize ls");
    if (!stored) return fail(stored.error());
    if (stored->entry.kind != "optimization") return no_such("optimization", id, "spark optimize ls");
    return store::StrategyOrigin{.optimization = std::move(id), .set = set};
}

}  // namespace

Result<store::StrategyOrigin> read_origin(const Context& context, const Json& json, std::string_view text) {
    const bool is_generation = json.find("generation") != nullptr;
    if (is_generation == (json.find("optimization") != nullptr))
        return fail(Fault::invalid_input, "an origin names a generation or an optimization, one of the two", "/origin");
    if (is_generation) {
        SPARK_TRY(std::string id, json.string_at("generation"));
        return generation_origin(context, std::move(id), text);
    }
    SPARK_TRY(std::string id, json.string_at("optimization"));
    SPARK_TRY(const std::int64_t set, json.int64_at("set"));
    return optimization_origin(context, std::move(id), set);
}

Json origin_json(const std::optional<store::StrategyOrigin>& origin) {
    if (!origin) return nullptr;
    if (!origin->generation.empty())
        return Json::object().set("generation", origin->generation).set("is_edited", origin->is_edited);
    return Json::object().set("optimization", origin->optimization).set("set", origin->set);
}

}  // namespace spark::verbs
