#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "adapters/database/database.hpp"
#include "adapters/database/job_records.hpp"
#include "app/server/job_service.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/rng.hpp"
#include "foundation/base/testing/fresh_folder.hpp"
#include "foundation/base/ulid.hpp"

namespace spark::server {
namespace {

namespace fs = std::filesystem;
using jobs::JobRecord;
using jobs::Status;

Result<std::unique_ptr<database::Database>> open_store(const fs::path& folder) {
    return database::Database::open({.url = "sqlite:" + (folder / "jobs.db").string()});
}

/// Some time of work, so that the kills fall into it on fast machines too.
void work_a_while() {
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(4);
    while (std::chrono::steady_clock::now() < end) std::this_thread::yield();
}

/// A file named after the job: made again by a second attempt it is the same one.
Result<wire::Json> make_file(const fs::path& folder, const JobAttempt& run) {
    work_a_while();
    auto made = create_file_exclusive(folder / run.job().id, run.job().id);
    if (!made && made.error().fault != Fault::conflict) return fail(std::move(made).error());
    return wire::Json(run.job().id);
}

/// A file for each attempt: two of one job would be a job run twice.
Result<wire::Json> make_file_of_attempt(const fs::path& folder, const JobAttempt& run) {
    work_a_while();
    SPARK_TRY(create_file_exclusive(folder / (run.job().id + "." + std::to_string(run.job().attempt)), "sent"));
    return wire::Json(run.job().id);
}

/// Submits all jobs, each under a key of its own, and works until all are over. Killed before, it is started again.
int work_until_all_is_over(const fs::path& folder, int job_count) {
    const auto store = open_store(folder);
    if (!store) return 2;
    database::JobRecords records(**store);
    UlidMaker ids{Rng(seed_from_system())};
    JobServiceOptions options;
    std::atomic<std::int64_t> ticks = 0;
    // Ids rise with every process: the ticks of one go on behind those of the last.
    const auto newest = records.list({.limit = 1});
    if (!newest) return 3;
    if (!newest->empty()) ticks = ms_of(parse_id("job", (*newest)[0].id)->time()) + 1;
    options.clock = [&ticks] { return wall_time_of_ms(ticks.load()); };
    options.new_id = [&] { return make_id("job", ids.make(wall_time_of_ms(++ticks))); };
    options.limits = {.running_max = 2, .running_per_user_max = 2, .attempts_max = 1'000};
    const auto service =
        JobService::start(records,
                          {{.name = "file",
                            .is_resumable = true,
                            .work = [&](JobAttempt& run) { return make_file(folder / "files", run); }},
                           {.name = "send",
                            .is_resumable = false,
                            .work = [&](JobAttempt& run) { return make_file_of_attempt(folder / "sent", run); }}},
                          options);
    if (!service) return 4;
    std::atomic<int> left = job_count;
    for (int number = 0; number < job_count; ++number) {
        const auto job = (*service)->submit({.kind = number % 4 == 0 ? "send" : "file",
                                             .owner = "usr_" + std::to_string(number % 3),
                                             .request = number,
                                             .idempotency_key = "key-" + std::to_string(number)});
        if (!job) return 5;
        (*service)->when_over(job->id, std::chrono::steady_clock::time_point::max(),
                              [&](const Result<JobRecord>&) { --left; });
    }
    while (left > 0) std::this_thread::yield();
    return 0;
}

void expect_each_job_once(int job_count, int kills) {
    const std::uint64_t seed = seed_from_system();
    Rng random(seed);
    const spark::testing::FreshFolder folder;
    fs::create_directories(folder / "files");
    fs::create_directories(folder / "sent");
    int killed = 0;
    for (int round = 0; round <= kills; ++round) {
        const auto moment = std::chrono::steady_clock::now() + std::chrono::microseconds(random.uniform(3'000, 40'000));
        const pid_t child = ::fork();
        if (child == 0) ::_exit(work_until_all_is_over(folder.path(), job_count));
        if (round < kills) {
            while (std::chrono::steady_clock::now() < moment) std::this_thread::yield();
            ::kill(child, SIGKILL);
        }
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        if (WIFEXITED(status)) {
            ASSERT_EQ(WEXITSTATUS(status), 0) << "seed " << seed << ", round " << round;
        }
        if (WIFSIGNALED(status)) ++killed;
    }

    EXPECT_GE(killed, kills / 2) << "or the work was done before the kills began";
    const auto store = open_store(folder.path()).value();
    const auto all = database::JobRecords(*store).list({.limit = 10'000}).value();
    ASSERT_EQ(all.size(), static_cast<std::size_t>(job_count)) << "seed " << seed;
    std::set<std::string> keys;
    std::set<std::string> succeeded;
    std::map<std::string, int> sent;
    for (const auto& entry : fs::directory_iterator(folder / "sent")) ++sent[entry.path().stem().string()];
    for (const JobRecord& record : all) {
        EXPECT_TRUE(keys.insert(record.idempotency_key).second);
        if (record.kind == "file") {
            EXPECT_EQ(record.status, Status::succeeded) << record.id << ", seed " << seed;
            EXPECT_EQ(record.result, wire::Json(record.id));
            succeeded.insert(record.id);
        } else {
            EXPECT_TRUE(record.status == Status::succeeded || record.status == Status::interrupted);
            EXPECT_LE(sent[record.id], 1) << record.id << " was run twice, seed " << seed;
            if (record.status == Status::succeeded) {
                EXPECT_EQ(sent[record.id], 1);
            }
        }
    }
    std::set<std::string> files;
    for (const auto& entry : fs::directory_iterator(folder / "files")) {
        if (!entry.path().filename().string().starts_with('.')) files.insert(entry.path().filename().string());
    }
    EXPECT_EQ(files, succeeded) << "seed " << seed;
}

TEST(JobCrash, leaves_every_submitted_job_with_one_result_after_twenty_kills) { expect_each_job_once(200, 20); }
TEST(JobCrashSlow, leaves_every_one_of_a_thousand_jobs_with_one_result_after_a_hundred_kills) {
    expect_each_job_once(1'000, 100);
}

}  // namespace
}  // namespace spark::server
