#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

#include "adapters/store/testing/audit_logs.hpp"
#include "app/verbs/testing/spark_process.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {
namespace {

namespace fs = std::filesystem;
using audit::testing::sample_record;
using store::testing::open_audit;
using testing::Ended;
using testing::FreshFolder;
using testing::SparkProcess;
using testing::text_of;

/// A data folder whose audit log has twenty records.
class AuditVerb : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!SparkProcess::is_there()) GTEST_SKIP() << "SPARK_BINARY names no program";
        append(1, 20);
    }
    void append(std::uint64_t first, std::uint64_t last) const {
        const auto log = open_audit(audit_folder());
        ASSERT_TRUE(log.has_value()) << log.error().message;
        for (std::uint64_t number = first; number <= last; ++number)
            ASSERT_TRUE((*log)->append(sample_record(number)).has_value());
    }
    fs::path audit_folder() const { return folder_.path() / "var" / "audit"; }
    fs::path segment() const { return audit_folder() / audit::segment_name(1); }
    Ended run(const std::vector<std::string>& words) const {
        return SparkProcess::begin(folder_.path(), words, {}).wait();
    }
    wire::Json json(const std::vector<std::string>& words, int exit_code = 0) const {
        const Ended ended = run(words);
        EXPECT_EQ(ended.exit_code, exit_code) << ended.error;
        return wire::parse_json(ended.out).value();
    }

    FreshFolder folder_;
};

TEST_F(AuditVerb, shows_the_newest_records_oldest_first) {
    const wire::Json tail = json({"audit", "tail", "--lines", "3", "--json"});

    EXPECT_EQ(tail.string_at("schema").value(), "spark.audit_tail/1");
    const auto records = tail.array_at("records").value();
    ASSERT_EQ(records.size(), 3U);
    EXPECT_EQ(records[0].int64_at("sequence").value(), 18);
    EXPECT_EQ(records[2].string_at("object").value(), "bt_20");
    EXPECT_EQ(records[2].string_at("time").value(), "2025-11-20T07:45:12.200Z");
}

TEST_F(AuditVerb, shows_what_the_filters_admit) {
    const auto count_of = [&](std::vector<std::string> words) {
        words.insert(words.begin(), {"audit", "tail", "--json"});
        return json(words).array_at("records").value().size();
    };

    EXPECT_EQ(count_of({"--outcome", "refused"}), 4U);
    EXPECT_EQ(count_of({"--action", "auth.*"}), 2U);
    EXPECT_EQ(count_of({"--actor", "usr_3"}), 1U);
    EXPECT_EQ(count_of({"--since", "2025-11-20T07:45:12.191Z"}), 1U);
    EXPECT_EQ(count_of({"--lines", "0"}), 0U);
    EXPECT_EQ(run({"audit", "tail", "--outcome", "maybe"}).exit_code, 2);
}

TEST_F(AuditVerb, shows_no_letter_a_terminal_obeys) {
    {
        const auto log = open_audit(audit_folder());
        audit::AuditRecord record = sample_record(1);
        record.actor.name = "\x1b[2J\nfake line";
        ASSERT_TRUE((*log)->append(record).has_value());
    }

    const Ended ended = run({"audit", "tail", "--lines", "1"});

    EXPECT_EQ(ended.out.find('\x1b'), std::string::npos);
    EXPECT_EQ(std::ranges::count(ended.out, '\n'), 1);
    EXPECT_NE(ended.out.find("fake line"), std::string::npos);
}

TEST_F(AuditVerb, follows_until_a_signal_and_then_ends_well) {
    const SparkProcess process =
        SparkProcess::begin(folder_.path(), {"audit", "tail", "--lines", "1", "--follow", "--json"}, {});
    const auto says_in_time = [&](const std::string& words) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        bool is_said = false;
        while (!is_said && std::chrono::steady_clock::now() < deadline) {
            std::this_thread::yield();
            is_said = text_of(folder_.path() / "stdout.txt").contains(words);
        }
        return is_said;
    };
    ASSERT_TRUE(says_in_time("bt_20"));
    append(21, 22);
    ASSERT_TRUE(says_in_time("bt_22"));

    process.send(SIGINT);
    const Ended ended = process.wait();

    EXPECT_EQ(ended.exit_code, 0) << ended.error;
    EXPECT_EQ(std::ranges::count(ended.out, '\n'), 3);
}

TEST_F(AuditVerb, verifies_its_own_log_and_a_copy) {
    const wire::Json report = json({"audit", "verify", "--json"});

    EXPECT_EQ(report.string_at("schema").value(), "spark.audit_verify/1");
    EXPECT_TRUE(report.bool_at("verified").value());
    EXPECT_EQ(report.int64_at("signed_records").value(), 20);
    EXPECT_TRUE(report.at("first_bad").value()->is_null());
    EXPECT_EQ(report.array_at("warnings").value().size(), 0U);

    fs::copy(audit_folder(), folder_.path() / "copy");
    fs::remove(folder_.path() / "copy" / "checkpoint.key");
    EXPECT_EQ(json({"audit", "verify", "copy", "--offline", "--json"}).array_at("warnings").value().size(), 1U);
    const std::string key = (audit_folder() / "checkpoint.pub").string();
    EXPECT_EQ(run({"audit", "verify", "copy", "--offline", "--public-key", key}).exit_code, 0);
}

TEST_F(AuditVerb, ends_with_7_and_the_first_bad_record_after_one_changed_byte) {
    std::string text = text_of(segment());
    const std::size_t at = text.find("bt_7");
    text[at + 3] = '8';
    std::ofstream(segment(), std::ios::binary) << text;

    const wire::Json report = json({"audit", "verify", "--json"}, 7);
    const Ended turkish = run({"audit", "verify", "--lang", "tr"});

    EXPECT_FALSE(report.bool_at("verified").value());
    const wire::Json* const bad = report.at("first_bad").value();
    EXPECT_EQ(bad->int64_at("sequence").value(), 7);
    EXPECT_EQ(bad->string_at("file").value(), audit::segment_name(1));
    EXPECT_EQ(bad->int64_at("line").value(), 7);
    EXPECT_EQ(turkish.exit_code, 7);
    EXPECT_NE(turkish.out.find("kayıt 7"), std::string::npos) << turkish.out;
}

TEST_F(AuditVerb, finds_an_older_copy_by_a_checkpoint_kept_elsewhere) {
    const fs::path older = folder_.path() / "older";
    fs::copy(audit_folder(), older);
    append(21, 25);
    fs::copy_file(audit_folder() / "checkpoints.jsonl", folder_.path() / "kept.jsonl");

    EXPECT_EQ(run({"audit", "verify", "--kept", "kept.jsonl"}).exit_code, 0);
    EXPECT_EQ(run({"audit", "verify", "older"}).exit_code, 0);
    EXPECT_EQ(run({"audit", "verify", "older", "--kept", "kept.jsonl"}).exit_code, 7);
}

TEST_F(AuditVerb, says_what_is_missing_where_there_is_no_log) {
    EXPECT_EQ(run({"audit", "tail", "--data-dir", "absent"}).exit_code, 4);
    EXPECT_EQ(run({"audit", "verify", "absent"}).exit_code, 4);
    EXPECT_EQ(run({"audit", "verify", "--kept", "absent"}).exit_code, 4);
    fs::create_directory(folder_.path() / "blank");
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"audit", "verify", "blank"}, {"audit", "verify", "absent"}}) {
        const Ended ended = run(words);
        EXPECT_EQ(ended.exit_code, 4);
        EXPECT_THAT(ended.error, ::testing::HasSubstr("no audit log in " + words.back()));
        EXPECT_THAT(ended.error, ::testing::HasSubstr("give the folder with the audit-*.jsonl files"));
    }
    const Ended own = run({"audit", "verify", "--data-dir", "absent"});
    EXPECT_EQ(own.exit_code, 4);
    EXPECT_THAT(own.error, ::testing::HasSubstr("spark serve writes one"));
}

TEST_F(AuditVerb, finds_a_log_that_was_emptied_by_a_checkpoint_kept_elsewhere) {
    fs::copy_file(audit_folder() / "checkpoints.jsonl", folder_.path() / "kept.jsonl");
    fs::create_directory(folder_.path() / "emptied");

    EXPECT_EQ(run({"audit", "verify", "emptied", "--kept", "kept.jsonl"}).exit_code, 7);
}

}  // namespace
}  // namespace spark::verbs
