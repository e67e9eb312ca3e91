#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/audit/record.hpp"
#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/crypto/ed25519.hpp"

namespace spark::audit {

/// At most so many records stand in the log without a signature over them, and no checkpoint is longer.
inline constexpr std::uint64_t checkpoint_records_max = 1'000;
/// With 8 digits a record and 512 for the rest.
inline constexpr std::size_t checkpoint_line_bytes_max = 16'384;

/// One line of checkpoints.jsonl: a signed statement that the log had so many records at that time and how the last one
/// ended; made in empty periods too, so that absence is a statement as well. Checkpoints are chained among themselves.
struct Checkpoint {
    std::uint64_t sequence = 0;  ///< 1 for the first.
    WallTime time{};
    std::uint64_t count = 0;  ///< Records in the log.
    std::string last_hash;    ///< Of record `count`.
    /// The first 8 digits of the hash of every record since the checkpoint before: after a forger has given a whole
    /// tail new hashes they still say which record was the first.
    std::string marks;
    crypto::Ed25519PublicKey key;
    std::string previous{};   ///< SHA-256 over the whole line before; chain_start for the first.
    std::string signature{};  ///< Ed25519 over the line without this, its first member.

    bool operator==(const Checkpoint&) const = default;
};

inline constexpr std::size_t mark_size = 8;
inline std::string_view mark_of(std::string_view hash) { return hash.substr(0, mark_size); }

/// Where the chain of checkpoints stands; nothing yet: 0 and chain_start.
struct CheckpointHead {
    std::uint64_t sequence = 0;
    std::string line_hash;
    ChainHead records;  ///< What the last checkpoint signs.
};
CheckpointHead no_checkpoint();

/// The line, without line feed, of the checkpoint after `head`.
std::string signed_after(const CheckpointHead& head, const ChainHead& records, std::string_view marks, WallTime time,
                         const crypto::Ed25519Secret& secret);

/// Reads one line: its form, and the signature by the key in it. Errors: corrupt.
Result<Checkpoint> parse_checkpoint(std::string_view line);

/// What the next checkpoint follows. Precondition: `line` is that of `checkpoint`.
CheckpointHead head_of(const Checkpoint& checkpoint, std::string_view line);

/// That `checkpoint` comes right after `head`. Errors: corrupt.
Result<void> check_follows(const Checkpoint& checkpoint, const CheckpointHead& head);

}  // namespace spark::audit
