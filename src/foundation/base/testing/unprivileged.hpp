#pragma once

#include <unistd.h>

#include "foundation/base/assert.hpp"

namespace spark::testing {

/// While it lives, the process has no more rights than an ordinary user: rights tests mean something under root too.
class Unprivileged {
  public:
    Unprivileged() : was_root_(::geteuid() == 0) {
        if (was_root_) SPARK_ASSERT(::seteuid(65534) == 0);
    }
    Unprivileged(const Unprivileged&) = delete;
    Unprivileged& operator=(const Unprivileged&) = delete;
    ~Unprivileged() {
        if (was_root_) SPARK_ASSERT(::seteuid(0) == 0);
    }

  private:
    bool was_root_;
};

}  // namespace spark::testing
