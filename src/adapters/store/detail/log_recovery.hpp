#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/audit/checkpoint.hpp"
#include "engine/audit/record.hpp"
#include "foundation/base/result.hpp"
#include "foundation/crypto/ed25519.hpp"

namespace spark::store::detail {

/// Bytes after the last line feed of a file: of a write that was never acknowledged.
struct TornLine {
    std::string file;
    std::uint64_t whole_size = 0;  ///< Of the file up to its last line feed.
    std::uint64_t size_bytes = 0;
    std::string sha256;
};

/// Where a log goes on.
struct LogTail {
    audit::ChainHead head = audit::empty_chain();
    audit::CheckpointHead checkpoint = audit::no_checkpoint();
    std::string marks;                ///< Of the records that no checkpoint signs yet.
    std::uint64_t segment_first = 1;  ///< The last segment.
    std::vector<TornLine> torn;
};

/// Looks at the end of a log: its last checkpoint, and every record of its last segment. Changes nothing.
/// Errors: corrupt when they are not what a writer, killed at any moment, can have left.
Result<LogTail> recover_tail(const std::filesystem::path& folder, const crypto::Ed25519PublicKey& key);

}  // namespace spark::store::detail
