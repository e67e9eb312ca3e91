#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/database/database.hpp"
#include "adapters/database/identity_records.hpp"
#include "adapters/database/job_records.hpp"
#include "adapters/store/audit_log.hpp"
#include "adapters/store/stream_journal.hpp"
#include "app/server/admin_token.hpp"
#include "app/server/beat.hpp"
#include "app/server/identity_service.hpp"
#include "app/server/job_kinds.hpp"
#include "app/server/job_service.hpp"
#include "app/server/live_market.hpp"
#include "app/server/stream_desk.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"
#include "foundation/net/work_pool.hpp"
#include "foundation/wire/json.hpp"
#include "surface/stream/hub.hpp"
#include "surface/web/site.hpp"

namespace spark::server {

class Upkeep;

/// All that the routes' work shares in one server. What several threads use guards itself. Life: open → operations and
/// kinds of jobs are added → start_jobs → used → stop.
class House {
  public:
    /// Opens the store, the audit log, the stream's journal and the directory below the data folder, and the web page's
    /// files. `context` outlives it. Errors: those of the five.
    static Result<std::unique_ptr<House>> open(verbs::Context& context, AdminToken admin_token);
    House(const House&) = delete;
    House& operator=(const House&) = delete;
    ~House();

    /// Takes over what a dead process left, and runs jobs from now on. Once, after the kinds are there.
    Result<void> start_jobs();
    /// No new work; returns when none runs any more. May be repeated.
    void stop();

    std::filesystem::path folder() const { return std::filesystem::path(verbs::data_dir(context)); }
    WallTime now() const { return context.now(); }
    std::string new_id(std::string_view prefix);  ///< Any thread.
    /// One line of the log, in one write, so that lines of several threads do not mix. Any thread.
    void log(const wire::Json& line) const;

    /// What a job made, for those who wait for it; gone once taken. Any thread.
    void lay_out(const std::string& job, JobResult result);
    std::optional<JobResult> take_out(const std::string& job);

    verbs::Context& context;
    AdminToken token;
    const WallTime started_at;
    const std::chrono::nanoseconds begun;
    JobKinds kinds{};
    std::optional<std::string> first_password{};  ///< Of the user `admin` that was just made; to be said once.
    std::unique_ptr<database::Database> database;
    std::unique_ptr<store::AuditLog> audit_log;
    std::unique_ptr<IdentityService> identity;
    std::unique_ptr<stream::Hub> hub;
    std::unique_ptr<LiveMarket> market;
    std::unique_ptr<StreamDesk> streams;
    std::unique_ptr<web::Site> site;
    std::unique_ptr<Beat> beat;                    ///< From go_live on.
    std::unique_ptr<JobService> jobs;              ///< From start_jobs on.
    std::function<bool()> is_draining{};           ///< Set before the server runs.
    std::function<std::string()> route_figures{};  ///< Likewise.

    /// Writes of the audit log that nobody on the I/O thread may wait for.
    net::WorkPool audit_pool;

  private:
    House(verbs::Context& context_given, AdminToken admin_token);
    Result<void> open_audit_log();
    Result<void> open_identity();
    Result<void> open_site();
    void open_hub();

    std::unique_ptr<database::IdentityRecords> identity_records_;
    std::unique_ptr<database::JobRecords> job_records_;
    std::unique_ptr<store::StreamJournal> journal_;
    std::unique_ptr<Upkeep> upkeep_;
    std::mutex ids_mutex_;
    std::mutex results_mutex_;
    std::map<std::string, JobResult> results_;
};

}  // namespace spark::server
