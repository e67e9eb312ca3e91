#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/jobs/records.hpp"
#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"

namespace spark::jobs {

struct QueueLimits {
    std::size_t running_max = 2;           ///< Jobs at work at once, those of kinds with places of their own left out.
    std::size_t running_per_user_max = 2;  ///< Of them, of one user.
    std::size_t queued_max = 10'000;
    std::size_t queued_per_user_max = 1'000;
    std::int64_t attempts_max = 3;
    /// A user's waiting jobs of a class are treated as one class better for each such time in which none of them was
    /// started: batch work never starves.
    std::chrono::milliseconds aging{60'000};
};

struct KindRule {
    std::string name;
    /// Its work may be started again after it was cut off: it goes on, or does the same once more without doing it
    /// twice.
    bool is_resumable = false;
    /// Starts of a resumable job that may be cut off before it is given up; 0: as QueueLimits::attempts_max. More where
    /// an attempt goes on from where the one before was killed.
    std::int64_t attempts_max = 0;
    /// Places of its own: so many jobs of this kind run beside the others, never more, and take no place of theirs. 0:
    /// it shares the places of all.
    std::size_t places = 0;
};

/// How a job's work came out.
struct Ending {
    Status status = Status::succeeded;  ///< succeeded, failed, canceled or interrupted.
    wire::Json result{};
    wire::Json problem{};
};

/// Which job runs next: by class, then by fair shares of work time between users, then first come, first served.
/// A user's share is counted in milliseconds of work (start-time fair queueing: each start is charged what jobs of its
/// kind last on average, and put right at the end), so who floods the queue waits behind his own jobs only.
/// Holds what is not over; the owner makes each step durable in Records. Life of a job here: submit → confirm →
/// next → finish. No clock, no thread: one thread at a time.
class Queue {
  public:
    Queue(QueueLimits limits, std::vector<KindRule> kinds);

    /// Takes a place for the job; it is not started before confirm says that it is durable. Errors: invalid_input for
    /// an unknown kind; exhausted when the queue, or this user's part of it, is full, with how long to wait.
    Result<void> submit(JobRecord record);
    void confirm(std::string_view id);
    /// It could not be made durable: as if it had never been submitted.
    void withdraw(std::string_view id);

    /// The job to start now, running from here on, its attempt counted; none when all places are taken or nobody waits
    /// who may run.
    std::optional<JobRecord> next(WallTime now);
    /// Its start could not be made durable, or the process stops: queued again where it was, the attempt not counted.
    JobRecord put_back(std::string_view id);

    /// Never backwards. The record with the new estimate; none when it is not running.
    std::optional<JobRecord> progress(std::string_view id, double progress_ratio, WallTime now);

    /// A queued one is over at once and leaves the queue; a running one is asked to stop and stays. The record as it is
    /// now; none when it is not here.
    std::optional<JobRecord> cancel(std::string_view id, WallTime now);

    /// The record as it ends; it stays here as running until `forget`, so that the end is durable before its place is
    /// given to another. Precondition (asserted): running.
    JobRecord ended(std::string_view id, Ending ending, WallTime now) const;
    void forget(std::string_view id, WallTime now);

    /// Takes over what was not over when the process died. Running ones are queued again when their kind is resumable
    /// and attempts are left, else interrupted; one that was to be canceled is canceled. The records that changed, to
    /// be made durable before anything is started.
    std::vector<JobRecord> restore(const std::vector<JobRecord>& unfinished, WallTime now);

    /// Null when it is not here.
    const JobRecord* find(std::string_view id) const;
    /// From 1: how many start before it, itself included, if all last as long and nobody comes; none when it does not
    /// wait.
    std::optional<std::size_t> position(std::string_view id, WallTime now) const;
    std::size_t queued_count() const { return queued_count_; }
    std::size_t running_count() const { return running_count_; }
    std::size_t queued_count_of(std::string_view kind) const;
    /// How long until a place in the queue is free, roughly: the advice that goes with exhausted.
    std::chrono::seconds retry_after() const;

  private:
    struct Job {
        JobRecord record;
        std::uint64_t order = 0;  ///< First come, first served.
        bool is_durable = false;
        std::int64_t charged_ms = 0;
    };
    /// Order to id, of one user and class: those of all under "", those of a kind with places of its own under its
    /// name. Whether one may start is the same for all of such a row, so the first tells; none is looked through.
    using Rows = std::map<std::string, std::map<std::uint64_t, std::string>, std::less<>>;
    struct User {
        std::array<Rows, priority_count> waiting{};  ///< Durable ones; no empty row.
        std::array<WallTime, priority_count> last_start{};
        std::size_t queued_count = 0;
        std::size_t running_count = 0;
        std::size_t sharing_count = 0;  ///< Of the running ones, those in the places of all.
        std::int64_t used_ms = 0;       ///< Virtual time.
    };
    struct Candidate;

    Job* look_up(std::string_view id);
    const KindRule* rule_of_kind(std::string_view kind) const;
    /// The name of the row its jobs wait in.
    std::string_view row_of_kind(std::string_view kind) const;
    bool may_start(const User& user, std::string_view row) const;
    void count_running(const JobRecord& record, bool begins);
    std::size_t class_of(const Job& job, WallTime now) const;
    std::optional<Candidate> best_of(const User& user, WallTime now) const;
    void enter(JobRecord record, bool is_durable);
    void leave_queue(Job& job);
    void remove(std::string_view id);
    std::int64_t expected_ms(const std::string& kind) const;

    QueueLimits limits_;
    std::vector<KindRule> kinds_;
    std::map<std::string, Job, std::less<>> jobs_;
    std::map<std::string, User, std::less<>> users_;
    std::map<std::string, std::int64_t, std::less<>> average_ms_;
    std::map<std::string, std::size_t, std::less<>> running_of_kind_;
    std::size_t sharing_count_ = 0;
    std::uint64_t next_order_ = 0;
    std::int64_t virtual_ms_ = 0;  ///< Of the user who started last: where who comes anew begins.
    std::size_t queued_count_ = 0;
    std::size_t running_count_ = 0;
};

}  // namespace spark::jobs
