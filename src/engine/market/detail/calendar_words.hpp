#pragma once

#include <array>
#include <chrono>
#include <string>
#include <string_view>

#include "engine/market/calendar.hpp"

namespace spark::market::detail {

/// Minutes of the local day, 00:00 to 24:00.
struct ClockRange {
    std::chrono::minutes open{};
    std::chrono::minutes close{};
};

/// The words of one calendar line, taken from the left; `#` ends the line. Every reader's error: invalid_input with
/// what was found and what is allowed.
class CalendarWords {
  public:
    explicit CalendarWords(std::string_view line);

    bool at_end() const { return rest_.empty(); }
    std::string_view next();  ///< Empty at the end.
    bool skip_if(std::string_view word);
    Result<void> expect(std::string_view word);
    Result<void> expect_end() const;

    Result<std::string> name();                  ///< Lower-case letters, digits, `-` and `/`; at most 24.
    Result<Date> date();                         ///< `2024-04-09`
    Result<int> year();                          ///< `1990`
    Result<std::chrono::month_day> month_day();  ///< `10-29`
    Result<std::chrono::minutes> clock();        ///< `09:30`, up to `24:00`
    Result<ClockRange> clock_range();            ///< `10:00-18:00`, the close after the open
    Result<std::chrono::minutes> offset();       ///< `+03:00`, at most 14 hours either side
    Result<std::array<bool, 7>> weekdays();      ///< `mon-fri` or `sun,mon,tue`; index 0 is Monday

  private:
    std::string_view rest_;
};

}  // namespace spark::market::detail
