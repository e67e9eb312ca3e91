#include "app/program/program.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>

#include "app/cli/messages.hpp"
#include "app/cli/verbs.hpp"
#include "app/verbs/testing/spark_process.hpp"
#include "foundation/wire/json.hpp"

namespace spark::program {
namespace {

using verbs::testing::Ended;
using verbs::testing::FreshFolder;
using verbs::testing::run_spark;
using verbs::testing::SparkProcess;
using verbs::testing::text_of;

/// The binary from outside.
class Program : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!SparkProcess::is_there()) GTEST_SKIP() << "SPARK_BINARY names no program";
    }
};

TEST_F(Program, says_its_version_as_text_and_as_json) {
    const Ended text = run_spark({"version"});
    const Ended json = run_spark({"--version", "--json"});

    EXPECT_EQ(text.exit_code, 0);
    EXPECT_TRUE(text.out.starts_with("spark "));
    EXPECT_EQ(json.exit_code, 0);
    const auto document = wire::parse_json(json.out);
    ASSERT_TRUE(document.has_value()) << json.out;
    EXPECT_EQ(document->string_at("schema").value(), "spark.version/1");
    for (const char* key : {"version", "commit", "compiler", "build_type"}) {
        EXPECT_FALSE(document->string_at(key).value().empty()) << key;
    }
}

TEST_F(Program, ends_with_2_and_the_nearest_name_on_a_mistyped_verb_or_flag) {
    const Ended verb = run_spark({"bactest", "run"});
    const Ended flag = run_spark({"backtest", "run", "smaCross", "--datset", "x"});
    const Ended nothing = run_spark({});

    EXPECT_EQ(verb.exit_code, 2);
    EXPECT_EQ(verb.out, "");
    EXPECT_TRUE(verb.error.contains("did you mean 'backtest'?")) << verb.error;
    EXPECT_EQ(flag.exit_code, 2);
    EXPECT_TRUE(flag.error.contains("did you mean '--dataset'?")) << flag.error;
    EXPECT_EQ(nothing.exit_code, 2);
    EXPECT_TRUE(nothing.error.contains("backtest run")) << nothing.error;
}

TEST_F(Program, prints_one_error_document_with_json_and_the_words_on_standard_error) {
    const Ended ended = run_spark({"data", "info", "ds_none", "--json"});
    const Ended usage = run_spark({"dta", "--json"});

    EXPECT_EQ(ended.exit_code, 4) << ended.error;
    const auto document = wire::parse_json(ended.out);
    ASSERT_TRUE(document.has_value()) << ended.out;
    EXPECT_EQ(document->string_at("schema").value(), "spark.error/1");
    EXPECT_EQ(document->find("error")->int64_at("exit_code").value(), 4);
    EXPECT_EQ(document->find("error")->string_at("fault").value(), "not_found");
    EXPECT_EQ(std::ranges::count(ended.out, '\n'), 1);
    EXPECT_TRUE(ended.error.starts_with("error: ")) << ended.error;
    EXPECT_EQ(usage.exit_code, 2);
    EXPECT_EQ(wire::parse_json(usage.out)->find("error")->int64_at("exit_code").value(), 2);
}

TEST_F(Program, speaks_turkish_by_flag_variable_and_file_the_stronger_one_winning) {
    const FreshFolder folder;
    std::ofstream(folder.path() / "spark.toml") << "[ui]\nlanguage = \"tr\"\n";
    const auto words = [&](std::vector<std::string> arguments, std::map<std::string, std::string> environment) {
        arguments.emplace_back("dta");
        return SparkProcess::begin(folder.path(), arguments, {.environment = std::move(environment)}).wait().error;
    };

    EXPECT_TRUE(run_spark({"dta", "--lang", "tr"}).error.starts_with("hata: bilinmeyen komut"));
    EXPECT_TRUE(words({}, {}).starts_with("hata: "));
    EXPECT_TRUE(words({}, {{"SPARK_UI_LANGUAGE", "en"}}).starts_with("error: "));
    EXPECT_TRUE(words({"--lang=tr"}, {{"SPARK_UI_LANGUAGE", "en"}}).starts_with("hata: "));
}

TEST_F(Program, shows_help_with_examples_first_in_both_languages) {
    for (const std::string language : {"en", "tr"}) {
        const Ended ended = run_spark({"backtest", "run", "--help", "--lang", language});
        const auto asked = cli::language_of(language).value();

        EXPECT_EQ(ended.exit_code, 0);
        EXPECT_LT(ended.out.find(cli::say<cli::messages::help_examples>(asked)),
                  ended.out.find(cli::say<cli::messages::help_usage>(asked)));
        EXPECT_EQ(ended.error, "");
    }
}

TEST_F(Program, refuses_broken_settings_but_still_helps_and_finds_out_why) {
    const SparkProcess::Setup broken{.environment = {{"SPARK_STORE_LOCK_WAIT_MS", "soon"}}};
    const Ended refused = run_spark({"data", "ls"}, broken);
    const Ended doctor = run_spark({"doctor"}, broken);

    EXPECT_EQ(refused.exit_code, 3);
    EXPECT_TRUE(refused.error.contains("SPARK_STORE_LOCK_WAIT_MS")) << refused.error;
    EXPECT_EQ(run_spark({"version"}, broken).exit_code, 0);
    EXPECT_EQ(run_spark({"help"}, broken).exit_code, 0);
    EXPECT_EQ(doctor.exit_code, 7);
    EXPECT_TRUE(doctor.out.contains("✗")) << doctor.out;
    EXPECT_TRUE(doctor.out.contains("SPARK_STORE_LOCK_WAIT_MS")) << doctor.out;
}

TEST_F(Program, lists_and_explains_settings_with_their_sources) {
    const SparkProcess::Setup setup{.environment = {{"SPARK_DATA_DIR", "from_env"}}};
    const Ended listed = run_spark({"config", "--json", "--data-dir", "from_flag"}, setup);
    const Ended explained = run_spark({"config", "explain", "data.dir", "--data-dir", "from_flag", "--json"}, setup);
    const Ended unknown = run_spark({"config", "explain", "data.dri"});

    EXPECT_EQ(listed.exit_code, 0);
    EXPECT_EQ(wire::parse_json(listed.out)->find("settings")->as_array()->front().string_at("value").value(),
              "from_flag");
    const auto document = wire::parse_json(explained.out);
    ASSERT_TRUE(document.has_value()) << explained.out;
    const auto candidates = document->array_at("candidates").value();
    ASSERT_EQ(candidates.size(), 3U);
    EXPECT_EQ(candidates[0].string_at("place").value(), "--data-dir");
    EXPECT_EQ(candidates[1].string_at("value").value(), "from_env");
    EXPECT_EQ(unknown.exit_code, 4);
    EXPECT_TRUE(unknown.error.contains("'data.dir'")) << unknown.error;
}

TEST_F(Program, passes_doctor_on_a_fresh_folder_and_leaves_nothing_in_it) {
    const FreshFolder data;
    const Ended ended = run_spark({"doctor", "--json", "--data-dir", data.path().string()});

    EXPECT_EQ(ended.exit_code, 0) << ended.out;
    EXPECT_TRUE(wire::parse_json(ended.out)->bool_at("ok").value());
    EXPECT_TRUE(std::filesystem::is_empty(data.path()));
}

TEST_F(Program, fails_doctor_with_7_when_the_data_folder_is_a_file) {
    const FreshFolder data;
    std::ofstream(data.path() / "file") << "x";
    const Ended ended = run_spark({"doctor", "--json", "--data-dir", (data.path() / "file").string()});

    EXPECT_EQ(ended.exit_code, 7);
    const auto document = wire::parse_json(ended.out);
    EXPECT_FALSE(document->bool_at("ok").value());
    const auto checks = document->array_at("checks").value();
    const auto data_dir_check =
        std::ranges::find_if(checks, [](const wire::Json& row) { return row.string_at("name").value() == "data_dir"; });
    EXPECT_EQ(data_dir_check->string_at("state").value(), "failed");
}

TEST_F(Program, writes_the_runs_metrics_where_asked) {
    const FreshFolder folder;
    const std::string file = (folder.path() / "metrics.txt").string();

    EXPECT_EQ(run_spark({"data", "ls", "--data-dir", folder.path().string(), "--metrics-file", file}).exit_code, 0);

    EXPECT_TRUE(text_of(file).contains("# TYPE spark_backtests_total counter"));
}

TEST_F(Program, ends_quietly_when_the_reader_goes_away_and_loudly_when_the_disk_is_full) {
    const FreshFolder folder;
    const std::string pipeline =
        SparkProcess::binary() + " help 2>" + (folder.path() / "err").string() + " | true; exit ${PIPESTATUS[0]}";
    EXPECT_EQ(WEXITSTATUS(::system(("bash -c '" + pipeline + "'").c_str())), 0);
    EXPECT_EQ(text_of(folder.path() / "err"), "");

    const Ended full = run_spark({"help"}, {.out_path = "/dev/full"});
    EXPECT_EQ(full.exit_code, 9);
    EXPECT_TRUE(full.error.contains("No space left")) << full.error;
}

TEST_F(Program, does_not_fall_over_a_closed_standard_output) {
    EXPECT_EQ(run_spark({"version"}, {.close_out = true}).exit_code, 0);
}

/// An ingest that reads from a pipe: it lives until the pipe's other end is let go.
struct WaitingIngest {
    FreshFolder folder;
    std::filesystem::path pipe = folder.path() / "candles.csv";
    SparkProcess process;
    int writer = -1;

    WaitingIngest() : process(begin()) { writer = ::open(pipe.c_str(), O_WRONLY); }
    SparkProcess begin() {
        SPARK_ASSERT(::mkfifo(pipe.c_str(), 0600) == 0);
        return SparkProcess::begin(
            folder.path(), {"ingest", "csv", pipe.string(), "--venue", "v", "--symbol", "S", "--timeframe", "1h"}, {});
    }
    /// Words on standard error come from the handler, so the signal is in; bounded by the test's own deadline.
    void signal_and_wait_for_words(int number) {
        process.send(number);
        while (process.error_so_far().empty()) ::sched_yield();
    }
};

TEST_F(Program, stops_on_ctrl_c_with_130_and_on_sigterm_with_143) {
    for (const auto& [number, code] : {std::pair(SIGINT, 130), std::pair(SIGTERM, 143)}) {
        WaitingIngest ingest;
        ingest.signal_and_wait_for_words(number);
        ::close(ingest.writer);

        const Ended ended = ingest.process.wait();
        EXPECT_EQ(ended.exit_code, code) << ended.error;
        EXPECT_EQ(ended.out, "");
    }
}

TEST_F(Program, ends_at_once_on_the_second_ctrl_c) {
    WaitingIngest ingest;
    ingest.signal_and_wait_for_words(SIGINT);
    ingest.process.send(SIGINT);

    EXPECT_EQ(ingest.process.wait().exit_code, 130);
    ::close(ingest.writer);
}

TEST_F(Program, calls_an_escaped_exception_a_bug_and_ends_with_1) {
    EXPECT_EXIT(std::exit(report_bug({"spark", "data", "ls"}, "vector is too long")), ::testing::ExitedWithCode(1),
                "a bug in spark: vector is too long(.|\n)*spark version");
}

}  // namespace
}  // namespace spark::program
