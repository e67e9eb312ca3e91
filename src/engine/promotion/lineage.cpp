#include "engine/promotion/lineage.hpp"

#include <fmt/format.h>

#include "foundation/crypto/sha256.hpp"

namespace spark::promotion {
namespace {

using wire::Json;

constexpr std::size_t member_count = 6;

Json sealed_part(const Link& link) {
    return Json::object()
        .set("kind", link.kind)
        .set("id", link.id)
        .set("sha256", link.sha256)
        .set("created_at", link.created_at)
        .set("previous", link.previous);
}

std::string hash_of(const Link& link) { return crypto::sha256_hex(wire::to_text(sealed_part(link))); }

}  // namespace

std::vector<Link> seal(std::vector<Link> links) {
    std::string previous(lineage_start);
    for (Link& link : links) {
        link.previous = previous;
        link.hash = hash_of(link);
        previous = link.hash;
    }
    return links;
}

Result<void> verify(std::span<const Link> links) {
    std::string_view previous = lineage_start;
    for (const Link& link : links) {
        const auto bad = [&](std::string_view what) {
            return fail(Fault::corrupt, fmt::format("the link {} {}: {}", link.kind, link.id, what), link.id,
                        "the chain is computed from the files: ask for it again and compare");
        };
        if (link.previous != previous) return bad("it does not follow the link before it");
        if (link.hash != hash_of(link)) return bad("its hash is not that of its members");
        previous = link.hash;
    }
    return {};
}

std::string_view head_of(std::span<const Link> links) {
    return links.empty() ? lineage_start : std::string_view(links.back().hash);
}

Json link_json(const Link& link) { return sealed_part(link).set("hash", link.hash); }

Result<Link> parse_link(const Json& json) {
    const auto read = [&]() -> Result<Link> {
        Link link;
        SPARK_TRY(link.kind, json.string_at("kind"));
        SPARK_TRY(link.id, json.string_at("id"));
        SPARK_TRY(link.sha256, json.string_at("sha256"));
        SPARK_TRY(link.created_at, json.string_at("created_at"));
        SPARK_TRY(link.previous, json.string_at("previous"));
        SPARK_TRY(link.hash, json.string_at("hash"));
        return link;
    };
    auto link = read();
    if (link && json.size() == member_count) return link;
    return fail(Fault::corrupt, link ? fmt::format("found {} members in a link, allowed {}", json.size(), member_count)
                                     : fmt::format("it is no link of a lineage: {}", link.error().message));
}

}  // namespace spark::promotion
