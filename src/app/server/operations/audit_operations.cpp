#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include <fmt/format.h>

#include "adapters/store/audit_reader.hpp"
#include "adapters/store/checkpoint_key.hpp"
#include "app/server/caller_records.hpp"
#include "app/server/csv_cell.hpp"
#include "app/server/operations/identity_answers.hpp"
#include "app/server/operations/operations.hpp"
#include "app/server/start_job.hpp"
#include "app/verbs/audit_verb.hpp"
#include "engine/audit/verify_log.hpp"
#include "foundation/base/shown_text.hpp"
#include "surface/http/route.hpp"

namespace spark::server {
namespace {

using http::Answered;
using http::Call;
using http::Outcome;
using identity::Principal;
using wire::Json;

constexpr std::size_t csv_rows_max = 10'000;
constexpr std::size_t readers_max = 10'000;

/// That somebody reads the audit log is in it too: once a minute of one reader, so that a page that refreshes itself
/// does not fill it.
class ReadNotes {
  public:
    /// Whether this read has to be noted.
    bool is_due(const std::string& reader, WallTime now) {
        const std::lock_guard lock(mutex_);
        const auto minute = std::chrono::floor<std::chrono::minutes>(now);
        if (noted_.size() >= readers_max) noted_.clear();
        auto& last = noted_[reader];
        return std::exchange(last, minute) != minute;
    }

  private:
    std::mutex mutex_;
    std::map<std::string, std::chrono::sys_time<std::chrono::minutes>> noted_;
};

/// Errors: those of the log: what is not noted is not read.
Result<void> note_read(House& house, ReadNotes& notes, const Call& call) {
    if (!notes.is_due(call.caller.owner(call.address), house.now())) return {};
    SPARK_TRY(house.audit_log->append(audit_record_of({.caller = call.caller,
                                                       .action = std::string(call.route->operation),
                                                       .outcome = "allowed",
                                                       .status = call.route->status,
                                                       .request_id = call.request_id,
                                                       .address = call.address},
                                                      house.now())));
    return {};
}

/// What the query asks for, and whose records may be seen at all.
struct Wanted {
    store::AuditFilter filter;
    std::string own_id{};  ///< Empty: everybody's.

    bool admits(const audit::AuditRecord& record) const {
        return filter.admits(record) && (own_id.empty() || record.actor.id == own_id);
    }
};

Result<Wanted> wanted_by(const Call& call, const Principal& actor) {
    const auto text = [&call](std::string_view name) { return std::string(call.query(name).value_or("")); };
    Wanted wanted{.filter = {.actor = text("actor"), .action = text("action")}};
    if (const auto outcome = call.query("outcome")) {
        wanted.filter.outcome = audit::outcome_of(*outcome);
        if (!wanted.filter.outcome)
            return fail(Fault::invalid_input, fmt::format("found outcome '{}'", shown(*outcome)), "outcome",
                        "allowed, refused, failed");
    }
    SPARK_TRY(wanted.filter.since, call.time("since"));
    SPARK_TRY(wanted.filter.until, call.time("until"));
    if (!actor.rights.holds(identity::Right::read_audit)) {
        if (actor.user_id.empty()) return fail(Fault::denied, "who is no user has no records of its own");
        wanted.own_id = actor.user_id;
    }
    return wanted;
}

/// A page of the log without what may not be seen.
Result<store::AuditPage> read_page(const House& house, const Wanted& wanted, std::uint64_t before, std::size_t limit) {
    store::AuditQuery query{.before = before, .limit = limit, .filter = wanted.filter};
    if (!wanted.own_id.empty()) query.filter.actor = wanted.own_id;
    SPARK_TRY(store::AuditPage page, house.audit_log->read(query));
    std::erase_if(page.records, [&](const audit::AuditRecord& record) { return !wanted.admits(record); });
    return page;
}

Result<http::Page> list(House& house, ReadNotes& notes, const Call& call, const Principal& actor) {
    SPARK_TRY(const std::size_t limit, call.limit(50));
    SPARK_TRY(const Wanted wanted, wanted_by(call, actor));
    SPARK_TRY(const std::int64_t before, call.whole_number("cursor", 0, 0, std::numeric_limits<std::int64_t>::max()));
    SPARK_TRY(note_read(house, notes, call));
    SPARK_TRY(const store::AuditPage found, read_page(house, wanted, static_cast<std::uint64_t>(before), limit));
    http::Page page;
    for (const audit::AuditRecord& record : found.records) page.rows.push_back(audit::record_json(record));
    if (found.next != 0) page.next_cursor = std::to_string(found.next);
    return page;
}

std::string csv_line(const audit::AuditRecord& record) {
    std::string line = fmt::format("{},{},", record.sequence, format_iso8601(record.time));
    for (const std::string_view text :
         {std::string_view(record.actor.kind), std::string_view(record.actor.id), std::string_view(record.actor.name),
          std::string_view(record.actor.role), std::string_view(record.action), std::string_view(record.object),
          audit::outcome_name(record.outcome)})
        line += csv_cell(text) + ",";
    line += fmt::format("{},", record.status);
    for (const std::string_view text : {record.reason, record.request_id, record.address}) line += csv_cell(text) + ",";
    return line + record.previous + "," + record.hash + "\n";
}

Result<Outcome> as_csv(House& house, ReadNotes& notes, const Call& call, const Principal& actor) {
    SPARK_TRY(const Wanted wanted, wanted_by(call, actor));
    SPARK_TRY(note_read(house, notes, call));
    std::string csv =
        "sequence,time,actor_kind,actor_id,actor_name,actor_role,action,object,outcome,status,reason,request_id,"
        "address,previous,hash\n";
    std::uint64_t before = 0;
    std::size_t count = 0;
    do {
        SPARK_TRY(const store::AuditPage page,
                  read_page(house, wanted, before, std::min<std::size_t>(1'000, csv_rows_max - count)));
        for (const audit::AuditRecord& record : page.records) csv += csv_line(record);
        count += page.records.size();
        before = page.next;
    } while (before != 0 && count < csv_rows_max);
    return Outcome::text("text/csv; charset=utf-8", std::move(csv))
        .with("Content-Disposition", "attachment; filename=\"audit.csv\"");
}

Json head_json(const store::AuditHead& head) {
    return Json::object()
        .set("schema", "spark.audit_head/1")
        .set("sequence", head.sequence)
        .set("hash", head.hash)
        .set("signed_records", head.signed_count)
        .set("public_key", head.key.hex())
        .set("is_full", head.is_full)
        .set("fault", head.fault ? Json(head.fault->message) : Json(nullptr));
}

Result<JobResult> verify(const House& house, JobRun& run) {
    const auto folder = house.audit_log->folder();
    audit::LogTrust trust;
    SPARK_TRY(trust.key, store::read_public_key(folder / store::checkpoint_public_key_name));
    SPARK_TRY(const audit::LogReport report, audit::verify_log(store::AuditFolderReader(folder), trust));
    if (report.finding)
        run.log("error", fmt::format("{}:{}: {}", report.finding->file, report.finding->line, report.finding->what));
    Json json = verbs::audit_report_json(report);
    return JobResult{.report = json, .document = std::move(json)};
}

/// A list's work or the CSV's, as an operation.
template <class Work>
ActorWork noted(const std::shared_ptr<ReadNotes>& notes, Work work) {
    return [notes, work](House& house, const Call& call, const Principal& actor) -> Answered {
        return http::answered(work(house, *notes, call, actor));
    };
}

}  // namespace

void add_audit_operations(House& house, http::Operations& operations) {
    const auto notes = std::make_shared<ReadNotes>();
    add_for_actor(house, operations, "audit.list", noted(notes, list));
    add_for_actor(house, operations, "audit.export", noted(notes, as_csv));
    operations.add("audit.head",
                   [&house](const Call&) -> Answered { return Outcome::of(head_json(house.audit_log->head())); });
    house.kinds.add("audit_verify", [&house](JobRun& run) { return verify(house, run); });
    operations.add("audit.verify",
                   [&house](const Call& call) { return start_job(house, call, "audit_verify", Json::object()); });
}

}  // namespace spark::server
