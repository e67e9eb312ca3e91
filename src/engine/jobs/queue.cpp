#include "engine/jobs/queue.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "foundation/base/assert.hpp"

namespace spark::jobs {
namespace {

constexpr std::int64_t first_guess_ms = 1'000;  // of a kind that never ran
constexpr std::int64_t average_weight = 8;      // one job moves the average by an eighth
constexpr std::int64_t retry_after_s_max = 600;

std::int64_t ms_between(WallTime from, WallTime to) {
    // The wall clock may have been set back.
    return std::max<std::int64_t>(0, ms_of(to) - ms_of(from));
}

wire::Json interruption(std::string_view why) {
    return wire::Json::object().set("code", "interrupted").set("detail", why);
}

}  // namespace

struct Queue::Candidate {
    std::size_t effective_class;
    std::int64_t used_ms;
    std::uint64_t order;
    const std::string* id;

    bool operator<(const Candidate& other) const {
        return std::tie(effective_class, used_ms, order) < std::tie(other.effective_class, other.used_ms, other.order);
    }
};

Queue::Queue(QueueLimits limits, std::vector<KindRule> kinds) : limits_(limits), kinds_(std::move(kinds)) {
    SPARK_ASSERT(limits_.running_max > 0 && limits_.running_per_user_max > 0 && limits_.aging.count() > 0);
}

Result<void> Queue::submit(JobRecord record) {
    SPARK_ASSERT(record.status == Status::queued && look_up(record.id) == nullptr);
    if (rule_of_kind(record.kind) == nullptr) {
        std::string known;
        for (const KindRule& kind : kinds_) known += (known.empty() ? "" : ", ") + kind.name;
        return fail(Fault::invalid_input,
                    fmt::format("no kind of job is called '{}': allowed are {}", record.kind, known), "/kind");
    }
    const auto user = users_.find(record.owner);
    const bool is_users_part_full = user != users_.end() && user->second.queued_count >= limits_.queued_per_user_max;
    if (is_users_part_full || queued_count_ >= limits_.queued_max) {
        return fail(Fault::exhausted,
                    is_users_part_full
                        ? fmt::format("{} jobs of this user wait already, allowed are {}", user->second.queued_count,
                                      limits_.queued_per_user_max)
                        : fmt::format("{} jobs wait already, allowed are {}", queued_count_, limits_.queued_max),
                    {}, fmt::format("retry after {} s", retry_after().count()));
    }
    enter(std::move(record), false);
    return {};
}

void Queue::enter(JobRecord record, bool is_durable) {
    User& user = users_[record.owner];
    // Who has neither work nor a wish to work saves nothing up.
    if (user.queued_count == 0 && user.running_count == 0) user.used_ms = std::max(user.used_ms, virtual_ms_);
    ++user.queued_count;
    ++queued_count_;
    const std::uint64_t order = next_order_++;
    const std::string id = record.id;
    jobs_.emplace(id, Job{.record = std::move(record), .order = order, .is_durable = false});
    if (is_durable) confirm(id);
}

void Queue::confirm(std::string_view id) {
    Job* const job = look_up(id);
    if (job == nullptr || job->is_durable) return;
    job->is_durable = true;
    const JobRecord& record = job->record;
    Rows& rows = users_[record.owner].waiting[static_cast<std::size_t>(record.priority)];
    rows[std::string(row_of_kind(record.kind))].emplace(job->order, record.id);
}

void Queue::withdraw(std::string_view id) {
    Job* const job = look_up(id);
    if (job == nullptr || job->record.status != Status::queued) return;
    leave_queue(*job);
    remove(id);
}

void Queue::leave_queue(Job& job) {
    User& user = users_[job.record.owner];
    Rows& rows = user.waiting[static_cast<std::size_t>(job.record.priority)];
    if (const auto row = rows.find(row_of_kind(job.record.kind)); row != rows.end()) {
        row->second.erase(job.order);
        if (row->second.empty()) rows.erase(row);
    }
    --user.queued_count;
    --queued_count_;
}

void Queue::remove(std::string_view id) {
    const auto job = jobs_.find(id);
    const auto user = users_.find(job->second.record.owner);
    jobs_.erase(job);
    const bool is_idle = user->second.queued_count == 0 && user->second.running_count == 0;
    // Kept while he is ahead of the others, or a pause of a moment would wipe out what he has used.
    if (is_idle && user->second.used_ms <= virtual_ms_) users_.erase(user);
}

std::string_view Queue::row_of_kind(std::string_view kind) const {
    const KindRule* const rule = rule_of_kind(kind);
    return rule == nullptr || rule->places == 0 ? std::string_view() : std::string_view(rule->name);
}

bool Queue::may_start(const User& user, std::string_view row) const {
    if (row.empty()) return sharing_count_ < limits_.running_max && user.sharing_count < limits_.running_per_user_max;
    const auto running = running_of_kind_.find(row);
    return running == running_of_kind_.end() || running->second < rule_of_kind(row)->places;
}

void Queue::count_running(const JobRecord& record, bool begins) {
    User& user = users_[record.owner];
    const KindRule* const rule = rule_of_kind(record.kind);
    const bool shares = rule == nullptr || rule->places == 0;
    const auto step = [begins](std::size_t& count) { begins ? ++count : --count; };
    step(user.running_count);
    step(running_count_);
    step(running_of_kind_[record.kind]);
    if (!shares) return;
    step(user.sharing_count);
    step(sharing_count_);
}

std::size_t Queue::class_of(const Job& job, WallTime now) const {
    const auto priority = static_cast<std::int64_t>(job.record.priority);
    const User& user = users_.find(job.record.owner)->second;
    // Not by the job's age alone: ten thousand old jobs of one user would all stand before everybody else's.
    const WallTime since =
        std::max(job.record.created_at, user.last_start[static_cast<std::size_t>(job.record.priority)]);
    const std::int64_t steps = ms_between(since, now) / limits_.aging.count();
    return static_cast<std::size_t>(std::max<std::int64_t>(0, priority - steps));
}

std::optional<Queue::Candidate> Queue::best_of(const User& user, WallTime now) const {
    std::optional<Candidate> best;
    for (const Rows& rows : user.waiting) {
        // The first of a class has waited longest of it; past it only where its row has all its places taken.
        const std::pair<const std::uint64_t, std::string>* first = nullptr;
        for (const auto& [row, waiting] : rows) {
            if (first != nullptr && first->first < waiting.begin()->first) continue;
            if (may_start(user, row)) first = &*waiting.begin();
        }
        if (first == nullptr) continue;
        const Candidate candidate{.effective_class = class_of(jobs_.find(first->second)->second, now),
                                  .used_ms = user.used_ms,
                                  .order = first->first,
                                  .id = &first->second};
        if (!best || candidate < *best) best = candidate;
    }
    return best;
}

std::optional<JobRecord> Queue::next(WallTime now) {
    std::optional<Candidate> best;
    for (const auto& [name, user] : users_) {
        const auto candidate = best_of(user, now);
        if (candidate && (!best || *candidate < *best)) best = candidate;
    }
    if (!best) return std::nullopt;
    Job& job = *look_up(*best->id);
    leave_queue(job);
    User& user = users_[job.record.owner];
    count_running(job.record, true);
    user.last_start[static_cast<std::size_t>(job.record.priority)] = now;
    virtual_ms_ = std::max(virtual_ms_, user.used_ms);
    job.charged_ms = expected_ms(job.record.kind);
    user.used_ms += job.charged_ms;
    job.record.status = Status::running;
    ++job.record.attempt;
    job.record.started_at = now;
    job.record.progress_ratio = 0;
    job.record.eta_ms.reset();
    return job.record;
}

JobRecord Queue::put_back(std::string_view id) {
    Job* const job = look_up(id);
    SPARK_ASSERT(job != nullptr && job->record.status == Status::running);
    User& user = users_[job->record.owner];
    count_running(job->record, false);
    user.used_ms -= job->charged_ms;
    ++user.queued_count;
    ++queued_count_;
    job->record.status = Status::queued;
    --job->record.attempt;
    job->record.started_at.reset();
    job->record.progress_ratio = 0;
    job->record.eta_ms.reset();
    Rows& rows = user.waiting[static_cast<std::size_t>(job->record.priority)];
    rows[std::string(row_of_kind(job->record.kind))].emplace(job->order, job->record.id);
    return job->record;
}

std::optional<JobRecord> Queue::progress(std::string_view id, double progress_ratio, WallTime now) {
    Job* const job = look_up(id);
    if (job == nullptr || job->record.status != Status::running || std::isnan(progress_ratio)) return std::nullopt;
    JobRecord& record = job->record;
    record.progress_ratio = std::max(record.progress_ratio, std::min(progress_ratio, 1.0));
    if (record.progress_ratio > 0) {
        const double passed_ms = static_cast<double>(ms_between(record.started_at.value_or(now), now));
        constexpr double eta_ms_max = 1e12;
        record.eta_ms = static_cast<std::int64_t>(
            std::min(passed_ms * (1 - record.progress_ratio) / record.progress_ratio, eta_ms_max));
    }
    return record;
}

std::optional<JobRecord> Queue::cancel(std::string_view id, WallTime now) {
    Job* const job = look_up(id);
    if (job == nullptr || !job->is_durable) return std::nullopt;
    job->record.cancel_asked = true;
    if (job->record.status == Status::running) return job->record;
    job->record.status = Status::canceled;
    job->record.ended_at = now;
    JobRecord record = job->record;
    leave_queue(*job);
    remove(id);
    return record;
}

JobRecord Queue::ended(std::string_view id, Ending ending, WallTime now) const {
    const JobRecord* const running = find(id);
    SPARK_ASSERT(running != nullptr && running->status == Status::running && is_over(ending.status));
    JobRecord record = *running;
    record.status = ending.status;
    record.ended_at = now;
    record.eta_ms.reset();
    if (ending.status == Status::succeeded) record.progress_ratio = 1;
    record.result = std::move(ending.result);
    record.problem = std::move(ending.problem);
    return record;
}

void Queue::forget(std::string_view id, WallTime now) {
    Job* const job = look_up(id);
    SPARK_ASSERT(job != nullptr && job->record.status == Status::running);
    const std::int64_t lasted_ms = ms_between(job->record.started_at.value_or(now), now);
    User& user = users_[job->record.owner];
    count_running(job->record, false);
    user.used_ms += lasted_ms - job->charged_ms;
    const std::int64_t before_ms = expected_ms(job->record.kind);
    average_ms_[job->record.kind] = std::max<std::int64_t>(1, before_ms + (lasted_ms - before_ms) / average_weight);
    remove(id);
}

std::vector<JobRecord> Queue::restore(const std::vector<JobRecord>& unfinished, WallTime now) {
    std::vector<JobRecord> changed;
    for (const JobRecord& found : unfinished) {
        JobRecord record = found;
        if (found.status == Status::running) {
            const KindRule* const kind = rule_of_kind(record.kind);
            record.eta_ms.reset();
            if (record.cancel_asked) {
                record.status = Status::canceled;
            } else if (kind == nullptr || !kind->is_resumable) {
                record.status = Status::interrupted;
                record.problem = interruption("the process ended while it ran, and its kind is not started twice");
            } else if (record.attempt >= (kind->attempts_max > 0 ? kind->attempts_max : limits_.attempts_max)) {
                record.status = Status::interrupted;
                record.problem = interruption(fmt::format("the process ended in each of {} attempts", record.attempt));
            } else {
                record.status = Status::queued;
                record.started_at.reset();
                record.progress_ratio = 0;
            }
            if (is_over(record.status)) record.ended_at = now;
            changed.push_back(record);
        } else if (rule_of_kind(record.kind) == nullptr) {
            record.status = Status::interrupted;
            record.ended_at = now;
            record.problem = interruption("this program knows no such kind of job");
            changed.push_back(record);
        }
        if (record.status == Status::queued) enter(std::move(record), true);
    }
    return changed;
}

std::size_t Queue::queued_count_of(std::string_view kind) const {
    return static_cast<std::size_t>(std::ranges::count_if(jobs_, [kind](const auto& entry) {
        return entry.second.record.kind == kind && entry.second.record.status == Status::queued;
    }));
}

const JobRecord* Queue::find(std::string_view id) const {
    const auto found = jobs_.find(id);
    return found == jobs_.end() ? nullptr : &found->second.record;
}

Queue::Job* Queue::look_up(std::string_view id) {
    const auto found = jobs_.find(id);
    return found == jobs_.end() ? nullptr : &found->second;
}

const KindRule* Queue::rule_of_kind(std::string_view kind) const {
    const auto found = std::ranges::find(kinds_, kind, &KindRule::name);
    return found == kinds_.end() ? nullptr : &*found;
}

std::optional<std::size_t> Queue::position(std::string_view id, WallTime now) const {
    const auto found = jobs_.find(id);
    if (found == jobs_.end() || found->second.record.status != Status::queued || !found->second.is_durable)
        return std::nullopt;
    const Job& job = found->second;
    const std::size_t own_class = class_of(job, now);
    // Of a user's waiting jobs, those in better classes, and of his own class those before `order`.
    const auto count_before = [&](const User& user, std::uint64_t order, std::size_t same_class_max) {
        std::size_t better = 0;
        std::size_t same = 0;
        const auto count_row = [&](const std::map<std::uint64_t, std::string>& waiting) {
            for (const auto& [other_order, other_id] : waiting) {
                const std::size_t other_class = class_of(jobs_.find(other_id)->second, now);
                if (other_class < own_class) ++better;
                if (other_class == own_class && other_order < order) ++same;
                if (same > same_class_max) break;
            }
        };
        for (const Rows& rows : user.waiting) {
            for (const auto& [row, waiting] : rows) count_row(waiting);
        }
        return std::pair(better, std::min(same, same_class_max));
    };
    const User& own = users_.find(job.record.owner)->second;
    const auto [own_better, own_same] = count_before(own, job.order, queued_count_);
    std::size_t before = own_better + own_same;
    for (const auto& [name, user] : users_) {
        if (&user == &own) continue;
        // They take turns: each other user has as many before it as its own one has, and one more when he is behind.
        const bool goes_first = user.used_ms < own.used_ms;
        const auto [better, same] = count_before(user, ~std::uint64_t{0}, own_same + (goes_first ? 1 : 0));
        before += better + same;
    }
    return before + 1;
}

std::int64_t Queue::expected_ms(const std::string& kind) const {
    const auto found = average_ms_.find(kind);
    return found == average_ms_.end() ? first_guess_ms : found->second;
}

std::chrono::seconds Queue::retry_after() const {
    std::int64_t slowest_ms = average_ms_.empty() ? first_guess_ms : 0;
    for (const auto& [kind, average] : average_ms_) slowest_ms = std::max(slowest_ms, average);
    const std::int64_t wait_s = slowest_ms / static_cast<std::int64_t>(limits_.running_max) / 1'000 + 1;
    return std::chrono::seconds(std::min(wait_s, retry_after_s_max));
}

}  // namespace spark::jobs
