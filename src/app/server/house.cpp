#include "app/server/house.hpp"

#include <unistd.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "app/server/job_json.hpp"
#include "app/server/upkeep.hpp"
#include "foundation/crypto/random.hpp"

namespace spark::server {
namespace {

using wire::Json;

constexpr std::size_t audit_threads = 4;  // they share one sync
constexpr std::size_t audit_waiting_max = 4'096;

/// The journal of the stream's lossless events as the hub wants it.
stream::Journal journal_of(store::StreamJournal& journal) {
    return {.load = [&journal]() -> Result<stream::JournalTail> {
                SPARK_TRY(store::StreamJournalTail tail, journal.load());
                return stream::JournalTail{.epoch = tail.epoch, .records = std::move(tail.records)};
            },
            .restart = [&journal](std::int64_t epoch) { return journal.restart(epoch); },
            .append = [&journal](std::span<const std::string> records) { return journal.append(records); },
            .discard = [&journal] { journal.discard(); }};
}

}  // namespace

House::House(verbs::Context& context_given, AdminToken admin_token)
    : context(context_given),
      token(std::move(admin_token)),
      started_at(context_given.now()),
      begun(context_given.steady_now()),
      audit_pool(audit_threads, audit_waiting_max) {}

House::~House() { stop(); }

Result<std::unique_ptr<House>> House::open(verbs::Context& context, AdminToken admin_token) {
    std::unique_ptr<House> house(new House(context, std::move(admin_token)));
    database::Options options{.url = context.settings.text("store.url")};
    if (options.url.empty()) options.url = "sqlite:" + (house->folder() / "spark.db").string();
    SPARK_TRY(house->database, database::Database::open(options));
    SPARK_TRY(house->open_audit_log());
    SPARK_TRY(house->open_identity());
    SPARK_TRY(house->open_site());
    house->open_hub();
    return house;
}

Result<void> House::open_audit_log() {
    store::AuditLogOptions options;
    options.clock = [this] { return now(); };
    options.on_record = [this](const audit::AuditRecord& record) {
        using Key = telemetry::SeriesKey<telemetry::MetricType::counter>;
        switch (record.outcome) {
            case audit::Outcome::allowed: context.metrics.add(Key("spark_audit_records_total", "allowed")); break;
            case audit::Outcome::refused: context.metrics.add(Key("spark_audit_records_total", "refused")); break;
            case audit::Outcome::failed: context.metrics.add(Key("spark_audit_records_total", "failed")); break;
        }
        if (!hub) return;
        // A topic of the table, and a small document: cannot be refused.
        static_cast<void>(hub->publish_lossless({.topic = "audit.head", .at = record.time}, "audit",
                                                Json::object()
                                                    .set("sequence", record.sequence)
                                                    .set("hash", record.hash)
                                                    .set("action", record.action)
                                                    .set("outcome", audit::outcome_name(record.outcome)))
                              .has_value());
    };
    SPARK_TRY(audit_log, store::AuditLog::open(folder() / "audit", std::move(options)));
    return {};
}

Result<void> House::open_identity() {
    identity_records_ = std::make_unique<database::IdentityRecords>(*database);
    SPARK_TRY(identity, IdentityService::open(*identity_records_, [this] { return now(); }, crypto::random_bytes, {}));
    auto made = identity->make_first_admin("admin");
    if (!made) return fail(made.error().error);
    first_password = std::move(*made);
    return {};
}

Result<void> House::open_site() {
    const auto complain = [this](const Error& error) {
        log(Json::object()
                .set("time", format_iso8601(now()))
                .set("event", "web_page_refused")
                .set("detail", error.message));
    };
    SPARK_TRY(site, web::Site::open(context.settings.text("server.web_dir"), complain));
    return {};
}

void House::open_hub() {
    journal_ = std::make_unique<store::StreamJournal>(folder() / "stream", store::read_boot_id());
    const std::uint64_t seed = seed_from_system();
    const auto user_streams_max = static_cast<std::size_t>(context.settings.integer("server.streams_per_user_max"));
    hub = std::make_unique<stream::Hub>(context.metrics, journal_of(*journal_), seed, now(), user_streams_max);
    market = std::make_unique<LiveMarket>(*hub, [this] { return now(); });
    streams = std::make_unique<StreamDesk>(
        *hub, [this] { return now(); }, [this](const Listener& listener) { return why_over(*identity, listener); });
}

Result<void> House::start_jobs() {
    SPARK_TRY(settle_left_calls(*database));
    job_records_ = std::make_unique<database::JobRecords>(*database);
    JobServiceOptions options;
    options.clock = [this] { return now(); };
    options.new_id = [this] { return new_id("job"); };
    options.limits.running_max = std::max(2U, std::thread::hardware_concurrency());
    options.limits.running_per_user_max = options.limits.running_max;
    options.metrics = &context.metrics;
    options.listener = [this](const JobEvent& event) { publish_job_event(*hub, event); };
    std::vector<JobKind> list;
    for (const auto& [name, work] : kinds.all()) {
        const JobTerms& terms = kinds.terms(name);
        list.push_back({.name = name,
                        .is_resumable = true,
                        .attempts_max = terms.attempts_max,
                        .places = terms.places,
                        .work = [this, &work](JobAttempt& attempt) { return run_attempt(*this, work, attempt); }});
    }
    SPARK_TRY(jobs, JobService::start(*job_records_, std::move(list), std::move(options)));
    upkeep_ = std::make_unique<Upkeep>(*this);
    return {};
}

void House::stop() {
    upkeep_.reset();
    if (streams) streams->stop();
    if (market) market->stop();
    if (beat) beat->stop();
    if (jobs) jobs->stop();
    audit_pool.close();
    if (hub) static_cast<void>(hub->flush_journal().has_value());  // a journal that fails has said so before
}

std::string House::new_id(std::string_view prefix) {
    const std::lock_guard lock(ids_mutex_);
    return context.new_id(prefix);
}

void House::log(const Json& line) const {
    // A log nobody reads is not worth the server.
    const std::string text = wire::to_text(line) + "\n";
    if (::write(STDERR_FILENO, text.data(), text.size()) < 0) return;
}

void House::lay_out(const std::string& job, JobResult result) {
    const std::lock_guard lock(results_mutex_);
    // Nobody waits for most jobs: what is not taken goes when others come.
    constexpr std::size_t results_max = 64;
    if (results_.size() >= results_max) results_.erase(results_.begin());
    results_.insert_or_assign(job, std::move(result));
}

std::optional<JobResult> House::take_out(const std::string& job) {
    const std::lock_guard lock(results_mutex_);
    auto node = results_.extract(job);
    if (node.empty()) return std::nullopt;
    return std::move(node.mapped());
}

}  // namespace spark::server
