#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "adapters/store/audit_log.hpp"
#include "adapters/store/detail/append_file.hpp"
#include "adapters/store/detail/log_recovery.hpp"
#include "foundation/base/file_lock.hpp"

namespace spark::store::detail {

/// One caller's record on its way into the log.
struct LogEntry {
    audit::AuditRecord record;
    AuditUrgency urgency = AuditUrgency::normal;
    bool is_done = false;
    Result<audit::AuditRecord> result{};
};

/// The files of an audit log. One thread at a time; the options outlive it.
class LogWriter {
  public:
    /// Takes the lock, checks the tail, cuts torn lines and records each cut, signs.
    static Result<std::unique_ptr<LogWriter>> open(const std::filesystem::path& folder, const AuditLogOptions& options);

    /// Gives every entry its result.
    void write(std::span<LogEntry* const> entries);
    Result<void> sign();

    AuditHead head() const;

  private:
    LogWriter(std::filesystem::path folder, const AuditLogOptions& options, FileLock lock, crypto::Ed25519Secret secret,
              LogTail tail);
    Result<void> start();
    Result<void> cut_torn(const std::vector<TornLine>& torn);
    Result<void> open_segment();
    Result<void> next_segment();
    /// As many of the entries as fit before the next checkpoint, with one sync. Errors: none of them is there.
    Result<std::size_t> write_some(std::span<LogEntry* const> entries);
    Result<void> append(AppendFile& file, std::string_view bytes);
    Result<void> take_emergency_space();
    bool release_emergency_space();
    std::uint64_t unsigned_count() const { return tail_.head.sequence - tail_.checkpoint.records.sequence; }

    std::filesystem::path folder_;
    const AuditLogOptions& options_;
    FileLock lock_;
    crypto::Ed25519Secret secret_;
    crypto::Ed25519PublicKey key_;
    LogTail tail_;
    std::unique_ptr<AppendFile> segment_{};
    std::unique_ptr<AppendFile> checkpoints_{};
    bool has_emergency_space_ = false;
    bool is_full_ = false;
    std::optional<Error> fault_{};
};

}  // namespace spark::store::detail
