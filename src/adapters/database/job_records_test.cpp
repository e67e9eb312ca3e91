#include "adapters/database/job_records.hpp"

#include <gtest/gtest.h>

#include "foundation/base/testing/fresh_folder.hpp"

namespace spark::database {
namespace {

using jobs::JobLogLine;
using jobs::JobRecord;
using jobs::Status;

JobRecord some_job(int number, std::string owner = "usr_1") {
    JobRecord record;
    record.id = "job_0" + std::to_string(number);
    record.kind = "backtest";
    record.owner = std::move(owner);
    record.request = wire::Json::object().set("strategy", "smaCross").set("fast", 9);
    record.created_at = wall_time_of_ms(1'763'624'712'345);
    return record;
}

class JobRecordsInSqlite : public ::testing::Test {
  protected:
    void SetUp() override { open(); }
    void open() {
        database_.reset();
        auto opened = Database::open({.url = "sqlite:" + (folder_ / "spark.db").string()});
        ASSERT_TRUE(opened.has_value()) << opened.error().message;
        database_ = *std::move(opened);
    }
    JobRecords records() const { return JobRecords(*database_); }

    spark::testing::FreshFolder folder_;
    std::unique_ptr<Database> database_;
};

TEST_F(JobRecordsInSqlite, gives_back_every_field_also_after_it_was_opened_again) {
    JobRecord record = some_job(1);
    record.priority = jobs::Priority::batch;
    record.idempotency_key = "key-1";
    ASSERT_TRUE(records().insert(record).has_value());
    EXPECT_EQ(records().find(record.id).value(), record);

    record.status = Status::succeeded;
    record.progress_ratio = 1;
    record.started_at = wall_time_of_ms(1'763'624'713'000);
    record.ended_at = wall_time_of_ms(1'763'624'714'000);
    record.attempt = 2;
    record.cancel_asked = true;
    record.result = wire::Json::object().set("id", "bt_1");
    record.problem = wire::Json::object().set("code", "none");
    ASSERT_TRUE(records().update(record).has_value());
    open();

    EXPECT_EQ(records().find(record.id).value(), record);
    EXPECT_EQ(records().find("job_unknown").value(), std::nullopt);
}

TEST_F(JobRecordsInSqlite, writes_an_end_once_and_never_again) {
    JobRecord record = some_job(1);
    ASSERT_TRUE(records().insert(record).has_value());
    record.status = Status::succeeded;
    record.result = "first";
    ASSERT_TRUE(records().update(record).has_value());

    JobRecord again = record;
    again.result = "second";
    EXPECT_EQ(records().update(again).error().fault, Fault::conflict);
    again.status = Status::running;
    EXPECT_EQ(records().update(again).error().fault, Fault::conflict);
    EXPECT_TRUE(records().note_progress(record.id, 0.5, 100).has_value());

    EXPECT_EQ(records().find(record.id).value(), record);
    EXPECT_EQ(records().update(some_job(2)).error().fault, Fault::conflict);
}

TEST_F(JobRecordsInSqlite, has_an_id_once_and_a_key_once_for_each_owner) {
    JobRecord first = some_job(1);
    first.idempotency_key = "k";
    JobRecord second = some_job(2);
    second.idempotency_key = "k";
    JobRecord of_another = some_job(3, "usr_2");
    of_another.idempotency_key = "k";
    ASSERT_TRUE(records().insert(first).has_value());

    EXPECT_EQ(records().insert(first).error().fault, Fault::conflict);
    EXPECT_EQ(records().insert(second).error().fault, Fault::conflict);
    EXPECT_TRUE(records().insert(of_another).has_value());
    EXPECT_TRUE(records().insert(some_job(4)).has_value());
    EXPECT_TRUE(records().insert(some_job(5)).has_value()) << "no key is no key";

    EXPECT_EQ(records().find_by_key("usr_1", "k").value()->id, first.id);
    EXPECT_EQ(records().find_by_key("usr_2", "k").value()->id, of_another.id);
    EXPECT_EQ(records().find_by_key("usr_1", "").value(), std::nullopt);
}

TEST_F(JobRecordsInSqlite, lists_newest_first_by_filter_and_the_unfinished_oldest_first) {
    for (int number = 1; number <= 6; ++number) {
        JobRecord record = some_job(number, number % 2 == 0 ? "usr_2" : "usr_1");
        ASSERT_TRUE(records().insert(record).has_value());
        if (number > 4) continue;
        record.status = number == 4 ? Status::running : Status::failed;
        ASSERT_TRUE(records().update(record).has_value());
    }
    const auto ids = [](const Result<std::vector<JobRecord>>& found) {
        std::string text;
        for (const JobRecord& record : found.value()) text += record.id.back();
        return text;
    };

    EXPECT_EQ(ids(records().list({})), "654321");
    EXPECT_EQ(ids(records().list({.limit = 2})), "65");
    EXPECT_EQ(ids(records().list({.before = "job_05", .limit = 2})), "43");
    EXPECT_EQ(ids(records().list({.owner = "usr_2"})), "642");
    EXPECT_EQ(ids(records().list({.owner = "usr_1", .status = Status::failed})), "31");
    EXPECT_EQ(ids(records().list({.kind = "ingest"})), "");
    EXPECT_EQ(ids(records().unfinished()), "456");
}

TEST_F(JobRecordsInSqlite, keeps_log_lines_in_order_and_none_of_a_batch_that_fails) {
    std::vector<JobLogLine> lines;
    for (std::int64_t sequence = 1; sequence <= 5; ++sequence) {
        lines.push_back({.job = "job_01",
                         .sequence = sequence,
                         .time = wall_time_of_ms(sequence),
                         .level = sequence == 3 ? jobs::LogLevel::warning : jobs::LogLevel::info,
                         .text = "line " + std::to_string(sequence)});
    }
    ASSERT_TRUE(records().append_log(lines).has_value());
    std::vector<JobLogLine> doubled{lines[4]};
    doubled.insert(doubled.begin(), {.job = "job_01", .sequence = 6, .time = {}, .text = "new"});

    EXPECT_EQ(records().append_log(doubled).error().fault, Fault::conflict);

    EXPECT_EQ(records().log("job_01", 0, 100).value(), lines);
    EXPECT_EQ(records().log("job_01", 3, 1).value(), std::vector<JobLogLine>{lines[3]});
    EXPECT_EQ(records().last_log_sequence("job_01").value(), 5);
    EXPECT_EQ(records().last_log_sequence("job_02").value(), 0);
}

}  // namespace
}  // namespace spark::database
