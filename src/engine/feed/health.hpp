#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/feed/drift_window.hpp"
#include "engine/feed/events.hpp"

namespace spark::feed {

/// What a venue's feed is expected to do.
struct HealthLimits {
    std::chrono::milliseconds interval_expected{1'000};  ///< Between two events of one instrument.
    int stale_intervals = 3;                             ///< So many of them in silence are stale.
};

/// How a venue's feed does, at one moment.
struct HealthReport {
    Venue venue;
    FeedStatus status = FeedStatus::connecting;  ///< As the venue's adapter said, or stale by the clock.
    std::optional<SessionPhase> phase{};
    std::chrono::seconds delay{0};
    std::string reason{};
    bool is_synthetic = false;
    /// Receive time - event time - delay, over 10 s; none when no event came for 5 s.
    std::optional<std::int64_t> drift_p50_ms{};
    std::optional<std::int64_t> drift_p95_ms{};
    std::optional<std::int64_t> age_ms{};  ///< Of the last event; none before the first.
    double messages_per_second = 0;        ///< Over 10 s.
    std::uint64_t messages_total = 0;
    std::uint64_t sequence_gaps = 0;
    std::uint64_t reconnects = 0;
    std::uint64_t clock_ahead_total = 0;            ///< Events that arrived before they happened: a clock is wrong.
    std::vector<InstrumentId> stale_instruments{};  ///< Silent ones of a feed that should speak.
};

/// The health of one venue's feed. Fed with its events (candles, being derived or history, are not counted); the clock
/// is an argument.
class Health {
  public:
    Health(Venue venue, HealthLimits limits) : venue_(std::move(venue)), limits_(limits) {}

    void on(const Event& event);
    void on_sequence_gap() { ++sequence_gaps_; }

    FeedStatus status(WallTime now) const;
    HealthReport report(WallTime now) const;

  private:
    bool is_silent_since(WallTime last, WallTime now) const;
    void on_state(const FeedState& state);

    Venue venue_;
    HealthLimits limits_;
    FeedState state_{.venue = venue_, .event_time = {}, .received_at = {}};
    bool was_up_ = false;
    DriftWindow drifts_;
    std::optional<WallTime> last_event_;
    std::map<InstrumentId, WallTime> last_of_;
    std::uint64_t messages_ = 0;
    std::uint64_t sequence_gaps_ = 0;
    std::uint64_t reconnects_ = 0;
    std::uint64_t clock_ahead_ = 0;
};

}  // namespace spark::feed
