#include "adapters/store/data_trash.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "adapters/store/testing/sample_data_sets.hpp"

namespace spark::store {
namespace {

using testing::sample_info;
using testing::sample_table;
using testing::TemporaryFolder;

constexpr std::string_view first = "ds_binance_BTCUSDT_1h@v1";

struct Saved {
    TemporaryFolder temporary;
    DataFolder folder = DataFolder::open(temporary.path() / "data", {.create = true}).value();
    DataTrash trash{temporary.path() / "data", {}};

    std::string save(std::uint64_t seed) {
        return folder.save(sample_info(), sample_table(100, seed).columns()).value().id.text();
    }
};

TEST(DataTrash, takes_one_version_and_gives_it_back) {
    Saved saved;
    ASSERT_EQ(saved.save(1), first);
    saved.save(2);

    ASSERT_TRUE(saved.trash.put(first).has_value());
    EXPECT_FALSE(saved.folder.open_data_set(first).has_value());
    EXPECT_EQ(saved.folder.list().value().size(), 1U);
    ASSERT_EQ(saved.trash.list().value().size(), 1U);
    EXPECT_EQ(saved.trash.list().value()[0].id.text(), first);

    ASSERT_TRUE(saved.trash.restore(first).has_value());
    EXPECT_TRUE(saved.folder.open_data_set(first).value().check_identity().has_value());
    EXPECT_TRUE(saved.trash.list().value().empty());
}

TEST(DataTrash, never_lets_a_number_be_given_twice) {
    Saved saved;
    saved.save(1);
    ASSERT_TRUE(saved.trash.put(first).has_value());
    EXPECT_EQ(saved.save(2), "ds_binance_BTCUSDT_1h@v2");

    ASSERT_TRUE(saved.trash.put("ds_binance_BTCUSDT_1h@v2").has_value());
    ASSERT_TRUE(saved.trash.remove("ds_binance_BTCUSDT_1h@v2").has_value());
    ASSERT_TRUE(saved.trash.remove(first).has_value());

    EXPECT_TRUE(saved.trash.list().value().empty());
    EXPECT_TRUE(saved.folder.list().value().empty());
    EXPECT_EQ(saved.save(3), "ds_binance_BTCUSDT_1h@v3");
}

TEST(DataTrash, takes_a_damaged_version_too) {
    Saved saved;
    saved.save(1);
    const auto path = saved.folder.list().value()[0].path;
    std::ofstream(path, std::ios::trunc) << "damaged";

    EXPECT_TRUE(saved.trash.put(first).has_value());
    EXPECT_TRUE(saved.trash.list().value()[0].damage.has_value());
}

TEST(DataTrash, refuses_what_is_not_there_or_not_named_whole) {
    Saved saved;
    saved.save(1);

    EXPECT_EQ(saved.trash.put("ds_binance_BTCUSDT_1h").error().fault, Fault::invalid_input);
    EXPECT_EQ(saved.trash.put("../../etc/passwd").error().fault, Fault::invalid_input);
    EXPECT_EQ(saved.trash.put("ds_binance_BTCUSDT_1h@v9").error().fault, Fault::not_found);
    EXPECT_EQ(saved.trash.restore(first).error().fault, Fault::not_found);
    EXPECT_EQ(saved.trash.remove(first).error().fault, Fault::not_found);
    EXPECT_TRUE(saved.folder.open_data_set(first).has_value());
}

}  // namespace
}  // namespace spark::store
