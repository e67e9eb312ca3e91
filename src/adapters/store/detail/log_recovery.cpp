#include "adapters/store/detail/log_recovery.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "adapters/store/audit_reader.hpp"
#include "engine/audit/chain.hpp"
#include "engine/audit/verify_log.hpp"
#include "foundation/base/files.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::store::detail {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t segment_read_max = std::size_t{1} << 30U;

std::unexpected<Error> bad(std::string message, std::string place) {
    return fail(Fault::corrupt, std::move(message), std::move(place),
                "run spark audit verify; restore the audit folder from a backup, or move it aside to begin a new log");
}

/// Takes what stands after the last line feed off `text`.
void take_torn(std::string_view& text, std::uint64_t offset, const std::string& file, LogTail& tail) {
    const std::size_t size = audit::torn_size(text);
    if (size == 0) return;
    const std::string_view torn = text.substr(text.size() - size);
    text.remove_suffix(size);
    tail.torn.push_back(
        {.file = file, .whole_size = offset + text.size(), .size_bytes = size, .sha256 = crypto::sha256_hex(torn)});
}

Result<void> take_last_checkpoint(const fs::path& folder, const crypto::Ed25519PublicKey& key, LogTail& tail) {
    const std::string name(audit::checkpoints_name);
    std::error_code ignored;
    const std::uint64_t size = fs::file_size(folder / name, ignored);
    // Two of the longest lines: one torn, one whole.
    const std::uint64_t offset = size - std::min<std::uint64_t>(size, 2 * audit::checkpoint_line_bytes_max);
    SPARK_TRY(const std::string bytes, AuditFolderReader(folder).read(name, offset, static_cast<std::size_t>(size)));
    std::string_view text = bytes;
    take_torn(text, offset, name, tail);
    if (text.empty()) return offset == 0 ? Result<void>{} : bad("its last line never ends", name);
    text.remove_suffix(1);
    const std::size_t feed = text.rfind('\n');
    const std::string_view line = feed == std::string_view::npos ? text : text.substr(feed + 1);
    const auto checkpoint = audit::parse_checkpoint(line);
    if (!checkpoint) return bad("the last checkpoint: " + checkpoint.error().message, name);
    if (checkpoint->key != key)
        return bad(
            fmt::format("the last checkpoint was signed by the key {}, here is {}", checkpoint->key.hex(), key.hex()),
            name);
    tail.checkpoint = audit::head_of(*checkpoint, line);
    return {};
}

/// Walks the last segment: every link of it, and the place where the last checkpoint ends.
class SegmentWalk {
  public:
    SegmentWalk(LogTail& tail, std::string file) : tail_(tail), file_(std::move(file)) {}

    Result<void> run(std::string_view text) {
        const audit::ChainHead& signed_head = tail_.checkpoint.records;
        if (signed_head.sequence + 1 < tail_.segment_first)
            return bad(fmt::format("the last checkpoint signs {} records, this segment begins with {}",
                                   signed_head.sequence, tail_.segment_first),
                       file_);
        if (signed_head.sequence + 1 == tail_.segment_first)
            tail_.head = signed_head;
        else
            tail_.head = {.sequence = tail_.segment_first - 1, .hash = {}};
        for (; !text.empty(); text.remove_prefix(text.find('\n') + 1)) {
            ++line_;
            SPARK_TRY(take(text.substr(0, text.find('\n'))));
        }
        if (tail_.head.sequence < signed_head.sequence)
            return bad(fmt::format("the log ends with record {}, the last checkpoint signs {}", tail_.head.sequence,
                                   signed_head.sequence),
                       file_);
        if (tail_.marks.size() > audit::checkpoint_records_max * audit::mark_size)
            return bad(fmt::format("{} records without a checkpoint, a writer leaves at most {}",
                                   tail_.marks.size() / audit::mark_size, audit::checkpoint_records_max),
                       file_);
        return {};
    }

  private:
    Result<void> take(std::string_view line) {
        const std::string place = fmt::format("{}:{}", file_, line_);
        const auto link = audit::check_line(line);
        if (!link) return bad(link.error().message, place);
        if (link->sequence != tail_.head.sequence + 1)
            return bad(fmt::format("found record {}, expected {}", link->sequence, tail_.head.sequence + 1), place);
        if (!tail_.head.hash.empty() && link->previous != tail_.head.hash)
            return bad(fmt::format("found previous hash {}, the record before has {}", link->previous, tail_.head.hash),
                       place);
        tail_.head = {.sequence = link->sequence, .hash = std::string(link->hash)};
        const audit::ChainHead& signed_head = tail_.checkpoint.records;
        if (link->sequence == signed_head.sequence && link->hash != signed_head.hash)
            return bad(fmt::format("found hash {}, the last checkpoint signs {}", link->hash, signed_head.hash), place);
        if (link->sequence > signed_head.sequence) tail_.marks += audit::mark_of(link->hash);
        return {};
    }

    LogTail& tail_;
    std::string file_;
    std::uint64_t line_ = 0;
};

}  // namespace

Result<LogTail> recover_tail(const fs::path& folder, const crypto::Ed25519PublicKey& key) {
    SPARK_TRY(const std::vector<std::string> names, AuditFolderReader(folder).names());
    LogTail tail;
    std::uint64_t first = 0;
    for (const std::string& name : names) first = std::max(first, audit::segment_first(name).value_or(0));
    if (std::ranges::find(names, audit::checkpoints_name) != names.end())
        SPARK_TRY(take_last_checkpoint(folder, key, tail));
    if (first == 0) {
        if (tail.checkpoint.records.sequence > 0)
            return bad(fmt::format("no records, the last checkpoint signs {}", tail.checkpoint.records.sequence),
                       std::string(audit::checkpoints_name));
        return tail;
    }
    tail.segment_first = first;
    const std::string file = audit::segment_name(first);
    if (tail.checkpoint.sequence == 0) return bad("records, and no checkpoint before them", file);
    SPARK_TRY(const std::string bytes, read_file(folder / file, segment_read_max));
    std::string_view text = bytes;
    take_torn(text, 0, file, tail);
    SPARK_TRY(SegmentWalk(tail, file).run(text));
    return tail;
}

}  // namespace spark::store::detail
