#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <cstddef>
#include <functional>

namespace spark::store {

/// The calls through which a log reaches its disk: the kernel's, or in tests ones that fail. As the manual pages say,
/// errno included.
struct FileCalls {
    std::function<ssize_t(int, const void*, std::size_t)> write = ::write;
    std::function<int(int)> sync = ::fdatasync;
    std::function<int(int, off_t)> cut = ::ftruncate;
};

}  // namespace spark::store
