#include "engine/market/calendar.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "engine/market/detail/builtin_calendars.hpp"
#include "engine/market/detail/did_you_mean.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::market {

using std::chrono::days;

namespace {

constexpr std::chrono::seconds day_length = days{1};

bool is_whole_days(Timeframe timeframe) { return timeframe.length() % day_length == std::chrono::seconds{0}; }

bool is_open_for_sure(DayKind kind) { return kind == DayKind::full || kind == DayKind::half; }

}  // namespace

const Calendar& Calendar::always_open() {
    static const Calendar calendar;
    return calendar;
}

const Calendar::Day* Calendar::day(Date date) const {
    const auto index = (date - first_).count();
    if (index < 0 || index >= std::ssize(days_)) return nullptr;
    return &days_[static_cast<std::size_t>(index)];
}

DayKind Calendar::kind_of(Date date) const {
    if (is_always_open()) return DayKind::full;
    const Day* found = day(date);
    return found == nullptr ? DayKind::unknown : found->kind;
}

bool Calendar::is_session(Date date) const { return session(date).has_value(); }

std::optional<Session> Calendar::session(Date date) const {
    if (is_always_open()) return Session{.open = date, .close = date + days{1}};
    const Day* found = day(date);
    if (found == nullptr || found->kind == DayKind::closed) return std::nullopt;
    return found->session;
}

Date Calendar::date_of(WallTime bar_open) const {
    const Date utc = std::chrono::floor<days>(bar_open);
    if (is_always_open() || bar_open == utc) return utc;
    // The offset of the UTC date is right but for the hours around a change of offset, which fall into the night.
    const auto after = std::upper_bound(offsets_.begin(), offsets_.end(), utc,
                                        [](Date date, const OffsetChange& change) { return date < change.from; });
    if (after == offsets_.begin()) return utc;
    return std::chrono::floor<days>(bar_open + std::prev(after)->offset);
}

template <class Visit>
void Calendar::visit_expected(Timeframe timeframe, WallTime from, WallTime to, Visit visit) const {
    if (from >= to) return;
    const Date last =
        std::min<Date>(std::chrono::floor<days>(to) + days{1}, first_ + days{std::ssize(days_)} - days{1});
    // A bucket may begin before the session it overlaps; one of whole days up to its length before.
    const Date start = std::max<Date>(std::chrono::floor<days>(timeframe.bucket_start(from)) - days{1}, first_);
    std::optional<WallTime> counted;
    for (Date date = start; date <= last; date += days{1}) {
        const Day* found = day(date);
        if (!is_open_for_sure(found->kind)) continue;
        const WallTime open = is_whole_days(timeframe) ? WallTime{date} : found->session.open;
        const WallTime close = is_whole_days(timeframe) ? WallTime{date + days{1}} : found->session.close;
        for (WallTime bucket = timeframe.bucket_start(open); bucket < close && bucket < to;
             bucket += timeframe.length()) {
            if (bucket < from || (counted && bucket <= *counted)) continue;
            counted = bucket;
            if (!visit(bucket)) return;
        }
    }
}

std::int64_t Calendar::expected_bars(Timeframe timeframe, WallTime from, WallTime to) const {
    if (from >= to) return 0;
    std::int64_t count = 0;
    if (is_always_open()) {
        WallTime first = timeframe.bucket_start(from);
        if (first < from) first += timeframe.length();
        if (first < to) count = 1 + (ns_of(to) - ns_of(first) - 1) / timeframe.length_ns();
        return count;
    }
    visit_expected(timeframe, from, to, [&](WallTime) {
        ++count;
        return true;
    });
    return count;
}

std::vector<WallTime> Calendar::expected_times(Timeframe timeframe, WallTime from, WallTime to,
                                               std::size_t count_max) const {
    std::vector<WallTime> times;
    if (count_max == 0) return times;
    if (is_always_open()) {
        WallTime next = timeframe.bucket_start(from);
        if (next < from) next += timeframe.length();
        for (; next < to && times.size() < count_max; next += timeframe.length()) times.push_back(next);
        return times;
    }
    visit_expected(timeframe, from, to, [&](WallTime time) {
        times.push_back(time);
        return times.size() < count_max;
    });
    return times;
}

Result<const Calendar*> find_calendar(std::string_view name) {
    if (name == Calendar::always_open().name()) return &Calendar::always_open();
    if (name == "bist") {
        static const Result<Calendar> bist = Calendar::parse(detail::bist_calendar_text(), "data/calendars/bist.cal");
        SPARK_ASSERT(bist.has_value());  // Its text is part of the program; a test reads it.
        return &*bist;
    }
    return fail(Fault::not_found,
                fmt::format("found calendar '{}', allowed {}", shown(name), fmt::join(calendar_names, ", ")), {},
                detail::did_you_mean(name, calendar_names));
}

std::string_view calendar_name_of(const Venue& venue) { return venue.text() == "bist" ? "bist" : "24/7"; }

}  // namespace spark::market
