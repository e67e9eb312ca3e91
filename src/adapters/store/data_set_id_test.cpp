#include "adapters/store/data_set_id.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace spark::store {
namespace {

TEST(DataSetId, writes_what_it_reads) {
    for (const std::string text :
         {"ds_binance_BTCUSDT_1h@v3", "ds_binance_BTCUSDT_1h", "ds_bist_XU100.F_1d@v1", "ds_a-b_A-B.C_15m@v999999"}) {
        const auto id = DataSetId::parse(text);

        ASSERT_TRUE(id.has_value()) << text;
        EXPECT_EQ(id->text(), text);
    }
}

TEST(DataSetId, names_its_folder) {
    EXPECT_EQ(DataSetId::parse("ds_binance_BTCUSDT_60m@v3")->folder(), "datasets/binance/BTCUSDT/1h");
}

TEST(DataSetId, refuses_every_other_text) {
    for (const std::string text :
         {"", "ds_", "BTCUSDT", "binance_BTCUSDT_1h", "ds_binance_BTCUSDT", "ds_binance__1h", "ds_binance_BTCUSDT_1h@",
          "ds_binance_BTCUSDT_1h@3", "ds_binance_BTCUSDT_1h@v", "ds_binance_BTCUSDT_1h@v0", "ds_binance_BTCUSDT_1h@v03",
          "ds_binance_BTCUSDT_1h@v1000000", "ds_binance_BTCUSDT_1h@v1x", "ds_binance_BTCUSDT_1h@v-1",
          "ds_binance_BTC/USDT_1h", "ds_binance_.._1h", "ds_binance_BTCUSDT_1x"}) {
        const auto id = DataSetId::parse(text);

        ASSERT_FALSE(id.has_value()) << text;
        EXPECT_EQ(id.error().fault, Fault::invalid_input);
    }
}

TEST(DataSetId, reads_only_canonical_file_names) {
    EXPECT_EQ(version_of_file_name("v3.spark"), 3U);
    EXPECT_EQ(version_of_file_name(file_name_of_version(DataSetId::version_max)), DataSetId::version_max);
    for (const std::string name : {"v03.spark", "v0.spark", "v.spark", "3.spark", "v3.sparks", ".v3.spark",
                                   "v3.spark.bak", "V3.spark", "v1000000.spark", "v 3.spark"}) {
        EXPECT_FALSE(version_of_file_name(name).has_value()) << name;
    }
}

TEST(NearestNames, gives_the_least_changed_first) {
    const std::vector<std::string> names{"ds_binance_ETHUSDT_1h", "ds_binance_BTCUSDT_1m", "ds_binance_BTCUSDT_1h",
                                         "ds_bist_XU100_1d"};

    EXPECT_EQ(nearest_names("ds_binance_btcusd_1h", names, 2),
              (std::vector<std::string>{"ds_binance_BTCUSDT_1h", "ds_binance_BTCUSDT_1m"}));
}

TEST(NearestNames, leaves_out_what_is_far_off) {
    const std::vector<std::string> names{"ds_binance_ETHUSDT_1h"};

    EXPECT_TRUE(nearest_names("x", names, 3).empty());
    EXPECT_TRUE(nearest_names(std::string(100'000, 'x'), names, 3).empty());
}

}  // namespace
}  // namespace spark::store
