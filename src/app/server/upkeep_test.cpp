#include "app/server/upkeep.hpp"

#include <gtest/gtest.h>

#include "adapters/database/idempotency_records.hpp"
#include "foundation/base/testing/fresh_folder.hpp"

namespace spark::server {
namespace {

// S-046: what a dead process left running.
TEST(SettleLeftCalls, frees_keys_of_jobs_and_says_of_others_that_nobody_knows) {
    const spark::testing::FreshFolder folder;
    const auto opened = database::Database::open({.url = "sqlite:" + (folder / "spark.db").string()});
    ASSERT_TRUE(opened.has_value());
    const auto& database = *opened;
    const WallTime now = wall_time_of_ms(1'763'700'000'000);
    const auto begin = [&](std::string route) {
        return database::begin_call(*database, {.key = {.principal = "usr_1", .route = std::move(route), .key = "k"},
                                                .body_sha256 = "b",
                                                .now = now,
                                                .expires_at = now + std::chrono::hours(1)})
            .value();
    };
    for (const std::string_view route : {"backtests.create", "keys.create", "gone.route"})
        EXPECT_TRUE(std::holds_alternative<database::CallIsNew>(begin(std::string(route))));

    ASSERT_TRUE(settle_left_calls(*database).has_value());

    EXPECT_TRUE(std::holds_alternative<database::CallIsNew>(begin("backtests.create")));
    for (const std::string_view route : {"keys.create", "gone.route"}) {
        const auto again = begin(std::string(route));
        ASSERT_TRUE(std::holds_alternative<database::KeptAnswer>(again)) << route;
        EXPECT_EQ(std::get<database::KeptAnswer>(again).status, 504);
        EXPECT_NE(std::get<database::KeptAnswer>(again).body.find("outcome_unknown"), std::string::npos);
    }
}

}  // namespace
}  // namespace spark::server
