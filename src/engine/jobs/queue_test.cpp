#include "engine/jobs/queue.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "engine/jobs/testing/memory_records.hpp"
#include "foundation/base/rng.hpp"

namespace spark::jobs {
namespace {

constexpr WallTime start_time = wall_time_of_ms(1'763'624'712'000);

WallTime after_ms(std::int64_t ms) { return start_time + std::chrono::milliseconds(ms); }

const std::vector<KindRule> kinds{{.name = "backtest", .is_resumable = true}, {.name = "send", .is_resumable = false}};

JobRecord job_of(int number, std::string owner = "ayse", Priority priority = Priority::normal,
                 std::string kind = "backtest") {
    JobRecord record;
    const std::string digits = std::to_string(number);
    record.id = "job_" + std::string(8 - digits.size(), '0') + digits;
    record.kind = std::move(kind);
    record.owner = std::move(owner);
    record.priority = priority;
    record.created_at = start_time;
    return record;
}

void put(Queue& queue, JobRecord record) {
    const std::string id = record.id;
    const auto submitted = queue.submit(std::move(record));
    ASSERT_TRUE(submitted.has_value()) << submitted.error().message;
    queue.confirm(id);
}

std::string next_id(Queue& queue, WallTime now = start_time) {
    const auto record = queue.next(now);
    return record ? record->id : "";
}

TEST(JobQueue, starts_first_come_first_served_within_a_user_and_class) {
    Queue queue({.running_max = 3, .running_per_user_max = 3}, kinds);
    for (const int number : {1, 2, 3, 4}) put(queue, job_of(number));

    EXPECT_EQ(next_id(queue), job_of(1).id);
    EXPECT_EQ(next_id(queue), job_of(2).id);
    EXPECT_EQ(next_id(queue), job_of(3).id);
    EXPECT_EQ(next_id(queue), "") << "all places are taken";
    queue.forget(job_of(2).id, start_time);
    EXPECT_EQ(next_id(queue), job_of(4).id);
    EXPECT_EQ(queue.running_count(), 3U);
    EXPECT_EQ(queue.queued_count(), 0U);
}

TEST(JobQueue, starts_better_classes_first) {
    Queue queue({.running_max = 3, .running_per_user_max = 3}, kinds);
    put(queue, job_of(1, "ayse", Priority::batch));
    put(queue, job_of(2, "ayse", Priority::normal));
    put(queue, job_of(3, "mehmet", Priority::interactive));

    EXPECT_EQ(next_id(queue), job_of(3).id);
    EXPECT_EQ(next_id(queue), job_of(2).id);
    EXPECT_EQ(next_id(queue), job_of(1).id);
}

TEST(JobQueue, never_starts_what_is_not_durable_yet) {
    Queue queue({}, kinds);
    ASSERT_TRUE(queue.submit(job_of(1)).has_value());
    EXPECT_EQ(next_id(queue), "");
    EXPECT_EQ(queue.cancel(job_of(1).id, start_time), std::nullopt) << "nobody knows it yet";

    queue.withdraw(job_of(1).id);
    EXPECT_EQ(queue.queued_count(), 0U);
    EXPECT_EQ(queue.find(job_of(1).id), nullptr);
}

TEST(JobQueue, lets_a_user_run_no_more_than_his_part) {
    Queue queue({.running_max = 3, .running_per_user_max = 2}, kinds);
    for (const int number : {1, 2, 3}) put(queue, job_of(number));

    EXPECT_EQ(next_id(queue), job_of(1).id);
    EXPECT_EQ(next_id(queue), job_of(2).id);
    EXPECT_EQ(next_id(queue), "");
    put(queue, job_of(4, "mehmet"));
    EXPECT_EQ(next_id(queue), job_of(4).id);
}

TEST(JobQueue, refuses_with_advice_when_the_queue_or_the_users_part_is_full) {
    Queue queue({.queued_max = 3, .queued_per_user_max = 2}, kinds);
    put(queue, job_of(1));
    put(queue, job_of(2));

    const auto of_user = queue.submit(job_of(3));
    ASSERT_FALSE(of_user.has_value());
    EXPECT_EQ(of_user.error().fault, Fault::exhausted);
    EXPECT_EQ(of_user.error().remedy, "retry after 1 s");
    put(queue, job_of(4, "mehmet"));
    const auto of_all = queue.submit(job_of(5, "zeynep"));
    ASSERT_FALSE(of_all.has_value());
    EXPECT_EQ(of_all.error().fault, Fault::exhausted);

    EXPECT_EQ(next_id(queue), job_of(1).id);
    EXPECT_TRUE(queue.submit(job_of(6, "zeynep")).has_value());
    EXPECT_EQ(queue.submit(job_of(7, "zeynep", Priority::normal, "fly")).error().fault, Fault::invalid_input);
}

/// Time passes with all workers busy; each user submits as told. Returns how much work time each user had.
std::map<std::string, std::int64_t> shares_of(const std::map<std::string, int>& jobs_waiting_of,
                                              const std::map<std::string, std::int64_t>& lasting_ms_of, int flood,
                                              Priority flood_priority = Priority::normal) {
    constexpr std::size_t workers = 4;
    Queue queue(
        {.running_max = workers, .running_per_user_max = workers, .queued_max = 50'000, .queued_per_user_max = 50'000},
        kinds);
    int number = 0;
    std::map<std::string, int> waiting;
    for (int index = 0; index < flood; ++index) put(queue, job_of(++number, "flood", flood_priority));
    std::multimap<std::int64_t, std::string> ends;
    std::map<std::string, std::int64_t> shares;
    std::int64_t now_ms = 0;
    while (now_ms < 120'000) {
        for (const auto& [user, count] : jobs_waiting_of) {
            for (; waiting[user] < count; ++waiting[user]) {
                JobRecord record = job_of(++number, user);
                record.created_at = after_ms(now_ms);
                put(queue, std::move(record));
            }
        }
        while (const auto started = queue.next(after_ms(now_ms))) {
            const std::int64_t lasts_ms = lasting_ms_of.at(started->owner);
            ends.emplace(now_ms + lasts_ms, started->id);
            shares[started->owner] += lasts_ms;
            --waiting[started->owner];
        }
        now_ms = ends.begin()->first;
        queue.forget(ends.begin()->second, after_ms(now_ms));
        ends.erase(ends.begin());
    }
    return shares;
}

double share(const std::map<std::string, std::int64_t>& shares, const std::string& user) {
    double sum = 0;
    for (const auto& [name, ms] : shares) sum += static_cast<double>(ms);
    return static_cast<double>(shares.at(user)) / sum;
}

TEST(JobQueue, gives_a_user_who_floods_it_no_more_than_his_share_while_others_wait) {
    const auto equal = shares_of({{"a", 4}, {"b", 4}}, {{"flood", 100}, {"a", 100}, {"b", 100}}, 10'000);
    EXPECT_LE(share(equal, "flood"), 1.1 / 3);
    EXPECT_GE(share(equal, "a"), 0.9 / 3);

    const auto long_ones = shares_of({{"a", 4}, {"b", 4}}, {{"flood", 900}, {"a", 100}, {"b", 70}}, 10'000);
    EXPECT_LE(share(long_ones, "flood"), 1.1 / 3) << "shares are of work time, not of starts";

    const auto two = shares_of({{"a", 4}}, {{"flood", 50}, {"a", 300}}, 10'000);
    EXPECT_LE(share(two, "flood"), 1.1 / 2);
    EXPECT_GE(share(two, "a"), 0.9 / 2);
}

TEST(JobQueue, gives_a_user_alone_every_place) {
    const auto alone = shares_of({}, {{"flood", 100}}, 10'000);
    EXPECT_EQ(share(alone, "flood"), 1.0);
}

TEST(JobQueue, never_starves_batch_work_behind_an_endless_row_of_interactive_jobs) {
    Queue queue({.running_max = 1, .running_per_user_max = 1, .aging = std::chrono::milliseconds(1'000)}, kinds);
    put(queue, job_of(1, "patient", Priority::batch));
    std::int64_t now_ms = 0;
    int number = 1;
    for (std::string started; started != job_of(1).id; now_ms += 100) {
        JobRecord record = job_of(++number, "eager", Priority::interactive);
        record.created_at = after_ms(now_ms);
        put(queue, std::move(record));
        started = next_id(queue, after_ms(now_ms));
        ASSERT_LE(now_ms, 3'000) << "two classes up at a second each";
        queue.forget(started, after_ms(now_ms + 100));
    }
    EXPECT_GE(now_ms, 1'900) << "and not before";
}

TEST(JobQueue, lets_nobody_save_up_a_share_by_staying_away) {
    Queue queue({.running_max = 1, .running_per_user_max = 1}, kinds);
    std::int64_t now_ms = 0;
    for (int number = 1; number <= 50; ++number) {
        put(queue, job_of(number, "busy"));
        const std::string id = next_id(queue, after_ms(now_ms));
        queue.forget(id, after_ms(now_ms += 1'000));
    }
    for (int number = 100; number < 110; ++number) {
        put(queue, job_of(number, "late"));
        put(queue, job_of(number + 100, "busy"));
    }

    int late_in_a_row = 0;
    int worst = 0;
    for (int turn = 0; turn < 10; ++turn) {
        const auto started = queue.next(after_ms(now_ms));
        late_in_a_row = started->owner == "late" ? late_in_a_row + 1 : 0;
        worst = std::max(worst, late_in_a_row);
        queue.forget(started->id, after_ms(now_ms += 1'000));
    }
    EXPECT_LE(worst, 2);
}

TEST(JobQueue, cancels_a_waiting_job_at_once_and_asks_a_running_one_again_and_again) {
    Queue queue({.running_max = 1}, kinds);
    put(queue, job_of(1));
    put(queue, job_of(2));
    ASSERT_EQ(next_id(queue), job_of(1).id);

    const auto waiting = queue.cancel(job_of(2).id, after_ms(5));
    const auto running = queue.cancel(job_of(1).id, after_ms(5));

    EXPECT_EQ(waiting->status, Status::canceled);
    EXPECT_EQ(waiting->ended_at, after_ms(5));
    EXPECT_EQ(queue.find(job_of(2).id), nullptr);
    EXPECT_EQ(running->status, Status::running);
    EXPECT_TRUE(running->cancel_asked);
    EXPECT_EQ(queue.cancel(job_of(1).id, after_ms(6)), running);
    EXPECT_EQ(queue.cancel("job_unknown", after_ms(6)), std::nullopt);
}

TEST(JobQueue, estimates_the_end_from_the_progress_so_far) {
    Queue queue({}, kinds);
    put(queue, job_of(1));
    EXPECT_EQ(queue.progress(job_of(1).id, 0.5, start_time), std::nullopt) << "it does not run yet";
    ASSERT_EQ(next_id(queue), job_of(1).id);

    EXPECT_EQ(queue.progress(job_of(1).id, 0, after_ms(100))->eta_ms, std::nullopt);
    EXPECT_EQ(queue.progress(job_of(1).id, 0.25, after_ms(1'000))->eta_ms, 3'000);
    EXPECT_EQ(queue.progress(job_of(1).id, 0.1, after_ms(1'000))->progress_ratio, 0.25) << "never backwards";
    EXPECT_EQ(queue.progress(job_of(1).id, 7.0, after_ms(2'000))->progress_ratio, 1.0);
    EXPECT_EQ(queue.progress(job_of(1).id, 7.0, after_ms(2'000))->eta_ms, 0);
}

TEST(JobQueue, says_how_many_start_before_a_job) {
    Queue queue({.running_max = 1, .running_per_user_max = 1}, kinds);
    for (int number = 1; number <= 5; ++number) put(queue, job_of(number, "ayse"));
    put(queue, job_of(6, "mehmet"));
    put(queue, job_of(7, "mehmet", Priority::interactive));

    EXPECT_EQ(queue.position(job_of(7).id, start_time), 1U);
    EXPECT_EQ(queue.position(job_of(1).id, start_time), 2U);
    EXPECT_LE(queue.position(job_of(6).id, start_time).value(), 4U) << "not behind all five of another user";
    EXPECT_EQ(queue.position(job_of(5).id, start_time), 7U);
    ASSERT_EQ(next_id(queue), job_of(7).id);
    EXPECT_EQ(queue.position(job_of(7).id, start_time), std::nullopt);
}

TEST(JobQueue, starts_again_after_a_crash_only_what_may_be_started_twice) {
    JobRecord resumable = job_of(1);
    JobRecord once = job_of(2, "ayse", Priority::normal, "send");
    JobRecord canceled = job_of(3);
    JobRecord tried_enough = job_of(4);
    for (JobRecord* record : {&resumable, &once, &canceled, &tried_enough}) {
        record->status = Status::running;
        record->attempt = 1;
    }
    canceled.cancel_asked = true;
    tried_enough.attempt = 3;
    const JobRecord waiting = job_of(5, "ayse", Priority::normal, "send");
    const JobRecord unknown = job_of(6, "ayse", Priority::normal, "fly");
    Queue queue({.running_max = 5, .running_per_user_max = 5}, kinds);

    const auto changed = queue.restore({resumable, once, canceled, tried_enough, waiting, unknown}, after_ms(9));

    std::map<std::string, Status> now;
    for (const JobRecord& record : changed) now[record.id] = record.status;
    EXPECT_EQ(now, (std::map<std::string, Status>{{resumable.id, Status::queued},
                                                  {once.id, Status::interrupted},
                                                  {canceled.id, Status::canceled},
                                                  {tried_enough.id, Status::interrupted},
                                                  {unknown.id, Status::interrupted}}));
    const auto first = queue.next(after_ms(10));
    EXPECT_EQ(first->id, resumable.id);
    EXPECT_EQ(first->attempt, 2);
    EXPECT_EQ(next_id(queue), waiting.id);
    EXPECT_EQ(next_id(queue), "");
}

TEST(JobQueue, starts_a_kind_that_goes_on_where_it_was_killed_as_often_as_its_rule_says) {
    JobRecord swept = job_of(1, "ayse", Priority::normal, "sweep");
    swept.status = Status::running;

    for (const std::int64_t attempt : {4, 5}) {
        Queue queue({}, {{.name = "sweep", .is_resumable = true, .attempts_max = 5}});
        swept.attempt = attempt;
        EXPECT_EQ(queue.restore({swept}, after_ms(9)).at(0).status, attempt < 5 ? Status::queued : Status::interrupted);
    }
}

TEST(JobQueue, gives_a_kind_places_of_its_own_beside_those_of_all) {
    Queue queue({.running_max = 1, .running_per_user_max = 1},
                {{.name = "sweep", .is_resumable = true, .places = 1}, {.name = "backtest"}});
    put(queue, job_of(1, "ayse", Priority::normal, "sweep"));
    put(queue, job_of(2, "ayse", Priority::normal, "sweep"));
    put(queue, job_of(3, "mehmet", Priority::normal, "sweep"));
    put(queue, job_of(4, "ayse", Priority::normal, "backtest"));
    put(queue, job_of(5, "ayse", Priority::normal, "backtest"));

    EXPECT_EQ(next_id(queue), job_of(1).id);
    EXPECT_EQ(next_id(queue), job_of(4).id) << "a backtest does not wait behind a sweep that has no place";
    queue.put_back(job_of(1).id);
    EXPECT_NE(next_id(queue), "") << "its place is free again";
    EXPECT_EQ(next_id(queue), "");
}

/// Random steps against records in memory, with a restart (all but the records gone) at any point.
class RandomJobs {
  public:
    explicit RandomJobs(std::uint64_t seed) : random_(seed) {}

    void run(int steps) {
        for (int step = 0; step < steps && !::testing::Test::HasFailure(); ++step) {
            now_ms_ += random_.uniform(0, 500);
            one_step();
            check();
        }
        finish_all();
    }

  private:
    void one_step() {
        switch (random_.uniform(0, 9)) {
            case 0:
            case 1:
            case 2: submit(); break;
            case 3:
            case 4:
            case 5: start(); break;
            case 6: cancel(); break;
            case 7: progress(); break;
            case 8: end_one(); break;
            default:
                if (random_.chance(0.3)) restart();
        }
    }

    void submit() {
        static constexpr std::array users{"a", "b", "c"};
        JobRecord record =
            job_of(++number_, users[static_cast<std::size_t>(random_.uniform(0, 2))],
                   static_cast<Priority>(random_.uniform(0, 2)), random_.chance(0.3) ? "send" : "backtest");
        record.created_at = after_ms(now_ms_);
        if (!queue_.submit(record)) return;
        // The process may die before or after the record is durable; only after it is the job promised to anybody.
        if (random_.chance(0.05)) return restart();
        if (random_.chance(0.1)) return queue_.withdraw(record.id);
        ASSERT_TRUE(records_.insert(record).has_value());
        promised_.insert(record.id);
        if (random_.chance(0.05)) return restart();
        queue_.confirm(record.id);
    }

    void start() {
        const auto record = queue_.next(after_ms(now_ms_));
        if (!record) return;
        if (random_.chance(0.05)) return restart();
        if (random_.chance(0.1)) {
            const JobRecord back = queue_.put_back(record->id);
            ASSERT_EQ(back.status, Status::queued);
            return;
        }
        ASSERT_TRUE(records_.update(*record).has_value()) << "a job that is over was started again";
        if (record->kind == "send") {
            ASSERT_TRUE(sent_.insert(record->id).second) << "sent twice";
        }
        ASSERT_FALSE(record->cancel_asked) << "started after it was canceled";
        ASSERT_LE(record->attempt, limits_.attempts_max);
    }

    void cancel() {
        if (promised_.empty()) return;
        auto id = promised_.begin();
        std::advance(id, random_.uniform(0, static_cast<std::int64_t>(promised_.size()) - 1));
        const auto record = queue_.cancel(*id, after_ms(now_ms_));
        if (record) {
            ASSERT_TRUE(records_.update(*record).has_value());
        }
    }

    std::vector<std::string> running() const {
        std::vector<std::string> ids;
        const auto unfinished = records_.unfinished().value();
        for (const JobRecord& record : unfinished) {
            const JobRecord* here = queue_.find(record.id);
            if (here != nullptr && here->status == Status::running) ids.push_back(record.id);
        }
        return ids;
    }

    void progress() {
        for (const std::string& id : running()) {
            const auto record = queue_.progress(id, random_.uniform_real(), after_ms(now_ms_));
            ASSERT_TRUE(record.has_value());
            ASSERT_TRUE(records_.note_progress(id, record->progress_ratio, record->eta_ms).has_value());
        }
    }

    void end_one() {
        const auto ids = running();
        if (ids.empty()) return;
        const std::string id = ids[static_cast<std::size_t>(random_.uniform(0, static_cast<int>(ids.size()) - 1))];
        const JobRecord record =
            queue_.ended(id, {.status = Status::succeeded, .result = wire::Json(id)}, after_ms(now_ms_));
        if (random_.chance(0.1)) return restart();
        ASSERT_TRUE(records_.update(record).has_value());
        if (random_.chance(0.1)) return restart();
        queue_.forget(id, after_ms(now_ms_));
    }

    void restart() {
        queue_ = Queue(limits_, kinds);
        const auto changed = queue_.restore(records_.unfinished().value(), after_ms(now_ms_));
        for (const JobRecord& record : changed) {
            ASSERT_TRUE(records_.update(record).has_value());
            // It may die again before all of them are written.
            if (random_.chance(0.02)) return restart();
        }
    }

    void check() const {
        ASSERT_LE(queue_.running_count(), limits_.running_max);
        // What ran when the process died waits again, whatever the queue holds already.
        ASSERT_LE(queue_.queued_count(), limits_.queued_max + limits_.running_max);
        std::map<std::string, std::size_t> running_of;
        std::map<std::string, std::size_t> queued_of;
        std::size_t queued = 0;
        const auto unfinished = records_.unfinished().value();
        for (const JobRecord& record : unfinished) {
            const JobRecord* here = queue_.find(record.id);
            ASSERT_NE(here, nullptr) << record.id << " is lost";
            if (here->status == Status::running) ++running_of[here->owner];
            if (here->status == Status::queued) {
                ++queued;
                const auto position = queue_.position(record.id, after_ms(now_ms_));
                ASSERT_TRUE(position.has_value());
                ASSERT_LE(*position, queue_.queued_count());
            }
        }
        ASSERT_EQ(queued, queue_.queued_count());
        for (const auto& [user, count] : running_of) ASSERT_LE(count, limits_.running_per_user_max);
    }

    /// Whatever came before: at the end every promised job is over, each with one result at most.
    void finish_all() {
        while (queue_.queued_count() + queue_.running_count() > 0 && !::testing::Test::HasFailure()) {
            const std::size_t left = queue_.queued_count() + queue_.running_count();
            while (const auto record = queue_.next(after_ms(now_ms_))) {
                ASSERT_TRUE(records_.update(*record).has_value());
            }
            for (const std::string& id : running()) {
                const JobRecord record =
                    queue_.ended(id, {.status = Status::succeeded, .result = wire::Json(id)}, after_ms(now_ms_));
                ASSERT_TRUE(records_.update(record).has_value());
                queue_.forget(id, after_ms(now_ms_));
            }
            ASSERT_LT(queue_.queued_count() + queue_.running_count(), left) << "nothing moves";
        }
        const auto all = records_.list({.limit = 1'000'000}).value();
        ASSERT_EQ(all.size(), promised_.size());
        for (const JobRecord& record : all) {
            ASSERT_TRUE(promised_.contains(record.id));
            ASSERT_TRUE(is_over(record.status));
            ASSERT_EQ(record.status == Status::succeeded, !record.result.is_null());
        }
    }

    const QueueLimits limits_{.running_max = 4, .running_per_user_max = 2, .queued_max = 40, .queued_per_user_max = 25};
    Rng random_;
    testing::MemoryRecords records_;
    Queue queue_{limits_, kinds};
    std::set<std::string> promised_;
    std::set<std::string> sent_;
    std::int64_t now_ms_ = 0;
    int number_ = 0;
};

TEST(JobQueue, loses_doubles_and_forgets_nothing_in_random_sequences_with_restarts) {
    const std::uint64_t seed = seed_from_system();
    for (std::uint64_t round = 0; round < 60; ++round) {
        RandomJobs(seed + round).run(200);
        ASSERT_FALSE(::testing::Test::HasFailure()) << "seed " << seed + round;
    }
}

TEST(JobQueueSlow, loses_doubles_and_forgets_nothing_in_long_random_sequences_with_restarts) {
    const std::uint64_t seed = seed_from_system();
    for (std::uint64_t round = 0; round < 2'000; ++round) {
        RandomJobs(seed + round).run(500);
        ASSERT_FALSE(::testing::Test::HasFailure()) << "seed " << seed + round;
    }
}

}  // namespace
}  // namespace spark::jobs
