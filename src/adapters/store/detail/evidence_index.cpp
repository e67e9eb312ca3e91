#include "adapters/store/detail/evidence_index.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "adapters/store/detail/evidence_file.hpp"
#include "engine/audit/layout.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/mapped_file.hpp"

namespace spark::store::detail {
namespace {

namespace fs = std::filesystem;

// A writer holds the lock for a few file operations; one that does not end within this hangs on its disk.
constexpr std::chrono::milliseconds lock_wait_max{30'000};

/// The INDEX in memory: it is only cut under the lock, so it cannot be cut while it is mapped here.
class IndexBytes {
  public:
    static Result<IndexBytes> map(const fs::path& path) {
        auto file = MappedFile::open(path);
        if (file) return IndexBytes(*std::move(file));
        if (file.error().fault == Fault::not_found) return IndexBytes(std::nullopt);
        return fail(std::move(file).error());
    }

    std::string_view text() const {
        if (!file_ || file_->bytes().empty()) return {};
        const void* bytes = file_->bytes().data();
        return {static_cast<const char*>(bytes), file_->bytes().size()};
    }

  private:
    explicit IndexBytes(std::optional<MappedFile> file) : file_(std::move(file)) {}

    std::optional<MappedFile> file_;
};

/// No value of a line can hold a quotation mark, so the text of a member stands nowhere else.
bool contains(std::string_view index, const std::string& members) {
    return !index.empty() && ::memmem(index.data(), index.size(), members.data(), members.size()) != nullptr;
}

Result<void> cut(const fs::path& path, std::size_t size) {
    SPARK_TRY(EvidenceFile file, EvidenceFile::open(path, O_WRONLY));
    if (::ftruncate(file.descriptor(), static_cast<off_t>(size)) != 0) return fail(file_error("cut", path, errno));
    return file.sync();
}

/// Writes under the first INDEX.torn-<n> that is free.
Result<fs::path> keep_aside(const fs::path& root, std::string_view bytes) {
    SPARK_TRY(remove_unfinished_files(root));  // Of a process killed in this very place; the lock is ours.
    for (int number = 1;; ++number) {
        const fs::path path = root / fmt::format("{}{}", audit::torn_prefix, number);
        std::error_code error;
        if (fs::exists(path, error)) continue;
        auto created = create_file_exclusive(path, bytes);
        if (!created) return fail(std::move(created).error());
        return path;
    }
}

}  // namespace

fs::path EvidenceIndex::path() const { return root_ / audit::index_name; }

Result<EvidenceIndex> EvidenceIndex::lock(const fs::path& root) {
    SPARK_TRY(FileLock lock,
              FileLock::acquire(root / audit::index_lock_name, "spark: writing evidence", lock_wait_max));
    return EvidenceIndex(root, std::move(lock));
}

Result<std::optional<std::string>> EvidenceIndex::recover_torn_tail() {
    SPARK_TRY(const IndexBytes bytes, IndexBytes::map(path()));
    const std::string_view index = bytes.text();
    const std::size_t torn = audit::torn_size(index);
    if (torn == 0) return std::optional<std::string>{};
    // Aside first, then off: a crash between the two keeps the bytes twice, never loses them.
    SPARK_TRY(const fs::path aside, keep_aside(root_, index.substr(index.size() - torn)));
    SPARK_TRY(cut(path(), index.size() - torn));
    return std::optional(
        fmt::format("{} ended in {} bytes of an unfinished line, left by a crash; they were moved to {}",
                    audit::index_name, torn, aside.filename().string()));
}

Result<bool> EvidenceIndex::has_run(std::string_view kind, std::string_view id) const {
    SPARK_TRY(const IndexBytes bytes, IndexBytes::map(path()));
    const std::string_view index = bytes.text();
    return contains(index.substr(0, index.size() - audit::torn_size(index)),
                    fmt::format(R"("id":"{}","kind":"{}")", id, kind));
}

Result<audit::IndexEntry> EvidenceIndex::chained(audit::IndexEntry entry) const {
    SPARK_TRY(const IndexBytes bytes, IndexBytes::map(path()));
    SPARK_TRY(const std::optional<audit::IndexEntry> last, audit::last_entry(bytes.text()));
    for (const std::string& name : {entry.id, entry.nonce}) {
        const bool is_used = contains(bytes.text(), fmt::format(R"("id":"{}")", name)) ||
                             contains(bytes.text(), fmt::format(R"("nonce":"{}")", name));
        if (!is_used) continue;
        return fail(Fault::conflict, fmt::format("evidence with the id or nonce {} exists already", name),
                    path().string(), "write it under another one");
    }
    return audit::chained_after(last, std::move(entry));
}

Result<void> EvidenceIndex::append(const audit::IndexEntry& entry) {
    std::error_code error;
    const auto size_before = fs::exists(path(), error) ? fs::file_size(path(), error) : 0;
    if (error) return fail(file_error("read", path(), error.value()));
    auto appended = append_durable(path(), audit::index_line(entry));
    if (appended) return {};
    // The line may stand there although it was not made durable: a run must not be listed when the caller was told that
    // it failed.
    if (fs::exists(path(), error) && fs::file_size(path(), error) > size_before) SPARK_TRY(cut(path(), size_before));
    return appended;
}

}  // namespace spark::store::detail
