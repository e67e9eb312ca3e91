#include "app/server/job_service.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <future>
#include <stdexcept>

#include "engine/jobs/testing/memory_records.hpp"

namespace spark::server {
namespace {

using jobs::JobRecord;
using jobs::Status;
using std::chrono::steady_clock;

constexpr auto long_wait = std::chrono::seconds(20);

/// Work that a test lets go on when it wants.
class Gate {
  public:
    Result<wire::Json> pass(JobAttempt& run) {
        ++entered_;
        std::unique_lock lock(mutex_);
        while (!is_open_ && !run.is_cancelled()) changed_.wait_for(lock, std::chrono::milliseconds(5));
        if (run.is_cancelled()) return fail(Fault::unavailable, "it was asked to stop");
        return wire::Json("passed");
    }
    void open() {
        const std::lock_guard lock(mutex_);
        is_open_ = true;
        changed_.notify_all();
    }
    void wait_until_entered(int count) const {
        const auto deadline = steady_clock::now() + long_wait;
        while (entered_ < count && steady_clock::now() < deadline) std::this_thread::yield();
        ASSERT_GE(entered_.load(), count);
    }

  private:
    std::atomic<int> entered_ = 0;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_open_ = false;
};

class Jobs : public ::testing::Test {
  protected:
    JobServiceOptions options() {
        JobServiceOptions made;
        made.clock = [this] { return wall_time_of_ms(1'763'624'712'000 + clock_ms_.load()); };
        made.new_id = [this] {
            const std::string digits = std::to_string(++last_id_);
            return "job_" + std::string(6 - digits.size(), '0') + digits;
        };
        made.limits = {.running_max = 2, .running_per_user_max = 2};
        made.metrics = &metrics_;
        made.listener = [this](const JobEvent& event) { events_.push_back(event); };
        made.progress_every_ms = 0;
        return made;
    }
    std::vector<JobKind> kinds() {
        return {{.name = "gate", .is_resumable = true, .work = [this](JobAttempt& run) { return gate_.pass(run); }},
                {.name = "once", .is_resumable = false, .work = [this](JobAttempt& run) { return gate_.pass(run); }},
                {.name = "echo", .work = [](JobAttempt& run) -> Result<wire::Json> { return run.job().request; }},
                {.name = "fail",
                 .work = [](JobAttempt&) -> Result<wire::Json> {
                     return fail(Fault::denied, "not today", "/day", "come tomorrow");
                 }},
                {.name = "throw", .work = [](JobAttempt&) -> Result<wire::Json> { throw std::runtime_error("boo"); }},
                {.name = "talk", .work = [](JobAttempt& run) -> Result<wire::Json> {
                     for (int line = 1; line <= 300; ++line) {
                         run.log(jobs::LogLevel::info, "line " + std::to_string(line));
                         if (line % 100 == 0) run.progress(line / 300.0);
                     }
                     return wire::Json();
                 }}};
    }
    void start() { start(options()); }
    void start(JobServiceOptions with) {
        auto started = JobService::start(records_, kinds(), std::move(with));
        ASSERT_TRUE(started.has_value()) << started.error().message;
        service_ = *std::move(started);
    }
    JobRecord submit(std::string kind, std::string owner = "ayse", std::string key = "") {
        auto record = service_->submit({.kind = std::move(kind),
                                        .owner = std::move(owner),
                                        .request = wire::Json::object().set("fast", 9),
                                        .idempotency_key = std::move(key)});
        EXPECT_TRUE(record.has_value()) << record.error().message;
        return record ? *record : JobRecord{};
    }
    JobRecord over(const std::string& id, steady_clock::duration wait = long_wait) {
        const auto promise = std::make_shared<std::promise<JobRecord>>();
        service_->when_over(id, steady_clock::now() + wait,
                            [promise](Result<JobRecord> record) { promise->set_value(record.value_or(JobRecord{})); });
        return promise->get_future().get();
    }

    jobs::testing::MemoryRecords records_;
    telemetry::Metrics metrics_;
    Gate gate_;
    std::atomic<std::int64_t> clock_ms_ = 0;
    int last_id_ = 0;
    std::vector<JobEvent> events_;
    std::unique_ptr<JobService> service_;
};

TEST_F(Jobs, ends_with_the_result_of_its_work_and_tells_every_step) {
    start();
    const JobRecord submitted = submit("echo");
    EXPECT_EQ(submitted.status, Status::queued);

    const JobRecord record = over(submitted.id);

    EXPECT_EQ(record.status, Status::succeeded);
    EXPECT_EQ(record.result, record.request);
    EXPECT_EQ(record.attempt, 1);
    EXPECT_EQ(record.progress_ratio, 1);
    EXPECT_EQ(records_.find(record.id).value(), record) << "what is told is what is kept";
    service_->stop();
    ASSERT_EQ(events_.size(), 3U);
    EXPECT_EQ(events_[0].job.status, Status::queued);
    EXPECT_EQ(events_[1].job.status, Status::running);
    EXPECT_EQ(events_[2].job.status, Status::succeeded);
}

TEST_F(Jobs, ends_with_the_problem_of_its_work_also_of_a_thrown_one) {
    start();
    const JobRecord failed = over(submit("fail").id);
    const JobRecord thrown = over(submit("throw").id);

    EXPECT_EQ(failed.status, Status::failed);
    EXPECT_EQ(wire::to_text(failed.problem),
              R"({"code":"denied","detail":"not today","place":"/day","remedy":"come tomorrow"})");
    EXPECT_EQ(thrown.status, Status::failed);
    EXPECT_EQ(service_->submit({.kind = "fly", .owner = "ayse"}).error().fault, Fault::invalid_input);
}

TEST_F(Jobs, gives_the_same_job_for_the_same_key_and_a_conflict_for_another_request) {
    start();
    const JobRecord first = submit("echo", "ayse", "k1");
    const JobRecord again = submit("echo", "ayse", "k1");
    over(first.id);

    EXPECT_EQ(again.id, first.id);
    EXPECT_EQ(submit("echo", "ayse", "k1").status, Status::succeeded) << "as it is by then";
    EXPECT_NE(submit("echo", "mehmet", "k1").id, first.id);
    const auto other = service_->submit({.kind = "echo", .owner = "ayse", .request = 1, .idempotency_key = "k1"});
    EXPECT_EQ(other.error().fault, Fault::conflict);
}

TEST_F(Jobs, makes_one_job_of_many_submissions_of_one_key_at_once) {
    start();
    std::array<std::string, 8> ids;
    {
        std::vector<std::jthread> threads;
        for (std::string& id : ids) threads.emplace_back([&] { id = submit("echo", "ayse", "same").id; });
    }

    EXPECT_EQ(std::ranges::count(ids, ids[0]), 8);
    EXPECT_EQ(service_->list({}).value().size(), 1U);
}

TEST_F(Jobs, runs_no_more_than_allowed_of_one_user_and_says_the_places_of_the_others) {
    JobServiceOptions one_each = options();
    one_each.limits.running_per_user_max = 1;
    one_each.limits.queued_per_user_max = 2;
    start(one_each);
    const JobRecord first = submit("gate");
    gate_.wait_until_entered(1);
    const JobRecord second = submit("gate");
    const JobRecord third = submit("gate");

    EXPECT_EQ(service_->submit({.kind = "gate", .owner = "ayse"}).error().fault, Fault::exhausted);
    const JobRecord of_another = submit("gate", "mehmet");
    gate_.wait_until_entered(2);

    EXPECT_EQ(service_->find(first.id)->status, Status::running);
    EXPECT_EQ(service_->find(of_another.id)->status, Status::running);
    EXPECT_EQ(service_->find(second.id)->status, Status::queued);
    EXPECT_EQ(service_->position(second.id), 1U);
    EXPECT_EQ(service_->position(third.id), 2U);
    EXPECT_NE(metrics_.render().find("spark_jobs_running 2"), std::string::npos);
    EXPECT_NE(metrics_.render().find("spark_jobs_queued 2"), std::string::npos);
    gate_.open();
    EXPECT_EQ(over(third.id).status, Status::succeeded);
}

TEST_F(Jobs, cancels_a_running_job_within_a_second_and_a_waiting_one_at_once) {
    start();
    const JobRecord running = submit("gate");
    submit("gate");
    gate_.wait_until_entered(2);
    const JobRecord waiting = submit("gate");

    const auto before = steady_clock::now();
    EXPECT_EQ(service_->cancel(waiting.id)->status, Status::canceled);
    EXPECT_TRUE(service_->cancel(running.id)->cancel_asked);
    const JobRecord ended = over(running.id);

    EXPECT_LT(steady_clock::now() - before, std::chrono::seconds(1));
    EXPECT_EQ(ended.status, Status::canceled);
    EXPECT_EQ(over(waiting.id).status, Status::canceled);
    EXPECT_EQ(service_->cancel(running.id)->status, Status::canceled) << "again is no fault";
    EXPECT_EQ(service_->cancel("job_unknown").error().fault, Fault::not_found);
}

TEST_F(Jobs, calls_back_at_the_deadline_with_the_job_as_it_is) {
    start();
    const JobRecord running = submit("gate");
    gate_.wait_until_entered(1);

    EXPECT_EQ(over(running.id, std::chrono::milliseconds(10)).status, Status::running);
    EXPECT_EQ(over("job_unknown").id, "");
    gate_.open();
    EXPECT_EQ(over(running.id).status, Status::succeeded);
}

TEST_F(Jobs, keeps_log_lines_in_their_order_and_progress_that_never_goes_back) {
    start();
    const JobRecord record = over(submit("talk").id);

    const auto lines = service_->log(record.id, 0, 1'000).value();
    ASSERT_EQ(lines.size(), 300U);
    for (std::size_t index = 0; index < lines.size(); ++index) {
        ASSERT_EQ(lines[index].sequence, static_cast<std::int64_t>(index) + 1);
        ASSERT_EQ(lines[index].text, "line " + std::to_string(index + 1));
    }
    service_->stop();
    std::vector<std::int64_t> told;
    double progress = 0;
    for (const JobEvent& event : events_) {
        if (event.line) told.push_back(event.line->sequence);
        EXPECT_GE(event.job.progress_ratio, progress);
        progress = event.job.progress_ratio;
    }
    EXPECT_EQ(told.size(), 300U);
    EXPECT_TRUE(std::ranges::is_sorted(told));
}

TEST_F(Jobs, ends_the_log_of_a_job_that_talks_too_much_with_a_warning) {
    JobServiceOptions few = options();
    few.log_lines_max = 10;
    start(few);
    const JobRecord record = over(submit("talk").id);

    const auto lines = service_->log(record.id, 0, 1'000).value();
    ASSERT_EQ(lines.size(), 11U);
    EXPECT_EQ(lines.back().level, jobs::LogLevel::warning);
}

TEST_F(Jobs, stops_by_asking_running_jobs_and_goes_on_with_all_that_may_at_the_next_start) {
    start();
    const JobRecord resumable = submit("gate");
    const JobRecord once = submit("once");
    gate_.wait_until_entered(2);
    const JobRecord waiting = submit("once");

    service_->stop();

    EXPECT_EQ(records_.find(resumable.id).value()->status, Status::queued);
    EXPECT_EQ(records_.find(resumable.id).value()->attempt, 0) << "a clean stop is no attempt that went wrong";
    EXPECT_EQ(records_.find(once.id).value()->status, Status::interrupted);
    EXPECT_EQ(records_.find(waiting.id).value()->status, Status::queued);
    EXPECT_EQ(service_->submit({.kind = "echo", .owner = "ayse"}).error().fault, Fault::unavailable);
    service_.reset();
    gate_.open();
    start();
    EXPECT_EQ(over(resumable.id).status, Status::succeeded);
    EXPECT_EQ(over(waiting.id).status, Status::succeeded);
    EXPECT_EQ(over(once.id).status, Status::interrupted);
}

TEST_F(Jobs, promises_nothing_the_records_do_not_take_and_saves_an_end_when_they_do_again) {
    start();
    const JobRecord running = submit("gate");
    gate_.wait_until_entered(1);
    records_.fail_with(Error{.fault = Fault::exhausted, .message = "disk is full"});

    EXPECT_EQ(service_->submit({.kind = "echo", .owner = "ayse"}).error().fault, Fault::exhausted);
    EXPECT_EQ(service_->cancel(running.id).error().fault, Fault::exhausted);
    gate_.open();
    EXPECT_EQ(over(running.id, std::chrono::milliseconds(300)).status, Status::running) << "not told before it is kept";
    records_.fail_with(std::nullopt);

    EXPECT_EQ(over(running.id).status, Status::succeeded);
    EXPECT_EQ(service_->list({}).value().size(), 1U);
}

}  // namespace
}  // namespace spark::server
