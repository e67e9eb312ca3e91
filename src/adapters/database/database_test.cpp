#include "adapters/database/database.hpp"

#include <gtest/gtest.h>

#include "foundation/base/testing/fresh_folder.hpp"

namespace spark::database {
namespace {

TEST(Database, writes_reads_and_backs_up) {
    const spark::testing::FreshFolder folder;
    auto db = Database::open({.url = "sqlite:" + (folder / "a/spark.db").string()});
    ASSERT_TRUE(db) << db.error().message;
    auto w = (*db)->write(Durability::full, [](Transaction& t) -> Result<void> {
        SPARK_TRY(t.execute("INSERT INTO settings VALUES (?,?,?,?,?,?)",
                            {"s", "k", "1", std::int64_t{1}, std::int64_t{5}, "me"}));
        return {};
    });
    ASSERT_TRUE(w) << w.error().message;
    auto rows = (*db)->query("SELECT key, version FROM settings");
    ASSERT_TRUE(rows) << rows.error().message;
    EXPECT_EQ((*rows)[0].text(0), "k");
    EXPECT_TRUE((*db)->probe());
    EXPECT_TRUE((*db)->check());
    auto b = (*db)->backup(folder / "b.db");
    EXPECT_TRUE(b) << b.error().message;
    auto copy = Database::open({.url = (folder / "b.db").string()});
    ASSERT_TRUE(copy) << copy.error().message;
    EXPECT_EQ((*copy)->query("SELECT * FROM settings")->size(), 1U);
}

}  // namespace
}  // namespace spark::database
