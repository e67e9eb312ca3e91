#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/report/language.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::report {

enum class SignShown : std::uint8_t { if_negative, always };

/// Numbers as a reader of the language expects them: `1,234.56` and `+12.34%`, in Turkish `1.234,56` and `+%12,34`.
/// The minus sign is U+2212. What is not finite is `–`.
class NumberText {
  public:
    explicit NumberText(Language language) : language_(language) {}

    std::string count(std::int64_t count) const;
    /// A statistic, rounded to so many decimals.
    std::string number(double statistic, int decimals, SignShown sign = SignShown::if_negative) const;
    /// A fraction shown in percent: 0.1234 → `12.34%`.
    std::string percent(double fraction, int decimals, SignShown sign = SignShown::if_negative) const;
    /// An amount rounded half to even to two decimals.
    std::string money(Int128 units, SignShown sign = SignShown::if_negative) const;
    /// An amount with every digit it has.
    std::string exact(Int128 units) const;

  private:
    std::string pointed(std::string_view plain, SignShown sign) const;
    Language language_;
};

/// `2025-10-09`, UTC.
std::string date_text(std::int64_t time_ms);
/// `2025-10-09 01:55`, UTC; with seconds where they are not zero.
std::string time_text(std::int64_t time_ms);

}  // namespace spark::report
