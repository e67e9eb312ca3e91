#include "adapters/store/data_folder.hpp"

#include <gtest/gtest.h>

#include <string>

#include "adapters/store/testing/sample_data_sets.hpp"
#include "foundation/base/file_lock.hpp"

namespace spark::store {
namespace {

using testing::sample_info;
using testing::sample_table;
using testing::TemporaryFolder;

DataFolder open_folder(const TemporaryFolder& folder) {
    return DataFolder::open(folder.path() / "data", {.create = true}).value();
}

TEST(DataFolder, opens_what_it_saved) {
    const TemporaryFolder temporary;
    DataFolder folder = open_folder(temporary);
    const market::CandleTable table = sample_table(1000, 1);

    const auto saved = folder.save(sample_info(), table.columns());
    ASSERT_TRUE(saved.has_value()) << saved.error().message;
    const auto data_set = folder.open_data_set("ds_binance_BTCUSDT_1h@v1");

    ASSERT_TRUE(data_set.has_value()) << data_set.error().message;
    EXPECT_TRUE(saved->is_new);
    EXPECT_EQ(saved->id.text(), "ds_binance_BTCUSDT_1h@v1");
    EXPECT_EQ(saved->path, temporary.path() / "data/datasets/binance/BTCUSDT/1h/v1.spark");
    EXPECT_EQ(data_set->id(), saved->id);
    EXPECT_EQ(data_set->sha256(), saved->sha256);
    EXPECT_TRUE(data_set->check_identity().has_value());
    EXPECT_TRUE(testing::same_rows(data_set->columns(), table.columns()));
}

TEST(DataFolder, finds_the_same_rows_again_and_writes_nothing) {
    const TemporaryFolder temporary;
    DataFolder folder = open_folder(temporary);
    const market::CandleTable table = sample_table(100, 1);
    market::DataSetInfo other_source = sample_info();
    other_source.sources[0].name = "other.csv";
    const auto first = folder.save(sample_info(), table.columns());

    const auto second = folder.save(other_source, table.columns());

    ASSERT_TRUE(first && second);
    EXPECT_FALSE(second->is_new);
    EXPECT_EQ(second->id, first->id);
    EXPECT_EQ(second->sha256, first->sha256);
    EXPECT_EQ(testing::files_below(folder.path()), std::vector<std::string>{"datasets/binance/BTCUSDT/1h/v1.spark"});
    EXPECT_EQ(folder.open_data_set(first->id.text())->info().sources.at(0).name, "klines.csv.gz");
}

TEST(DataFolder, makes_a_new_version_of_other_rows_and_finds_the_old_one_still) {
    const TemporaryFolder temporary;
    DataFolder folder = open_folder(temporary);
    ASSERT_TRUE(folder.save(sample_info(), sample_table(100, 1).columns()).has_value());

    const auto second = folder.save(sample_info(), sample_table(100, 2).columns());
    const auto first_again = folder.save(sample_info(), sample_table(100, 1).columns());

    ASSERT_TRUE(second && first_again);
    EXPECT_EQ(second->id.text(), "ds_binance_BTCUSDT_1h@v2");
    EXPECT_EQ(first_again->id.text(), "ds_binance_BTCUSDT_1h@v1");
    EXPECT_EQ(folder.open_data_set("ds_binance_BTCUSDT_1h")->id(), second->id);
}

TEST(DataFolder, never_takes_synthetic_rows_for_real_ones) {
    const TemporaryFolder temporary;
    DataFolder folder = open_folder(temporary);
    market::DataSetInfo synthetic = sample_info();
    synthetic.synthetic = true;
    ASSERT_TRUE(folder.save(sample_info(), sample_table(100, 1).columns()).has_value());

    const auto saved = folder.save(synthetic, sample_table(100, 1).columns());

    ASSERT_TRUE(saved.has_value());
    EXPECT_TRUE(saved->is_new);
    EXPECT_TRUE(folder.open_data_set(saved->id.text())->info().synthetic);
}

TEST(DataFolder, lists_every_data_set_in_order) {
    const TemporaryFolder temporary;
    DataFolder folder = open_folder(temporary);
    market::DataSetInfo daily = sample_info();
    daily.symbol = Symbol::parse("AAVE").value();
    daily.timeframe = Timeframe::parse("1d").value();
    const auto first = folder.save(sample_info(), sample_table(10, 1).columns());
    const auto second = folder.save(sample_info(), sample_table(12, 2).columns());
    const auto third = folder.save(daily, sample_table(14, 3).columns());
    ASSERT_TRUE(first && second && third);

    const auto entries = folder.list();

    ASSERT_TRUE(entries.has_value());
    ASSERT_EQ(entries->size(), 3U);
    EXPECT_EQ(entries->at(0).id, third->id);
    EXPECT_EQ(entries->at(1).id, first->id);
    EXPECT_EQ(entries->at(2).id, second->id);
    EXPECT_EQ(entries->at(2).rows, 12U);
    EXPECT_EQ(entries->at(2).first, wall_time_of_ns(0));
    EXPECT_EQ(entries->at(2).last, wall_time_of_ms(11 * 3'600'000));
    EXPECT_EQ(entries->at(2).sha256, second->sha256);
    EXPECT_EQ(entries->at(2).bytes, std::filesystem::file_size(second->path));
    EXPECT_FALSE(entries->at(2).damage.has_value());
}

TEST(DataFolder, lists_a_damaged_file_as_damaged) {
    const TemporaryFolder temporary;
    DataFolder folder = open_folder(temporary);
    const auto saved = folder.save(sample_info(), sample_table(10, 1).columns());
    ASSERT_TRUE(saved.has_value());
    auto bytes = testing::bytes_of(saved->path);
    bytes.pop_back();
    testing::put_bytes(saved->path, bytes);
    testing::put_bytes(saved->path.parent_path() / "v7.spark", {});

    const auto entries = folder.list();

    ASSERT_TRUE(entries.has_value());
    ASSERT_EQ(entries->size(), 2U);
    for (const DataSetEntry& entry : *entries) {
        ASSERT_TRUE(entry.damage.has_value());
        EXPECT_EQ(entry.damage->fault, Fault::corrupt);
    }
    EXPECT_EQ(entries->at(0).bytes, bytes.size());
    EXPECT_EQ(entries->at(1).id.text(), "ds_binance_BTCUSDT_1h@v7");
}

TEST(DataFolder, saves_rows_again_when_their_version_is_damaged) {
    const TemporaryFolder temporary;
    DataFolder folder = open_folder(temporary);
    const market::CandleTable table = sample_table(100, 1);
    const auto first = folder.save(sample_info(), table.columns());
    ASSERT_TRUE(first.has_value());
    auto bytes = testing::bytes_of(first->path);
    bytes[4096] ^= std::byte{1};
    testing::put_bytes(first->path, bytes);

    const auto second = folder.save(sample_info(), table.columns());

    ASSERT_TRUE(second.has_value());
    EXPECT_TRUE(second->is_new);
    EXPECT_EQ(second->id.text(), "ds_binance_BTCUSDT_1h@v2");
    EXPECT_EQ(second->sha256, first->sha256);
    EXPECT_EQ(testing::bytes_of(first->path), bytes) << "a damaged file is never touched";
}

TEST(DataFolder, refuses_a_file_that_lies_in_another_ones_place) {
    const TemporaryFolder temporary;
    DataFolder folder = open_folder(temporary);
    const auto saved = folder.save(sample_info(), sample_table(10, 1).columns());
    ASSERT_TRUE(saved.has_value());
    std::filesystem::rename(saved->path, saved->path.parent_path() / "v2.spark");

    const auto opened = folder.open_data_set("ds_binance_BTCUSDT_1h");

    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().fault, Fault::corrupt);
    EXPECT_TRUE(opened.error().message.contains("says that it is ds_binance_BTCUSDT_1h@v1")) << opened.error().message;
}

TEST(DataFolder, passes_over_what_is_no_data_set) {
    const TemporaryFolder temporary;
    DataFolder folder = open_folder(temporary);
    const auto saved = folder.save(sample_info(), sample_table(10, 1).columns());
    ASSERT_TRUE(saved.has_value());
    for (const std::string name : {"notes.txt", ".hidden", "v1.spark.bak", "v01.spark"})
        testing::put_bytes(saved->path.parent_path() / name, {});
    std::filesystem::create_directories(folder.path() / "datasets/Upper Case/BTCUSDT/1h");
    std::filesystem::create_directories(folder.path() / "datasets/binance/BTCUSDT/60m");

    const auto entries = folder.list();

    ASSERT_TRUE(entries.has_value());
    EXPECT_EQ(entries->size(), 1U);
}

TEST(DataFolder, names_the_nearest_data_sets_for_an_unknown_one) {
    const TemporaryFolder temporary;
    DataFolder folder = open_folder(temporary);
    ASSERT_TRUE(folder.save(sample_info(), sample_table(10, 1).columns()).has_value());
    struct Case {
        std::string text;
        std::string remedy;
    };
    for (const Case& wrong : {Case{"ds_binance_BTCUSD_1h", "did you mean ds_binance_BTCUSDT_1h?"},
                              Case{"ds_binance_BTCUSDT_1h@v2", "did you mean ds_binance_BTCUSDT_1h@v1?"},
                              Case{"binance_btcusdt_1h", "did you mean ds_binance_BTCUSDT_1h?"},
                              Case{"../../etc/passwd", "see `spark data ls` for those there are"}}) {
        const auto opened = folder.open_data_set(wrong.text);

        ASSERT_FALSE(opened.has_value());
        EXPECT_EQ(opened.error().fault, Fault::not_found);
        EXPECT_EQ(opened.error().remedy, wrong.remedy) << wrong.text;
    }
}

TEST(DataFolder, says_that_there_is_nothing_yet) {
    const TemporaryFolder temporary;
    const DataFolder folder = open_folder(temporary);

    const auto entries = folder.list();
    const auto opened = folder.open_data_set("ds_binance_BTCUSDT_1h");

    ASSERT_TRUE(entries.has_value());
    EXPECT_TRUE(entries->empty());
    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().fault, Fault::not_found);
    EXPECT_TRUE(opened.error().remedy.contains("spark ingest csv")) << opened.error().remedy;
}

TEST(DataFolder, is_made_only_when_asked) {
    const TemporaryFolder temporary;

    const auto absent = DataFolder::open(temporary.path() / "a/b");
    const auto made = DataFolder::open(temporary.path() / "a/b", {.create = true});

    ASSERT_FALSE(absent.has_value());
    EXPECT_EQ(absent.error().fault, Fault::not_found);
    EXPECT_TRUE(made.has_value());
    EXPECT_TRUE(std::filesystem::is_directory(temporary.path() / "a/b"));
}

TEST(DataFolder, refuses_a_file_in_its_place) {
    const TemporaryFolder temporary;
    testing::put_bytes(temporary.path() / "file", {});

    const auto opened = DataFolder::open(temporary.path() / "file", {.create = true});

    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().fault, Fault::invalid_input);
}

TEST(DataFolder, names_the_holder_when_another_save_is_under_way) {
    const TemporaryFolder temporary;
    DataFolder folder = open_folder(temporary);
    ASSERT_TRUE(folder.save(sample_info(), sample_table(10, 1).columns()).has_value());
    const auto lock = FileLock::acquire(folder.path() / "datasets/.lock", "spark ingest", std::chrono::milliseconds{0});
    ASSERT_TRUE(lock.has_value());

    const auto saved = folder.save(sample_info(), sample_table(10, 2).columns());

    ASSERT_FALSE(saved.has_value());
    EXPECT_EQ(saved.error().fault, Fault::conflict);
    EXPECT_TRUE(saved.error().message.contains(std::to_string(::getpid()))) << saved.error().message;
    EXPECT_EQ(folder.list()->size(), 1U) << "reading needs no lock";
}

TEST(DataFolder, refuses_a_timeframe_that_no_id_can_name) {
    const TemporaryFolder temporary;
    DataFolder folder = open_folder(temporary);
    market::DataSetInfo info = sample_info();
    info.timeframe = Timeframe::of(std::chrono::seconds(90'061));

    const auto saved = folder.save(info, sample_table(10, 1).columns());

    ASSERT_FALSE(saved.has_value());
    EXPECT_EQ(saved.error().fault, Fault::invalid_input);
    EXPECT_TRUE(testing::files_below(folder.path()).empty());
}

}  // namespace
}  // namespace spark::store
