#include <gtest/gtest.h>

#include <array>

#include "app/cli/complete.hpp"
#include "app/cli/reference.hpp"
#include "app/verbs/testing/spark_process.hpp"

namespace spark::verbs {
namespace {

using testing::FreshFolder;
using testing::run_spark;
using testing::SparkProcess;
using testing::text_of;

bool is_installed(const std::string& program) {
    return ::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0;
}

int exit_code_of(const std::string& command) { return WEXITSTATUS(::system(command.c_str())); }

/// What a program prints for the shell and the reader.
class GeneratedText : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!SparkProcess::is_there()) GTEST_SKIP() << "SPARK_BINARY names no program";
    }
};

TEST_F(GeneratedText, is_what_the_committed_pages_hold) {
    const char* source = ::getenv("SPARK_SOURCE_DIR");
    if (source == nullptr) GTEST_SKIP() << "SPARK_SOURCE_DIR is not set";
    const std::map<std::string, std::string> pages{{"cli", "docs/reference/cli.md"},
                                                   {"api", "docs/reference/api.md"},
                                                   {"settings", "docs/reference/config.md"},
                                                   {"errors", "docs/reference/errors.md"},
                                                   {"telemetry", "docs/reference/telemetry.md"},
                                                   {"typescript", "packages/types/index.d.ts"}};

    for (const auto& [page, path] : pages)
        EXPECT_EQ(text_of(std::filesystem::path(source) / path), run_spark({"__docs", page}).out)
            << "run: python3 tools/generate_docs.py --binary build/release/spark";
}

TEST_F(GeneratedText, is_a_script_each_installed_shell_can_read) {
    const FreshFolder folder;
    bool bash_checked = false;
    for (const std::string shell : {"bash", "zsh", "fish"}) {
        const auto ended = run_spark({"completion", shell});
        EXPECT_EQ(ended.exit_code, 0) << shell;
        const auto file = folder.path() / shell;
        std::ofstream(file) << ended.out;
        if (!is_installed(shell)) continue;
        EXPECT_EQ(exit_code_of(shell + " -n " + file.string()), 0) << shell;
        bash_checked = bash_checked || shell == "bash";
    }
    EXPECT_EQ(run_spark({"completion", "powershell"}).exit_code, 0);
    EXPECT_TRUE(bash_checked);
}

/// What bash offers for words whose last one is being typed, cut at = and @ as bash cuts them.
std::string bash_offers(const FreshFolder& folder, const std::string& words, int current) {
    const std::string script = "source <(" + SparkProcess::binary() + " completion bash); COMP_WORDS=(" +
                               SparkProcess::binary() + " " + words + "); COMP_CWORD=" + std::to_string(current) +
                               "; _spark; printf \"%s\\n\" \"${COMPREPLY[@]}\"";
    const auto out = folder.path() / "offers.txt";
    std::ofstream(folder.path() / "offers.sh") << script;
    EXPECT_EQ(exit_code_of("cd " + folder.path().string() + " && bash offers.sh > " + out.string()), 0);
    return text_of(out);
}

TEST_F(GeneratedText, completes_in_bash) {
    const FreshFolder folder;
    std::ofstream(folder.path() / "candles.csv") << "x";

    EXPECT_EQ(bash_offers(folder, "data res", 2), "resample\n");
    EXPECT_EQ(bash_offers(folder, "backtest run s", 3), "scalper\nsmaCross\nsupertrend\n");
    EXPECT_EQ(bash_offers(folder, "strategy explain b", 3), "bollinger\nbuyHold\n");
    EXPECT_EQ(bash_offers(folder, "--lang = t", 3), "tr\n");
    EXPECT_EQ(bash_offers(folder, "ingest csv cand", 3), "candles.csv\n");
    EXPECT_EQ(bash_offers(folder, "data ls --jso", 3), "--json\n");
}

TEST_F(GeneratedText, completes_data_sets_that_are_there) {
    const FreshFolder folder;
    const auto made =
        SparkProcess::begin(
            folder.path(), {"data", "synth", "--symbol", "BTCUSDT", "--timeframe", "1h", "--bars", "50", "--seed", "1"},
            {})
            .wait();
    ASSERT_EQ(made.exit_code, 0) << made.error;

    const auto names = SparkProcess::begin(folder.path(), {"__complete", "dataset", "ds_"}, {}).wait();

    EXPECT_EQ(names.out, "ds_synth_BTCUSDT_1h@v1\n");
    EXPECT_EQ(bash_offers(folder, "data info ds_synth_BTCUSDT_1h @ v", 5), "v1\n");
}

TEST_F(GeneratedText, is_a_manual_page_man_can_show) {
    if (!is_installed("man")) GTEST_SKIP() << "no man here";
    const FreshFolder folder;
    const auto page = folder.path() / "spark.1";
    const auto shown = folder.path() / "shown.txt";
    for (const std::string language : {"en", "tr"}) {
        std::ofstream(page) << run_spark({"man", "--lang", language}).out;

        const std::string command = "LC_ALL=C.UTF-8 MANWIDTH=100 man -l " + page.string() + " > " + shown.string() +
                                    " 2> " + (folder.path() / "warnings.txt").string();
        EXPECT_EQ(exit_code_of(command), 0) << text_of(folder.path() / "warnings.txt");
        EXPECT_EQ(text_of(folder.path() / "warnings.txt"), "");
        EXPECT_TRUE(text_of(shown).contains("spark backtest run")) << language;
    }
}

}  // namespace
}  // namespace spark::verbs
