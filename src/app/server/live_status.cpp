#include "app/server/live_status.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "app/server/live_json.hpp"

namespace spark::server {
namespace {

using wire::Json;

constexpr std::int64_t drift_critical_ms = 1'000;

std::optional<std::int64_t> worst_drift(const std::vector<feed::HealthReport>& reports) {
    std::optional<std::int64_t> worst;
    for (const feed::HealthReport& report : reports) {
        if (report.drift_p95_ms) worst = std::max(worst.value_or(0), *report.drift_p95_ms);
    }
    return worst;
}

void set_health(Json& json, const House& house, const std::vector<feed::HealthReport>& reports) {
    const store::AuditHead head = house.audit_log->head();
    const Health health = health_of(reports, !head.fault && !head.is_full);
    Json reasons = Json::array();
    for (const std::string& reason : health.reasons) reasons.push(reason);
    const auto drift = worst_drift(reports);
    json.set("health", health.color).set("health_reasons", std::move(reasons));
    json.set("drift_ms", drift ? Json(*drift) : Json(nullptr));
}

Json feeds_json(const std::vector<feed::HealthReport>& reports) {
    Json feeds = Json::array();
    for (const feed::HealthReport& report : reports) feeds.push(feed_json(report));
    return feeds;
}

}  // namespace

Health health_of(const std::vector<feed::HealthReport>& reports, bool is_audit_log_whole) {
    Health health;
    const auto worsen = [&health](bool is_red, std::string reason) {
        if (is_red)
            health.color = "RED";
        else if (health.color == "GREEN")
            health.color = "YELLOW";
        health.reasons.push_back(std::move(reason));
    };
    if (!is_audit_log_whole) worsen(true, "the audit log takes no records");
    for (const feed::HealthReport& report : reports) {
        using enum feed::FeedStatus;
        if (report.status == down) worsen(true, fmt::format("{} is down", report.venue.text()));
        if (report.status == connecting || report.status == stale)
            worsen(false, fmt::format("{} is {}", report.venue.text(), feed::to_text(report.status)));
        if (report.drift_p95_ms.value_or(0) > drift_critical_ms)
            worsen(false, fmt::format("{} drifts {} ms", report.venue.text(), *report.drift_p95_ms));
    }
    return health;
}

Json live_status_json(const House& house) {
    const WallTime now = house.now();
    const std::vector<feed::HealthReport> reports = house.market->reports(now);
    const JobService::Counts jobs = house.jobs->counts();
    Json json = Json::object();
    json.set("env", "paper").set("server_time", ms_of(now));
    set_health(json, house, reports);
    json.set("feeds", feeds_json(reports));
    json.set("jobs", Json::object().set("running", jobs.running).set("queued", jobs.queued));
    return json.set("stream_clients", house.hub->stream_count());
}

Json feed_health_json(const House& house) {
    const WallTime now = house.now();
    const std::vector<feed::HealthReport> reports = house.market->reports(now);
    Json json = Json::object();
    json.set("schema", "spark.feed_health/1").set("server_time", ms_of(now));
    set_health(json, house, reports);
    const Json* const color = json.find("health");
    json.set("HEALTH", *color);
    return json.set("feeds", feeds_json(reports));
}

}  // namespace spark::server
