#include <fmt/format.h>

#include <limits>

#include "app/server/job_json.hpp"
#include "app/server/operations/operations.hpp"
#include "foundation/base/shown_text.hpp"
#include "surface/http/call.hpp"

namespace spark::server {
namespace {

using http::Call;
using wire::Json;

/// Who administers sees everybody's jobs; so does who looks from this machine and names nobody, as in a terminal.
bool sees_all(const Call& call) {
    return call.caller.rights.holds(identity::Right::administer) || call.caller.kind == http::CallerKind::local;
}

/// Jobs of others are as if they were not there.
Result<jobs::JobRecord> own_job(const House& house, const Call& call) {
    const std::string& id = call.path_part(0);
    auto job = house.jobs->find(id);
    if (!job && job.error().fault != Fault::not_found) return job;
    if (job && (sees_all(call) || job->owner == call.caller.owner(call.address))) return job;
    return fail(Fault::not_found, fmt::format("no job is called '{}'", shown(id)), {}, "GET /api/v1/jobs lists them");
}

Json shown_job(const House& house, const jobs::JobRecord& job) { return job_json(job, house.jobs->position(job.id)); }

Result<http::Page> list(const House& house, const Call& call) {
    SPARK_TRY(const std::size_t limit, call.limit());
    jobs::JobFilter filter{.owner = sees_all(call) ? std::string() : call.caller.owner(call.address),
                           .kind = std::string(call.query("kind").value_or("")),
                           .before = std::string(call.query("cursor").value_or("")),
                           .limit = limit + 1};
    if (const auto status = call.query("status")) {
        filter.status = jobs::status_of(*status);
        if (!filter.status)
            return fail(Fault::invalid_input, fmt::format("found status '{}'", shown(*status)), "status",
                        "queued, running, succeeded, failed, canceled, interrupted");
    }
    SPARK_TRY(const std::vector<jobs::JobRecord> found, house.jobs->list(filter));
    http::Page page;
    for (const jobs::JobRecord& job : found) {
        if (page.rows.size() == limit) {
            page.next_cursor = found[limit - 1].id;
            break;
        }
        page.rows.push_back(shown_job(house, job));
    }
    return page;
}

Result<Json> show(const House& house, const Call& call) {
    SPARK_TRY(const jobs::JobRecord job, own_job(house, call));
    return shown_job(house, job);
}

Result<http::Page> log(const House& house, const Call& call) {
    SPARK_TRY(const jobs::JobRecord job, own_job(house, call));
    SPARK_TRY(const std::size_t limit, call.limit(100, 200));
    SPARK_TRY(const std::int64_t after, call.whole_number("after", 0, 0, std::numeric_limits<std::int64_t>::max()));
    SPARK_TRY(const std::vector<jobs::JobLogLine> lines, house.jobs->log(job.id, after, limit));
    http::Page page;
    for (const jobs::JobLogLine& line : lines)
        page.rows.push_back(Json::object()
                                .set("sequence", line.sequence)
                                .set("time", format_iso8601(line.time))
                                .set("level", jobs::log_level_name(line.level))
                                .set("text", line.text));
    if (lines.size() == limit) page.next_cursor = std::to_string(lines.back().sequence);
    return page;
}

Result<Json> cancel(const House& house, const Call& call) {
    SPARK_TRY(const jobs::JobRecord job, own_job(house, call));
    SPARK_TRY(const jobs::JobRecord now, house.jobs->cancel(job.id));
    return shown_job(house, now);
}

}  // namespace

void add_job_operations(House& house, http::Operations& operations) {
    operations.add("jobs.list", [&house](Call& call) { return http::answered(list(house, call)); });
    operations.add("jobs.show", [&house](Call& call) { return http::answered(show(house, call)); });
    operations.add("jobs.log", [&house](Call& call) { return http::answered(log(house, call)); });
    operations.add("jobs.cancel", [&house](Call& call) { return http::answered(cancel(house, call)); });
}

}  // namespace spark::server
