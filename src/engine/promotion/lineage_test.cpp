#include "engine/promotion/lineage.hpp"

#include <gtest/gtest.h>

#include <array>

#include "foundation/base/rng.hpp"

namespace spark::promotion {
namespace {

using wire::Json;

std::string text_of(Rng& rng, std::size_t size) {
    std::string text;
    for (std::size_t at = 0; at < size; ++at) text.push_back(static_cast<char>(rng.uniform(' ', '~')));
    return text;
}

std::vector<Link> some_links(Rng& rng) {
    constexpr std::array kinds{"prompt", "document", "version", "backtest", "optimization", "set", "promotion"};
    std::vector<Link> links;
    const std::int64_t count = rng.uniform(1, 9);
    for (std::int64_t at = 0; at < count; ++at) {
        links.push_back({.kind = kinds[static_cast<std::size_t>(rng.uniform(0, 6))],
                         .id = text_of(rng, 12),
                         .sha256 = text_of(rng, 64),
                         .created_at = "2026-01-02T03:04:05Z"});
    }
    return seal(std::move(links));
}

std::array<std::string*, 6> members_of(Link& link) {
    return {&link.kind, &link.id, &link.sha256, &link.created_at, &link.previous, &link.hash};
}

TEST(Lineage, of_sealed_links_is_whole_and_begins_with_nothing) {
    const std::vector<Link> links =
        seal({{.kind = "prompt", .id = "gen_1", .sha256 = "a"}, {.kind = "document", .id = "gen_1", .sha256 = "b"}});

    EXPECT_TRUE(verify(links).has_value());
    EXPECT_EQ(links[0].previous, lineage_start);
    EXPECT_EQ(links[1].previous, links[0].hash);
    EXPECT_EQ(head_of(links), links[1].hash);
    EXPECT_EQ(head_of({}), lineage_start);
    EXPECT_TRUE(verify({}).has_value());
}

TEST(Lineage, shows_any_changed_byte_of_any_link) {
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        SCOPED_TRACE(seed);
        Rng rng(seed);
        const std::vector<Link> links = some_links(rng);
        ASSERT_TRUE(verify(links).has_value());
        for (std::size_t at = 0; at < links.size(); ++at) {
            for (std::size_t member = 0; member < 6; ++member) {
                std::vector<Link> changed = links;
                std::string& text = *members_of(changed[at])[member];
                const auto place = static_cast<std::size_t>(rng.uniform(0, static_cast<std::int64_t>(text.size()) - 1));
                text[place] = static_cast<char>(text[place] == '~' ? ' ' : text[place] + 1);

                const auto verified = verify(changed);

                ASSERT_FALSE(verified.has_value()) << "link " << at << " member " << member;
                EXPECT_EQ(verified.error().fault, Fault::corrupt);
            }
        }
    }
}

TEST(Lineage, shows_links_that_were_taken_out_added_or_swapped) {
    Rng rng(7);
    std::vector<Link> links;
    while (links.size() < 3) links = some_links(rng);

    std::vector<Link> shorter = links;
    shorter.erase(shorter.begin() + 1);
    std::vector<Link> swapped = links;
    std::swap(swapped[0], swapped[1]);
    std::vector<Link> longer = links;
    longer.insert(longer.begin() + 1, links[1]);

    EXPECT_FALSE(verify(shorter).has_value());
    EXPECT_FALSE(verify(swapped).has_value());
    EXPECT_FALSE(verify(longer).has_value());
    // The last one alone is not missed by the others; that is what the head is for.
    std::vector<Link> cut = links;
    cut.pop_back();
    EXPECT_NE(head_of(cut), head_of(links));
}

TEST(Lineage, link_is_read_as_it_was_written_and_with_nothing_beside) {
    const std::vector<Link> links = seal({{.kind = "set", .id = "opt_1#17", .sha256 = "c", .created_at = "t"}});
    const Json json = link_json(links[0]);

    EXPECT_EQ(parse_link(json).value(), links[0]);
    Json more = json;
    EXPECT_EQ(parse_link(more.set("note", "x")).error().fault, Fault::corrupt);
    EXPECT_EQ(parse_link(Json::object().set("kind", "set")).error().fault, Fault::corrupt);
    EXPECT_EQ(parse_link(Json("set")).error().fault, Fault::corrupt);
}

}  // namespace
}  // namespace spark::promotion
