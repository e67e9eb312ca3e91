#include "app/lab/lineage_of.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "app/verbs/strategy_json.hpp"
#include "foundation/base/files.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::lab {
namespace {

using promotion::Link;
using wire::Json;
namespace fs = std::filesystem;

constexpr std::size_t generation_bytes_max = 16U << 20U;

/// The version and those it was made from, oldest first.
Result<std::vector<verbs::KeptStrategy>> way_to(const verbs::Context& context, const verbs::KeptStrategy& strategy) {
    const std::string name(strategy.definition.name());
    std::vector<verbs::KeptStrategy> way{strategy};
    while (way.back().kept.parent) {
        // Numbers only fall: a file that says otherwise would make a circle.
        const std::uint32_t parent = *way.back().kept.parent;
        if (parent >= way.back().kept.version)
            return fail(Fault::corrupt,
                        fmt::format("{}@{} says it was made from version {}", name, way.back().kept.version, parent));
        SPARK_TRY(verbs::KeptStrategy before, verbs::load_kept(context, name, parent));
        way.push_back(std::move(before));
    }
    std::ranges::reverse(way);
    return way;
}

Result<void> add_generation(const verbs::Context& context, const std::string& id, Lineage& lineage) {
    const fs::path path = fs::path(verbs::data_dir(context)) / "generations" / (id + ".json");
    const auto text = read_file(path, generation_bytes_max);
    if (!text && text.error().fault == Fault::not_found) {
        lineage.is_whole = false;
        return {};
    }
    if (!text) return fail(text.error());
    std::vector<Link>& links = lineage.links;
    const auto generation = wire::parse_json(*text);
    const auto prompt = generation ? generation->string_at("prompt") : Result<std::string>(fail(generation.error()));
    if (!prompt) return fail(Fault::corrupt, "it is no generation", path.string(), "put it back from a backup");
    const std::string created_at = generation->string_at("created_at").value_or("");
    links.push_back({.kind = "prompt", .id = id, .sha256 = crypto::sha256_hex(*prompt), .created_at = created_at});
    const Json* const document = generation->find("document");
    const auto made = document == nullptr ? Result<std::string>(fail(Fault::corrupt, "")) : document->string_at("text");
    if (made)
        links.push_back({.kind = "document", .id = id, .sha256 = crypto::sha256_hex(*made), .created_at = created_at});
    return {};
}

/// The search and the set a version took its values from.
void add_search(const SearchEvidence& search, Lineage& lineage) {
    std::vector<Link>& links = lineage.links;
    lineage.is_whole = lineage.is_whole && !search.manifest_sha256.empty();
    if (search.manifest_sha256.empty()) return;
    const std::string created_at = format_iso8601(search.created_at);
    links.push_back(
        {.kind = "optimization", .id = search.facts.id, .sha256 = search.manifest_sha256, .created_at = created_at});
    if (!search.facts.set_number) return;
    std::string_view hash = search.facts.result_hash;
    if (hash.starts_with("sha256:")) hash.remove_prefix(7);
    links.push_back({.kind = "set",
                     .id = fmt::format("{}#{}", search.facts.id, *search.facts.set_number),
                     .sha256 = std::string(hash),
                     .created_at = created_at});
}

/// The same of an earlier version, as its origin says it.
void add_named_search(const store::EvidenceFolder& evidence, const store::StrategyOrigin& origin, Lineage& lineage) {
    const auto stored = evidence.read(origin.optimization);
    lineage.is_whole = lineage.is_whole && stored.has_value();
    if (!stored) return;
    lineage.links.push_back({.kind = "optimization",
                             .id = origin.optimization,
                             .sha256 = stored->entry.manifest_sha256,
                             .created_at = format_iso8601(stored->entry.created_at)});
}

void add_run(std::string_view id, std::string_view manifest_sha256, WallTime created_at, std::vector<Link>& links) {
    links.push_back({.kind = "backtest",
                     .id = std::string(id),
                     .sha256 = std::string(manifest_sha256),
                     .created_at = format_iso8601(created_at)});
}

template <class T>
const T* given(const std::optional<T>* value) {
    return value != nullptr && *value ? &**value : nullptr;
}

}  // namespace

Result<std::vector<std::string>> identities_on_the_way(const verbs::Context& context,
                                                       const verbs::KeptStrategy& strategy) {
    SPARK_TRY(const std::vector<verbs::KeptStrategy> way, way_to(context, strategy));
    std::vector<std::string> identities;
    for (const verbs::KeptStrategy& version : way) identities.push_back(verbs::strategy_sha256(version.definition));
    return identities;
}

Result<Lineage> lineage_of(const verbs::Context& context, const store::EvidenceFolder& evidence,
                           const verbs::KeptStrategy& strategy, const RunsByStrategy& runs, const LineageEnds& ends) {
    SPARK_TRY(const std::vector<verbs::KeptStrategy> way, way_to(context, strategy));
    const std::string name(strategy.definition.name());
    Lineage lineage;
    std::vector<Link>& links = lineage.links;
    for (const verbs::KeptStrategy& version : way) {
        const bool is_last = version.kept.version == strategy.kept.version;
        const auto& origin = version.kept.origin;
        if (origin && !origin->generation.empty()) SPARK_TRY(add_generation(context, origin->generation, lineage));
        if (const SearchEvidence* const search = given(ends.search); is_last && search != nullptr) {
            add_search(*search, lineage);
        } else if (origin && !origin->optimization.empty()) {
            add_named_search(evidence, *origin, lineage);
        }
        const std::string identity = verbs::strategy_sha256(version.definition);
        links.push_back({.kind = "version",
                         .id = fmt::format("{}@{}", name, version.kept.version),
                         .sha256 = identity,
                         .created_at = format_iso8601(version.kept.created_at)});
        const auto own = runs.find(identity);
        if (const RunEvidence* const run = given(ends.run); is_last && run != nullptr) {
            add_run(run->facts.id, run->manifest_sha256, run->created_at, links);
        } else if (own != runs.end() && !own->second.empty()) {
            const audit::IndexEntry& newest = own->second.front();
            add_run(newest.id, newest.manifest_sha256, newest.created_at, links);
        }
    }
    if (const Proposal* const proposal = given(ends.proposal); proposal != nullptr)
        links.push_back(
            {.kind = "promotion", .id = proposal->id, .sha256 = proposal->hash, .created_at = proposal->created_at});
    lineage.links = promotion::seal(std::move(links));
    return lineage;
}

}  // namespace spark::lab
