#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/wire/json.hpp"

namespace spark::jobs {

/// Which jobs come first. A person waits for an interactive one.
enum class Priority : std::uint8_t { interactive, normal, batch };
inline constexpr std::size_t priority_count = 3;

enum class Status : std::uint8_t { queued, running, succeeded, failed, canceled, interrupted };

std::string_view priority_name(Priority priority);
std::string_view status_name(Status status);
std::optional<Priority> priority_of(std::string_view name);
std::optional<Status> status_of(std::string_view name);

/// Nothing changes it any more.
constexpr bool is_over(Status status) { return status != Status::queued && status != Status::running; }

/// One job, from its submission to its end (docs/reference/jobs.md).
struct JobRecord {
    std::string id;     ///< `job_…`: ids rise with time.
    std::string kind;   ///< backtest, ingest, resample, report, verify, …
    std::string owner;  ///< User id.
    Priority priority = Priority::normal;
    Status status = Status::queued;
    wire::Json request{};
    double progress_ratio = 0;  ///< 0 to 1.
    std::optional<std::int64_t> eta_ms{};
    WallTime created_at{};
    std::optional<WallTime> started_at{};  ///< Of the last attempt.
    std::optional<WallTime> ended_at{};
    std::int64_t attempt = 0;       ///< How often it was started.
    bool cancel_asked = false;      ///< Then it is never started again, whatever happens to the process.
    wire::Json result{};            ///< Null until it succeeded.
    wire::Json problem{};           ///< Null, or why it failed or was interrupted.
    std::string idempotency_key{};  ///< Empty: none. Unique for one owner.

    bool operator==(const JobRecord&) const = default;
};

enum class LogLevel : std::uint8_t { debug, info, warning, error };
std::string_view log_level_name(LogLevel level);
std::optional<LogLevel> log_level_of(std::string_view name);

struct JobLogLine {
    std::string job;
    std::int64_t sequence = 0;  ///< 1, 2, 3 … within a job, over all its attempts.
    WallTime time{};
    LogLevel level = LogLevel::info;
    std::string text;

    bool operator==(const JobLogLine&) const = default;
};

struct JobFilter {
    std::string owner{};  ///< Empty: everybody's.
    std::string kind{};
    std::optional<Status> status{};
    std::string before{};  ///< Only ids below this one; empty: from the newest.
    std::size_t limit = 50;
};

/// Where jobs are kept. What "durable" says holds when the function returns, also through a power cut. Any thread.
/// Errors of all: exhausted, unavailable, corrupt as the store gives them.
class Records {
  public:
    virtual ~Records() = default;

    /// Durable. Errors: conflict when the id, or the owner's idempotency key, is there already.
    virtual Result<void> insert(const JobRecord& record) = 0;
    /// The whole row, durable: a start, a cancel, an end with its result, in one step. Errors: conflict when the job is
    /// over already or was never there: an end is written once and never again.
    virtual Result<void> update(const JobRecord& record) = 0;
    /// Progress of a running job; may be lost with the process. A job that is over is left alone.
    virtual Result<void> note_progress(std::string_view id, double progress_ratio,
                                       std::optional<std::int64_t> eta_ms) = 0;
    /// Log lines, all or none; may be lost with a power cut, not with the process.
    virtual Result<void> append_log(std::span<const JobLogLine> lines) = 0;

    virtual Result<std::optional<JobRecord>> find(std::string_view id) const = 0;
    virtual Result<std::optional<JobRecord>> find_by_key(std::string_view owner, std::string_view key) const = 0;
    /// Queued and running ones, by rising id.
    virtual Result<std::vector<JobRecord>> unfinished() const = 0;
    /// By falling id.
    virtual Result<std::vector<JobRecord>> list(const JobFilter& filter) const = 0;
    /// Lines above `after`, in order.
    virtual Result<std::vector<JobLogLine>> log(std::string_view job, std::int64_t after, std::size_t limit) const = 0;
    /// The number of the last line; 0 when there is none.
    virtual Result<std::int64_t> last_log_sequence(std::string_view job) const = 0;
};

}  // namespace spark::jobs
