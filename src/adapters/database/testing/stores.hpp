#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "adapters/database/database.hpp"
#include "adapters/database/testing/postgres_server.hpp"
#include "foundation/base/testing/fresh_folder.hpp"

namespace spark::database::testing {

/// A test that runs on both engines: `TEST_P` in a suite derived from this, with
/// `INSTANTIATE_TEST_SUITE_P(On, Suite, both_stores, engine_name)` once. It begins with an empty store at `url`.
class OnBothStores : public ::testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        if (GetParam() == Engine::sqlite) {
            url = "sqlite:" + (folder / "spark.db").string();
            return;
        }
        std::string why_not;
        PostgresServer* const server = PostgresServer::shared(why_not);
        if (server == nullptr) GTEST_SKIP() << why_not;
        url = server->new_store();
    }

    /// Opens the store; the test ends when that is refused.
    std::unique_ptr<Database> open() {
        Options options;
        options.url = url;
        return open(std::move(options));
    }
    static std::unique_ptr<Database> open(Options options) {
        auto database = Database::open(options);
        EXPECT_TRUE(database.has_value()) << database.error().message << " " << database.error().place;
        return database ? *std::move(database) : nullptr;
    }

    spark::testing::FreshFolder folder;
    std::string url;
};

inline std::string engine_name(const ::testing::TestParamInfo<Engine>& info) {
    return info.param == Engine::sqlite ? "sqlite" : "postgresql";
}

inline const auto both_stores = ::testing::Values(Engine::sqlite, Engine::postgresql);

}  // namespace spark::database::testing
