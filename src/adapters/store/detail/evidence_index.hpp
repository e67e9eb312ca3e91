#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/audit/chain.hpp"
#include "foundation/base/file_lock.hpp"
#include "foundation/base/result.hpp"

namespace spark::store::detail {

/// INDEX.jsonl while its lock is held: the only place that changes it. Faults as in foundation/base/files.hpp.
class EvidenceIndex {
  public:
    /// Waits for other writers. Errors: conflict when they do not end.
    static Result<EvidenceIndex> lock(const std::filesystem::path& root);

    /// Moves what a crash left after the last line feed into INDEX.torn-<n> and cuts it off; says so. None where
    /// nothing was torn.
    Result<std::optional<std::string>> recover_torn_tail();

    /// True when a line vouches for this run.
    Result<bool> has_run(std::string_view kind, std::string_view id) const;

    /// The entry as it follows the last line. Errors: conflict when its id or nonce is used; corrupt when the last line
    /// is not right.
    Result<audit::IndexEntry> chained(audit::IndexEntry entry) const;

    /// Appends what `chained` gave, durably. An error leaves the file as it was, or with a torn tail, or (when even
    /// that cannot be undone) with the line: ask has_run.
    Result<void> append(const audit::IndexEntry& entry);

  private:
    EvidenceIndex(std::filesystem::path root, FileLock lock) : root_(std::move(root)), lock_(std::move(lock)) {}
    std::filesystem::path path() const;

    std::filesystem::path root_;
    FileLock lock_;
};

}  // namespace spark::store::detail
