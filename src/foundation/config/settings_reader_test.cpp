#include "foundation/config/settings_reader.hpp"

#include <gtest/gtest.h>

#include <string>

#include "foundation/base/files.hpp"
#include "foundation/base/testing/fresh_folder.hpp"

namespace spark::config {
namespace {

constexpr std::size_t data_dir = find_setting("data.dir");

class Reader : public ::testing::Test {
  protected:
    void write_project(std::string_view content) {
        ASSERT_TRUE(replace_file(folder_ / "spark.toml", content).has_value());
        sources_.project_file = folder_ / "spark.toml";
    }
    void write_user(std::string_view content) {
        ASSERT_TRUE(replace_file(folder_ / "config.toml", content).has_value());
        sources_.user_file = folder_ / "config.toml";
    }
    Settings read() { return Settings::read(sources_).value(); }
    Error refusal() {
        auto read = Settings::read(sources_);
        return read ? Error{Fault::invalid_input, "was accepted"} : read.error();
    }

    testing::FreshFolder folder_;
    SettingSources sources_;
};

TEST_F(Reader, gives_the_fallbacks_when_nothing_is_set) {
    const Settings settings_read = read();

    EXPECT_EQ(settings_read.text("data.dir"), "./var");
    EXPECT_EQ(settings_read.choice("ui.language"), "en");
    EXPECT_EQ(settings_read.integer("ingest.line_bytes_max"), 65'536);
    EXPECT_EQ(settings_read.integer("ingest.gzip_output_bytes_max"), 8'589'934'592);
    EXPECT_EQ(settings_read.decimal_units("backtest.cash"), 1'000'000 * units_per_one);
    EXPECT_EQ(settings_read.winner(data_dir).source, SettingSource::fallback);
    EXPECT_EQ(settings_read.winner(data_dir).place, "built in");
}

TEST_F(Reader, lets_flag_win_over_environment_over_project_over_user_over_fallback) {
    sources_.flags = {{"data.dir", "--data-dir", "/flag"}};
    sources_.environment = {{"SPARK_DATA_DIR", "/environment"}};
    write_project("# first line\n[data]\ndir = \"/project\"\n");
    write_user("data.dir = \"/user\"\n");
    const Settings settings_read = read();

    const auto& found = settings_read.candidates(data_dir);
    ASSERT_EQ(found.size(), 5U);
    EXPECT_EQ(found[0].text, "/flag");
    EXPECT_EQ(found[0].place, "--data-dir");
    EXPECT_EQ(found[1].text, "/environment");
    EXPECT_EQ(found[1].place, "SPARK_DATA_DIR");
    EXPECT_EQ(found[2].text, "/project");
    EXPECT_EQ(found[2].place, (folder_ / "spark.toml").string() + ":3");
    EXPECT_EQ(found[3].text, "/user");
    EXPECT_EQ(found[3].place, (folder_ / "config.toml").string() + ":1");
    EXPECT_EQ(found[4].text, "./var");
    for (const char* winner : {"/flag", "/environment", "/project", "/user", "./var"}) {
        EXPECT_EQ(read().text("data.dir"), winner);
        if (!sources_.flags.empty())
            sources_.flags.clear();
        else if (!sources_.environment.empty())
            sources_.environment.clear();
        else if (sources_.project_file)
            sources_.project_file.reset();
        else
            sources_.user_file.reset();
    }
}

TEST_F(Reader, takes_the_last_of_two_equal_flags) {
    sources_.flags = {{"data.dir", "--data-dir", "/one"}, {"data.dir", "--data-dir", "/two"}};

    EXPECT_EQ(read().text("data.dir"), "/two");
}

TEST_F(Reader, counts_an_empty_variable_as_not_set) {
    sources_.environment = {{"SPARK_DATA_DIR", ""}};

    EXPECT_EQ(read().winner(data_dir).source, SettingSource::fallback);
}

TEST_F(Reader, reads_numbers_by_their_digits) {
    write_project(
        "[backtest]\nmaker_bps = 7.5\ntaker_bps = \"0.00000001\"\nslippage_bps = 1_2.5\ncash = "
        "90000000000.00000001\n[store]\nlock_wait_ms = 1_000\n");
    const Settings settings_read = read();

    EXPECT_EQ(settings_read.decimal_units("backtest.maker_bps"), 750'000'000);
    EXPECT_EQ(settings_read.decimal_units("backtest.taker_bps"), 1);
    EXPECT_EQ(settings_read.decimal_units("backtest.slippage_bps"), 1'250'000'000);
    EXPECT_EQ(settings_read.decimal_units("backtest.cash"), 9'000'000'000'000'000'001) << "a double holds 16 digits";
    EXPECT_EQ(settings_read.integer("store.lock_wait_ms"), 1'000);
}

TEST_F(Reader, finds_the_digits_also_behind_other_values_of_the_line) {
    write_project(
        "ui = { language = \"tr\" }\r\nbacktest = { cash = \"5\", maker_bps = -2.25, taker_bps = 3.5 } # çş\r\n");
    const Settings settings_read = read();

    EXPECT_EQ(settings_read.decimal_units("backtest.maker_bps"), -225'000'000);
    EXPECT_EQ(settings_read.decimal_units("backtest.taker_bps"), 350'000'000);
    EXPECT_EQ(settings_read.choice("ui.language"), "tr");
}

TEST_F(Reader, refuses_an_unknown_name_with_its_line_and_the_nearest_one) {
    write_project("[data]\n\ndirr = \"x\"\n");
    const Error error = refusal();

    EXPECT_EQ(error.fault, Fault::invalid_input);
    EXPECT_EQ(error.place, (folder_ / "spark.toml").string() + ":3");
    EXPECT_EQ(error.remedy, "did you mean data.dir?");

    sources_ = {.flags = {{"data.dri", "--data-dri", "x"}}};
    EXPECT_EQ(refusal().place, "--data-dri");
}

TEST_F(Reader, refuses_a_bad_value_with_its_place_and_bounds_also_where_it_would_lose) {
    sources_.flags = {{"store.lock_wait_ms", "--lock-wait-ms", "5"}};
    sources_.environment = {{"SPARK_STORE_LOCK_WAIT_MS", "600001"}};
    const Error error = refusal();

    EXPECT_EQ(error.place, "SPARK_STORE_LOCK_WAIT_MS");
    EXPECT_EQ(error.message, "found '600001' for store.lock_wait_ms, allowed a whole number from 0 to 600000 ms");
}

TEST_F(Reader, refuses_files_that_are_no_settings) {
    for (const char* content :
         {"[data\ndir=1", "data = [1]", "data.dir = 2020-01-01", "data.dir = 1979-05-27T07:32:00Z",
          "data.dir = \"a\"\ndata.dir = \"b\"", "backtest.cash = 1e3", "backtest.cash = inf", "backtest.cash = nan",
          "store.lock_wait_ms = 1.0", "ui.progress = 3", "[ui.language]\nx = 1", "data.dir = \"\"",
          "data.dir = \"\\u0000\"", "\xff\xfe", "[,", "data.dir = 1 ğ"}) {
        write_project(content);
        const Error error = refusal();
        EXPECT_EQ(error.fault, Fault::invalid_input) << content;
        EXPECT_NE(error.message, "was accepted") << content;
        EXPECT_NE(error.place.find("spark.toml:"), std::string::npos) << content << " at " << error.place;
    }
}

TEST_F(Reader, passes_over_absent_files_and_refuses_unreadable_ones) {
    sources_.project_file = folder_ / "absent.toml";
    EXPECT_EQ(refusal().message, "was accepted");

    sources_.project_file = folder_.path();
    EXPECT_NE(refusal().message, "was accepted");
}

TEST_F(Reader, warns_of_a_variable_that_looks_like_a_slip) {
    sources_.environment = {{"SPARK_DATA_DIRS", "x"}, {"SPARK_SHARED", "y"}, {"PATH", "z"}};
    const Settings settings_read = read();

    ASSERT_EQ(settings_read.warnings().size(), 1U);
    EXPECT_EQ(settings_read.warnings()[0], "SPARK_DATA_DIRS is no setting; did you mean SPARK_DATA_DIR?");
}

TEST(UsualSources, follow_the_xdg_rules) {
    const auto user_file = [](std::map<std::string, std::string> environment) {
        return usual_sources({}, std::move(environment), "/work").user_file;
    };

    EXPECT_EQ(usual_sources({}, {}, "/work").project_file, "/work/spark.toml");
    EXPECT_EQ(user_file({{"HOME", "/home/a"}}), "/home/a/.config/spark/config.toml");
    EXPECT_EQ(user_file({{"HOME", "/home/a"}, {"XDG_CONFIG_HOME", "/x"}}), "/x/spark/config.toml");
    EXPECT_EQ(user_file({{"HOME", "/home/a"}, {"XDG_CONFIG_HOME", "relative"}}), "/home/a/.config/spark/config.toml");
    EXPECT_EQ(user_file({}), std::nullopt);
}

TEST(EnvironmentOf, splits_at_the_first_equals_sign) {
    const char* const variables[] = {"A=1=2", "B=", "C", nullptr};

    EXPECT_EQ(environment_of(variables), (std::map<std::string, std::string>{{"A", "1=2"}, {"B", ""}}));
    EXPECT_TRUE(environment_of(nullptr).empty());
}

TEST(CheckValue, takes_each_type_within_its_bounds) {
    const Setting flag{.name = "test.flag", .type = SettingType::flag, .fallback = "false"};
    for (const char* text : {"true", "1", "yes", "on"}) EXPECT_EQ(check_value(flag, text).value(), 1) << text;
    for (const char* text : {"false", "0", "no", "off"}) EXPECT_EQ(check_value(flag, text).value(), 0) << text;
    EXPECT_FALSE(check_value(flag, "maybe").has_value());

    const Setting number{.name = "test.number", .type = SettingType::integer, .least = -5, .most = 5};
    EXPECT_EQ(check_value(number, "-5").value(), -5);
    EXPECT_EQ(check_value(number, "5").value(), 5);
    for (const char* text : {"-6", "6", "1.0", "", "x", "99999999999999999999999", "1e0", "0x1", "1,0"})
        EXPECT_FALSE(check_value(number, text).has_value()) << text;
}

TEST(CheckValue, never_repeats_a_secret) {
    const Setting secret{.name = "test.token", .type = SettingType::text, .least = 8, .most = 100, .secret = true};

    EXPECT_EQ(check_value(secret, "hunter2").error().message.find("hunter2"), std::string::npos);
    EXPECT_EQ(shown_value(secret, "hunter2hunter2"), "(hidden)");
    EXPECT_EQ(shown_value(settings[data_dir], "./var"), "./var");
}

}  // namespace
}  // namespace spark::config
