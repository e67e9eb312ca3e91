#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "app/cli/text.hpp"

namespace spark::cli {

/// How numbers look: `1,234.56` in English, `1.234,56` in Turkish, `1234.56` for machines (`--plain`).
struct NumberStyle {
    Language language = Language::en;
    bool machine = false;
};

enum class Sign : std::uint8_t { if_negative, always };

/// Exact decimal text (`-1276.4438`, as to_text(Amount) writes it) grouped and pointed for people; no digit is lost or
/// rounded. `decimals_least` appends zeros up to that many decimals. Precondition (asserted): `[-]digits[.digits]`.
std::string shown_decimal(std::string_view exact, NumberStyle style, std::size_t decimals_least = 0,
                          Sign sign = Sign::if_negative);

std::string shown_count(std::int64_t count, NumberStyle style);

/// A statistic with this many decimals; `–` when it is not a finite number (empty for machines).
std::string shown_number(double statistic, int decimals, NumberStyle style, Sign sign = Sign::if_negative);

/// `12.34` → `+12.34%`, in Turkish `+%12,34`. The argument is already in percent. `–` when it is not finite (empty for
/// machines).
std::string shown_percent(double percent, int decimals, NumberStyle style, Sign sign = Sign::always);

/// `0.08 s`, `2.5 min`; Turkish `0,08 sn`, `2,5 dk`.
std::string shown_duration(std::chrono::nanoseconds duration, NumberStyle style);

}  // namespace spark::cli
