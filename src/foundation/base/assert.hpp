#pragma once

namespace spark {

/// Prints the broken invariant to standard error and stops the process (abort). Recovery is start-up.
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line) noexcept;

}  // namespace spark

/// For what only a program error can break. Always compiled in.
#define SPARK_ASSERT(condition)                                               \
    (__builtin_expect(static_cast<bool>(condition), 1) ? static_cast<void>(0) \
                                                       : ::spark::assertion_failed(#condition, __FILE__, __LINE__))
