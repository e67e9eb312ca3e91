#include "adapters/database/detail/open_postgres.hpp"

#include "adapters/database/detail/migrator.hpp"
#include "adapters/database/detail/postgres_connection.hpp"
#include "adapters/database/detail/queued_database.hpp"
#include "adapters/database/migrations/migrations.hpp"

namespace spark::database::detail {

namespace {

Result<QueuedDatabase::Connect> connector(const std::string& url, const Options& options) {
    SPARK_TRY(const PostgresLibrary library, PostgresLibrary::open());
    return [library, url, options](QueuedDatabase::Use use) -> Result<std::unique_ptr<Connection>> {
        SPARK_TRY(auto connection,
                  PostgresConnection::open(library, {.url = url,
                                                     .busy_wait_max = options.busy_wait_max,
                                                     .statement_wait_max = options.statement_wait_max,
                                                     .may_write = use == QueuedDatabase::Use::writing}));
        return std::unique_ptr<Connection>(std::move(connection));
    };
}

}  // namespace

Result<std::unique_ptr<Connection>> connect_postgres(const std::string& url, const Options& options) {
    SPARK_TRY(const auto connect, connector(url, options));
    return connect(QueuedDatabase::Use::writing);
}

Result<std::unique_ptr<Database>> open_postgres(const std::string& url, const Options& options) {
    SPARK_TRY(auto connect, connector(url, options));
    SPARK_TRY(std::unique_ptr<Connection> writer, connect(QueuedDatabase::Use::writing));
    OpenReport report;
    SPARK_TRY(report.applied, migrate(*writer, Engine::postgresql, migrations));
    return QueuedDatabase::start({.engine = Engine::postgresql,
                                  .options = options,
                                  .report = std::move(report),
                                  .writer = std::move(writer),
                                  .connect = std::move(connect)});
}

}  // namespace spark::database::detail
