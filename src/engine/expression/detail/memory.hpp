#pragma once

#include <fmt/format.h>

#include <cstddef>

#include "foundation/base/result.hpp"

namespace spark::expression::detail {

/// What the columns of a cache may take together.
class Memory {
  public:
    explicit Memory(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    /// Errors: exhausted, before anything is taken.
    Result<void> take(std::size_t bytes) {
        if (bytes > bytes_max_ - bytes_used_) {
            return fail(Fault::exhausted,
                        fmt::format("the columns of the expressions need more than {} MiB, the most allowed",
                                    bytes_max_ >> 20U),
                        {}, "evaluate fewer expressions at once, or a shorter period");
        }
        bytes_used_ += bytes;
        return {};
    }

    std::size_t bytes_used() const { return bytes_used_; }

  private:
    std::size_t bytes_max_;
    std::size_t bytes_used_ = 0;
};

}  // namespace spark::expression::detail
