#include "engine/market/detail/calendar_builder.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "engine/market/detail/calendar_words.hpp"
#include "engine/market/detail/did_you_mean.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::market {

using std::chrono::days;

namespace {

/// A century and a half of days is a few hundred kilobytes; more is a slip of the pen.
constexpr days valid_max{150 * 366};

constexpr std::array<std::string_view, 12> keywords{"calendar",   "about",  "valid",  "offset", "summer", "week",
                                                    "half-close", "yearly", "closed", "half",   "open",   "disputed"};

}  // namespace

Result<void> CalendarBuilder::take(std::string_view line) {
    detail::CalendarWords words(line);
    if (words.at_end()) return {};
    const std::string_view keyword = words.next();
    if (keyword == "about") return {};
    if (keyword == "calendar") return take_name(words);
    if (keyword == "valid") return take_valid(words);
    if (keyword == "offset") return take_offset(words);
    if (keyword == "summer") return take_summer(words);
    if (keyword == "week") return take_week(words);
    if (keyword == "half-close") return take_half_close(words);
    if (keyword == "yearly") return take_yearly(words);
    if (keyword == "closed") return take_dated(DayKind::closed, words);
    if (keyword == "half") return take_dated(DayKind::half, words);
    if (keyword == "open") return take_dated(DayKind::full, words);
    if (keyword == "disputed") return take_dated(DayKind::disputed, words);
    return fail(Fault::invalid_input, fmt::format("found '{}', allowed {}", shown(keyword), fmt::join(keywords, ", ")),
                {}, detail::did_you_mean(keyword, keywords));
}

Result<void> CalendarBuilder::take_name(Words& words) {
    if (!name_.empty()) return fail(Fault::invalid_input, "found a second 'calendar' line, allowed one");
    SPARK_TRY(name_, words.name());
    return words.expect_end();
}

Result<void> CalendarBuilder::take_valid(Words& words) {
    if (!valid_.empty()) return fail(Fault::invalid_input, "found a second 'valid' line, allowed one");
    SPARK_TRY(const Date first, words.date());
    SPARK_TRY(words.expect("to"));
    SPARK_TRY(const Date last, words.date());
    if (last < first || last - first > valid_max) {
        return fail(Fault::invalid_input, fmt::format("found a range of {} days, allowed 1 to {}",
                                                      (last - first).count() + 1, valid_max.count()));
    }
    valid_.push_back({.first = first, .last = last});
    return words.expect_end();
}

Result<void> CalendarBuilder::take_offset(Words& words) {
    SPARK_TRY(const std::chrono::minutes offset, words.offset());
    SPARK_TRY(words.expect("from"));
    SPARK_TRY(const Date from, words.date());
    if (!offsets_.empty() && from <= offsets_.back().from)
        return fail(Fault::invalid_input, "found 'offset' lines out of order, allowed oldest first");
    offsets_.push_back({.from = from, .offset = offset});
    return words.expect_end();
}

Result<void> CalendarBuilder::take_summer(Words& words) {
    SPARK_TRY(const std::chrono::minutes offset, words.offset());
    SPARK_TRY(words.expect("from"));
    SPARK_TRY(const Date first, words.date());
    SPARK_TRY(words.expect("to"));
    SPARK_TRY(const Date last, words.date());
    if (last < first) return fail(Fault::invalid_input, "found a summer that ends before it begins");
    if (!summers_.empty() && first <= summers_.back().range.last + days{1}) {
        return fail(Fault::invalid_input,
                    "found 'summer' lines that touch or stand out of order, allowed oldest first");
    }
    summers_.push_back({.range = {.first = first, .last = last}, .offset = offset});
    return words.expect_end();
}

Result<void> CalendarBuilder::take_week(Words& words) {
    Week week;
    SPARK_TRY(week.weekdays, words.weekdays());
    SPARK_TRY(const detail::ClockRange hours, words.clock_range());
    SPARK_TRY(words.expect("from"));
    SPARK_TRY(week.from, words.date());
    week.open = hours.open;
    week.close = hours.close;
    if (!weeks_.empty() && week.from <= weeks_.back().from)
        return fail(Fault::invalid_input, "found 'week' lines out of order, allowed oldest first");
    weeks_.push_back(week);
    return words.expect_end();
}

Result<void> CalendarBuilder::take_half_close(Words& words) {
    HalfClose half;
    SPARK_TRY(half.close, words.clock());
    SPARK_TRY(words.expect("from"));
    SPARK_TRY(half.from, words.date());
    if (!half_closes_.empty() && half.from <= half_closes_.back().from) {
        return fail(Fault::invalid_input, "found 'half-close' lines out of order, allowed oldest first");
    }
    half_closes_.push_back(half);
    return words.expect_end();
}

Result<void> CalendarBuilder::take_yearly(Words& words) {
    const std::string_view kind = words.next();
    if (kind != "closed" && kind != "half")
        return fail(Fault::invalid_input, fmt::format("found '{}', allowed closed or half", shown(kind)));
    Yearly yearly{
        .kind = kind == "closed" ? DayKind::closed : DayKind::half, .day = {}, .first_year = 0, .last_year = 9'999};
    SPARK_TRY(yearly.day, words.month_day());
    SPARK_TRY(words.expect("from"));
    SPARK_TRY(yearly.first_year, words.year());
    if (words.skip_if("to")) {
        SPARK_TRY(yearly.last_year, words.year());
    }
    yearly_.push_back(yearly);
    return {};
}

Result<void> CalendarBuilder::take_dated(DayKind kind, Words& words) {
    SPARK_TRY(const Date first, words.date());
    Date last = first;
    if (words.skip_if("to")) {
        SPARK_TRY(last, words.date());
    }
    if (last < first) return fail(Fault::invalid_input, "found a range that ends before it begins");
    if (valid_.empty()) return fail(Fault::invalid_input, "found a date before the 'valid' line, allowed after it");
    if (first < valid_.front().first || last > valid_.front().last)
        return fail(Fault::invalid_input, "found a date outside the 'valid' range");
    const bool counts = [&] {
        for (Date date = first; date <= last; date += days{1}) {
            if ((week_at(date) != nullptr) != (kind == DayKind::full)) return true;
        }
        return false;
    }();
    if (!counts) {
        return fail(Fault::invalid_input,
                    kind == DayKind::full ? "found 'open' for a day that the 'week' lines have open already"
                                          : "found a day without a session by the 'week' lines (they stand above it)");
    }
    dated_.push_back({.kind = kind, .range = {.first = first, .last = last}});
    return {};
}

const CalendarBuilder::Week* CalendarBuilder::week_at(Date date) const {
    const std::size_t weekday = std::chrono::weekday{date}.iso_encoding() - 1;
    const auto found =
        std::find_if(weeks_.rbegin(), weeks_.rend(), [&](const Week& week) { return week.from <= date; });
    return found == weeks_.rend() || !found->weekdays[weekday] ? nullptr : &*found;
}

DayKind CalendarBuilder::kind_by_rule(Date date) const {
    if (week_at(date) == nullptr) return DayKind::closed;
    const std::chrono::year_month_day parts{date};
    const int year = static_cast<int>(parts.year());
    DayKind kind = DayKind::full;
    for (const Yearly& rule : yearly_) {
        if (rule.day != parts.month() / parts.day() || year < rule.first_year || year > rule.last_year) continue;
        if (rule.kind == DayKind::closed) return DayKind::closed;
        kind = rule.kind;
    }
    return kind;
}

std::vector<DayKind> CalendarBuilder::kinds() const {
    const DateRange valid = valid_.front();
    std::vector<DayKind> kinds;
    for (Date date = valid.first; date <= valid.last; date += days{1}) kinds.push_back(kind_by_rule(date));
    // Later kinds win over earlier ones, whatever the order of the lines.
    for (const DayKind kind : {DayKind::half, DayKind::closed, DayKind::full, DayKind::disputed}) {
        for (const Dated& dated : dated_) {
            if (dated.kind != kind) continue;
            for (Date date = dated.range.first; date <= dated.range.last; date += days{1}) {
                if (kind == DayKind::half && week_at(date) == nullptr) continue;
                kinds[static_cast<std::size_t>((date - valid.first).count())] = kind;
            }
        }
    }
    return kinds;
}

Result<Session> CalendarBuilder::session_at(Date date, DayKind kind,
                                            const std::vector<Calendar::OffsetChange>& offsets) const {
    const Week* week = week_at(date);
    // A session on a day off keeps the hours of the week in force.
    if (week == nullptr)
        week = &*std::find_if(weeks_.rbegin(), weeks_.rend(), [&](const Week& rule) { return rule.from <= date; });
    std::chrono::minutes close = week->close;
    if (kind == DayKind::half) {
        const auto half = std::find_if(half_closes_.rbegin(), half_closes_.rend(),
                                       [&](const HalfClose& rule) { return rule.from <= date; });
        if (half == half_closes_.rend())
            return fail(Fault::invalid_input,
                        fmt::format("{:%Y-%m-%d} is a half day and no 'half-close' line holds for it", date));
        if (half->close <= week->open || half->close > week->close)
            return fail(Fault::invalid_input, "found a 'half-close' outside the session");
        close = half->close;
    }
    const auto after = std::upper_bound(offsets.begin(), offsets.end(), date,
                                        [](Date at, const Calendar::OffsetChange& change) { return at < change.from; });
    const std::chrono::minutes offset = std::prev(after)->offset;
    return Session{.open = date + week->open - offset, .close = date + close - offset};
}

std::vector<Calendar::OffsetChange> CalendarBuilder::flattened_offsets() const {
    std::vector<Calendar::OffsetChange> flat;
    const auto base_at = [&](Date date) {
        const auto after =
            std::upper_bound(offsets_.begin(), offsets_.end(), date,
                             [](Date at, const Calendar::OffsetChange& change) { return at < change.from; });
        return std::prev(after)->offset;
    };
    const auto is_summer = [&](Date date) {
        return std::ranges::any_of(
            summers_, [&](const Summer& summer) { return summer.range.first <= date && date <= summer.range.last; });
    };
    for (const Calendar::OffsetChange& change : offsets_) {
        if (!is_summer(change.from)) flat.push_back(change);
    }
    for (const Summer& summer : summers_) {
        flat.push_back({.from = summer.range.first, .offset = summer.offset});
        const Date back = summer.range.last + days{1};
        if (std::ranges::none_of(offsets_, [&](const Calendar::OffsetChange& change) { return change.from == back; })) {
            flat.push_back({.from = back, .offset = base_at(back)});
        }
    }
    std::ranges::sort(flat, {}, &Calendar::OffsetChange::from);
    return flat;
}

Result<void> CalendarBuilder::check_dates() const {
    if (name_.empty()) return fail(Fault::invalid_input, "found no 'calendar' line, needed one");
    if (valid_.empty()) return fail(Fault::invalid_input, "found no 'valid' line, needed one");
    const Date first = valid_.front().first;
    if (offsets_.empty() || offsets_.front().from > first)
        return fail(Fault::invalid_input, "found no 'offset' line that holds on the first valid day");
    if (weeks_.empty() || weeks_.front().from > first)
        return fail(Fault::invalid_input, "found no 'week' line that holds on the first valid day");
    if (!summers_.empty() && summers_.front().range.first < offsets_.front().from) {
        return fail(Fault::invalid_input, "found a 'summer' line before the first 'offset' line");
    }
    return {};
}

Result<Calendar> CalendarBuilder::build() const {
    SPARK_TRY(check_dates());
    Calendar calendar;
    calendar.name_ = name_;
    calendar.first_ = valid_.front().first;
    calendar.offsets_ = flattened_offsets();
    Date date = calendar.first_;
    for (const DayKind kind : kinds()) {
        Calendar::Day day{.kind = kind};
        if (kind != DayKind::closed) {
            SPARK_TRY(day.session, session_at(date, kind, calendar.offsets_));
        }
        calendar.days_.push_back(day);
        date += days{1};
    }
    return calendar;
}

Result<Calendar> Calendar::parse(std::string_view text, std::string_view place) {
    CalendarBuilder builder;
    int line_number = 0;
    while (!text.empty()) {
        ++line_number;
        const std::size_t size = std::min(text.find('\n'), text.size());
        auto taken = builder.take(text.substr(0, size));
        if (!taken) {
            Error error = std::move(taken).error();
            error.place = fmt::format("{}:{}", place, line_number);
            return fail(std::move(error));
        }
        text.remove_prefix(std::min(size + 1, text.size()));
    }
    auto built = builder.build();
    if (!built) {
        Error error = std::move(built).error();
        error.place = std::string(place);
        return fail(std::move(error));
    }
    return built;
}

}  // namespace spark::market
