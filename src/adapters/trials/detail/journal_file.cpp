#include "adapters/trials/detail/journal_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "foundation/base/files.hpp"

namespace spark::trials::detail {

Result<JournalFile> JournalFile::open(const std::filesystem::path& path, bool to_write) {
    while (true) {
        const int descriptor = ::open(path.c_str(), (to_write ? O_RDWR : O_RDONLY) | O_CLOEXEC);
        if (descriptor >= 0) return JournalFile(descriptor, path);
        if (errno != EINTR) return fail(file_error("open", path, errno));
    }
}

JournalFile::JournalFile(JournalFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

JournalFile::~JournalFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<std::size_t> JournalFile::read_at(std::uint64_t offset, std::span<std::byte> into) const {
    std::size_t filled = 0;
    while (filled < into.size()) {
        const ssize_t count =
            ::pread(descriptor_, into.data() + filled, into.size() - filled, static_cast<off_t>(offset + filled));
        if (count < 0) {
            if (errno == EINTR) continue;
            return fail(file_error("read", path_, errno));
        }
        if (count == 0) break;
        filled += static_cast<std::size_t>(count);
    }
    return filled;
}

Result<void> JournalFile::write_at(std::uint64_t offset, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (written < 0) {
            if (errno == EINTR) continue;
            return fail(file_error("write", path_, errno));
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
        offset += static_cast<std::uint64_t>(written);
    }
    return {};
}

Result<void> JournalFile::cut(std::uint64_t size) {
    while (::ftruncate(descriptor_, static_cast<off_t>(size)) != 0) {
        if (errno != EINTR) return fail(file_error("truncate", path_, errno));
    }
    return {};
}

Result<void> JournalFile::sync() {
    while (::fdatasync(descriptor_) != 0) {
        if (errno != EINTR) return fail(file_error("sync", path_, errno));
    }
    return {};
}

Result<std::uint64_t> JournalFile::size() const {
    struct stat status{};
    if (::fstat(descriptor_, &status) != 0) return fail(file_error("read", path_, errno));
    return static_cast<std::uint64_t>(status.st_size);
}

}  // namespace spark::trials::detail
