#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "adapters/synthetic/options.hpp"
#include "adapters/synthetic/synthetic_venue.hpp"
#include "app/server/live_figures.hpp"
#include "engine/feed/events.hpp"
#include "engine/feed/health.hpp"
#include "engine/feed/market_state.hpp"
#include "foundation/base/result.hpp"
#include "foundation/domain/instrument.hpp"
#include "foundation/domain/timeframe.hpp"
#include "surface/stream/hub.hpp"

namespace spark::server {

/// Faults for drills: `kind:venue:after_ms:length_ms`, parted by commas. Errors: invalid_input.
Result<std::vector<synthetic::InjectedFault>> parse_faults(std::string_view text, WallTime start);

/// The latest of every live market, how the feeds do, and what of it the event stream is told. Any thread may read; it
/// hears events as a sink and publishes when it is told to: at most ten times a second a topic.
class LiveMarket final : public feed::Sink {
  public:
    using Clock = std::function<WallTime()>;
    static constexpr std::size_t book_depth = 20;  ///< Levels of each side that the stream is told.
    static constexpr std::chrono::milliseconds publish_every{100};

    /// How the made-up market does.
    enum class Run : std::uint8_t { off, starting, running, failed };

    /// The hub and what the clock refers to outlive it.
    LiveMarket(stream::Hub& hub, Clock clock) : hub_(hub), clock_(std::move(clock)) {}
    ~LiveMarket() override { stop(); }
    LiveMarket(const LiveMarket&) = delete;
    LiveMarket& operator=(const LiveMarket&) = delete;

    /// Runs the made-up venues from now on; returns at once, their history is made in a thread. Once.
    void start(synthetic::Options options);
    /// After it returns nothing is heard any more. May be repeated.
    void stop();
    Run run() const;
    std::string failure() const;  ///< Why it failed; empty unless it did.

    void on(const feed::Event& event) override;

    /// Tells the hub what is due. One thread at a time.
    void publish(WallTime now);

    std::optional<feed::MarketSnapshot> snapshot(const InstrumentId& instrument, std::size_t depth) const;
    std::vector<feed::MarketSnapshot> snapshots() const;  ///< Without books' levels, in order of venue and symbol.
    /// As MarketState::candles, of bars that begin before `to`.
    std::vector<feed::CandleUpdate> candles(const InstrumentId& instrument, Timeframe timeframe, std::size_t count,
                                            std::optional<WallTime> to) const;
    std::vector<feed::HealthReport> reports(WallTime now) const;
    std::string figures_text(WallTime now) const;

  private:
    struct VenueState {
        explicit VenueState(const Venue& venue) : health(venue, {.interval_expected = std::chrono::seconds{1}}) {}
        feed::Health health;
        FeedFigures figures;
        std::chrono::seconds delay{0};
        feed::FeedStatus told = feed::FeedStatus::connecting;
    };
    struct Pending {
        bool has_ticker = false;
        bool has_book = false;
        std::vector<feed::MarketTrade> trades{};
        std::map<Timeframe, feed::CandleUpdate> candles{};
        WallTime due{};
    };
    /// What is published, taken out under the lock and written without it.
    struct Batch {
        std::vector<feed::FeedState> states;
        std::vector<feed::CandleUpdate> closes;
        struct Market {
            feed::MarketSnapshot snapshot;
            Pending pending;
        };
        std::vector<Market> markets;
    };

    VenueState& venue_of(const Venue& venue);
    void note(const feed::Event& event);
    bool is_of_now(const feed::CandleUpdate& update);
    Batch take(WallTime now);
    void notice_silence(WallTime now);
    feed::HealthReport report(const Venue& venue, const VenueState& state, WallTime now) const;

    stream::Hub& hub_;
    Clock clock_;
    mutable std::mutex mutex_;  ///< Over all down to the next empty line.
    feed::MarketState state_;
    std::map<Venue, VenueState> venues_;
    std::map<InstrumentId, Pending> pending_;
    std::vector<feed::FeedState> states_;
    std::vector<feed::CandleUpdate> closes_;
    std::optional<WallTime> first_heard_at_;
    Run run_ = Run::off;
    std::string failure_;

    std::unique_ptr<synthetic::SyntheticVenue> source_;
    std::jthread starter_;
};

}  // namespace spark::server
