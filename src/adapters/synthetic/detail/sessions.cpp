#include "adapters/synthetic/detail/sessions.hpp"

namespace spark::synthetic::detail {

namespace {

using std::chrono::minutes;

constexpr minutes opening_length{20};
constexpr minutes closing_length{10};

}  // namespace

Session session_at(const market::Calendar& calendar, WallTime venue_time) {
    const market::Date date = calendar.date_of(venue_time);
    const auto session = calendar.session(date);
    if (!session) {
        if (calendar.kind_of(date) == market::DayKind::unknown) {
            return {feed::SessionPhase::closed, "the calendar does not know this day"};
        }
        return {feed::SessionPhase::closed, "no session today"};
    }
    if (venue_time < session->open - opening_length) return {feed::SessionPhase::closed, "before the session"};
    if (venue_time < session->open) return {feed::SessionPhase::opening, "opening call"};
    if (venue_time < session->close) return {feed::SessionPhase::continuous, "continuous trading"};
    if (venue_time < session->close + closing_length) return {feed::SessionPhase::closing, "closing auction"};
    return {feed::SessionPhase::closed, "after the session"};
}

}  // namespace spark::synthetic::detail
