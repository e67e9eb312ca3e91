#include "engine/market/measure_quality.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "foundation/base/decimal_text.hpp"

namespace spark::market {

namespace {

constexpr std::size_t forming_window = 30;
constexpr std::size_t forming_traded_least = 20;
constexpr Int128 forming_fraction = 4;

constexpr std::array measured_kinds{std::string_view{"ohlc_violation"},  std::string_view{"zero_volume"},
                                    std::string_view{"forming_last"},    std::string_view{"holiday_ghost"},
                                    std::string_view{"missing_session"}, std::string_view{"outside_calendar"}};

/// One pass over the columns. Lives for one `measure_quality`.
class Measurement {
  public:
    Measurement(const CandleColumns& columns, Timeframe timeframe, const Calendar& calendar, QualityReport& report)
        : columns_(columns), timeframe_(timeframe), calendar_(calendar), report_(report) {}

    void gaps();
    void ohlc();
    void zero_volume();
    void ghosts();
    void forming(std::optional<WallTime> now);

  private:
    bool counts_days() const {
        return !calendar_.is_always_open() && timeframe_.length() % std::chrono::days{1} == std::chrono::seconds{0};
    }
    WallTime time(std::size_t bar) const { return wall_time_of_ns(columns_.open_time_ns[bar]); }
    WallTime end_of(std::size_t bar) const;
    void hole(std::size_t bar);
    void violation(std::size_t bar);
    void find(std::string_view kind, std::size_t& kept, WallTime at, std::string detail);

    const CandleColumns& columns_;
    Timeframe timeframe_;
    const Calendar& calendar_;
    QualityReport& report_;
    std::size_t violations_kept_ = 0;
    std::size_t sessions_kept_ = 0;
};

void Measurement::find(std::string_view kind, std::size_t& kept, WallTime at, std::string detail) {
    if (kept >= findings_max) return;
    ++kept;
    report_.findings.push_back({.kind = std::string(kind), .time = at, .detail = std::move(detail)});
}

void Measurement::gaps() {
    const std::int64_t step = timeframe_.length_ns();
    const auto times = columns_.open_time_ns;
    for (std::size_t bar = 1; bar < times.size(); ++bar) {
        if (times[bar] - times[bar - 1] > step) hole(bar);
    }
}

/// More than one step lies before `bar`; by the calendar that may be no hole at all (a night, a weekend).
void Measurement::hole(std::size_t bar) {
    WallTime from = time(bar - 1);
    WallTime to = time(bar);
    if (counts_days()) {
        // Bars of days are compared by the date they stand for, whichever hour they are stamped with.
        from = calendar_.date_of(from);
        to = calendar_.date_of(to);
    }
    from += timeframe_.length();
    const std::int64_t missing = calendar_.is_always_open() ? (ns_of(to) - ns_of(from)) / timeframe_.length_ns()
                                                            : calendar_.expected_bars(timeframe_, from, to);
    if (missing == 0) return;
    ++report_.gaps;
    report_.missing += missing;
    if (report_.gap_list.size() < findings_max)
        report_.gap_list.push_back({.after = time(bar - 1), .before = time(bar), .missing = missing});
    if (!counts_days()) return;
    for (const WallTime session :
         calendar_.expected_times(timeframe_, from, to, findings_max - std::min(findings_max, sessions_kept_))) {
        find("missing_session", sessions_kept_, session, "no bar for this session");
    }
}

void Measurement::ohlc() {
    const auto broken = [this](std::size_t bar) {
        const std::int64_t top = std::max(columns_.open[bar], columns_.close[bar]);
        const std::int64_t bottom = std::min(columns_.open[bar], columns_.close[bar]);
        return columns_.high[bar] < std::max(top, columns_.low[bar]) || columns_.low[bar] > bottom;
    };
    for (std::size_t bar = 0; bar < columns_.size(); ++bar) {
        if (broken(bar)) violation(bar);
    }
}

void Measurement::violation(std::size_t bar) {
    ++report_.ohlc_violations;
    if (violations_kept_ >= findings_max) return;
    std::string detail;
    const auto compare = [&](std::int64_t a, std::int64_t b, std::string_view a_name, std::string_view word,
                             std::string_view b_name) {
        if (!detail.empty()) detail += "; ";
        detail += fmt::format("{} {} is {} {} {}", a_name, format_units(a), word, b_name, format_units(b));
    };
    const std::int64_t high = columns_.high[bar];
    const std::int64_t low = columns_.low[bar];
    if (high < low) compare(high, low, "high", "under", "low");
    if (high < columns_.open[bar]) compare(high, columns_.open[bar], "high", "under", "open");
    if (high < columns_.close[bar]) compare(high, columns_.close[bar], "high", "under", "close");
    if (low > columns_.open[bar]) compare(low, columns_.open[bar], "low", "over", "open");
    if (low > columns_.close[bar]) compare(low, columns_.close[bar], "low", "over", "close");
    find("ohlc_violation", violations_kept_, time(bar), std::move(detail));
}

void Measurement::zero_volume() {
    std::size_t kept = 0;
    std::size_t run = 0;
    const auto end_run = [&](std::size_t end) {
        if (run == 0) return;
        ++report_.zero_volume_runs;
        find("zero_volume", kept, time(end - run),
             run == 1 ? "a bar without volume" : fmt::format("{} bars without volume in a row", run));
        run = 0;
    };
    for (std::size_t bar = 0; bar < columns_.size(); ++bar) {
        const bool zero = columns_.volume[bar] == 0 && (columns_.volume_high.empty() || columns_.volume_high[bar] == 0);
        if (zero) {
            ++run;
            ++report_.zero_volume;
        } else if (run != 0) {
            end_run(bar);
        }
    }
    end_run(columns_.size());
}

void Measurement::ghosts() {
    if (calendar_.is_always_open() || timeframe_.length() > std::chrono::days{1}) return;
    std::size_t kept = 0;
    std::int64_t outside = 0;
    WallTime outside_first{};
    for (std::size_t bar = 0; bar < columns_.size(); ++bar) {
        const DayKind kind = calendar_.kind_of(calendar_.date_of(time(bar)));
        if (kind == DayKind::closed) {
            ++report_.holiday_ghosts;
            const Int128 volume = columns_.volume_at(bar);
            find("holiday_ghost", kept, time(bar),
                 fmt::format("a bar on a closed day, volume {}", format_wide_units(volume)));
        } else if (kind == DayKind::unknown) {
            if (outside == 0) outside_first = time(bar);
            ++outside;
        }
    }
    if (outside == 0) return;
    std::size_t kept_outside = 0;
    find(
        "outside_calendar", kept_outside, outside_first,
        fmt::format("{} bars outside the range of calendar {}; gaps there are not counted", outside, calendar_.name()));
}

/// A bar of a day ends when its session closes; any other bar when its time is over.
WallTime Measurement::end_of(std::size_t bar) const {
    if (counts_days() && timeframe_.length() == std::chrono::days{1}) {
        if (const auto session = calendar_.session(calendar_.date_of(time(bar)))) return session->close;
    }
    return time(bar) + timeframe_.length();
}

void Measurement::forming(std::optional<WallTime> now) {
    if (columns_.size() == 0) return;
    std::size_t kept = 0;
    const std::size_t last = columns_.size() - 1;
    if (now && end_of(last) > *now) {
        report_.forming_last = true;
        find("forming_last", kept, time(last),
             fmt::format("the bar ends {} and it was read {}", format_iso8601(end_of(last)), format_iso8601(*now)));
    } else if (last_bar_looks_unfinished(columns_)) {
        report_.forming_last = true;
        find("forming_last", kept, time(last),
             "volume " + format_wide_units(columns_.volume_at(last)) + " is under a quarter of the least before it");
    }
}

}  // namespace

bool last_bar_looks_unfinished(const CandleColumns& columns) {
    if (columns.size() <= forming_traded_least) return false;
    const std::size_t last = columns.size() - 1;
    std::size_t traded = 0;
    Int128 least = 0;
    for (std::size_t bar = last - std::min(last, forming_window); bar < last; ++bar) {
        const Int128 volume = columns.volume_at(bar);
        if (volume <= 0) continue;
        least = traded == 0 ? volume : std::min(least, volume);
        ++traded;
    }
    return traded >= forming_traded_least && columns.volume_at(last) < divide(least, forming_fraction, Rounding::up);
}

void measure_quality(const CandleColumns& columns, Timeframe timeframe, const Calendar& calendar, QualityReport& report,
                     std::optional<WallTime> now) {
    report.rows = static_cast<std::int64_t>(columns.size());
    report.gaps = report.missing = report.ohlc_violations = report.zero_volume = report.zero_volume_runs =
        report.holiday_ghosts = 0;
    report.forming_last = false;
    report.gap_list.clear();
    std::erase_if(report.findings, [](const Finding& finding) {
        return std::ranges::find(measured_kinds, finding.kind) != measured_kinds.end();
    });

    Measurement measurement(columns, timeframe, calendar, report);
    measurement.gaps();
    measurement.ohlc();
    measurement.zero_volume();
    measurement.ghosts();
    measurement.forming(now);
}

}  // namespace spark::market
