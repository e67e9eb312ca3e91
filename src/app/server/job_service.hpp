#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "app/server/job_attempt.hpp"
#include "engine/jobs/queue.hpp"
#include "engine/jobs/records.hpp"
#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/telemetry/metrics.hpp"

namespace spark::server {

struct JobKind {
    std::string name;
    bool is_resumable = false;  ///< See jobs::KindRule, as the next two.
    std::int64_t attempts_max = 0;
    std::size_t places = 0;
    AttemptWork work;
};

struct JobOrder {
    std::string kind;
    std::string owner;
    jobs::Priority priority = jobs::Priority::normal;
    wire::Json request{};
    std::string idempotency_key{};  ///< Empty: none.
};

/// Something happened to a job: its status or progress changed, or its log has a line more.
struct JobEvent {
    jobs::JobRecord job;
    std::optional<jobs::JobLogLine> line{};
};

struct JobServiceOptions {
    std::function<WallTime()> clock;      ///< Any thread.
    std::function<std::string()> new_id;  ///< Rising `job_…`; one thread at a time.
    jobs::QueueLimits limits{};           ///< running_max and the kinds' own places are the number of threads.
    /// Events in the order in which they happened, one at a time, on any thread. Quick, and not back into the service.
    std::function<void(const JobEvent&)> listener{};
    telemetry::Metrics* metrics = nullptr;
    std::int64_t progress_every_ms = 250;
    std::int64_t log_lines_max = 10'000;  ///< Of one attempt; what comes after is left out, and that is said.
};

/// Runs jobs on threads of its own. A job is durable before submit answers; its end and its result are written in one
/// step, before anybody is told. Life: start (what a dead process left is taken over) → used by any thread → stop:
/// running jobs are asked to stop and are queued again, or interrupted; queued ones stay queued.
/// The records outlive it. One process at a time on one set of records.
class JobService {
  public:
    using WhenOver = std::function<void(Result<jobs::JobRecord>)>;

    static Result<std::unique_ptr<JobService>> start(jobs::Records& records, std::vector<JobKind> kinds,
                                                     JobServiceOptions options);
    JobService(const JobService&) = delete;
    JobService& operator=(const JobService&) = delete;
    ~JobService() { stop(); }

    /// The job, queued; or, for a key this owner has used before, the job of then. Waits for the disk. Errors:
    /// conflict when the key stands for another request; exhausted with the time to wait as remedy; invalid_input for
    /// an unknown kind; unavailable once it stops.
    Result<jobs::JobRecord> submit(JobOrder order);

    /// The job as it is now: canceled when it waited, asked to stop when it runs, unchanged when it is over. May be
    /// repeated. Waits for the disk. Errors: not_found.
    Result<jobs::JobRecord> cancel(std::string_view id);

    /// Errors: not_found.
    Result<jobs::JobRecord> find(std::string_view id) const;
    /// From 1; none when it does not wait.
    std::optional<std::size_t> position(std::string_view id) const;
    Result<std::vector<jobs::JobRecord>> list(const jobs::JobFilter& filter) const { return records_.list(filter); }
    /// Lines that were saved: a running job's newest ones may be missing for a moment.
    Result<std::vector<jobs::JobLogLine>> log(std::string_view id, std::int64_t after, std::size_t limit) const {
        return records_.log(id, after, limit);
    }

    /// How many are at work and how many wait. Any thread, quick.
    struct Counts {
        std::size_t running = 0;
        std::size_t queued = 0;
    };
    Counts counts() const;
    /// How many of this kind wait. Looks at every job there is.
    std::size_t queued_count_of(std::string_view kind) const;

    /// Calls back once with the job: when it is over, at the deadline, or at stop. Never waits itself; the call may
    /// come at once, or on another thread. Quick.
    void when_over(std::string_view id, std::chrono::steady_clock::time_point deadline, WhenOver call);

    /// Returns when no work runs any more. May be repeated.
    void stop();

  private:
    friend class JobAttempt;
    using Lock = std::unique_lock<std::mutex>;
    struct Waiter {
        std::chrono::steady_clock::time_point deadline;
        WhenOver call;
    };

    JobService(jobs::Records& records, std::vector<JobKind> kinds, JobServiceOptions options);
    void work();
    bool begin(Lock& lock, const std::shared_ptr<JobAttempt>& run);
    void end(Lock& lock, const std::shared_ptr<JobAttempt>& run, Result<wire::Json> result);
    jobs::JobRecord record_at_end(const JobAttempt& run, Result<wire::Json> result);
    std::vector<WhenOver> take_waiters(std::string_view id);
    bool save_end(Lock& lock, const jobs::JobRecord& record);
    void keep_deadlines(const std::stop_token& stop);
    void note(JobAttempt& run, double ratio);
    void note(JobAttempt& run, jobs::LogLevel level, std::string_view text);
    void save_log(JobAttempt& run, std::size_t lines_least);
    void tell(const jobs::JobRecord& job, std::optional<jobs::JobLogLine> line = {}) const;
    void measure() const;
    Result<std::optional<jobs::JobRecord>> earlier(const JobOrder& order) const;

    jobs::Records& records_;
    const std::vector<JobKind> kinds_;
    const JobServiceOptions options_;
    mutable std::mutex mutex_;  ///< Over all that follows.
    jobs::Queue queue_;
    std::map<std::string, std::shared_ptr<JobAttempt>, std::less<>> runs_{};
    std::set<std::string, std::less<>> starting_{};  ///< Their start is not durable yet.
    std::multimap<std::string, Waiter, std::less<>> waiters_{};
    std::uint64_t waiters_ever_ = 0;
    bool is_stopping_ = false;
    std::condition_variable changed_;
    std::condition_variable_any deadlines_changed_;
    std::vector<std::jthread> threads_{};
    std::jthread deadline_thread_{};
};

}  // namespace spark::server
