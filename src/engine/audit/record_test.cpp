#include "engine/audit/record.hpp"

#include <gtest/gtest.h>

#include "engine/audit/chain.hpp"
#include "engine/audit/testing/sample_log.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::audit {
namespace {

using testing::sample_record;

TEST(AuditRecord, comes_back_from_its_line_as_it_was) {
    AuditRecord record = sample_record(5);
    record.actor.name = "quote \" backslash \\ feed \n";
    record.details.set("hash", "not the line's");

    const ChainedRecord chained = chained_after({.sequence = 41, .hash = std::string(64, 'a')}, record);
    const auto read = parse_record(chained.line);

    ASSERT_TRUE(read.has_value()) << read.error().message;
    EXPECT_EQ(*read, chained.record);
    EXPECT_EQ(read->sequence, 42U);
    EXPECT_EQ(read->previous, std::string(64, 'a'));
    EXPECT_EQ(read->actor.name, record.actor.name);
    EXPECT_EQ(chained.line.find('\n'), std::string::npos);
}

TEST(AuditRecord, has_a_hash_anybody_can_make_from_the_line_without_its_first_member) {
    const ChainedRecord chained = chained_after(empty_chain(), sample_record(1));

    const std::string rest = "{" + chained.line.substr(chained.line.find(R"("previous")"));

    EXPECT_EQ(chained.record.hash, crypto::sha256_hex(rest));
    EXPECT_TRUE(chained.line.starts_with(R"({"hash":")" + chained.record.hash + '"')) << chained.line;
}

TEST(AuditRecord, keeps_the_attempt_of_a_stranger_whose_name_never_ends) {
    AuditRecord record = sample_record(1);
    record.actor.name = std::string(1'000'000, 'x');
    record.request_id = std::string("\xff\x00\n", 3);
    record.details.set("body", std::string(100'000, 'y'));

    const ChainedRecord chained = chained_after(empty_chain(), record);

    EXPECT_LT(chained.line.size(), 1'500U);
    const auto read = parse_record(chained.line);
    ASSERT_TRUE(read.has_value()) << read.error().message;
    EXPECT_EQ(read->details.int64_at("left_out_bytes").value(), 100'033);
    EXPECT_TRUE(read->actor.name.starts_with(std::string(200, 'x')));
}

TEST(AuditRecord, has_lines_within_the_bound_even_where_every_letter_is_escaped) {
    AuditRecord record = sample_record(1);
    for (std::string* text : {&record.actor.kind, &record.actor.id, &record.actor.name, &record.actor.role,
                              &record.action, &record.object, &record.reason, &record.request_id, &record.address}) {
        *text = std::string(record_text_bytes_max, '\x01');
    }
    record.details = wire::Json::object().set("k", std::string(record_details_bytes_max - 8, 'd'));

    const ChainedRecord chained = chained_after(empty_chain(), record);

    EXPECT_TRUE(parse_record(chained.line).has_value());
    EXPECT_EQ(chained.record.details, record.details);
}

TEST(AuditRecord, finds_a_flip_of_every_bit_of_a_line) {
    const std::string line = chained_after(empty_chain(), sample_record(1)).line;
    for (std::size_t index = 0; index < line.size() * 8; ++index) {
        std::string flipped = line;
        flipped[index / 8] = static_cast<char>(flipped[index / 8] ^ (1 << (index % 8)));

        const auto read = parse_record(flipped);

        ASSERT_FALSE(read.has_value()) << flipped;
        ASSERT_EQ(read.error().fault, Fault::corrupt);
    }
}

TEST(AuditRecord, is_refused_when_cut_short_anywhere) {
    const std::string line = chained_after(empty_chain(), sample_record(1)).line;
    for (std::size_t size = 0; size < line.size(); ++size)
        ASSERT_FALSE(check_line(std::string_view(line).substr(0, size)).has_value()) << size;
}

TEST(Checkpoint, comes_back_from_its_line_and_follows_the_one_before) {
    const std::string hash(64, 'b');
    const CheckpointHead head = no_checkpoint();
    const std::string line = signed_after(head, {.sequence = 2, .hash = hash}, "aaaaaaaabbbbbbbb",
                                          wall_time_of_ms(1'763'624'712'345), testing::sample_secret());

    const auto checkpoint = parse_checkpoint(line);

    ASSERT_TRUE(checkpoint.has_value()) << checkpoint.error().message;
    EXPECT_TRUE(check_follows(*checkpoint, head).has_value());
    EXPECT_EQ(checkpoint->count, 2U);
    EXPECT_EQ(checkpoint->key, crypto::ed25519_public_key(testing::sample_secret()));
    EXPECT_FALSE(check_follows(*checkpoint, head_of(*checkpoint, line)).has_value()) << "not after itself";
}

TEST(Checkpoint, finds_a_flip_of_every_bit_of_a_line) {
    const std::string line =
        signed_after(no_checkpoint(), empty_chain(), "", wall_time_of_ms(1'000), testing::sample_secret());
    for (std::size_t index = 0; index < line.size() * 8; index += 3) {
        std::string flipped = line;
        flipped[index / 8] = static_cast<char>(flipped[index / 8] ^ (1 << (index % 8)));
        ASSERT_FALSE(parse_checkpoint(flipped).has_value()) << flipped;
    }
}

}  // namespace
}  // namespace spark::audit
