#include "engine/audit/checkpoint.hpp"

#include <utility>

#include <fmt/format.h>

#include "engine/audit/chain.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/crypto/sha256.hpp"
#include "foundation/wire/json.hpp"

namespace spark::audit {
namespace {

constexpr std::string_view signature_key = R"({"signature":")";

std::unexpected<Error> bad(std::string message) { return fail(Fault::corrupt, std::move(message)); }

/// What is signed: everything but the signature. No value can hold a letter that JSON would escape.
std::string unsigned_text(const Checkpoint& checkpoint) {
    return fmt::format(R"({{"previous":"{}","sequence":{},"time_ms":{},"count":{},"last_hash":"{}","key":"{}",)"
                       R"("marks":"{}"}})",
                       checkpoint.previous, checkpoint.sequence, ms_of(checkpoint.time), checkpoint.count,
                       checkpoint.last_hash, checkpoint.key.hex(), checkpoint.marks);
}

std::string line_of(std::string_view signature, std::string_view unsigned_line) {
    return fmt::format(R"({}{}",{})", signature_key, signature, unsigned_line.substr(1));
}

Result<Checkpoint> checkpoint_of(const wire::Json& json) {
    Checkpoint checkpoint;
    SPARK_TRY(checkpoint.signature, json.string_at("signature"));
    SPARK_TRY(checkpoint.previous, json.string_at("previous"));
    SPARK_TRY(const std::int64_t sequence, json.int64_at("sequence"));
    SPARK_TRY(const std::int64_t time_ms, json.int64_at("time_ms"));
    SPARK_TRY(const std::int64_t count, json.int64_at("count"));
    SPARK_TRY(checkpoint.last_hash, json.string_at("last_hash"));
    SPARK_TRY(const std::string key, json.string_at("key"));
    SPARK_TRY(checkpoint.marks, json.string_at("marks"));
    SPARK_TRY(checkpoint.key, crypto::Ed25519PublicKey::parse(key));
    if (sequence < 1 || count < 0) return bad("a number below its least");
    checkpoint.sequence = static_cast<std::uint64_t>(sequence);
    checkpoint.count = static_cast<std::uint64_t>(count);
    checkpoint.time = wall_time_of_ms(time_ms);
    return checkpoint;
}

}  // namespace

CheckpointHead no_checkpoint() {
    return {.sequence = 0, .line_hash = std::string(chain_start), .records = empty_chain()};
}

std::string signed_after(const CheckpointHead& head, const ChainHead& records, std::string_view marks, WallTime time,
                         const crypto::Ed25519Secret& secret) {
    SPARK_ASSERT(marks.size() == (records.sequence - head.records.sequence) * mark_size);
    const Checkpoint checkpoint{.sequence = head.sequence + 1,
                                .time = time,
                                .count = records.sequence,
                                .last_hash = records.hash,
                                .marks = std::string(marks),
                                .key = crypto::ed25519_public_key(secret),
                                .previous = head.line_hash};
    const std::string text = unsigned_text(checkpoint);
    return line_of(crypto::ed25519_sign(secret, text).hex(), text);
}

Result<Checkpoint> parse_checkpoint(std::string_view line) {
    if (line.size() > checkpoint_line_bytes_max)
        return bad(fmt::format("found a line of {} bytes, allowed {}", line.size(), checkpoint_line_bytes_max));
    const auto json = wire::parse_json(line);
    if (!json) return bad("altered: " + json.error().message);
    auto checkpoint = checkpoint_of(*json);
    if (!checkpoint) return bad("altered: " + checkpoint.error().message);
    const std::string text = unsigned_text(*checkpoint);
    // The same values written another way would be another line with a right signature.
    if (line_of(checkpoint->signature, text) != line) return bad("altered: not written as this file is");
    const auto signature = crypto::Ed25519Signature::parse(checkpoint->signature);
    const bool is_signed = signature && signature->hex() == checkpoint->signature &&
                           crypto::ed25519_verify(checkpoint->key, text, *signature);
    if (!is_signed) return bad("altered: its signature does not hold");
    return checkpoint;
}

CheckpointHead head_of(const Checkpoint& checkpoint, std::string_view line) {
    return {.sequence = checkpoint.sequence,
            .line_hash = crypto::sha256_hex(line),
            .records = {.sequence = checkpoint.count, .hash = checkpoint.last_hash}};
}

Result<void> check_follows(const Checkpoint& checkpoint, const CheckpointHead& head) {
    if (checkpoint.sequence != head.sequence + 1)
        return bad(fmt::format("found checkpoint {}, expected {}: lines were removed, added or reordered",
                               checkpoint.sequence, head.sequence + 1));
    if (checkpoint.previous != head.line_hash)
        return bad(fmt::format("found previous hash {}, the line before has {}", checkpoint.previous, head.line_hash));
    const std::uint64_t signed_before = head.records.sequence;
    const bool counts = checkpoint.count >= signed_before &&
                        checkpoint.count - signed_before <= checkpoint_records_max &&
                        checkpoint.marks.size() == (checkpoint.count - signed_before) * mark_size;
    if (!counts)
        return bad(fmt::format("found {} records after {}, and {} bytes of marks", checkpoint.count, signed_before,
                               checkpoint.marks.size()));
    const bool ends_right = checkpoint.count == signed_before
                                ? checkpoint.last_hash == head.records.hash
                                : checkpoint.last_hash.starts_with(
                                      std::string_view(checkpoint.marks).substr(checkpoint.marks.size() - mark_size));
    if (!ends_right) return bad("its last hash and its marks disagree");
    return {};
}

}  // namespace spark::audit
