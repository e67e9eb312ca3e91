#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/domain/instrument.hpp"
#include "foundation/domain/timeframe.hpp"

namespace spark::market {

/// A trading day's date in the venue's own zone.
using Date = std::chrono::sys_days;

/// `disputed`: sources disagree whether the venue traded; neither a bar nor its absence is a finding.
/// `unknown`: outside the range the calendar answers for; nothing is concluded from it.
enum class DayKind : std::uint8_t { closed, full, half, disputed, unknown };

struct Session {
    WallTime open;
    WallTime close;  ///< Exclusive.

    bool operator==(const Session&) const = default;
};

/// When a venue trades. A value without hidden state; made from text (docs/reference/calendar_format.md) or built in.
class Calendar {
  public:
    /// Reads a calendar file. Errors: invalid_input with `place` and line number.
    static Result<Calendar> parse(std::string_view text, std::string_view place);

    /// `24/7`: every bar of every timeframe is expected, for ever.
    static const Calendar& always_open();

    const std::string& name() const { return name_; }
    bool is_always_open() const { return days_.empty(); }

    DayKind kind_of(Date date) const;
    /// True for full, half and disputed days (the doors opened, whatever was made of it later).
    bool is_session(Date date) const;
    /// Nothing for closed and unknown days. `24/7` answers with the UTC day.
    std::optional<Session> session(Date date) const;

    /// The session a bar belongs to: a bar of whole days stamped at 00:00 UTC carries its date; any other time is read
    /// in the venue's zone.
    Date date_of(WallTime bar_open) const;

    /// Count of bars that should open in [from, to): for timeframes of whole days the buckets that hold a session's
    /// date, for shorter ones the buckets (of the UTC grid) that overlap a session. Disputed and unknown days expect
    /// nothing.
    std::int64_t expected_bars(Timeframe timeframe, WallTime from, WallTime to) const;
    /// The opening times of the first `count_max` of them, oldest first.
    std::vector<WallTime> expected_times(Timeframe timeframe, WallTime from, WallTime to, std::size_t count_max) const;

  private:
    friend class CalendarBuilder;
    struct Day {
        DayKind kind = DayKind::closed;
        Session session{};
    };
    struct OffsetChange {
        Date from;
        std::chrono::minutes offset;
    };

    const Day* day(Date date) const;
    template <class Visit>
    void visit_expected(Timeframe timeframe, WallTime from, WallTime to, Visit visit) const;

    std::string name_ = "24/7";
    Date first_{};                       ///< Date of days_[0].
    std::vector<Day> days_;              ///< One entry a date of the range answered for; empty for 24/7.
    std::vector<OffsetChange> offsets_;  ///< Ascending; the first one at or before `first_`.
};

/// The built-in calendars, in the order they are listed to people.
inline constexpr std::array<std::string_view, 2> calendar_names{"24/7", "bist"};

/// A built-in calendar; it lives as long as the process. Errors: not_found, naming the nearest.
Result<const Calendar*> find_calendar(std::string_view name);

/// The calendar a venue's sets are counted by unless the user names another: `bist` for the venue bist, else `24/7`.
std::string_view calendar_name_of(const Venue& venue);

}  // namespace spark::market
