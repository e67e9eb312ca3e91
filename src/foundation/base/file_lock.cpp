#include "foundation/base/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <thread>
#include <utility>

#include "foundation/base/detail/descriptor.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark {

namespace {

/// Short against a person's patience, long against the cost of one attempt (a system call).
constexpr std::chrono::milliseconds attempt_interval{10};
constexpr std::size_t holder_size_max = 200;

bool try_lock(int descriptor) {
    while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EINTR) return false;
    }
    return true;
}

std::string holder_of(int descriptor) {
    std::string text(holder_size_max, '\0');
    const ssize_t count = ::pread(descriptor, text.data(), text.size(), 0);
    text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    text = text.substr(0, text.find('\n'));
    return text.empty() ? "another process" : shown(text, holder_size_max);
}

/// The holder's line is for messages only; a full disk must not keep anybody from locking.
void write_holder(int descriptor, std::string_view command) {
    const std::string line = "pid " + std::to_string(::getpid()) + " (" + shown(command, holder_size_max / 2) + ")\n";
    if (::ftruncate(descriptor, 0) != 0) return;
    static_cast<void>(::pwrite(descriptor, line.data(), line.size(), 0) == static_cast<ssize_t>(line.size()));
}

}  // namespace

Result<FileLock> FileLock::acquire(const std::filesystem::path& path, std::string_view command,
                                   std::chrono::milliseconds wait_max) {
    SPARK_TRY(detail::Descriptor file, detail::open_path(path, O_RDWR | O_CREAT, 0644));
    const auto deadline = std::chrono::steady_clock::now() + wait_max;
    while (!try_lock(file.get())) {
        if (errno != EWOULDBLOCK) return fail(file_error("lock", path, errno));
        const auto left = deadline - std::chrono::steady_clock::now();
        if (left <= std::chrono::nanoseconds{0}) {
            return fail(Fault::conflict, path.string() + " is held by " + holder_of(file.get()), path.string(),
                        "wait until that process ends, or end it");
        }
        std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(left, attempt_interval));
    }
    write_holder(file.get(), command);
    return FileLock(file.release());
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
    if (this != &other) {
        release();
        descriptor_ = std::exchange(other.descriptor_, -1);
    }
    return *this;
}

FileLock::~FileLock() { release(); }

void FileLock::release() noexcept {
    if (descriptor_ < 0) return;
    static_cast<void>(::ftruncate(descriptor_, 0) == 0);  // A stale pid would mislead; closing is what unlocks.
    ::close(std::exchange(descriptor_, -1));
}

}  // namespace spark
