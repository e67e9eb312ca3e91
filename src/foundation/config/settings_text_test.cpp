#include "foundation/config/settings_text.hpp"

#include <gtest/gtest.h>

#include <string>

#include "foundation/config/settings.hpp"
#include "foundation/config/settings_reader.hpp"

namespace spark::config {
namespace {

TEST(SettingsHelp, names_every_setting_with_its_sentence_in_the_language_asked_for) {
    const std::string english = settings_help(Language::en);
    const std::string turkish = settings_help(Language::tr);
    for (const Setting& setting : settings) {
        EXPECT_NE(english.find(std::string(setting.name) + "  " + allowed_values(setting)), std::string::npos);
        EXPECT_NE(english.find(setting.what_en), std::string::npos);
        EXPECT_NE(turkish.find(setting.what_tr), std::string::npos);
        EXPECT_NE(turkish.find(environment_name(setting.name)), std::string::npos);
    }
}

TEST(SettingsEnvironmentExample, is_all_comments_so_that_copying_it_changes_nothing) {
    const std::string example = settings_environment_example();
    std::size_t line_start = 0;
    while (line_start < example.size()) {
        EXPECT_TRUE(example[line_start] == '#' || example[line_start] == '\n');
        line_start = example.find('\n', line_start) + 1;
    }
    EXPECT_NE(example.find("\n# SPARK_DATA_DIR=./var\n"), std::string::npos);
    EXPECT_NE(example.find("\n# SPARK_INGEST_GZIP_OUTPUT_BYTES_MAX=8589934592\n"), std::string::npos);
}

TEST(SettingsMarkdown, has_five_cells_a_row) {
    const std::string table = settings_markdown();
    EXPECT_NE(table.find("| `ui.language` | `SPARK_UI_LANGUAGE` | en\\|tr | `en` |"), std::string::npos);
    std::size_t rows = 0;
    for (const char c : table) rows += c == '\n' ? 1U : 0U;
    EXPECT_EQ(rows, settings.size() + 2);
}

TEST(AllowedValues, say_bounds_with_their_unit) {
    EXPECT_EQ(allowed_values(settings[find_setting("store.lock_wait_ms")]), "0 to 600000 ms");
    EXPECT_EQ(allowed_values(settings[find_setting("backtest.maker_bps")]), "-100 to 10000 bps");
    EXPECT_EQ(allowed_values(settings[find_setting("ui.color")]), "auto|always|never");
}

}  // namespace
}  // namespace spark::config
