#include "app/server/live_market.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include "app/server/live_json.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::server {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t fault_ms_max = 86'400'000;

std::vector<std::string_view> parts_of(std::string_view text, char mark) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t end = text.find(mark);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::optional<milliseconds> parse_ms(std::string_view text) {
    std::int64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || value < 0 || value > fault_ms_max)
        return std::nullopt;
    return milliseconds{value};
}

std::optional<synthetic::FaultKind> kind_of(std::string_view text) {
    if (text == "silence") return synthetic::FaultKind::silence;
    if (text == "sequence_gap") return synthetic::FaultKind::sequence_gap;
    if (text == "disconnect") return synthetic::FaultKind::disconnect;
    return std::nullopt;
}

std::string topic_of(std::string_view kind, const InstrumentId& instrument) {
    return fmt::format("{}.{}.{}", kind, instrument.venue.text(), instrument.symbol.text());
}

std::string candle_topic(const feed::CandleUpdate& update) {
    return topic_of("candle", update.origin.instrument) + "." + update.timeframe.text();
}

/// Topics of the table, and documents that are small: cannot be refused.
void said(const Result<void>& published) { static_cast<void>(published.has_value()); }

}  // namespace

Result<std::vector<synthetic::InjectedFault>> parse_faults(std::string_view text, WallTime start) {
    std::vector<synthetic::InjectedFault> faults;
    if (text.empty()) return faults;
    for (const std::string_view one : parts_of(text, ',')) {
        const std::vector<std::string_view> parts = parts_of(one, ':');
        const auto refused = [&] {
            return fail(Fault::invalid_input,
                        fmt::format("found the fault '{}', allowed kind:venue:after_ms:length_ms", shown(one)),
                        "market.synthetic_faults", "disconnect:synthetic-btcturk:60000:5000");
        };
        if (parts.size() != 4) return refused();
        const auto kind = kind_of(parts[0]);
        const auto row = std::ranges::find(synthetic::instrument_rows, parts[1], &synthetic::InstrumentRow::venue);
        const auto after = parse_ms(parts[2]);
        const auto length = parse_ms(parts[3]);
        if (!kind || row == synthetic::instrument_rows.end() || !after || !length) return refused();
        faults.push_back({.kind = *kind, .venue = row->venue, .at = start + *after, .length = *length});
    }
    return faults;
}

void LiveMarket::start(synthetic::Options options) {
    {
        const std::lock_guard lock(mutex_);
        run_ = Run::starting;
    }
    source_ = std::make_unique<synthetic::SyntheticVenue>(std::move(options), clock_, *this);
    starter_ = std::jthread([this] {
        const Result<void> started = source_->start();
        const std::lock_guard lock(mutex_);
        run_ = started ? Run::running : Run::failed;
        if (!started) failure_ = started.error().message;
    });
}

void LiveMarket::stop() {
    if (starter_.joinable()) starter_.join();
    if (source_) source_->stop();
}

LiveMarket::Run LiveMarket::run() const {
    const std::lock_guard lock(mutex_);
    return run_;
}

std::string LiveMarket::failure() const {
    const std::lock_guard lock(mutex_);
    return failure_;
}

LiveMarket::VenueState& LiveMarket::venue_of(const Venue& venue) {
    return venues_.try_emplace(venue, venue).first->second;
}

void LiveMarket::on(const feed::Event& event) {
    const std::lock_guard lock(mutex_);
    if (!first_heard_at_) first_heard_at_ = feed::received_at_of(event);
    state_.on(event);
    VenueState& venue = venue_of(feed::venue_of(event));
    venue.health.on(event);
    if (const auto* const state = std::get_if<feed::FeedState>(&event)) venue.delay = state->delay;
    venue.figures.on(event, venue.delay);
    note(event);
}

/// False for the candles of the past that a feed begins with: they are no news.
bool LiveMarket::is_of_now(const feed::CandleUpdate& update) {
    const WallTime end = update.candle.open_time + update.timeframe.length();
    return end + venue_of(update.origin.instrument.venue).delay > *first_heard_at_;
}

/// Keeps in mind what the next publish has to tell.
void LiveMarket::note(const feed::Event& event) {
    if (const auto* const state = std::get_if<feed::FeedState>(&event)) {
        states_.push_back(*state);
        venue_of(state->venue).told = state->status;
        // Its books may be worth nothing now.
        for (auto& [instrument, pending] : pending_) pending.has_book |= instrument.venue == state->venue;
        return;
    }
    Pending& pending = pending_[*feed::instrument_of(event)];
    if (const auto* const candle = std::get_if<feed::CandleUpdate>(&event)) {
        if (!is_of_now(*candle)) return;
        pending.candles.insert_or_assign(candle->timeframe, *candle);
        if (candle->is_closed) closes_.push_back(*candle);
    } else if (const auto* const trade = std::get_if<feed::MarketTrade>(&event)) {
        pending.trades.push_back(*trade);
    } else if (std::holds_alternative<feed::BookSnapshot>(event) || std::holds_alternative<feed::BookDelta>(event)) {
        pending.has_book = true;
    } else {
        pending.has_ticker = true;
    }
}

/// A feed that fell silent says nothing: the clock does.
void LiveMarket::notice_silence(WallTime now) {
    for (auto& [name, venue] : venues_) {
        const feed::FeedStatus status = venue.health.status(now);
        if (status == venue.told) continue;
        venue.told = status;
        feed::FeedState change = *state_.feed_state(name);
        change.received_at = now;
        change.status = status;
        change.reason = status == feed::FeedStatus::stale ? "silent" : "speaks again";
        states_.push_back(std::move(change));
    }
}

LiveMarket::Batch LiveMarket::take(WallTime now) {
    const std::lock_guard lock(mutex_);
    notice_silence(now);
    Batch batch{.states = std::exchange(states_, {}), .closes = std::exchange(closes_, {}), .markets = {}};
    for (auto& [instrument, pending] : pending_) {
        const bool has_any =
            pending.has_ticker || pending.has_book || !pending.trades.empty() || !pending.candles.empty();
        // A clock that was set back must not silence a market.
        if (!has_any || (now < pending.due && pending.due - now <= publish_every)) continue;
        auto snapshot = state_.snapshot(instrument, book_depth);
        if (!snapshot) continue;
        batch.markets.push_back({.snapshot = *std::move(snapshot), .pending = std::exchange(pending, {})});
        pending.due = now + publish_every;
    }
    return batch;
}

void LiveMarket::publish(WallTime now) {
    const Batch batch = take(now);
    for (const feed::FeedState& state : batch.states)
        said(hub_.publish_lossless({.topic = "status", .at = state.received_at}, "feed", feed_change_json(state)));
    for (const feed::CandleUpdate& close : batch.closes)
        said(hub_.publish_lossless({.topic = candle_topic(close), .at = now}, "candle", candle_json(close)));
    for (const auto& [snapshot, pending] : batch.markets) {
        const InstrumentId& instrument = snapshot.instrument;
        const auto tell = [&](const std::string& topic, const wire::Json& json) {
            said(hub_.publish_conflated({.topic = topic, .at = now}, json));
        };
        if (pending.has_ticker) tell(topic_of("ticker", instrument), ticker_json(snapshot, now));
        if (pending.has_book) tell(topic_of("book", instrument), book_json(snapshot, now));
        const std::string trades = topic_of("trades", instrument);
        for (const feed::MarketTrade& trade : pending.trades) tell(trades, trade_json(trade));
        for (const auto& [timeframe, candle] : pending.candles) tell(candle_topic(candle), candle_json(candle));
    }
}

std::optional<feed::MarketSnapshot> LiveMarket::snapshot(const InstrumentId& instrument, std::size_t depth) const {
    const std::lock_guard lock(mutex_);
    return state_.snapshot(instrument, depth);
}

std::vector<feed::MarketSnapshot> LiveMarket::snapshots() const {
    const std::lock_guard lock(mutex_);
    std::vector<feed::MarketSnapshot> all;
    for (const InstrumentId& instrument : state_.instruments()) {
        if (auto snapshot = state_.snapshot(instrument, 1)) all.push_back(*std::move(snapshot));
    }
    return all;
}

std::vector<feed::CandleUpdate> LiveMarket::candles(const InstrumentId& instrument, Timeframe timeframe,
                                                    std::size_t count, std::optional<WallTime> to) const {
    std::vector<feed::CandleUpdate> bars;
    {
        const std::lock_guard lock(mutex_);
        bars = state_.candles(instrument, timeframe, to ? std::numeric_limits<std::size_t>::max() : count);
    }
    if (to) std::erase_if(bars, [&](const feed::CandleUpdate& bar) { return bar.candle.open_time >= *to; });
    if (bars.size() > count) bars.erase(bars.begin(), bars.end() - static_cast<std::ptrdiff_t>(count));
    return bars;
}

feed::HealthReport LiveMarket::report(const Venue& venue, const VenueState& state, WallTime now) const {
    feed::HealthReport report = state.health.report(now);
    report.sequence_gaps = state_.sequence_gaps(venue);
    return report;
}

std::vector<feed::HealthReport> LiveMarket::reports(WallTime now) const {
    const std::lock_guard lock(mutex_);
    std::vector<feed::HealthReport> all;
    for (const auto& [venue, state] : venues_) all.push_back(report(venue, state, now));
    return all;
}

std::string LiveMarket::figures_text(WallTime now) const {
    std::vector<VenueFigures> all;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [venue, state] : venues_)
            all.push_back({.report = report(venue, state, now), .figures = state.figures});
    }
    return feed_figures_text(all);
}

}  // namespace spark::server
