#include "adapters/store/audit_reader.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "adapters/store/detail/evidence_file.hpp"
#include "foundation/base/files.hpp"

namespace spark::store {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t piece_bytes = std::size_t{1} << 16U;

/// Bytes from an offset, fewer only at the end of the file.
Result<std::string> read_at(const detail::EvidenceFile& file, const fs::path& path, std::uint64_t offset,
                            std::size_t size) {
    std::string bytes(size, '\0');
    std::size_t filled = 0;
    while (filled < size) {
        const ssize_t count =
            ::pread(file.descriptor(), bytes.data() + filled, size - filled, static_cast<off_t>(offset + filled));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return fail(file_error("read", path, errno));
        if (count == 0) break;
        filled += static_cast<std::size_t>(count);
    }
    bytes.resize(filled);
    return bytes;
}

/// The whole lines of a file, the last one first. What stands after the last line feed is no line.
class BackwardLines {
  public:
    static Result<BackwardLines> open(fs::path path) {
        SPARK_TRY(detail::EvidenceFile file, detail::EvidenceFile::open(path, O_RDONLY | O_NONBLOCK));
        struct stat status{};
        if (::fstat(file.descriptor(), &status) != 0) return fail(file_error("read", path, errno));
        return BackwardLines(std::move(file), std::move(path), static_cast<std::uint64_t>(status.st_size));
    }

    Result<std::optional<std::string>> next() {
        if (!is_at_feed_) {
            SPARK_TRY(take_back_to_feed());
            is_at_feed_ = true;
        }
        if (tail_.empty() && offset_ == 0) return std::optional<std::string>{};
        return take_back_to_feed();
    }

  private:
    BackwardLines(detail::EvidenceFile file, fs::path path, std::uint64_t size)
        : file_(std::move(file)), path_(std::move(path)), offset_(size) {}

    /// What stands behind the last line feed of what is left, which is then taken off with that line feed.
    Result<std::optional<std::string>> take_back_to_feed() {
        while (true) {
            const std::size_t feed = tail_.rfind('\n');
            if (feed != std::string::npos || offset_ == 0) {
                const std::size_t begin = feed == std::string::npos ? 0 : feed + 1;
                std::string line = tail_.substr(begin);
                tail_.resize(begin == 0 ? 0 : begin - 1);
                return std::optional(std::move(line));
            }
            const std::size_t size = static_cast<std::size_t>(std::min<std::uint64_t>(piece_bytes, offset_));
            SPARK_TRY(const std::string piece, read_at(file_, path_, offset_ - size, size));
            if (piece.size() != size)
                return fail(Fault::corrupt, path_.string() + ": it became shorter while it was read", path_.string());
            tail_.insert(0, piece);
            offset_ -= size;
        }
    }

    detail::EvidenceFile file_;
    fs::path path_;
    std::uint64_t offset_;
    std::string tail_{};
    bool is_at_feed_ = false;
};

bool admits_action(std::string_view wanted, std::string_view action) {
    if (wanted.empty()) return true;
    if (!wanted.ends_with('*')) return action == wanted;
    return action.starts_with(wanted.substr(0, wanted.size() - 1));
}

}  // namespace

bool AuditFilter::admits(const audit::AuditRecord& record) const {
    return (actor.empty() || record.actor.id == actor || record.actor.name == actor) &&
           admits_action(action, record.action) && (object.empty() || record.object == object) &&
           (!outcome || record.outcome == *outcome) && (!since || record.time >= *since) &&
           (!until || record.time < *until);
}

Result<AuditPage> read_audit(const fs::path& folder, const AuditQuery& query, std::uint64_t newest) {
    auto names = AuditFolderReader(folder).names();
    if (!names && names.error().fault == Fault::not_found) return AuditPage{};
    SPARK_TRY(names);
    std::vector<std::uint64_t> firsts;
    for (const std::string& name : *names) {
        if (const auto first = audit::segment_first(name)) firsts.push_back(*first);
    }
    std::ranges::sort(firsts, std::ranges::greater());
    const std::uint64_t end = newest == 0 ? ~std::uint64_t{0} : newest + 1;
    const std::uint64_t before = query.before == 0 ? end : std::min(query.before, end);
    AuditPage page;
    std::size_t scanned = 0;
    for (const std::uint64_t first : firsts) {
        if (first >= before) continue;
        const std::string name = audit::segment_name(first);
        SPARK_TRY(BackwardLines lines, BackwardLines::open(folder / name));
        while (true) {
            SPARK_TRY(const std::optional<std::string> line, lines.next());
            if (!line) break;
            const auto link = audit::check_line(*line);
            if (!link) return fail(Fault::corrupt, link.error().message, name, "spark audit verify says more");
            if (link->sequence >= before) continue;
            if (page.records.size() == query.limit || scanned == query.scan_max) {
                page.next = link->sequence + 1;
                return page;
            }
            ++scanned;
            auto record = audit::parse_record(*line);
            if (!record) return fail(Fault::corrupt, record.error().message, name, "spark audit verify says more");
            if (query.filter.admits(*record)) page.records.push_back(*std::move(record));
        }
    }
    return page;
}

Result<std::vector<std::string>> AuditFolderReader::names() const {
    std::error_code error;
    std::vector<std::string> names;
    for (fs::directory_iterator entry(folder_, error), end; !error && entry != end; entry.increment(error)) {
        names.push_back(entry->path().filename().string());
    }
    if (error) return fail(file_error("list", folder_, error.value()));
    return names;
}

Result<std::string> AuditFolderReader::read(const std::string& name, std::uint64_t offset, std::size_t size_max) const {
    const fs::path path = folder_ / name;
    SPARK_TRY(const detail::EvidenceFile file, detail::EvidenceFile::open(path, O_RDONLY | O_NONBLOCK));
    return read_at(file, path, offset, size_max);
}

}  // namespace spark::store
