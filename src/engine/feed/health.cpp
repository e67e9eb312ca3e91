#include "engine/feed/health.hpp"

#include <algorithm>

namespace spark::feed {

namespace {

constexpr std::chrono::seconds drift_shown_for{5};

std::int64_t ms_between(WallTime from, WallTime to) {
    return std::chrono::floor<std::chrono::milliseconds>(to - from).count();
}

bool should_speak(FeedStatus status) { return status == FeedStatus::live || status == FeedStatus::delayed; }

}  // namespace

void Health::on(const Event& event) {
    if (const auto* state = std::get_if<FeedState>(&event)) {
        on_state(*state);
        return;
    }
    // A candle is derived, or history: it says nothing about how late the feed is.
    if (std::holds_alternative<CandleUpdate>(event)) return;
    const WallTime received_at = received_at_of(event);
    const std::int64_t drift_ms = ms_between(event_time_of(event) + state_.delay, received_at);
    if (drift_ms < 0) ++clock_ahead_;
    drifts_.add(received_at, drift_ms);
    last_event_ = received_at;
    last_of_.insert_or_assign(*instrument_of(event), received_at);
    ++messages_;
}

void Health::on_state(const FeedState& state) {
    const bool is_up = should_speak(state.status);
    // Silence is counted from the moment the feed is up: what it said before is as old as it is.
    if (is_up && !should_speak(state_.status)) {
        if (was_up_ && state_.status != FeedStatus::closed) ++reconnects_;
        for (auto& [instrument, last] : last_of_) last = state.received_at;
    }
    was_up_ = was_up_ || is_up;
    state_ = state;
}

bool Health::is_silent_since(WallTime last, WallTime now) const {
    return now - last > limits_.stale_intervals * limits_.interval_expected;
}

FeedStatus Health::status(WallTime now) const {
    if (!should_speak(state_.status)) return state_.status;
    const WallTime last = std::max(last_event_.value_or(state_.received_at), state_.received_at);
    return is_silent_since(last, now) ? FeedStatus::stale : state_.status;
}

HealthReport Health::report(WallTime now) const {
    HealthReport report{
        .venue = venue_,
        .status = status(now),
        .phase = state_.phase,
        .delay = state_.delay,
        .reason = state_.reason,
        .is_synthetic = state_.is_synthetic,
        .messages_per_second = static_cast<double>(drifts_.count(now)) / static_cast<double>(DriftWindow::slots),
        .messages_total = messages_,
        .sequence_gaps = sequence_gaps_,
        .reconnects = reconnects_,
        .clock_ahead_total = clock_ahead_};
    if (last_event_) {
        report.age_ms = ms_between(*last_event_, now);
        if (now - *last_event_ <= drift_shown_for) {
            report.drift_p50_ms = drifts_.percentile_ms(now, 0.5);
            report.drift_p95_ms = drifts_.percentile_ms(now, 0.95);
        }
    }
    if (should_speak(state_.status)) {
        for (const auto& [instrument, last] : last_of_) {
            if (is_silent_since(last, now)) report.stale_instruments.push_back(instrument);
        }
    }
    return report;
}

}  // namespace spark::feed
