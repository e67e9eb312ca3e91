#include "app/cli/parse.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace spark::cli {
namespace {

using Line = std::vector<std::string>;

Result<Invocation> parsed(const Line& line, Language language = Language::en) { return parse(line, language); }

TEST(Parse, reads_verb_arguments_and_flags) {
    const auto read =
        parsed({"backtest", "run", "smaCross", "--dataset", "ds_x", "--set", "fast=9", "--set=slow=21", "--json"});

    ASSERT_TRUE(read.has_value()) << read.error().message;
    EXPECT_EQ(read->verb().path, "backtest run");
    EXPECT_EQ(read->positional(0), "smaCross");
    EXPECT_EQ(read->required_text("dataset"), "ds_x");
    EXPECT_TRUE(read->has("json"));
    EXPECT_FALSE(read->has("quiet"));
    EXPECT_EQ(read->named_values("set").value(), (std::vector<NamedValue>{{"fast", "9"}, {"slow", "21"}}));
}

TEST(Parse, takes_flags_before_the_verb_and_between_its_words) {
    const auto read = parsed({"--data-dir", "d", "--dataset", "ds_x", "backtest", "-q", "run", "--json", "smaCross"});

    ASSERT_TRUE(read.has_value()) << read.error().message;
    EXPECT_EQ(read->verb().path, "backtest run");
    EXPECT_EQ(read->positional(0), "smaCross");
    EXPECT_EQ(read->text("data-dir"), "d");
    EXPECT_TRUE(read->has("quiet"));
}

TEST(Parse, takes_values_that_begin_with_a_dash_behind_an_equals_sign_and_a_lone_dash) {
    const auto read = parsed({"backtest", "run", "s", "--dataset=d", "--maker-bps=-1.5"});
    const auto dash = parsed({"data", "export", "d", "--out", "-"});
    const auto negative = parsed({"backtest", "run", "s", "--dataset=d", "--maker-bps", "-1"});

    ASSERT_TRUE(read.has_value()) << read.error().message;
    EXPECT_EQ(read->units("maker-bps").value(), -150'000'000);
    ASSERT_TRUE(dash.has_value()) << dash.error().message;
    EXPECT_EQ(dash->required_text("out"), "-");
    ASSERT_TRUE(negative.has_value()) << negative.error().message;
    EXPECT_EQ(negative->units("maker-bps").value(), -100'000'000);
}

TEST(Parse, keeps_odd_values_whole) {
    for (const std::string value : {"[a,b]", "a=b=c", "a b", "çığ", "{x}", "%s", "'q'", "\"\""}) {
        const auto read = parsed({"data", "export", "d", "--out", value});

        ASSERT_TRUE(read.has_value()) << value << ": " << read.error().message;
        EXPECT_EQ(read->required_text("out"), value);
    }
}

TEST(Parse, takes_everything_behind_two_dashes_as_arguments) {
    const auto read = parsed({"ingest", "csv", "--venue=v", "--symbol=s", "--timeframe=1h", "--", "--odd.csv", ""});

    ASSERT_TRUE(read.has_value()) << read.error().message;
    EXPECT_EQ(std::vector<std::string>(read->positionals().begin(), read->positionals().end()),
              (Line{"--odd.csv", ""}));
}

TEST(Parse, counts_verbose) {
    EXPECT_EQ(parsed({"doctor", "-v", "-v"})->count("verbose"), 2U);
    EXPECT_EQ(parsed({"doctor", "-vv"})->count("verbose"), 2U);
    EXPECT_EQ(parsed({"doctor"})->count("verbose"), 0U);
}

TEST(Parse, reads_short_flags_in_one_token) {
    const auto read = parsed({"doctor", "-qv"});

    ASSERT_TRUE(read.has_value()) << read.error().message;
    EXPECT_TRUE(read->has("quiet"));
    EXPECT_TRUE(read->has("verbose"));
}

TEST(Parse, makes_a_bare_noun_its_default_verb) { EXPECT_EQ(parsed({"config"})->verb().path, "config ls"); }

TEST(Parse, refuses_a_noun_that_needs_a_verb_and_lists_them) {
    const auto read = parsed({"data"});

    ASSERT_FALSE(read.has_value());
    EXPECT_TRUE(read.error().message.contains("resample")) << read.error().message;
}

TEST(Parse, suggests_the_nearest_verb_and_runs_nothing) {
    const auto first = parsed({"bactest", "run"});
    const auto second = parsed({"data", "verfy", "x"});
    const auto far = parsed({"zzzzzzzz"});

    ASSERT_FALSE(first.has_value());
    EXPECT_TRUE(first.error().remedy.contains("'backtest'")) << first.error().remedy;
    ASSERT_FALSE(second.has_value());
    EXPECT_TRUE(second.error().remedy.contains("'data verify'")) << second.error().remedy;
    ASSERT_FALSE(far.has_value());
    EXPECT_EQ(far.error().remedy, "spark help");
}

TEST(Parse, suggests_the_nearest_flag) {
    const auto read = parsed({"backtest", "run", "smaCross", "--datset", "ds_x"});
    const auto before_the_verb = parsed({"--datadir", "x", "data", "ls"});

    ASSERT_FALSE(read.has_value());
    EXPECT_TRUE(read.error().message.contains("--datset")) << read.error().message;
    EXPECT_TRUE(read.error().remedy.contains("'--dataset'")) << read.error().remedy;
    ASSERT_FALSE(before_the_verb.has_value());
    EXPECT_TRUE(before_the_verb.error().remedy.contains("'--data-dir'")) << before_the_verb.error().remedy;
}

TEST(Parse, refuses_another_verbs_flag) {
    const auto read = parsed({"data", "ls", "--offline"});

    ASSERT_FALSE(read.has_value());
    EXPECT_TRUE(read.error().message.contains("--offline"));
    EXPECT_TRUE(read.error().message.contains("data ls"));
}

TEST(Parse, refuses_unknown_short_flags) {
    const auto read = parsed({"doctor", "-x"});

    ASSERT_FALSE(read.has_value());
    EXPECT_TRUE(read.error().message.contains("-x")) << read.error().message;
}

TEST(Parse, refuses_a_flag_without_its_value) {
    for (const Line& line : {Line{"data", "export", "d", "--out"}, Line{"data", "export", "d", "--out="},
                             Line{"data", "export", "d", "--out", "--json"}}) {
        const auto read = parsed(line);

        ASSERT_FALSE(read.has_value());
        EXPECT_TRUE(read.error().message.contains("--out=FILE")) << read.error().message;
    }
}

TEST(Parse, refuses_a_value_for_a_switch_and_a_flag_given_twice) {
    EXPECT_TRUE(parsed({"doctor", "--json=false"}).error().message.contains("takes no value"));
    EXPECT_TRUE(parsed({"data", "export", "d", "--out", "a", "--out", "b"}).error().message.contains("twice"));
}

TEST(Parse, refuses_missing_and_surplus_arguments) {
    EXPECT_TRUE(parsed({"data", "info"}).error().message.contains("DATASET"));
    EXPECT_TRUE(parsed({"data", "info", "a", "b"}).error().message.contains("'b'"));
    EXPECT_TRUE(parsed({"data", "ls", "a"}).error().message.contains("'a'"));
    EXPECT_TRUE(
        parsed({"data", "synth", "--symbol=A", "--timeframe=1h", "--bars=3"}).error().message.contains("--seed"));
}

TEST(Parse, refuses_what_is_not_among_the_choices) {
    const auto flag = parsed({"data", "export", "d", "--out=x", "--format", "cvs"});
    const auto argument = parsed({"completion", "bsh"});

    ASSERT_FALSE(flag.has_value());
    EXPECT_TRUE(flag.error().remedy.contains("'csv'")) << flag.error().remedy;
    ASSERT_FALSE(argument.has_value());
    EXPECT_TRUE(argument.error().remedy.contains("'bash'")) << argument.error().remedy;
}

TEST(Parse, turns_help_anywhere_into_help_on_the_words) {
    const auto topic_of = [](const Line& line) {
        const auto read = parsed(line);
        EXPECT_TRUE(read.has_value());
        EXPECT_EQ(read->verb().path, "help");
        return std::string(read->positional(0));
    };

    EXPECT_EQ(topic_of({"--help"}), "");
    EXPECT_EQ(topic_of({"-h"}), "");
    EXPECT_EQ(topic_of({"data", "--help"}), "data");
    EXPECT_EQ(topic_of({"backtest", "run", "--dataset", "-h"}), "backtest run")
        << "the value of --dataset is -h, a missing argument";
    EXPECT_EQ(topic_of({"--help", "config"}), "config");
    EXPECT_FALSE(parsed({"dta", "--help"}).has_value());
}

TEST(Parse, turns_the_version_flag_into_the_verb) {
    EXPECT_EQ(parsed({"--version"})->verb().path, "version");
    EXPECT_TRUE(parsed({"-V", "--json"})->has("json"));
}

TEST(Parse, speaks_the_language_it_is_told) {
    EXPECT_EQ(parsed({"dta"}, Language::tr).error().message, "bilinmeyen komut 'dta'");
    EXPECT_EQ(language_on_line(Line{"data", "--lang", "tr"}), Language::tr);
    EXPECT_EQ(language_on_line(Line{"--lang=en"}), Language::en);
    EXPECT_EQ(language_on_line(Line{"--", "--lang=tr"}), std::nullopt);
    EXPECT_EQ(language_on_line(Line{"data"}), std::nullopt);
}

RC_GTEST_PROP(Parse, answers_any_words_without_falling_over, (const std::vector<std::string>& words)) {
    const auto read = parsed(words);
    RC_ASSERT(read.has_value() || !read.error().message.empty());
}

RC_GTEST_PROP(Parse, reads_the_same_whatever_the_order_of_flags, ()) {
    std::vector<Line> pieces{{"--json"}, {"-q"}, {"--data-dir", "x"}, {"--dataset=ds"}, {"--set", "a=1"}, {"backtest"}};
    const auto verb_at = *rc::gen::inRange<std::size_t>(0, pieces.size());
    std::swap(pieces[verb_at], pieces.back());
    Line line;
    for (const Line& piece : pieces) line.insert(line.end(), piece.begin(), piece.end());
    line.insert(line.end(), {"run", "smaCross"});

    const auto read = parsed(line);

    RC_ASSERT(read.has_value());
    RC_ASSERT(read->has("json") && read->has("quiet") && read->text("data-dir") == "x" &&
              read->text("dataset") == "ds");
    RC_ASSERT(read->positionals().size() == 1U);
}

TEST(Invocation, refuses_numbers_outside_their_bounds_and_text_in_them) {
    const auto with_bars = [](const std::string& bars) {
        return parsed({"data", "synth", "--symbol=A", "--timeframe=1h", "--seed=1", "--bars=" + bars})
            ->whole("bars", 1, 10);
    };

    EXPECT_EQ(with_bars("1").value(), 1);
    EXPECT_EQ(with_bars("10").value(), 10);
    for (const std::string bad : {"0", "11", "1e3", "ten", "1.5", " 1", "99999999999999999999"}) {
        const auto read = with_bars(bad);
        ASSERT_FALSE(read.has_value()) << bad;
        EXPECT_EQ(read.error().place, "--bars");
        EXPECT_EQ(read.error().fault, Fault::invalid_input);
    }
}

TEST(Invocation, reads_absent_flags_as_nothing) {
    const auto read = parsed({"backtest", "run", "s", "--dataset=d"});

    EXPECT_EQ(read->units("cash").value(), std::nullopt);
    EXPECT_EQ(read->time("from").value(), std::nullopt);
    EXPECT_EQ(read->text_or("size", "units:1"), "units:1");
    EXPECT_TRUE(read->all("set").empty());
    EXPECT_EQ(read->positional(1), "");
}

TEST(Invocation, refuses_bad_amounts_times_and_pairs_with_the_flag_as_place) {
    const auto bad = parsed({"backtest", "run", "s", "--dataset=d", "--cash=1e5", "--from=yesterday", "--set=fast"});
    const auto fine_decimals =
        parsed({"backtest", "run", "s", "--dataset=d", "--cash=0.000000001", "--set=a=1", "--set=a=2"});

    EXPECT_EQ(bad->units("cash").error().place, "--cash");
    EXPECT_EQ(bad->time("from").error().place, "--from");
    EXPECT_EQ(bad->named_values("set").error().place, "--set");
    EXPECT_EQ(fine_decimals->units("cash").error().place, "--cash");
    EXPECT_TRUE(fine_decimals->named_values("set").error().message.contains("twice"));
}

}  // namespace
}  // namespace spark::cli
