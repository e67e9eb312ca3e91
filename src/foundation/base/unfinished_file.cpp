#include "foundation/base/unfinished_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <utility>

#include "foundation/base/assert.hpp"
#include "foundation/base/detail/descriptor.hpp"
#include "foundation/base/files.hpp"

namespace spark {

namespace {

constexpr std::string_view suffix = ".unfinished";
constexpr int attempts_max = 100;

/// The process id and a counter keep two living writers apart; a dead one's leftover of the same name is stepped over.
std::filesystem::path temporary_name(const std::filesystem::path& final_path) {
    static std::atomic<unsigned> counter{0};
    const std::string name =
        "." + final_path.filename().string() + "." + std::to_string(::getpid()) + "-" + std::to_string(counter++);
    return detail::folder_of(final_path) / (name + std::string(suffix));
}

/// Moves without replacing. Where the file system has no such rename, a hard link refuses an existing name just as
/// well.
int move_without_replacing(const char* from, const char* to) {
    if (::renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0) return 0;
    if (errno != EINVAL && errno != ENOSYS) return -1;
    if (::link(from, to) != 0) return -1;
    return ::unlink(from);
}

}  // namespace

bool is_unfinished_name(std::string_view file_name) {
    return file_name.starts_with('.') && file_name.ends_with(suffix);
}

UnfinishedFile::UnfinishedFile(int descriptor, std::filesystem::path temporary_path)
    : descriptor_(descriptor), temporary_path_(std::move(temporary_path)) {}

UnfinishedFile::UnfinishedFile(UnfinishedFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      size_(other.size_),
      temporary_path_(std::move(other.temporary_path_)) {
    other.temporary_path_.clear();
}

UnfinishedFile& UnfinishedFile::operator=(UnfinishedFile&& other) noexcept {
    if (this != &other) {
        discard();
        descriptor_ = std::exchange(other.descriptor_, -1);
        size_ = other.size_;
        temporary_path_ = std::move(other.temporary_path_);
        other.temporary_path_.clear();
    }
    return *this;
}

UnfinishedFile::~UnfinishedFile() { discard(); }

void UnfinishedFile::discard() noexcept {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
    if (!temporary_path_.empty()) ::unlink(temporary_path_.c_str());
    temporary_path_.clear();
}

Result<UnfinishedFile> UnfinishedFile::create(const std::filesystem::path& final_path) {
    for (int attempt = 0;; ++attempt) {
        std::filesystem::path path = temporary_name(final_path);
        auto opened = detail::open_path(path, O_RDWR | O_CREAT | O_EXCL, 0644);
        if (opened) return UnfinishedFile(opened->release(), std::move(path));
        if (opened.error().fault != Fault::conflict || attempt == attempts_max) return fail(std::move(opened).error());
    }
}

Result<void> UnfinishedFile::write(std::span<const std::byte> bytes) {
    SPARK_ASSERT(descriptor_ >= 0);
    SPARK_TRY(detail::write_all(descriptor_, bytes, temporary_path_));
    size_ += bytes.size();
    return {};
}

Result<void> UnfinishedFile::write_at(std::uint64_t offset, std::span<const std::byte> bytes) {
    SPARK_ASSERT(descriptor_ >= 0 && offset <= size_ && bytes.size() <= size_ - offset);
    while (!bytes.empty()) {
        const ssize_t written = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (written < 0) {
            if (errno == EINTR) continue;
            return fail(file_error("write", temporary_path_, errno));
        }
        offset += static_cast<std::uint64_t>(written);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> UnfinishedFile::publish(const std::filesystem::path& final_path, WhenThere when_there) {
    SPARK_ASSERT(descriptor_ >= 0 && detail::folder_of(final_path) == detail::folder_of(temporary_path_));
    auto published = [&]() -> Result<void> {
        SPARK_TRY(detail::sync_descriptor(descriptor_, temporary_path_));
        const int moved = when_there == WhenThere::replace
                              ? ::rename(temporary_path_.c_str(), final_path.c_str())
                              : move_without_replacing(temporary_path_.c_str(), final_path.c_str());
        if (moved != 0) return fail(file_error("create", final_path, errno));
        temporary_path_.clear();
        return sync_folder(detail::folder_of(final_path));
    }();
    discard();
    return published;
}

}  // namespace spark
