#include "adapters/synthetic/generator.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "adapters/synthetic/detail/fair_prices.hpp"
#include "adapters/synthetic/detail/history.hpp"
#include "adapters/synthetic/detail/live_instrument.hpp"
#include "adapters/synthetic/detail/sessions.hpp"
#include "engine/market/calendar.hpp"
#include "foundation/base/stable_math.hpp"

namespace spark::synthetic {

namespace {

using std::chrono::milliseconds;
using Events = std::vector<feed::Event>;

constexpr milliseconds pulse_length{100};
constexpr milliseconds resync_after{500};
constexpr std::int64_t latency_ms_least = 2;
constexpr std::int64_t latency_ms_most = 40;

Result<void> check(const Options& options) {
    if (!(options.events_per_second >= 0.1 && options.events_per_second <= 1'000)) {
        return fail(Fault::invalid_input,
                    fmt::format("found {} events a second, allowed 0.1 to 1,000", options.events_per_second));
    }
    if (options.history_minutes < 0 || options.history_minutes > 5'000'000) {
        return fail(Fault::invalid_input,
                    fmt::format("found {} minutes of history, allowed 0 to 5,000,000", options.history_minutes));
    }
    for (const InjectedFault& fault : options.faults) {
        if (std::ranges::find(instrument_rows, fault.venue, &InstrumentRow::venue) == instrument_rows.end()) {
            return fail(Fault::invalid_input, fmt::format("found a fault of the unknown venue '{}'", fault.venue));
        }
    }
    return {};
}

}  // namespace

/// What a generator knows between two advances.
class Generator::State {
  public:
    State(const Options& options, WallTime start, const market::Calendar& calendar)
        : options_(options), now_(start), calendar_(calendar) {}

    Result<void> begin(Events& out);
    void advance(WallTime to, Events& out);
    WallTime time() const { return now_; }

  private:
    struct VenueState {
        Venue venue;
        bool has_sessions = false;
        bool is_silent = false;
        bool is_cut_off = false;
        feed::SessionPhase phase = feed::SessionPhase::continuous;
    };
    struct Task {
        enum class Kind : std::uint8_t { pulse, act, second, fault_begins, fault_ends, resync };
        Kind kind;
        std::size_t index = 0;  ///< Of an instrument, a fault or a venue.
    };

    void plan(WallTime at, Task task) { tasks_.emplace(at, task); }
    void run(const Task& task, Events& out);
    void act(std::size_t index, Events& out);
    void second(Events& out);
    void fault_begins(const InjectedFault& fault, std::size_t index, Events& out);
    void fault_ends(const InjectedFault& fault, Events& out);
    void tell_books(const VenueState& venue, Events& out);
    void tell_state(const VenueState& venue, feed::FeedStatus status, std::string reason, Events& out) const;
    void tell_session(VenueState& venue, bool always, Events& out);

    std::size_t venue_of(std::string_view name) const;
    bool trades(const VenueState& venue) const { return venue.phase == feed::SessionPhase::continuous; }
    std::chrono::seconds delay_of(const VenueState& venue) const {
        return venue.has_sessions ? options_.bist_delay : std::chrono::seconds{0};
    }
    feed::Origin origin(detail::LiveInstrument& instrument, const VenueState& venue);

    Options options_;
    WallTime now_;
    const market::Calendar& calendar_;
    std::optional<detail::FairPrices> prices_;
    std::vector<detail::LiveInstrument> instruments_;
    std::vector<std::size_t> venue_index_;  ///< Of each instrument.
    std::vector<VenueState> venues_;
    std::multimap<WallTime, Task> tasks_;  ///< Of one time in the order they were planned.
    Events unheard_;                       ///< Where events go that nobody hears.
};

std::size_t Generator::State::venue_of(std::string_view name) const {
    return static_cast<std::size_t>(
        std::ranges::find(venues_, name, [](const VenueState& one) -> std::string_view { return one.venue.text(); }) -
        venues_.begin());
}

Result<void> Generator::State::begin(Events& out) {
    detail::FairPrices::Logs logs{};
    std::vector<detail::History> histories;
    for (std::size_t index = 0; index < instrument_rows.size(); ++index) {
        const InstrumentRow& row = instrument_rows[index];
        SPARK_TRY(Venue venue, Venue::parse(row.venue));
        SPARK_TRY(Symbol symbol, Symbol::parse(row.symbol));
        if (venue_of(row.venue) == venues_.size()) {
            venues_.push_back({.venue = venue, .has_sessions = row.has_sessions});
        }
        venue_index_.push_back(venue_of(row.venue));
        SPARK_TRY(detail::History history,
                  detail::history_of(row, options_, now_ - delay_of(venues_[venue_index_.back()]), now_));
        logs[index] = log_stable(static_cast<double>(history.last.units()) / static_cast<double>(units_per_one));
        instruments_.emplace_back(row, InstrumentId{std::move(venue), std::move(symbol)}, history,
                                  Rng(options_.seed).split(100 + index));
        histories.push_back(std::move(history));
    }
    prices_.emplace(options_.seed, logs);
    for (VenueState& venue : venues_) {
        if (venue.has_sessions) venue.phase = detail::session_at(calendar_, now_ - options_.bist_delay).phase;
        tell_state(venue, feed::FeedStatus::connecting, "start", out);
        tell_session(venue, true, out);
    }
    for (detail::History& history : histories) {
        for (feed::CandleUpdate& update : history.closed) out.emplace_back(std::move(update));
        for (feed::CandleUpdate& update : history.forming) out.emplace_back(std::move(update));
    }
    for (const VenueState& venue : venues_) tell_books(venue, out);

    plan(now_ + pulse_length, {Task::Kind::pulse});
    plan(std::chrono::ceil<std::chrono::seconds>(now_ + milliseconds{1}), {Task::Kind::second});
    for (std::size_t index = 0; index < instruments_.size(); ++index) {
        plan(now_ + instruments_[index].wait(options_.events_per_second), {Task::Kind::act, index});
    }
    for (std::size_t index = 0; index < options_.faults.size(); ++index) {
        plan(std::max(options_.faults[index].at, now_), {Task::Kind::fault_begins, index});
    }
    return {};
}

void Generator::State::advance(WallTime to, Events& out) {
    while (!tasks_.empty() && tasks_.begin()->first <= to) {
        const auto first = tasks_.begin();
        now_ = first->first;
        const Task task = first->second;
        tasks_.erase(first);
        run(task, out);
    }
    now_ = std::max(now_, to);
}

void Generator::State::run(const Task& task, Events& out) {
    switch (task.kind) {
        case Task::Kind::pulse:
            prices_->pulse();
            plan(now_ + pulse_length, task);
            return;
        case Task::Kind::act:
            act(task.index, out);
            plan(now_ + instruments_[task.index].wait(options_.events_per_second), task);
            return;
        case Task::Kind::second:
            second(out);
            plan(now_ + std::chrono::seconds{1}, task);
            return;
        case Task::Kind::fault_begins: fault_begins(options_.faults[task.index], task.index, out); return;
        case Task::Kind::fault_ends: fault_ends(options_.faults[task.index], out); return;
        case Task::Kind::resync: tell_books(venues_[task.index], out); return;
    }
}

feed::Origin Generator::State::origin(detail::LiveInstrument& instrument, const VenueState& venue) {
    const milliseconds latency{instrument.rng().uniform(latency_ms_least, latency_ms_most)};
    return {.instrument = instrument.instrument(),
            .event_time = instrument.rising(now_ - delay_of(venue) - latency),
            .received_at = now_,
            .is_synthetic = true};
}

void Generator::State::act(std::size_t index, Events& out) {
    const VenueState& venue = venues_[venue_index_[index]];
    if (venue.is_silent || !trades(venue)) return;
    detail::LiveInstrument& instrument = instruments_[index];
    const feed::Origin at = origin(instrument, venue);
    instrument.act(prices_->log_price(index), prices_->level(), at, venue.is_cut_off ? unheard_ : out);
    unheard_.clear();
}

void Generator::State::second(Events& out) {
    for (VenueState& venue : venues_) {
        if (venue.has_sessions && !venue.is_cut_off && !venue.is_silent) tell_session(venue, false, out);
    }
    for (std::size_t index = 0; index < instruments_.size(); ++index) {
        const VenueState& venue = venues_[venue_index_[index]];
        if (venue.is_silent) continue;
        const feed::Origin at = origin(instruments_[index], venue);
        const WallTime closed_until = now_ - delay_of(venue) - milliseconds{latency_ms_most};
        instruments_[index].tick(at, closed_until, trades(venue), venue.is_cut_off ? unheard_ : out);
        unheard_.clear();
    }
}

void Generator::State::fault_begins(const InjectedFault& fault, std::size_t index, Events& out) {
    const std::size_t place = venue_of(fault.venue);
    VenueState& venue = venues_[place];
    switch (fault.kind) {
        case FaultKind::sequence_gap:
            for (std::size_t one = 0; one < instruments_.size(); ++one) {
                if (venue_index_[one] == place) instruments_[one].lose_next_change();
            }
            plan(now_ + resync_after, {Task::Kind::resync, place});
            return;
        case FaultKind::silence: venue.is_silent = true; break;
        case FaultKind::disconnect:
            venue.is_cut_off = true;
            tell_state(venue, feed::FeedStatus::down, "injected: disconnect", out);
            break;
    }
    plan(now_ + fault.length, {Task::Kind::fault_ends, index});
}

void Generator::State::fault_ends(const InjectedFault& fault, Events& out) {
    const std::size_t place = venue_of(fault.venue);
    VenueState& venue = venues_[place];
    if (fault.kind == FaultKind::silence) {
        venue.is_silent = false;
        return;
    }
    venue.is_cut_off = false;
    tell_state(venue, feed::FeedStatus::connecting, "reconnecting", out);
    tell_session(venue, true, out);
    tell_books(venue, out);
}

void Generator::State::tell_books(const VenueState& venue, Events& out) {
    if (!trades(venue) || venue.is_cut_off) return;
    for (std::size_t index = 0; index < instruments_.size(); ++index) {
        if (&venues_[venue_index_[index]] != &venue) continue;
        const feed::Origin at = origin(instruments_[index], venue);
        instruments_[index].tell_book(prices_->log_price(index), at, out);
    }
}

void Generator::State::tell_state(const VenueState& venue, feed::FeedStatus status, std::string reason,
                                  Events& out) const {
    out.emplace_back(feed::FeedState{
        .venue = venue.venue,
        .event_time = now_,
        .received_at = now_,
        .is_synthetic = true,
        .status = status,
        .phase = venue.has_sessions ? std::optional(venue.phase) : std::nullopt,
        .delay = delay_of(venue),
        .reason = std::move(reason),
    });
}

void Generator::State::tell_session(VenueState& venue, bool always, Events& out) {
    if (!venue.has_sessions) {
        if (always) tell_state(venue, feed::FeedStatus::live, "synthetic", out);
        return;
    }
    const feed::SessionPhase before = venue.phase;
    const detail::Session session = detail::session_at(calendar_, now_ - options_.bist_delay);
    venue.phase = session.phase;
    if (!always && before == venue.phase) return;
    const bool is_closed = venue.phase == feed::SessionPhase::closed;
    const feed::FeedStatus open = options_.bist_delay.count() > 0 ? feed::FeedStatus::delayed : feed::FeedStatus::live;
    tell_state(venue, is_closed ? feed::FeedStatus::closed : open, std::string(session.reason), out);
    if (!always) tell_books(venue, out);
}

Result<Generator> Generator::start(const Options& options, WallTime start, Events& out) {
    SPARK_TRY(check(options));
    SPARK_TRY(const market::Calendar* calendar, market::find_calendar("bist"));
    auto state = std::make_unique<State>(options, start, *calendar);
    SPARK_TRY(state->begin(out));
    return Generator(std::move(state));
}

Generator::Generator(std::unique_ptr<State> state) : state_(std::move(state)) {}
Generator::Generator(Generator&&) noexcept = default;
Generator& Generator::operator=(Generator&&) noexcept = default;
Generator::~Generator() = default;

void Generator::advance(WallTime to, Events& out) { state_->advance(to, out); }
WallTime Generator::time() const { return state_->time(); }

}  // namespace spark::synthetic
