#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/file_lock.hpp"
#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"

namespace spark::optimizer {

/// Somebody sees what sets did on bars that were kept out of their search.
struct HoldoutLook {
    WallTime time{};
    std::string optimization;
    std::string kind;      ///< "finish" (the end of a search) or "look" (`spark optimize look`).
    std::string strategy;  ///< Its name, and the SHA-256 of its document.
    std::string strategy_sha256;
    std::string data_set;  ///< Without its version: a newer version holds the same past.
    WallTime from{};       ///< Open of the first bar kept out …
    WallTime to{};         ///< … and the end of the last.
    std::uint64_t sets = 0;
};

/// Where a look stands in the ledger; part of the assessment, and so of the evidence.
struct HoldoutEntry {
    std::uint64_t sequence = 0;
    HoldoutLook look;
    std::string previous;
    std::string hash;  ///< SHA-256 over the line without it.
};

/// The looks at holdouts of a data folder: `<data>/optimize/holdouts.jsonl`, one line a look, each naming the hash of
/// the line before, and `holdouts.head` with the last line's number and hash, so that lines cannot be changed, taken
/// out or cut off unnoticed; and both files cannot be removed unnoticed where an assessment names a line. Held open
/// under a lock: one process at a time, shortly.
class HoldoutLedger {
  public:
    /// Reads and checks every line. A torn last line (a power cut in the middle of an append) was never a look and is
    /// cut off. Errors: corrupt with the line that is not what was written, or that the head is ahead of the lines;
    /// conflict when another process keeps the lock for more than 30 s; those of files.
    static Result<HoldoutLedger> open(const std::filesystem::path& data_folder);

    /// A look, durable when this returns. Call it before anything of the holdout is seen. Errors: exhausted, denied.
    Result<HoldoutEntry> record(HoldoutLook look);

    std::span<const HoldoutEntry> entries() const { return entries_; }
    /// Looks at bars of this data set that lie, some of them, in [from, to), whatever optimization looked.
    std::uint64_t seen(std::string_view data_set, WallTime from, WallTime to) const;
    /// The look of the end of this optimization's search; null when there was none.
    const HoldoutEntry* finish_of(std::string_view optimization) const;

  private:
    HoldoutLedger(std::filesystem::path folder, FileLock lock, std::vector<HoldoutEntry> entries)
        : folder_(std::move(folder)), lock_(std::move(lock)), entries_(std::move(entries)) {}

    std::filesystem::path folder_;
    FileLock lock_;
    std::vector<HoldoutEntry> entries_;
};

}  // namespace spark::optimizer
