#include "adapters/store/detail/append_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include <fmt/format.h>

#include "foundation/base/files.hpp"

namespace spark::store::detail {
namespace {

constexpr mode_t mode_of_others = 0077;

Result<void> check_status(const struct stat& status, const std::filesystem::path& path) {
    if (!S_ISREG(status.st_mode))
        return fail(Fault::denied, path.string() + ": not a plain file", path.string(), "move it away");
    if (status.st_uid != ::geteuid())
        return fail(
            Fault::denied,
            fmt::format("{}: it belongs to user {}, this is user {}", path.string(), status.st_uid, ::geteuid()),
            path.string(), "run as its owner, or give it to this user after asking how that came");
    if ((status.st_mode & mode_of_others) != 0)
        return fail(Fault::denied,
                    fmt::format("{}: its mode is {:04o}, allowed is 0600", path.string(), status.st_mode & 07777U),
                    path.string(), "chmod 600 " + path.string() + ", after asking who could read or write it");
    return {};
}

}  // namespace

Result<void> check_private(const std::filesystem::path& path) {
    struct stat status{};
    if (::lstat(path.c_str(), &status) != 0) return fail(file_error("look at", path, errno));
    return check_status(status, path);
}

Result<std::unique_ptr<AppendFile>> AppendFile::open(const std::filesystem::path& path, const FileCalls& calls) {
    constexpr int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
    int descriptor = -1;
    do {
        descriptor = ::open(path.c_str(), flags, 0600);
    } while (descriptor < 0 && errno == EINTR);
    if (descriptor < 0) return fail(file_error("open", path, errno));
    std::unique_ptr<AppendFile> file(new AppendFile(descriptor, path, calls));
    struct stat status{};
    if (::fstat(descriptor, &status) != 0) return fail(file_error("look at", path, errno));
    SPARK_TRY(check_status(status, path));
    file->size_ = static_cast<std::uint64_t>(status.st_size);
    return file;
}

AppendFile::AppendFile(int descriptor, std::filesystem::path path, const FileCalls& calls)
    : descriptor_(descriptor), path_(std::move(path)), calls_(calls) {}

AppendFile::~AppendFile() { ::close(descriptor_); }

Result<void> AppendFile::append(std::string_view bytes) {
    for (std::string_view rest = bytes; !rest.empty();) {
        const ssize_t count = calls_.write(descriptor_, rest.data(), rest.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) {
            Error error = file_error("write", path_, errno);
            if (rest.size() < bytes.size()) {
                if (auto is_cut = cut(size_); !is_cut) error.message += "; " + is_cut.error().message;
            }
            return fail(std::move(error));
        }
        rest.remove_prefix(static_cast<std::size_t>(count));
    }
    SPARK_TRY(sync());
    size_ += bytes.size();
    return {};
}

Result<void> AppendFile::cut(std::uint64_t size) {
    while (calls_.cut(descriptor_, static_cast<off_t>(size)) != 0) {
        if (errno == EINTR) continue;
        is_broken_ = true;
        return fail(file_error("cut", path_, errno));
    }
    SPARK_TRY(sync());
    size_ = size;
    return {};
}

Result<void> AppendFile::sync() {
    while (calls_.sync(descriptor_) != 0) {
        if (errno == EINTR) continue;
        is_broken_ = true;
        return fail(file_error("sync", path_, errno));
    }
    return {};
}

}  // namespace spark::store::detail
