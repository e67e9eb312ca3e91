#include "adapters/database/job_records.hpp"

#include <string>
#include <utility>

#include <fmt/format.h>

#include "foundation/wire/json.hpp"

namespace spark::database {
namespace {

using jobs::JobLogLine;
using jobs::JobRecord;

constexpr std::string_view columns =
    "id, kind, owner, priority, status, request, progress_ratio, eta_ms, created_at_ms, started_at_ms, ended_at_ms, "
    "attempt, cancel_asked, result, problem, idempotency_key";

Value value_of(const std::optional<WallTime>& time) { return time ? Value(ms_of(*time)) : Value(); }
Value value_of(const std::optional<std::int64_t>& number) { return number ? Value(*number) : Value(); }

/// In the order of `columns`.
std::vector<Value> values_of(const JobRecord& record) {
    return {record.id,
            record.kind,
            record.owner,
            std::string(priority_name(record.priority)),
            std::string(status_name(record.status)),
            wire::to_text(record.request),
            record.progress_ratio,
            value_of(record.eta_ms),
            ms_of(record.created_at),
            value_of(record.started_at),
            value_of(record.ended_at),
            record.attempt,
            std::int64_t{record.cancel_asked ? 1 : 0},
            wire::to_text(record.result),
            wire::to_text(record.problem),
            record.idempotency_key};
}

std::optional<WallTime> time_of(const Row& row, std::size_t column) {
    return row.is_null(column) ? std::nullopt : std::optional(wall_time_of_ms(row.integer(column)));
}

Result<wire::Json> json_of(const Row& row, std::size_t column) {
    auto json = wire::parse_json(row.text(column));
    if (!json)
        return fail(Fault::corrupt,
                    fmt::format("job {}: no JSON where it was written: {}", row.text(0), json.error().message));
    return json;
}

Result<JobRecord> record_of(const Row& row) {
    const auto priority = jobs::priority_of(row.text(3));
    const auto status = jobs::status_of(row.text(4));
    if (!priority || !status)
        return fail(Fault::corrupt, fmt::format("job {}: priority '{}' or status '{}' is unknown", row.text(0),
                                                row.text(3), row.text(4)));
    JobRecord record{.id = row.text(0),
                     .kind = row.text(1),
                     .owner = row.text(2),
                     .priority = *priority,
                     .status = *status,
                     .progress_ratio = row.number(6),
                     .created_at = wall_time_of_ms(row.integer(8)),
                     .started_at = time_of(row, 9),
                     .ended_at = time_of(row, 10),
                     .attempt = row.integer(11),
                     .cancel_asked = row.integer(12) != 0,
                     .idempotency_key = row.text(15)};
    if (!row.is_null(7)) record.eta_ms = row.integer(7);
    SPARK_TRY(record.request, json_of(row, 5));
    SPARK_TRY(record.result, json_of(row, 13));
    SPARK_TRY(record.problem, json_of(row, 14));
    return record;
}

Result<std::optional<JobRecord>> first_of(Result<std::vector<JobRecord>> records) {
    if (!records) return fail(std::move(records).error());
    if (records->empty()) return std::optional<JobRecord>{};
    return std::optional(std::move(records->front()));
}

}  // namespace

Result<void> JobRecords::insert(const JobRecord& record) {
    return database_.write(Durability::full, [values = values_of(record)](Transaction& transaction) -> Result<void> {
        SPARK_TRY(transaction.execute(
            fmt::format("INSERT INTO jobs ({}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", columns),
            std::span<const Value>(values)));
        return {};
    });
}

Result<void> JobRecords::update(const JobRecord& record) {
    // Only what changes in a job's life; the end is written over a job that is not over, or not at all.
    const std::vector<Value> values{std::string(status_name(record.status)),
                                    record.progress_ratio,
                                    value_of(record.eta_ms),
                                    value_of(record.started_at),
                                    value_of(record.ended_at),
                                    record.attempt,
                                    std::int64_t{record.cancel_asked ? 1 : 0},
                                    wire::to_text(record.result),
                                    wire::to_text(record.problem),
                                    record.id};
    return database_.write(Durability::full, [values](Transaction& transaction) -> Result<void> {
        SPARK_TRY(const std::int64_t changed,
                  transaction.execute("UPDATE jobs SET status = ?, progress_ratio = ?, eta_ms = ?, started_at_ms = ?, "
                                      "ended_at_ms = ?, attempt = ?, cancel_asked = ?, result = ?, problem = ? "
                                      "WHERE id = ? AND status IN ('queued', 'running')",
                                      std::span<const Value>(values)));
        if (changed == 1) return {};
        return fail(Fault::conflict,
                    fmt::format("job {} is over, or was never there", std::get<std::string>(values[9])));
    });
}

Result<void> JobRecords::note_progress(std::string_view id, double progress_ratio, std::optional<std::int64_t> eta_ms) {
    const std::vector<Value> values{progress_ratio, value_of(eta_ms), std::string(id)};
    return database_.write(Durability::normal, [values](Transaction& transaction) -> Result<void> {
        SPARK_TRY(
            transaction.execute("UPDATE jobs SET progress_ratio = ?, eta_ms = ? WHERE id = ? AND status = 'running'",
                                std::span<const Value>(values)));
        return {};
    });
}

Result<void> JobRecords::append_log(std::span<const JobLogLine> lines) {
    const std::vector<JobLogLine> copy(lines.begin(), lines.end());
    return database_.write(Durability::normal, [copy](Transaction& transaction) -> Result<void> {
        for (const JobLogLine& line : copy) {
            SPARK_TRY(transaction.execute(
                "INSERT INTO job_log (job, sequence, time_ms, level, line) VALUES (?, ?, ?, ?, ?)",
                {line.job, line.sequence, ms_of(line.time), std::string(log_level_name(line.level)), line.text}));
        }
        return {};
    });
}

Result<std::vector<JobRecord>> JobRecords::select(std::string_view rest, std::span<const Value> values) const {
    SPARK_TRY(const std::vector<Row> rows,
              database_.query(fmt::format("SELECT {} FROM jobs {}", columns, rest), values));
    std::vector<JobRecord> records;
    for (const Row& row : rows) {
        SPARK_TRY(JobRecord record, record_of(row));
        records.push_back(std::move(record));
    }
    return records;
}

Result<std::optional<JobRecord>> JobRecords::find(std::string_view id) const {
    const std::vector<Value> values{std::string(id)};
    return first_of(select("WHERE id = ?", values));
}

Result<std::optional<JobRecord>> JobRecords::find_by_key(std::string_view owner, std::string_view key) const {
    if (key.empty()) return std::optional<JobRecord>{};
    const std::vector<Value> values{std::string(owner), std::string(key)};
    return first_of(select("WHERE owner = ? AND idempotency_key = ? AND idempotency_key <> ''", values));
}

Result<std::vector<JobRecord>> JobRecords::unfinished() const {
    return select("WHERE status IN ('queued', 'running') ORDER BY id", {});
}

Result<std::vector<JobRecord>> JobRecords::list(const jobs::JobFilter& filter) const {
    std::string where;
    std::vector<Value> values;
    const auto also = [&](std::string_view condition, std::string_view value) {
        if (value.empty()) return;
        where += fmt::format("{} {} ", where.empty() ? "WHERE" : "AND", condition);
        values.emplace_back(std::string(value));
    };
    also("owner = ?", filter.owner);
    also("kind = ?", filter.kind);
    also("status = ?", filter.status ? status_name(*filter.status) : std::string_view{});
    also("id < ?", filter.before);
    values.emplace_back(static_cast<std::int64_t>(filter.limit));
    return select(where + "ORDER BY id DESC LIMIT ?", values);
}

Result<std::vector<JobLogLine>> JobRecords::log(std::string_view job, std::int64_t after, std::size_t limit) const {
    const std::vector<Value> values{std::string(job), after, static_cast<std::int64_t>(limit)};
    SPARK_TRY(const std::vector<Row> rows,
              database_.query("SELECT sequence, time_ms, level, line FROM job_log WHERE job = ? AND sequence > ? "
                              "ORDER BY sequence LIMIT ?",
                              std::span<const Value>(values)));
    std::vector<JobLogLine> lines;
    for (const Row& row : rows) {
        const auto level = jobs::log_level_of(row.text(2));
        if (!level) return fail(Fault::corrupt, fmt::format("log of {}: level '{}' is unknown", job, row.text(2)));
        lines.push_back({.job = std::string(job),
                         .sequence = row.integer(0),
                         .time = wall_time_of_ms(row.integer(1)),
                         .level = *level,
                         .text = row.text(3)});
    }
    return lines;
}

Result<std::int64_t> JobRecords::last_log_sequence(std::string_view job) const {
    const std::vector<Value> values{std::string(job)};
    SPARK_TRY(const std::vector<Row> rows,
              database_.query("SELECT COALESCE(MAX(sequence), 0) FROM job_log WHERE job = ?",
                              std::span<const Value>(values)));
    return rows[0].integer(0);
}

}  // namespace spark::database
