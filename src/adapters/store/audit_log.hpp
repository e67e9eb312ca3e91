#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "adapters/store/audit_reader.hpp"
#include "adapters/store/file_calls.hpp"
#include "engine/audit/record.hpp"
#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/crypto/ed25519.hpp"

namespace spark::store {

namespace detail {
class LogWriter;
struct LogEntry;
}  // namespace detail

struct AuditLogOptions {
    std::function<WallTime()> clock;  ///< For the checkpoints' times. Any thread.
    std::uint64_t segment_bytes_max = std::uint64_t{64} << 20U;
    /// Space kept for a full disk; 0: none. 1 MiB holds about 2,000 records: refusals and kills of 3 minutes at 10 a
    /// second.
    std::uint64_t emergency_bytes = std::uint64_t{1} << 20U;
    std::chrono::milliseconds checkpoint_every{60'000};
    std::uint64_t checkpoint_records = 1'000;
    std::size_t waiting_max = 4'096;  ///< Callers of append at once; the next one is told exhausted.
    FileCalls calls{};
    /// Called for each record once it is durable, in order, on the thread of one of the callers; quick, and not back
    /// into the log.
    std::function<void(const audit::AuditRecord&)> on_record{};
};

/// Whether a record may use the space kept for a full disk.
enum class AuditUrgency : std::uint8_t {
    normal,
    must_record  ///< Refusals, kills, and what is done to get out of trouble.
};

struct AuditHead {
    std::uint64_t sequence = 0;  ///< Of the last record; 0: none yet.
    std::string hash;
    std::uint64_t signed_count = 0;
    crypto::Ed25519PublicKey key;
    bool is_full = false;          ///< The disk is: only must_record goes on.
    std::optional<Error> fault{};  ///< Why the log refuses everything; then only a restart, after a look, helps.
};

/// The audit log of a data folder: segments of chained records, signed checkpoints, the key that signs them
/// (docs/reference/audit.md). One process writes; any thread may call anything. An action is done after append has
/// returned, or not at all. Life: open (the tail checked, a torn line cut and the cut recorded) → used → destroyed,
/// which signs what is not signed yet.
class AuditLog {
  public:
    /// Creates the folder (0700), its key and a first checkpoint where absent. Errors: conflict when another process
    /// writes it; corrupt when the tail is not what was written, or the key not the one that signed before; denied when
    /// a file is not this user's alone; exhausted.
    static Result<std::unique_ptr<AuditLog>> open(const std::filesystem::path& folder, AuditLogOptions options);
    AuditLog(const AuditLog&) = delete;
    AuditLog& operator=(const AuditLog&) = delete;
    ~AuditLog();

    /// Returns the record as it stands in the log, durable; callers at the same time share one sync. Errors: exhausted
    /// when the disk is full (nothing of the record is there); unavailable when a sync has ever failed.
    Result<audit::AuditRecord> append(audit::AuditRecord record, AuditUrgency urgency = AuditUrgency::normal);

    /// A checkpoint now. It is made by itself after `checkpoint_every` and `checkpoint_records`. Errors: as append.
    Result<void> sign();

    AuditHead head() const;
    /// As read_audit, of what has been acknowledged.
    Result<AuditPage> read(const AuditQuery& query) const;
    const std::filesystem::path& folder() const { return folder_; }

  private:
    AuditLog(std::filesystem::path folder, AuditLogOptions options, std::unique_ptr<detail::LogWriter> writer);
    void write_batch(std::unique_lock<std::mutex>& lock);
    void keep_signing(const std::stop_token& stop);

    const std::filesystem::path folder_;
    const AuditLogOptions options_;
    std::unique_ptr<detail::LogWriter> writer_;  ///< Of whoever has set is_writing_.
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    bool is_writing_ = false;
    std::vector<detail::LogEntry*> waiting_{};
    AuditHead head_;
    std::jthread signer_{};
};

}  // namespace spark::store
