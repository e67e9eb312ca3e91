#pragma once

#include <sys/resource.h>

#include <csignal>

#include "foundation/base/assert.hpp"

namespace spark::testing {

/// While it lives, no file can grow past `bytes`: the nearest thing to a full disk that needs no device.
class FileSizeLimit {
  public:
    explicit FileSizeLimit(rlim_t bytes) : old_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        SPARK_ASSERT(::getrlimit(RLIMIT_FSIZE, &old_limit_) == 0);
        const rlimit limit{.rlim_cur = bytes, .rlim_max = old_limit_.rlim_max};
        SPARK_ASSERT(::setrlimit(RLIMIT_FSIZE, &limit) == 0);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &old_limit_);
        std::signal(SIGXFSZ, old_handler_);
    }

  private:
    rlimit old_limit_{};
    void (*old_handler_)(int);
};

}  // namespace spark::testing
