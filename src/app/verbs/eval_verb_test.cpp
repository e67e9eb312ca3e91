#include <gtest/gtest.h>

#include "app/verbs/testing/spark_process.hpp"

namespace spark::verbs {
namespace {

using testing::Ended;
using testing::FreshFolder;
using testing::SparkProcess;

/// Two synthetic markets of hourly bars from a midnight on, and what `eval` says on the first.
class Eval : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!SparkProcess::is_there()) GTEST_SKIP() << "SPARK_BINARY names no program";
        for (const auto* symbol : {"BTCUSDT", "ETHUSDT"}) {
            const Ended made = run({"data", "synth", "--symbol", symbol, "--timeframe", "1h", "--bars", "50", "--seed",
                                    symbol[0] == 'B' ? "1" : "2"});
            ASSERT_EQ(made.exit_code, 0) << made.error;
        }
    }
    Ended run(const std::vector<std::string>& words) const {
        return SparkProcess::begin(folder_.path(), words, {}).wait();
    }
    Ended eval(const std::string& expression, const std::vector<std::string>& more = {}) const {
        std::vector<std::string> words{"eval", "ds_synth_BTCUSDT_1h", "--expr", expression};
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    }

    FreshFolder folder_;
};

/// Fields behind the bar and its time, one row a bar.
std::vector<std::string> values_of(const Ended& ended) {
    EXPECT_EQ(ended.exit_code, 0) << ended.error;
    std::vector<std::string> values;
    for (std::size_t at = ended.out.find('\n') + 1; at < ended.out.size();) {
        const std::size_t end = ended.out.find('\n', at);
        const std::string row = ended.out.substr(at, end - at);
        values.push_back(row.substr(row.find(',', row.find(',') + 1) + 1));
        at = end + 1;
    }
    return values;
}

TEST_F(Eval, shows_a_day_from_its_last_hour_on) {
    const auto closes = values_of(eval("close"));
    const auto days = values_of(eval("tf('1d', close)"));

    ASSERT_EQ(days.size(), 50U);
    EXPECT_EQ(days[22], "");
    EXPECT_EQ(days[23], closes[23]);
    EXPECT_EQ(days[46], closes[23]);
    EXPECT_EQ(days[47], closes[47]);
}

TEST_F(Eval, reaches_further_data_sets_by_their_symbol) {
    const Ended other = run({"eval", "ds_synth_ETHUSDT_1h", "--expr", "ta.sma(close, 3)"});

    const Ended seen = eval("sym('ETHUSDT', ta.sma(close, 3))", {"--with", "ds_synth_ETHUSDT_1h"});

    EXPECT_EQ(values_of(seen), values_of(other));
}

TEST_F(Eval, refuses_symbols_and_timeframes_that_do_not_fit_with_their_place) {
    const Ended unknown = eval("sym('ETHUSD', close)", {"--with", "ds_synth_ETHUSDT_1h"});
    const Ended twice = eval("close", {"--with", "ds_synth_ETHUSDT_1h", "--with", "ds_synth_ETHUSDT_4h"});
    const Ended shorter = eval("close + tf('30m', close)");

    EXPECT_EQ(unknown.exit_code, 3);
    EXPECT_NE(unknown.error.find("--expr 1, 1:5"), std::string::npos) << unknown.error;
    EXPECT_NE(unknown.error.find("did you mean 'ETHUSDT'?"), std::string::npos) << unknown.error;
    EXPECT_EQ(twice.exit_code, 3);
    EXPECT_NE(twice.error.find("two data sets of ETHUSDT"), std::string::npos) << twice.error;
    EXPECT_EQ(shorter.exit_code, 3);
    EXPECT_NE(shorter.error.find("--expr 1, 1:12"), std::string::npos) << shorter.error;
}

}  // namespace
}  // namespace spark::verbs
