#pragma once

#include <filesystem>
#include <string_view>

#include "adapters/database/database.hpp"

namespace spark::database::detail {

/// One connection to one engine: what SQLite and PostgreSQL do differently, and nothing else. One thread at a time.
/// Outside a transaction, query() reads what is committed.
class Connection : public Transaction {
  public:
    /// Makes sure there is something to talk to: the file that was opened, or a server (reached again when it was
    /// stopped and started). Errors: corrupt when the file was deleted or replaced; unavailable.
    virtual Result<void> ready() = 0;

    /// Begins a transaction that may write. Waits at most `busy_wait_max` for others.
    virtual Result<void> begin(Durability durability) = 0;

    /// Begins a transaction that no other migration runs beside.
    virtual Result<void> begin_migration() = 0;

    /// Errors: outcome_unknown when it may or may not be committed; on every other error nothing is.
    virtual Result<void> commit() = 0;

    /// Ends the transaction without a trace, also after any error. Nothing to do outside a transaction.
    virtual void rollback() = 0;

    /// Runs statements one after another; for migrations.
    virtual Result<void> script(std::string_view sql) = 0;

    virtual Result<bool> has_table(std::string_view name) = 0;

    /// True when the last error was the engine's wish to run the whole transaction again, with nothing committed.
    virtual bool asks_for_retry() const = 0;

    virtual Result<void> check() = 0;
    virtual Result<void> backup(const std::filesystem::path& path) = 0;
};

}  // namespace spark::database::detail
