#include "foundation/base/detail/descriptor.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "foundation/base/files.hpp"

namespace spark::detail {

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    if (this != &other) {
        if (value_ >= 0) ::close(value_);
        value_ = other.release();
    }
    return *this;
}

Descriptor::~Descriptor() {
    if (value_ >= 0) ::close(value_);
}

Result<Descriptor> open_path(const std::filesystem::path& path, int flags, unsigned mode) {
    int descriptor = -1;
    do {
        descriptor = ::open(path.c_str(), flags | O_CLOEXEC, mode);
    } while (descriptor < 0 && errno == EINTR);
    if (descriptor < 0) return fail(file_error("open", path, errno));
    return Descriptor(descriptor);
}

Result<void> write_all(int descriptor, std::span<const std::byte> bytes, const std::filesystem::path& path) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR) continue;
            return fail(file_error("write", path, errno));
        }
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> sync_descriptor(int descriptor, const std::filesystem::path& path) {
    int outcome = 0;
    do {
        outcome = ::fsync(descriptor);
    } while (outcome != 0 && errno == EINTR);
    if (outcome != 0) return fail(file_error("sync", path, errno));
    return {};
}

std::filesystem::path folder_of(const std::filesystem::path& path) {
    return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

}  // namespace spark::detail
