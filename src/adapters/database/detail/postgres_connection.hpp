#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "adapters/database/detail/connection.hpp"
#include "adapters/database/detail/postgres_error.hpp"
#include "adapters/database/detail/postgres_library.hpp"

namespace spark::database::detail {

/// A connection to one PostgreSQL server. Made again when it is lost, but never inside a transaction. Every wait ends
/// by itself, also when the server is frozen. One thread at a time.
class PostgresConnection final : public Connection {
  public:
    struct Settings {
        std::string url;
        std::chrono::milliseconds busy_wait_max{5'000};  ///< For locks, and to connect (whole seconds, at least 2).
        std::chrono::milliseconds statement_wait_max{60'000};  ///< For one statement.
        bool may_write = false;
    };

    /// Errors: as of Database::open; invalid_input for a server before 15 or a database that is not UTF-8.
    static Result<std::unique_ptr<PostgresConnection>> open(const PostgresLibrary& library, Settings settings);

    Result<std::vector<Row>> query(std::string_view sql, std::span<const Value> values) override;
    Result<std::int64_t> execute(std::string_view sql, std::span<const Value> values) override;
    Result<void> ready() override;
    Result<void> begin(Durability durability) override;
    Result<void> begin_migration() override;
    Result<void> commit() override;
    void rollback() override;
    Result<void> script(std::string_view sql) override;
    Result<bool> has_table(std::string_view name) override;
    bool asks_for_retry() const override { return detail::asks_for_retry(complaint_.sqlstate); }
    Result<void> check() override;
    Result<void> backup(const std::filesystem::path& path) override;

  private:
    struct Finish {
        const PostgresLibrary* library;
        void operator()(PGconn* connection) const { library->finish(connection); }
    };
    struct Clear {
        const PostgresLibrary* library;
        void operator()(PGresult* result) const { library->clear(result); }
    };
    using Answer = std::unique_ptr<PGresult, Clear>;
    using TimePoint = std::chrono::steady_clock::time_point;

    PostgresConnection(const PostgresLibrary& library, Settings settings);
    Result<void> connect();
    Result<void> set_up_session();
    bool is_lost() const;
    Result<Answer> run(std::string_view sql, std::span<const Value> values);
    Result<Answer> run_prepared(std::string_view sql, std::span<const Value> values);
    Result<Answer> ask(bool is_sent);
    Result<void> wait_until(TimePoint deadline, bool wants_to_send);
    Answer next_result();
    std::unexpected<Error> refuse(const PGresult* result);
    std::unexpected<Error> refuse_as_lost(std::string message);

    PostgresLibrary library_;
    Settings settings_;
    std::unique_ptr<PGconn, Finish> connection_;
    std::map<std::string, std::string, std::less<>> statements_;  ///< Text and types to the server's name for it.
    std::int64_t next_statement_ = 0;
    PostgresComplaint complaint_;  ///< The last one.
    bool is_in_transaction_ = false;
};

}  // namespace spark::database::detail
