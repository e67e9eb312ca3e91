#include "foundation/base/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace spark {

void assertion_failed(const char* condition, const char* file, int line) noexcept {
    std::fprintf(stderr, "spark: broken invariant at %s:%d: %s\n", file, line, condition);
    std::abort();
}

}  // namespace spark
