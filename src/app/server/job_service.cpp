#include "app/server/job_service.hpp"

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <stop_token>
#include <utility>

#include <fmt/format.h>

#include "foundation/base/assert.hpp"
#include "foundation/base/fault.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::server {
namespace {

using jobs::JobLogLine;
using jobs::JobRecord;
using jobs::Status;

constexpr std::chrono::milliseconds save_again_after{200};
constexpr std::size_t log_lines_a_save = 64;
constexpr std::size_t log_text_bytes_max = 4'096;

std::vector<jobs::KindRule> rules_of(const std::vector<JobKind>& kinds) {
    std::vector<jobs::KindRule> rules;
    for (const JobKind& kind : kinds)
        rules.push_back({.name = kind.name,
                         .is_resumable = kind.is_resumable,
                         .attempts_max = kind.attempts_max,
                         .places = kind.places});
    return rules;
}

wire::Json problem_json(const Error& error) {
    wire::Json json = wire::Json::object();
    json.set("code", rule_of(error.fault).name).set("detail", error.message);
    if (!error.place.empty()) json.set("place", error.place);
    if (!error.remedy.empty()) json.set("remedy", error.remedy);
    return json;
}

std::unexpected<Error> no_such_job(std::string_view id) {
    return fail(Fault::not_found, fmt::format("no job '{}'", shown(id)));
}

/// The root of a job: what a library throws ends the job, not the process.
Result<wire::Json> run_work(const AttemptWork& work, JobAttempt& run) {
    try {
        return work(run);
    } catch (const std::exception& thrown) {
        return fail(Fault::unavailable, std::string("unexpected: ") + thrown.what(), {}, "report it as a bug");
    }
}

}  // namespace

void JobAttempt::progress(double ratio) { service_.note(*this, ratio); }
void JobAttempt::log(jobs::LogLevel level, std::string_view text) { service_.note(*this, level, text); }

Result<std::unique_ptr<JobService>> JobService::start(jobs::Records& records, std::vector<JobKind> kinds,
                                                      JobServiceOptions options) {
    SPARK_ASSERT(options.clock && options.new_id);
    std::unique_ptr<JobService> service(new JobService(records, std::move(kinds), std::move(options)));
    SPARK_TRY(const std::vector<JobRecord> unfinished, records.unfinished());
    for (const JobRecord& record : service->queue_.restore(unfinished, service->options_.clock())) {
        SPARK_TRY(records.update(record));
        service->tell(record);
    }
    service->measure();
    std::size_t threads = service->options_.limits.running_max;
    for (const JobKind& kind : service->kinds_) threads += kind.places;
    for (std::size_t thread = 0; thread < threads; ++thread) {
        service->threads_.emplace_back([&self = *service] { self.work(); });
    }
    service->deadline_thread_ =
        std::jthread([&self = *service](const std::stop_token& stop) { self.keep_deadlines(stop); });
    return service;
}

JobService::JobService(jobs::Records& records, std::vector<JobKind> kinds, JobServiceOptions options)
    : records_(records),
      kinds_(std::move(kinds)),
      options_(std::move(options)),
      queue_(options_.limits, rules_of(kinds_)) {}

Result<std::optional<JobRecord>> JobService::earlier(const JobOrder& order) const {
    if (order.idempotency_key.empty()) return std::optional<JobRecord>{};
    SPARK_TRY(const std::optional<JobRecord> found, records_.find_by_key(order.owner, order.idempotency_key));
    if (found && (found->kind != order.kind || found->request != order.request))
        return fail(Fault::conflict,
                    fmt::format("this idempotency key stands for job {}, whose request is another", found->id), {},
                    "use a new key for a new request");
    if (!found) return std::optional<JobRecord>{};
    SPARK_TRY(JobRecord now, find(found->id));
    return std::optional(std::move(now));
}

Result<JobRecord> JobService::submit(JobOrder order) {
    SPARK_TRY(const std::optional<JobRecord> before, earlier(order));
    if (before) return *before;
    JobRecord record{.id = {},
                     .kind = order.kind,
                     .owner = order.owner,
                     .priority = order.priority,
                     .request = order.request,
                     .created_at = wall_time_of_ms(ms_of(options_.clock())),
                     .idempotency_key = order.idempotency_key};
    {
        const std::lock_guard lock(mutex_);
        if (is_stopping_) return fail(Fault::unavailable, "the server stops", {}, "submit it again when it is back");
        record.id = options_.new_id();
        SPARK_TRY(queue_.submit(record));
    }
    const auto inserted = records_.insert(record);
    {
        const std::lock_guard lock(mutex_);
        if (inserted) {
            tell(record);
            queue_.confirm(record.id);
            changed_.notify_all();
        } else {
            queue_.withdraw(record.id);
        }
        measure();
    }
    if (inserted) return record;
    // Somebody else may have been quicker with the same key.
    SPARK_TRY(const std::optional<JobRecord> meanwhile, earlier(order));
    if (meanwhile) return *meanwhile;
    return fail(inserted.error());
}

Result<JobRecord> JobService::cancel(std::string_view id) {
    Lock lock(mutex_);
    // Or the record of its start would overwrite that of the cancel.
    changed_.wait(lock, [&] { return !starting_.contains(id); });
    const JobRecord* const live = queue_.find(id);
    if (live != nullptr && !live->cancel_asked) {
        JobRecord record = *live;
        record.cancel_asked = true;
        if (record.status == Status::queued) {
            record.status = Status::canceled;
            record.ended_at = options_.clock();
        }
        // Under the lock: who reads the answer finds it so after a crash too. A conflict: its end is written already.
        const auto saved = records_.update(record);
        if (!saved && saved.error().fault != Fault::conflict) return fail(saved.error());
        if (saved) {
            const auto canceled = queue_.cancel(id, record.ended_at.value_or(WallTime{}));
            if (const auto run = runs_.find(id); run != runs_.end()) run->second->is_cancelled_ = true;
            tell(*canceled);
            measure();
            const std::vector<WhenOver> calls = is_over(canceled->status) ? take_waiters(id) : std::vector<WhenOver>{};
            lock.unlock();
            for (const WhenOver& call : calls) call(*canceled);
            return *canceled;
        }
    }
    lock.unlock();
    return find(id);
}

Result<JobRecord> JobService::find(std::string_view id) const {
    {
        const std::lock_guard lock(mutex_);
        if (const JobRecord* const live = queue_.find(id)) return *live;
    }
    SPARK_TRY(const std::optional<JobRecord> found, records_.find(id));
    if (!found) return no_such_job(id);
    return *found;
}

std::optional<std::size_t> JobService::position(std::string_view id) const {
    const std::lock_guard lock(mutex_);
    return queue_.position(id, options_.clock());
}

void JobService::work() {
    Lock lock(mutex_);
    while (true) {
        std::optional<JobRecord> next;
        changed_.wait(lock, [&] {
            if (!is_stopping_) next = queue_.next(options_.clock());
            return is_stopping_ || next;
        });
        if (!next) return;
        const auto run = std::make_shared<JobAttempt>(*this, *std::move(next), 0);
        if (!begin(lock, run)) continue;
        const auto kind = std::ranges::find(kinds_, run->job().kind, &JobKind::name);
        lock.unlock();
        auto result = run_work(kind->work, *run);
        save_log(*run, 1);
        lock.lock();
        end(lock, run, std::move(result));
    }
}

/// Makes the start durable. False when that cannot be done now: the job waits again.
bool JobService::begin(Lock& lock, const std::shared_ptr<JobAttempt>& run) {
    const JobRecord& record = run->job();
    starting_.insert(record.id);
    lock.unlock();
    const auto last_line = records_.last_log_sequence(record.id);
    const bool is_saved = last_line && records_.update(record);
    lock.lock();
    starting_.erase(record.id);
    changed_.notify_all();
    if (!is_saved) {
        queue_.put_back(record.id);
        changed_.wait_for(lock, save_again_after, [&] { return is_stopping_; });
        return false;
    }
    run->log_sequence_ = *last_line;
    run->is_cancelled_ = is_stopping_;
    runs_.emplace(record.id, run);
    tell(record);
    measure();
    if (options_.metrics != nullptr)
        options_.metrics->observe(
            "spark_job_queue_wait_ms",
            static_cast<double>(std::max<std::int64_t>(0, ms_of(*record.started_at) - ms_of(record.created_at))));
    return true;
}

JobRecord JobService::record_at_end(const JobAttempt& run, Result<wire::Json> result) {
    const std::string& id = run.job().id;
    const WallTime now = options_.clock();
    if (result) return queue_.ended(id, {.status = Status::succeeded, .result = *std::move(result)}, now);
    if (queue_.find(id)->cancel_asked) return queue_.ended(id, {.status = Status::canceled}, now);
    wire::Json problem = problem_json(result.error());
    if (!is_stopping_) return queue_.ended(id, {.status = Status::failed, .problem = std::move(problem)}, now);
    const auto kind = std::ranges::find(kinds_, run.job().kind, &JobKind::name);
    if (kind->is_resumable) return queue_.put_back(id);
    return queue_.ended(id, {.status = Status::interrupted, .problem = std::move(problem)}, now);
}

void JobService::end(Lock& lock, const std::shared_ptr<JobAttempt>& run, Result<wire::Json> result) {
    const JobRecord record = record_at_end(*run, std::move(result));
    const bool is_saved = save_end(lock, record);
    runs_.erase(record.id);
    if (is_over(record.status)) queue_.forget(record.id, options_.clock());
    // What could not be saved is still running in the records: the next start says what becomes of it.
    std::vector<WhenOver> calls;
    if (is_saved) {
        tell(record);
        calls = take_waiters(record.id);
    }
    measure();
    changed_.notify_all();
    lock.unlock();
    for (const WhenOver& call : calls) call(record);
    lock.lock();
}

std::vector<JobService::WhenOver> JobService::take_waiters(std::string_view id) {
    std::vector<WhenOver> calls;
    const auto [first, last] = waiters_.equal_range(id);
    for (auto waiter = first; waiter != last; ++waiter) calls.push_back(std::move(waiter->second.call));
    waiters_.erase(first, last);
    return calls;
}

/// Tries until it is durable, or the service stops: work that was done must not be forgotten because a disk was full
/// for a minute.
bool JobService::save_end(Lock& lock, const JobRecord& record) {
    while (true) {
        lock.unlock();
        const auto saved = records_.update(record);
        lock.lock();
        if (saved) return true;
        if (saved.error().fault == Fault::conflict || is_stopping_) return false;
        changed_.wait_for(lock, save_again_after, [&] { return is_stopping_; });
    }
}

void JobService::note(JobAttempt& run, double ratio) {
    bool is_due = false;
    std::optional<JobRecord> record;
    {
        const std::lock_guard lock(mutex_);
        const WallTime now = options_.clock();
        record = queue_.progress(run.job().id, ratio, now);
        is_due = record && std::abs(ms_of(now) - run.told_at_ms_) >= options_.progress_every_ms;
        if (is_due) {
            run.told_at_ms_ = ms_of(now);
            tell(*record);
        }
    }
    if (!is_due) return;
    // Nothing depends on it: what is shown live does not come from there.
    static_cast<void>(records_.note_progress(record->id, record->progress_ratio, record->eta_ms));
    save_log(run, 1);
}

void JobService::note(JobAttempt& run, jobs::LogLevel level, std::string_view text) {
    {
        const std::scoped_lock lock(run.mutex_, mutex_);
        if (++run.line_count_ > options_.log_lines_max + 1) return;
        const bool is_last = run.line_count_ == options_.log_lines_max + 1;
        JobLogLine line{
            .job = run.job().id,
            .sequence = ++run.log_sequence_,
            .time = wall_time_of_ms(ms_of(options_.clock())),
            .level = is_last ? jobs::LogLevel::warning : level,
            .text = is_last ? "the log is full: what comes after is left out" : shown(text, log_text_bytes_max)};
        if (const JobRecord* const live = queue_.find(run.job().id)) tell(*live, line);
        run.unsaved_.push_back(std::move(line));
    }
    save_log(run, log_lines_a_save);
}

void JobService::save_log(JobAttempt& run, std::size_t lines_least) {
    const std::lock_guard lock(run.mutex_);
    if (run.unsaved_.size() < lines_least) return;
    // Kept for the next time when the records do not take them now.
    if (records_.append_log(run.unsaved_)) run.unsaved_.clear();
}

void JobService::tell(const JobRecord& job, std::optional<JobLogLine> line) const {
    if (options_.listener) options_.listener({.job = job, .line = std::move(line)});
}

void JobService::measure() const {
    if (options_.metrics == nullptr) return;
    options_.metrics->set("spark_jobs_running", static_cast<double>(queue_.running_count()));
    options_.metrics->set("spark_jobs_queued", static_cast<double>(queue_.queued_count()));
}

JobService::Counts JobService::counts() const {
    const std::lock_guard lock(mutex_);
    return {.running = queue_.running_count(), .queued = queue_.queued_count()};
}

std::size_t JobService::queued_count_of(std::string_view kind) const {
    const std::lock_guard lock(mutex_);
    return queue_.queued_count_of(kind);
}

void JobService::when_over(std::string_view id, std::chrono::steady_clock::time_point deadline, WhenOver call) {
    {
        const std::lock_guard lock(mutex_);
        if (queue_.find(id) != nullptr && !is_stopping_) {
            waiters_.emplace(std::string(id), Waiter{.deadline = deadline, .call = std::move(call)});
            ++waiters_ever_;
            deadlines_changed_.notify_all();
            return;
        }
    }
    call(find(id));
}

void JobService::keep_deadlines(const std::stop_token& stop) {
    Lock lock(mutex_);
    while (!stop.stop_requested()) {
        const auto first =
            std::ranges::min_element(waiters_, {}, [](const auto& waiter) { return waiter.second.deadline; });
        // Woken by every new waiter, whose deadline may be earlier.
        const auto is_new = [this, seen = waiters_ever_] { return waiters_ever_ != seen; };
        if (first == waiters_.end()) {
            deadlines_changed_.wait(lock, stop, is_new);
            continue;
        }
        const auto until = first->second.deadline;
        if (until > std::chrono::steady_clock::now()) {
            deadlines_changed_.wait_until(lock, stop, until, is_new);
            continue;
        }
        const JobRecord* const live = queue_.find(first->first);
        auto answer = live == nullptr ? Result<JobRecord>(no_such_job(first->first)) : Result<JobRecord>(*live);
        const WhenOver call = std::move(first->second.call);
        waiters_.erase(first);
        lock.unlock();
        call(std::move(answer));
        lock.lock();
    }
}

void JobService::stop() {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
        for (const auto& [id, run] : runs_) run->is_cancelled_ = true;
        changed_.notify_all();
    }
    for (std::jthread& thread : threads_) {
        if (thread.joinable()) thread.join();
    }
    if (deadline_thread_.joinable()) {
        deadline_thread_.request_stop();
        deadline_thread_.join();
    }
    std::multimap<std::string, Waiter, std::less<>> left;
    {
        const std::lock_guard lock(mutex_);
        left = std::exchange(waiters_, {});
    }
    for (auto& [id, waiter] : left) waiter.call(find(id));
}

}  // namespace spark::server
