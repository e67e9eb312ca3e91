#include "app/server/go_live.hpp"

#include <memory>

#include "app/server/live_status.hpp"

namespace spark::server {
namespace {

using std::chrono::milliseconds;

/// How often lossless events become durable, and what is due is published.
constexpr milliseconds beat_length{25};
constexpr milliseconds status_every{500};

Result<void> start_market(House& house) {
    const config::Settings& settings = house.context.settings;
    if (!settings.flag("market.synthetic")) return {};
    synthetic::Options options;
    options.seed = static_cast<std::uint64_t>(settings.integer("market.synthetic_seed"));
    options.events_per_second = static_cast<double>(settings.decimal_units("market.synthetic_rate")) /
                                static_cast<double>(config::units_per_one);
    SPARK_TRY(options.faults, parse_faults(settings.text("market.synthetic_faults"), house.now()));
    house.market->start(std::move(options));
    return {};
}

/// One beat of the stream: what is due is published, and what is published lossless becomes durable.
void beat(House& house, std::chrono::nanoseconds& status_due) {
    house.market->publish(house.now());
    if (const auto now = house.context.steady_now(); now >= status_due) {
        status_due = now + status_every;
        // A topic of the table, and a small document: cannot be refused.
        static_cast<void>(
            house.hub->publish_conflated({.topic = "status", .at = house.now()}, live_status_json(house)).has_value());
    }
    if (const auto flushed = house.hub->flush_journal(); !flushed)
        house.log(wire::Json::object()
                      .set("time", format_iso8601(house.now()))
                      .set("event", "stream_journal_lost")
                      .set("detail", flushed.error().message));
}

}  // namespace

Result<void> go_live(House& house) {
    SPARK_TRY(start_market(house));
    house.beat = std::make_unique<Beat>(
        beat_length, [&house, due = std::make_shared<std::chrono::nanoseconds>(0)] { beat(house, *due); });
    house.streams->start();
    return {};
}

}  // namespace spark::server
