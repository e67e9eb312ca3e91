#include "adapters/store/audit_log.hpp"

#include <algorithm>
#include <stop_token>
#include <utility>

#include "adapters/store/detail/log_writer.hpp"
#include "foundation/base/assert.hpp"

namespace spark::store {

Result<std::unique_ptr<AuditLog>> AuditLog::open(const std::filesystem::path& folder, AuditLogOptions options) {
    SPARK_ASSERT(options.clock && options.checkpoint_records > 0 &&
                 options.checkpoint_records <= audit::checkpoint_records_max);
    std::unique_ptr<AuditLog> log(new AuditLog(folder, std::move(options), nullptr));
    SPARK_TRY(log->writer_, detail::LogWriter::open(folder, log->options_));
    log->head_ = log->writer_->head();
    log->signer_ = std::jthread([&self = *log](const std::stop_token& stop) { self.keep_signing(stop); });
    return log;
}

AuditLog::AuditLog(std::filesystem::path folder, AuditLogOptions options, std::unique_ptr<detail::LogWriter> writer)
    : folder_(std::move(folder)), options_(std::move(options)), writer_(std::move(writer)) {}

AuditLog::~AuditLog() {
    if (!signer_.joinable()) return;
    signer_.request_stop();
    signer_.join();
    // Best effort: what stays unsigned is signed at the next start.
    if (head_.signed_count < head_.sequence) static_cast<void>(sign());
}

Result<audit::AuditRecord> AuditLog::append(audit::AuditRecord record, AuditUrgency urgency) {
    detail::LogEntry entry{.record = std::move(record), .urgency = urgency};
    std::unique_lock lock(mutex_);
    if (waiting_.size() >= options_.waiting_max)
        return fail(Fault::exhausted, "too many records wait for the audit log's disk", folder_.string(),
                    "repeat later");
    waiting_.push_back(&entry);
    while (!entry.is_done) {
        if (is_writing_)
            changed_.wait(lock);
        else
            write_batch(lock);
    }
    return std::move(entry.result);
}

void AuditLog::write_batch(std::unique_lock<std::mutex>& lock) {
    is_writing_ = true;
    const std::vector<detail::LogEntry*> batch = std::exchange(waiting_, {});
    lock.unlock();
    writer_->write(batch);
    AuditHead head = writer_->head();
    lock.lock();
    for (detail::LogEntry* const entry : batch) entry->is_done = true;
    head_ = std::move(head);
    is_writing_ = false;
    changed_.notify_all();
}

Result<void> AuditLog::sign() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !is_writing_; });
    is_writing_ = true;
    lock.unlock();
    auto is_signed = writer_->sign();
    AuditHead head = writer_->head();
    lock.lock();
    head_ = std::move(head);
    is_writing_ = false;
    changed_.notify_all();
    return is_signed;
}

void AuditLog::keep_signing(const std::stop_token& stop) {
    std::mutex own;
    std::condition_variable_any never;
    while (true) {
        std::unique_lock lock(own);
        never.wait_for(lock, stop, options_.checkpoint_every, [] { return false; });
        if (stop.stop_requested()) return;
        lock.unlock();
        // A full disk or a broken file is in head(), and the next append says it.
        static_cast<void>(sign());
    }
}

AuditHead AuditLog::head() const {
    const std::lock_guard lock(mutex_);
    return head_;
}

Result<AuditPage> AuditLog::read(const AuditQuery& query) const {
    const std::uint64_t newest = head().sequence;
    if (newest == 0) return AuditPage{};
    return read_audit(folder_, query, newest);
}

}  // namespace spark::store
