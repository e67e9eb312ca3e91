#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/audit/checkpoint.hpp"
#include "engine/audit/record.hpp"
#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/crypto/ed25519.hpp"

namespace spark::audit {

inline constexpr std::string_view checkpoints_name = "checkpoints.jsonl";

/// `audit-000000000001.jsonl`: a segment is named after its first record.
std::string segment_name(std::uint64_t first_sequence);
/// The first record of a segment of this name; nothing for any other name.
std::optional<std::uint64_t> segment_first(std::string_view name);

/// Where the bytes of a log come from: a folder on disk, or memory in tests. One thread.
class LogReader {
  public:
    virtual ~LogReader() = default;

    /// Every name in the folder, in any order.
    virtual Result<std::vector<std::string>> names() const = 0;
    /// Up to `size_max` bytes from `offset`; empty at the end. Errors: not_found, others as the medium gives them.
    virtual Result<std::string> read(const std::string& name, std::uint64_t offset, std::size_t size_max) const = 0;
};

struct LogTrust {
    std::optional<crypto::Ed25519PublicKey> key{};  ///< None: that of the first checkpoint, taken at its word.
    /// Lines of checkpoints.jsonl that were kept elsewhere: each must stand in the log. The one thing that finds a log
    /// replaced whole by an older or a forged one whose key was stolen.
    std::vector<std::string> kept_checkpoints{};
};

/// The first thing that is wrong.
struct LogFinding {
    std::optional<std::uint64_t> sequence{};  ///< Of the record; none when a checkpoint itself is wrong.
    std::string file{};
    std::uint64_t line = 0;
    std::string what{};

    bool operator==(const LogFinding&) const = default;
};

/// Nothing was signed between two checkpoints for longer than the writer's promise: it did not run, or lines are gone
/// together with all that followed them.
struct LogGap {
    WallTime from{};
    WallTime to{};
};

struct LogReport {
    std::optional<LogFinding> finding{};  ///< None: everything looked at is right.
    std::uint64_t record_count = 0;       ///< Right ones, from the first on.
    std::uint64_t signed_count = 0;       ///< Of them: under a right checkpoint.
    std::uint64_t checkpoint_count = 0;
    std::size_t segment_count = 0;
    std::size_t kept_found_count = 0;  ///< Of LogTrust::kept_checkpoints.
    std::string last_hash;
    std::optional<crypto::Ed25519PublicKey> key{};
    std::optional<WallTime> signed_until{};  ///< Time of the last right checkpoint.
    std::uint64_t gap_count = 0;
    std::optional<LogGap> longest_gap{};
    std::vector<std::string> warnings{};
};

/// Longer than this between two checkpoints is a gap: the writer's 60 s and as much again for a busy machine.
inline constexpr std::chrono::seconds checkpoint_gap{120};

/// Checks every link and every checkpoint, from the first to the last, in memory that does not grow with the log.
/// Errors: only when the reader could not look; what is wrong with the log is in the report.
Result<LogReport> verify_log(const LogReader& reader, const LogTrust& trust);

}  // namespace spark::audit
