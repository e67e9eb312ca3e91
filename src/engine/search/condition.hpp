#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "engine/strategy/parameter.hpp"
#include "engine/sweep/set_runner.hpp"
#include "foundation/base/result.hpp"

namespace spark::search {

/// `--where 'fast < slow and slow - fast >= 10'`: the expression language over the parameters' values, exact for
/// comparisons of whole numbers. Any number of threads may ask one.
class Condition {
  public:
    /// Errors: invalid_input with column, the nearest name, and what it needs to be (true or false).
    static Result<Condition> compile(std::string_view text, std::span<const strategy::ParameterSpec> specs);
    Condition(Condition&&) noexcept;
    Condition& operator=(Condition&&) noexcept;
    ~Condition();

    bool holds(std::span<const std::int64_t> values) const;  ///< An undefined answer is no.

  private:
    struct Compiled;
    Condition() = default;
    std::unique_ptr<const Compiled> compiled_;
};

}  // namespace spark::search
