#include <unistd.h>

#include <charconv>

#include "app/server/live_status.hpp"
#include "app/server/operations/operations.hpp"
#include "app/server/operations/page_documents.hpp"
#include "foundation/base/build_info.hpp"
#include "foundation/base/files.hpp"
#include "surface/http/call.hpp"
#include "surface/http/openapi.hpp"
#include "surface/http/route.hpp"

namespace spark::server {
namespace {

using http::Answered;
using http::Call;
using http::Outcome;
using wire::Json;

/// Resident pages of /proc/self/statm, in bytes; 0 where it cannot be read.
std::int64_t resident_bytes() {
    const auto text = read_file("/proc/self/statm", 256);
    if (!text) return 0;
    const std::size_t blank = text->find(' ');
    if (blank == std::string::npos) return 0;
    std::int64_t pages = 0;
    std::from_chars(text->data() + blank + 1, text->data() + text->size(), pages);
    return pages * ::sysconf(_SC_PAGESIZE);
}

/// A feed that is down makes nobody turn away: research goes on without. Only what could not even begin does.
std::string feeds_text(const House& house) {
    switch (house.market->run()) {
        case LiveMarket::Run::off: return "none is configured";
        case LiveMarket::Run::starting: return "the synthetic market is starting";
        case LiveMarket::Run::failed: return house.market->failure();
        case LiveMarket::Run::running: break;
    }
    std::string text;
    for (const feed::HealthReport& report : house.market->reports(house.now())) {
        if (!text.empty()) text += ", ";
        text += report.venue.text() + " " + std::string(feed::to_text(report.status));
    }
    return text;
}

Answered readiness(const House& house) {
    Json checks = Json::array();
    bool is_ready = true;
    const auto add = [&](std::string_view name, bool is_good, std::string_view detail) {
        is_ready = is_ready && is_good;
        checks.push(Json::object().set("name", name).set("ok", is_good).set("detail", detail));
    };
    const bool can_write = ::access(house.folder().c_str(), W_OK | X_OK) == 0;
    add("data_folder", can_write, can_write ? "can be written" : "cannot be written");
    const auto store = house.database->probe();
    add("store", store.has_value(), store ? "answers" : store.error().message);
    const store::AuditHead head = house.audit_log->head();
    add("audit_log", !head.fault && !head.is_full,
        head.fault     ? head.fault->message
        : head.is_full ? "the disk is full"
                       : "takes records");
    add("feeds", house.market->run() != LiveMarket::Run::failed, feeds_text(house));
    const bool stays = !house.is_draining || !house.is_draining();
    add("accepting", stays, stays ? "takes requests" : "is stopping");
    Json json = Json::object();
    json.set("schema", "spark.readiness/1").set("ready", is_ready).set("checks", std::move(checks));
    if (is_ready) return Outcome::of(std::move(json));
    return Outcome::of(std::move(json), 503).with("Retry-After", "1");
}

std::string metrics_text(const House& house) {
    telemetry::Metrics& metrics = house.context.metrics;
    metrics.set("spark_written_at_seconds", static_cast<double>(ms_of(house.context.now())) / 1000.0);
    metrics.set("spark_process_resident_bytes", static_cast<double>(resident_bytes()));
    if (house.jobs)
        metrics.set("spark_optimizer_jobs_queued", static_cast<double>(house.jobs->queued_count_of("optimize")));
    return metrics.render() + house.market->figures_text(house.now()) +
           (house.route_figures ? house.route_figures() : std::string());
}

}  // namespace

Json status_json(const House& house) {
    const BuildInfo& build = build_info();
    const auto uptime = std::chrono::duration_cast<std::chrono::milliseconds>(house.context.steady_now() - house.begun);
    Json json = Json::object();
    json.set("schema", "spark.status/1")
        .set("version", build.version)
        .set("commit", build.commit)
        .set("env", "paper")
        .set("started_at", format_iso8601(house.started_at))
        .set("uptime_ms", uptime.count());
    const Json live = live_status_json(house);
    for (const char* const name :
         {"server_time", "health", "health_reasons", "drift_ms", "feeds", "jobs", "stream_clients"})
        json.set(name, *live.find(name));
    return json;
}

void add_system_operations(House& house, http::Operations& operations) {
    operations.add("system.health",
                   [](Call&) -> Answered { return Outcome::text("application/json", "{\"status\":\"ok\"}\n"); });
    operations.add("system.readiness", [&house](Call&) { return readiness(house); });
    operations.add("system.metrics", [&house](Call& call) -> Answered {
        return Outcome::text(std::string(call.route->media_type), metrics_text(house));
    });
    operations.add("system.openapi", [text = http::openapi_text()](Call&) -> Answered {
        return Outcome::text("application/json", text);
    });
    operations.add("system.status", [&house](Call&) -> Answered { return Outcome::of(status_json(house)); });
}

}  // namespace spark::server
