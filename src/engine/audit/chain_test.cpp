#include "engine/audit/chain.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/audit/layout.hpp"
#include "engine/audit/testing/runs.hpp"

namespace spark::audit {
namespace {

std::vector<std::string> lines_of(int count) {
    const auto evidence = testing::some_evidence(count);
    const std::string index = evidence.reader.files.at(std::string(index_name));
    std::vector<std::string> lines;
    for (std::size_t from = 0; from < index.size();) {
        const std::size_t feed = index.find('\n', from);
        lines.push_back(index.substr(from, feed - from));
        from = feed + 1;
    }
    return lines;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string index;
    for (const std::string& line : lines) index += line + "\n";
    return index;
}

std::string place_of(const std::string& index) {
    const auto checked = check_chain(index);
    return checked ? "whole" : checked.error().place;
}

TEST(IndexLine, has_this_form) {
    const IndexEntry entry = chained_after(std::nullopt, IndexEntry{.kind = "backtest",
                                                                    .id = "bt_1",
                                                                    .nonce = "20251120074512-004217",
                                                                    .created_at = wall_time_of_ms(1'763'624'712'345),
                                                                    .manifest_sha256 = std::string(64, 'a')});

    const std::string line = index_line(entry);

    // The hash was computed with: jq -cjS 'del(.hash)' INDEX.jsonl | sha256sum
    EXPECT_EQ(line, R"({"created_at":"2025-11-20T07:45:12.345Z","hash":")" + entry.hash +
                        R"(","id":"bt_1","kind":"backtest","manifest_sha256":")" + std::string(64, 'a') +
                        R"(","nonce":"20251120074512-004217","previous":")" + std::string(64, '0') +
                        R"(","sequence":1})");
    EXPECT_EQ(entry.hash, "9750a6d2deb9b220c2b0dffd478bce3513f4e4268cb867b5b54803178cbf179f");
    EXPECT_EQ(parse_index_line(line), entry);
}

TEST(IndexLine, finds_every_flipped_bit) {
    const std::string line = lines_of(1).front();

    for (std::size_t at = 0; at < line.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string changed = line;
            changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
            ASSERT_FALSE(parse_index_line(changed).has_value()) << "byte " << at << " bit " << bit;
        }
    }
}

/// The line with the hash its other bytes give.
std::string rehashed(std::string line) {
    const std::size_t at = line.find("\"hash\":");
    const std::size_t member_size = std::string_view("\"hash\":\"\",").size() + 64;
    line.erase(at, member_size);
    return line.insert(at, "\"hash\":\"" + crypto::sha256_hex(line) + "\",");
}

TEST(IndexLine, is_refused_when_the_same_fields_are_written_another_way_under_a_right_hash) {
    const std::string line = lines_of(1).front();
    std::string blank = line;
    blank.insert(1, " ");
    std::string zeros = line;
    zeros.insert(zeros.size() - 2, "0");
    std::string zone = line;
    zone.replace(zone.find("Z\""), 2, "+00:00\"");

    ASSERT_EQ(rehashed(line), line);
    for (const std::string& text : {blank, zeros, zone, line + " ", line + "}"}) {
        EXPECT_FALSE(parse_index_line(rehashed(text)).has_value()) << text;
    }
    EXPECT_FALSE(parse_index_line("").has_value());
    EXPECT_FALSE(parse_index_line(std::string(5'000, '{')).has_value());
}

TEST(Chain, names_the_first_wrong_line) {
    const std::vector<std::string> lines = lines_of(5);
    auto removed = lines;
    removed.erase(removed.begin() + 2);
    auto reordered = lines;
    std::swap(reordered[1], reordered[3]);
    auto doubled = lines;
    doubled.insert(doubled.begin() + 3, lines[2]);
    auto without_first = lines;
    without_first.erase(without_first.begin());
    auto blank = lines;
    blank.insert(blank.begin() + 4, "");

    EXPECT_EQ(place_of(joined(lines)), "whole");
    EXPECT_EQ(place_of(joined(removed)), "INDEX.jsonl:3");
    EXPECT_EQ(place_of(joined(reordered)), "INDEX.jsonl:2");
    EXPECT_EQ(place_of(joined(doubled)), "INDEX.jsonl:4");
    EXPECT_EQ(place_of(joined(without_first)), "INDEX.jsonl:1");
    EXPECT_EQ(place_of(joined(blank)), "INDEX.jsonl:5");
}

TEST(Chain, finds_a_line_rewritten_with_a_right_hash_of_its_own) {
    std::vector<std::string> lines = lines_of(4);
    IndexEntry forged = parse_index_line(lines[1]).value();
    forged.manifest_sha256 = std::string(64, 'f');
    lines[1] = index_line(chained_after(parse_index_line(lines[0]).value(), forged));

    EXPECT_TRUE(parse_index_line(lines[1]).has_value());
    EXPECT_EQ(place_of(joined(lines)), "INDEX.jsonl:3");
}

TEST(Chain, refuses_an_id_that_stands_twice) {
    const std::vector<std::string> lines = lines_of(2);
    IndexEntry again = parse_index_line(lines[0]).value();
    again = chained_after(parse_index_line(lines[1]).value(), again);

    EXPECT_EQ(place_of(joined(lines) + index_line(again) + "\n"), "INDEX.jsonl:3");
}

TEST(Chain, takes_only_what_ends_in_a_line_feed) {
    const std::vector<std::string> lines = lines_of(3);
    const std::string whole = joined({lines[0], lines[1]});

    for (std::size_t size = 0; size <= lines[2].size(); ++size) {
        const std::string torn = whole + lines[2].substr(0, size);
        EXPECT_EQ(torn_size(torn), size);
        ASSERT_EQ(check_chain(torn).value().size(), 2U);
        EXPECT_EQ(last_entry(torn).value()->id, "bt_1");
    }
    EXPECT_EQ(torn_size(joined(lines)), 0U);
    EXPECT_EQ(last_entry("torn from the start").value(), std::nullopt);
    EXPECT_EQ(last_entry("").value(), std::nullopt);
    EXPECT_EQ(last_entry("no line\n").error().fault, Fault::corrupt);
}

RC_GTEST_PROP(Chain, any_changed_byte_of_any_chain_is_found, ()) {
    std::string index = joined(lines_of(*rc::gen::inRange(1, 8)));
    const auto at = *rc::gen::inRange<std::size_t>(0, index.size());
    const auto change = *rc::gen::inRange(1, 256);
    index[at] = static_cast<char>(index[at] ^ change);

    // The last line feed is what makes a line; without it the line is a torn tail and the chain ends before it.
    const bool is_last_feed = at + 1 == index.size();

    const auto checked = check_chain(index);
    if (is_last_feed)
        RC_ASSERT(checked.has_value() && torn_size(index) > 0);
    else
        RC_ASSERT(!checked.has_value() && checked.error().fault == Fault::corrupt);
}

RC_GTEST_PROP(Chain, any_prefix_of_whole_lines_is_a_chain_and_no_other_choice_of_lines_is, ()) {
    const std::vector<std::string> lines = lines_of(6);
    const auto chosen = *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, lines.size()));
    std::vector<std::string> picked;
    bool is_prefix = true;
    for (const std::size_t index : chosen) {
        is_prefix = is_prefix && index == picked.size();
        picked.push_back(lines[index]);
    }

    RC_ASSERT(check_chain(joined(picked)).has_value() == is_prefix);
}

}  // namespace
}  // namespace spark::audit
