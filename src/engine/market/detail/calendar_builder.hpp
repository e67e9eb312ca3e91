#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "engine/market/calendar.hpp"

namespace spark::market {

namespace detail {
class CalendarWords;
}

/// Collects a calendar file's lines, then lays them out day by day. Lives for one `Calendar::parse`.
class CalendarBuilder {
  public:
    /// Takes one line. Errors: invalid_input without a place (the caller knows file and line).
    Result<void> take(std::string_view line);

    /// Checks what only the whole file shows and makes the calendar. Errors: invalid_input.
    Result<Calendar> build() const;

  private:
    using Words = detail::CalendarWords;

    struct DateRange {
        Date first;
        Date last;
    };
    struct Week {
        Date from;
        std::array<bool, 7> weekdays{};  ///< Index 0 is Monday.
        std::chrono::minutes open{};
        std::chrono::minutes close{};
    };
    struct HalfClose {
        Date from;
        std::chrono::minutes close{};
    };
    struct Yearly {
        DayKind kind = DayKind::closed;
        std::chrono::month_day day;
        int first_year = 0;
        int last_year = 0;
    };
    struct Dated {
        DayKind kind = DayKind::closed;
        DateRange range;
    };
    struct Summer {
        DateRange range;
        std::chrono::minutes offset{};
    };

    Result<void> take_name(Words& words);
    Result<void> take_valid(Words& words);
    Result<void> take_offset(Words& words);
    Result<void> take_summer(Words& words);
    Result<void> take_week(Words& words);
    Result<void> take_half_close(Words& words);
    Result<void> take_yearly(Words& words);
    Result<void> take_dated(DayKind kind, Words& words);

    DayKind kind_by_rule(Date date) const;  ///< By the week and yearly lines alone.
    std::vector<DayKind> kinds() const;     ///< One entry a valid day.
    Result<Session> session_at(Date date, DayKind kind, const std::vector<Calendar::OffsetChange>& offsets) const;
    std::vector<Calendar::OffsetChange> flattened_offsets() const;
    Result<void> check_dates() const;
    const Week* week_at(Date date) const;

    std::string name_;
    std::vector<DateRange> valid_;  ///< One, or none yet.
    std::vector<Calendar::OffsetChange> offsets_;
    std::vector<Summer> summers_;
    std::vector<Week> weeks_;
    std::vector<HalfClose> half_closes_;
    std::vector<Yearly> yearly_;
    std::vector<Dated> dated_;
};

}  // namespace spark::market
