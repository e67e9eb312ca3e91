#include "adapters/store/detail/log_writer.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include <fmt/format.h>

#include "adapters/store/checkpoint_key.hpp"
#include "adapters/store/detail/evidence_file.hpp"
#include "engine/audit/verify_log.hpp"
#include "foundation/base/files.hpp"

namespace spark::store::detail {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view lock_name = "audit.lock";
constexpr std::string_view emergency_name = "emergency.space";

Result<crypto::Ed25519Secret> key_of(const fs::path& folder) {
    auto secret = read_checkpoint_key(folder);
    if (secret || secret.error().fault != Fault::not_found) return secret;
    // With checkpoints but without their key somebody has taken it away: a new one would hide that.
    if (fs::exists(folder / audit::checkpoints_name))
        return fail(Fault::corrupt, "the key that signed this log is gone", (folder / checkpoint_key_name).string(),
                    "restore it from a backup, or move the audit folder aside to begin a new log");
    return make_checkpoint_key(folder);
}

audit::AuditRecord cut_record(const TornLine& torn, WallTime now) {
    audit::AuditRecord record;
    record.time = now;
    record.actor = {.kind = "system", .id = "audit", .name = "audit log", .role = ""};
    record.action = "audit.torn_line_cut";
    record.object = torn.file;
    record.reason = "unfinished_write";
    record.outcome = audit::Outcome::failed;
    record.details.set("cut_bytes", torn.size_bytes).set("cut_sha256", torn.sha256);
    return record;
}

}  // namespace

Result<std::unique_ptr<LogWriter>> LogWriter::open(const fs::path& folder, const AuditLogOptions& options) {
    SPARK_TRY(make_folders(folder));
    std::error_code error;
    fs::permissions(folder, fs::perms::owner_all, error);
    if (error) return fail(file_error("protect", folder, error.value()));
    SPARK_TRY(FileLock lock, FileLock::acquire(folder / lock_name, "spark audit log", std::chrono::milliseconds(0)));
    SPARK_TRY(remove_unfinished_files(folder));
    SPARK_TRY(crypto::Ed25519Secret secret, key_of(folder));
    const crypto::Ed25519PublicKey key = crypto::ed25519_public_key(secret);
    // A crash may have come between the two files of the key.
    const fs::path public_path = folder / checkpoint_public_key_name;
    if (const auto shown = read_public_key(public_path); !shown || *shown != key)
        SPARK_TRY(replace_file(public_path, key.hex() + '\n'));
    SPARK_TRY(LogTail tail, recover_tail(folder, key));
    std::unique_ptr<LogWriter> writer(
        new LogWriter(folder, options, std::move(lock), std::move(secret), std::move(tail)));
    SPARK_TRY(writer->start());
    return writer;
}

LogWriter::LogWriter(fs::path folder, const AuditLogOptions& options, FileLock lock, crypto::Ed25519Secret secret,
                     LogTail tail)
    : folder_(std::move(folder)),
      options_(options),
      lock_(std::move(lock)),
      secret_(std::move(secret)),
      key_(crypto::ed25519_public_key(secret_)),
      tail_(std::move(tail)) {}

Result<void> LogWriter::start() {
    SPARK_TRY(checkpoints_, AppendFile::open(folder_ / audit::checkpoints_name, options_.calls));
    const std::vector<TornLine> torn = std::exchange(tail_.torn, {});
    if (tail_.checkpoint.sequence == 0) {
        for (const TornLine& line : torn) SPARK_TRY(checkpoints_->cut(line.whole_size));
        SPARK_TRY(sync_folder(folder_));
        SPARK_TRY(sign());
    }
    SPARK_TRY(open_segment());
    // A full disk must not keep the log from being opened: what is left is for refusals.
    if (!take_emergency_space()) is_full_ = true;
    SPARK_TRY(cut_torn(torn));
    return unsigned_count() > 0 ? sign() : Result<void>{};
}

Result<void> LogWriter::cut_torn(const std::vector<TornLine>& torn) {
    for (const TornLine& line : torn) {
        AppendFile& file = line.file == audit::checkpoints_name ? *checkpoints_ : *segment_;
        if (file.size() > line.whole_size) SPARK_TRY(file.cut(line.whole_size));
    }
    for (const TornLine& line : torn) {
        LogEntry entry{.record = cut_record(line, options_.clock()), .urgency = AuditUrgency::must_record};
        LogEntry* const entries[] = {&entry};
        write(entries);
        SPARK_TRY(entry.result);
    }
    return {};
}

Result<void> LogWriter::open_segment() {
    SPARK_TRY(segment_, AppendFile::open(folder_ / audit::segment_name(tail_.segment_first), options_.calls));
    return sync_folder(folder_);
}

Result<void> LogWriter::next_segment() {
    // The recovery reads the last segment alone: what lies in the one before must be signed.
    if (unsigned_count() > 0) SPARK_TRY(sign());
    const std::uint64_t before = std::exchange(tail_.segment_first, tail_.head.sequence + 1);
    auto opened = open_segment();
    if (!opened) tail_.segment_first = before;
    return opened;
}

void LogWriter::write(std::span<LogEntry* const> entries) {
    // With the disk full the space is taken back before anything normal is let in, or that would eat it up.
    if (is_full_ && take_emergency_space()) is_full_ = false;
    std::vector<LogEntry*> left(entries.begin(), entries.end());
    while (!left.empty()) {
        if (is_full_) {
            std::erase_if(left, [&](LogEntry* entry) {
                if (entry->urgency == AuditUrgency::must_record) return false;
                entry->result = fail(Fault::exhausted, "the audit log's disk is full: only refusals are recorded",
                                     folder_.string(), "free some space on the device and repeat");
                return true;
            });
            if (left.empty()) break;
        }
        const bool was_full = is_full_;
        const auto written = write_some(left);
        if (written) {
            left.erase(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(*written));
            continue;
        }
        const bool has_become_full = written.error().fault == Fault::exhausted && !fault_ && !was_full;
        if (has_become_full) {
            is_full_ = true;
            release_emergency_space();
            continue;
        }
        for (LogEntry* entry : left) entry->result = fail(written.error());
        break;
    }
    for (LogEntry* entry : entries) {
        if (entry->result && options_.on_record) options_.on_record(*entry->result);
    }
}

Result<std::size_t> LogWriter::write_some(std::span<LogEntry* const> entries) {
    if (fault_) return fail(*fault_);
    if (unsigned_count() >= options_.checkpoint_records) SPARK_TRY(sign());
    if (segment_->size() >= options_.segment_bytes_max) SPARK_TRY(next_segment());
    const std::size_t count = std::min<std::size_t>(entries.size(), options_.checkpoint_records - unsigned_count());
    audit::ChainHead head = tail_.head;
    std::string text;
    std::string marks;
    std::vector<audit::AuditRecord> records;
    for (LogEntry* const entry : entries.first(count)) {
        audit::ChainedRecord next = audit::chained_after(head, entry->record);
        head = {.sequence = next.record.sequence, .hash = next.record.hash};
        text += next.line;
        text += '\n';
        marks += audit::mark_of(head.hash);
        records.push_back(std::move(next.record));
    }
    SPARK_TRY(append(*segment_, text));
    tail_.head = std::move(head);
    tail_.marks += marks;
    for (std::size_t index = 0; index < count; ++index) entries[index]->result = std::move(records[index]);
    // They are durable whatever becomes of the signature; without it the next ones are refused.
    if (unsigned_count() >= options_.checkpoint_records) static_cast<void>(sign());
    return count;
}

Result<void> LogWriter::sign() {
    if (fault_) return fail(*fault_);
    const WallTime now = options_.clock();
    const std::string line = audit::signed_after(tail_.checkpoint, tail_.head, tail_.marks, now, secret_);
    auto written = append(*checkpoints_, line + '\n');
    if (!written && written.error().fault == Fault::exhausted) {
        is_full_ = true;
        if (release_emergency_space()) written = append(*checkpoints_, line + '\n');
    }
    SPARK_TRY(written);
    SPARK_TRY(const audit::Checkpoint checkpoint, audit::parse_checkpoint(line));
    tail_.checkpoint = audit::head_of(checkpoint, line);
    tail_.marks.clear();
    return {};
}

Result<void> LogWriter::append(AppendFile& file, std::string_view bytes) {
    auto written = file.append(bytes);
    if (!written && file.is_broken()) {
        fault_ = Error{.fault = Fault::unavailable,
                       .message = "the audit log refuses everything since: " + written.error().message,
                       .place = file.path().string(),
                       .remedy = "look at the device, then start again: the end of the log is checked at the start"};
        return fail(*fault_);
    }
    return written;
}

Result<void> LogWriter::take_emergency_space() {
    if (has_emergency_space_ || options_.emergency_bytes == 0) return {};
    const fs::path path = folder_ / emergency_name;
    SPARK_TRY(const EvidenceFile file, EvidenceFile::open(path, O_WRONLY | O_CREAT | O_NOFOLLOW));
    const int fault = ::posix_fallocate(file.descriptor(), 0, static_cast<off_t>(options_.emergency_bytes));
    if (fault != 0) {
        static_cast<void>(::ftruncate(file.descriptor(), 0));
        return fail(file_error("reserve", path, fault));
    }
    has_emergency_space_ = true;
    return {};
}

bool LogWriter::release_emergency_space() {
    if (!std::exchange(has_emergency_space_, false)) return false;
    return ::truncate((folder_ / emergency_name).c_str(), 0) == 0;
}

AuditHead LogWriter::head() const {
    return {.sequence = tail_.head.sequence,
            .hash = tail_.head.hash,
            .signed_count = tail_.checkpoint.records.sequence,
            .key = key_,
            .is_full = is_full_,
            .fault = fault_};
}

}  // namespace spark::store::detail
