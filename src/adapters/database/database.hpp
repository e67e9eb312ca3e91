#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "foundation/base/result.hpp"

namespace spark::database {

using Blob = std::vector<std::byte>;

/// One column of one row, or one value for a `?`. Money travels as int64 counts of 1e-8 or as decimal text, never as a
/// double; times as int64 milliseconds since 1970 UTC; JSON as text.
using Value = std::variant<std::monostate, std::int64_t, double, std::string, Blob>;

/// One row of an answer, columns in the order of the SELECT. The accessors assert the type: a column of another type
/// than the schema says is a bug of the statement, not a fault of the world.
class Row {
  public:
    explicit Row(std::vector<Value> values) : values_(std::move(values)) {}

    std::size_t size() const { return values_.size(); }
    bool is_null(std::size_t column) const;
    std::int64_t integer(std::size_t column) const;
    double number(std::size_t column) const;
    const std::string& text(std::size_t column) const;
    const Blob& blob(std::size_t column) const;

  private:
    std::vector<Value> values_;
};

/// Statements inside one write transaction; lives only as long as the function it is handed to.
/// SQL is one statement in the common part of SQLite and PostgreSQL (docs/reference/store.md), with `?` for each value
/// (never text pasted in; as many values as `?`, asserted).
/// Errors of both functions: conflict when a constraint refuses it, naming the constraint; invalid_input for a value no
/// store holds (text that is not UTF-8 or holds a zero byte, a double that is not finite) or SQL that does not compile;
/// exhausted, unavailable, denied and corrupt as the world has it. After the first error the transaction is doomed:
/// every further statement gives that error again, and so does write(). To insert what may be there already, write
/// `ON CONFLICT DO NOTHING` and look at the count.
class Transaction {
  public:
    virtual ~Transaction() = default;

    virtual Result<std::vector<Row>> query(std::string_view sql, std::span<const Value> values) = 0;
    /// Rows that changed.
    virtual Result<std::int64_t> execute(std::string_view sql, std::span<const Value> values) = 0;

    Result<std::vector<Row>> query(std::string_view sql, std::initializer_list<Value> values = {}) {
        return query(sql, std::span<const Value>(values.begin(), values.size()));
    }
    Result<std::int64_t> execute(std::string_view sql, std::initializer_list<Value> values = {}) {
        return execute(sql, std::span<const Value>(values.begin(), values.size()));
    }
};

enum class Engine : std::uint8_t { sqlite, postgresql };

/// Whether a commit is on the disk before write() returns (`full`), or may be lost by a power cut (not by a crash of
/// the process) with the last moments (`normal`).
enum class Durability : std::uint8_t { normal, full };

struct Options {
    /// `sqlite:PATH` (a path alone means the same) or `postgresql://user@host:port/name`.
    std::string url;
    std::chrono::milliseconds busy_wait_max{5'000};  ///< For a store somebody else has locked; then unavailable.
    /// A statement of PostgreSQL that takes longer is given up, also when the server has stopped to answer.
    std::chrono::milliseconds statement_wait_max{60'000};
    std::size_t readers = 2;                 ///< Connections that read side by side.
    std::size_t writes_waiting_max = 1'024;  ///< The next writer is told exhausted.
};

/// What open() found and did.
struct OpenReport {
    std::chrono::microseconds check_duration{0};  ///< Of the integrity check; 0 where there was nothing to check.
    std::vector<std::string> applied;             ///< Names of the migrations that this open applied.
};

/// The store for everything but candles and evidence: users, sessions, keys, jobs, the planning documents' tables.
/// Any thread may call; writes go one after another through one queue. Life: open (checked, migrated) → used → closed
/// by the destructor, which finishes what is queued.
class Database {
  public:
    using Work = std::function<Result<void>(Transaction&)>;

    /// Opens, checks the file's integrity (SQLite) and brings the schema up to date, each migration whole or not at
    /// all. Errors: corrupt when the file is damaged or its migrations' hashes differ from this binary's; conflict when
    /// its schema is newer than this binary knows (says both versions); denied; unavailable when the server cannot be
    /// reached or the file stays locked; exhausted when the disk is full.
    static Result<std::unique_ptr<Database>> open(const Options& options);
    virtual ~Database() = default;

    virtual Engine engine() const = 0;
    virtual const OpenReport& report() const = 0;

    /// One SELECT outside any transaction: sees every write that was answered before.
    virtual Result<std::vector<Row>> query(std::string_view sql, std::span<const Value> values) = 0;
    Result<std::vector<Row>> query(std::string_view sql, std::initializer_list<Value> values = {}) {
        return query(sql, std::span<const Value>(values.begin(), values.size()));
    }

    /// Runs the work in one transaction on the writer's turn and returns when it is committed; an error of the work, or
    /// of the commit, leaves nothing of it. Never retried where the outcome is unknown: a connection that broke during
    /// COMMIT gives outcome_unknown. The work may run on another thread, once or (where the server asked for a retry
    /// before anything was committed) more than once: it must only touch the transaction and what it captured, set
    /// what it captured anew each time, and must not call write() (asserted).
    /// Errors: those of the statements; unavailable when the store is locked by another process or other writes take
    /// longer than `busy_wait_max`; exhausted when too many writes wait.
    virtual Result<void> write(Durability durability, const Work& work) = 0;

    /// A copy of the whole store while it is in use, as one file that open() takes (SQLite's online backup; for
    /// PostgreSQL: denied, with the pg_dump line to use). Errors: as of files.
    /// An existing file of that name is replaced, whole or not at all.
    virtual Result<void> backup(const std::filesystem::path& path) = 0;

    /// Whether it answers now: a probe for /readyz, quick, writes nothing. Errors: why not; corrupt when the file was
    /// deleted or replaced under this process.
    virtual Result<void> probe() = 0;

    /// Reads everything and checks it, as long as that takes (`spark doctor`): every page, index, constraint and
    /// reference of SQLite; for PostgreSQL every row is read once. Errors: corrupt, with the first finding.
    virtual Result<void> check() = 0;
};

}  // namespace spark::database
