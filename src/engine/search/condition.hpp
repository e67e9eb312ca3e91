#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "engine/strategy/parameter.hpp"
#include "engine/sweep/set_runner.hpp"
#include "foundation/base/result.hpp"

namespace spark::search {

/// `--where 'fast < slow and slow - fast >= 10'`: the expression language over the parameters' values, exact where
/// sums, differences and whole multiples of parameters and decimals are compared (0.1 * 3 == 0.3); elsewhere as
/// doubles. Any number of threads may ask one.
class Condition {
  public:
    /// Errors: invalid_input with column, the nearest name, and what it needs to be (true or false).
    static Result<Condition> compile(std::string_view text, std::span<const strategy::ParameterSpec> specs);
    Condition(Condition&&) noexcept;
    Condition& operator=(Condition&&) noexcept;
    ~Condition();

    const std::string& text() const { return text_; }
    bool holds(std::span<const std::int64_t> values) const;  ///< An undefined answer is no.

    struct Compiled;  ///< For the file that compiles it.

  private:
    Condition() = default;
    std::string text_;
    std::unique_ptr<const Compiled> compiled_;
};

}  // namespace spark::search
