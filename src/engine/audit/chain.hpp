#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"

namespace spark::audit {

/// What the first line names as the line before it.
inline constexpr std::string_view chain_start = "0000000000000000000000000000000000000000000000000000000000000000";

/// One line of INDEX.jsonl. `previous` is the `hash` of the line before; `hash` is SHA-256 over this line's canonical
/// JSON without `hash`.
struct IndexEntry {
    std::uint64_t sequence = 0;  ///< 1 for the first line.
    std::string kind;
    std::string id;
    std::string nonce;
    WallTime created_at{};
    std::string manifest_sha256;
    std::string previous{};
    std::string hash{};

    bool operator==(const IndexEntry&) const = default;
};

/// `entry` with sequence, previous and hash set so that it follows `last` (none: so that it starts the chain).
IndexEntry chained_after(const std::optional<IndexEntry>& last, IndexEntry entry);

/// The line without its line feed.
std::string index_line(const IndexEntry& entry);

/// Reads one line without its line feed: exactly what index_line writes, its own hash right. Errors: corrupt.
Result<IndexEntry> parse_index_line(std::string_view line);

/// Bytes after the last line feed: what a crash in the middle of an append leaves. They were never a line.
std::size_t torn_size(std::string_view index);

/// The last whole line; none in an empty file. Errors: corrupt when that line is not right. Lines before it are not
/// looked at.
Result<std::optional<IndexEntry>> last_entry(std::string_view index);

/// Every line, each checked against the one before: order, hashes, ids and nonces used once. A torn tail is left out.
/// Errors: corrupt, with the first wrong line as the place (`INDEX.jsonl:17`).
Result<std::vector<IndexEntry>> check_chain(std::string_view index);

/// The whole lines that were added behind `last` (none: behind nothing), each checked as by check_chain; that none of
/// their ids and nonces stands before them is the caller's to look at. Errors: as check_chain.
Result<std::vector<IndexEntry>> check_chain_after(const std::optional<IndexEntry>& last, std::string_view added);

/// The line of this id or NONCE; null when there is none. Lives as long as `entries` is unchanged.
const IndexEntry* find_entry(const std::vector<IndexEntry>& entries, std::string_view id_or_nonce);

}  // namespace spark::audit
