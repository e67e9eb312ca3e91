#include "adapters/database/detail/postgres_connection.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "adapters/database/detail/postgres_values.hpp"
#include "adapters/database/detail/statement.hpp"
#include "foundation/base/assert.hpp"

namespace spark::database::detail {
namespace {

constexpr int server_version_min = 150'000;
constexpr std::size_t statements_max = 256;
/// Any number nobody else locks in this database: 'SPRK'.
constexpr std::string_view migration_lock = "SELECT pg_advisory_xact_lock(1397772875)";
/// The server gives a statement up by itself; only when it does not answer at all is the connection cut.
constexpr std::chrono::milliseconds grace{1'000};

std::string text_of(const char* text) { return text == nullptr ? std::string{} : std::string(text); }

std::string one_line(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
    std::ranges::replace(text, '\n', ' ');
    return text;
}

void drop_notice(void*, const PGresult*) {}

}  // namespace

PostgresConnection::PostgresConnection(const PostgresLibrary& library, Settings settings)
    : library_(library), settings_(std::move(settings)), connection_(nullptr, Finish{&library_}) {}

Result<std::unique_ptr<PostgresConnection>> PostgresConnection::open(const PostgresLibrary& library,
                                                                     Settings settings) {
    // Looked at here, since libpq's complaint about a URL may repeat the password in it.
    char* complaint = nullptr;
    PQconninfoOption* const parsed = library.parse_url(settings.url.c_str(), &complaint);
    library.free_memory(complaint);
    library.free_url(parsed);
    if (parsed == nullptr)
        return fail(Fault::invalid_input, "found a PostgreSQL URL that cannot be read", "store.url",
                    "write postgresql://user@host:port/name, with %XX for special characters");
    std::unique_ptr<PostgresConnection> connection(new PostgresConnection(library, std::move(settings)));
    SPARK_TRY(connection->connect());
    return connection;
}

bool PostgresConnection::is_lost() const { return !connection_ || library_.status(connection_.get()) != CONNECTION_OK; }

Result<void> PostgresConnection::connect() {
    connection_.reset();
    statements_.clear();
    complaint_ = {};
    is_in_transaction_ = false;
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(settings_.busy_wait_max).count();
    const std::string timeout = std::to_string(std::max<std::int64_t>(seconds, 2));
    const std::array keywords{"connect_timeout", "keepalives_idle", "fallback_application_name",
                              "dbname",          "client_encoding", static_cast<const char*>(nullptr)};
    const std::array values{timeout.c_str(),       "30",   "spark",
                            settings_.url.c_str(), "UTF8", static_cast<const char*>(nullptr)};
    connection_.reset(library_.connect(keywords.data(), values.data(), 1));
    if (is_lost()) {
        // The server's SQLSTATE is not kept by libpq 15 for a refused connection, so its words are all there is.
        std::string message = one_line(connection_ ? library_.error_message(connection_.get()) : "out of memory");
        const bool no_such_database = message.contains("database \"") && message.contains("does not exist");
        const bool refused = message.contains("authentication failed") || message.contains("no pg_hba.conf entry") ||
                             message.contains("no password supplied") || message.contains("role \"");
        complaint_ = {.sqlstate = no_such_database ? "3D000"
                                  : refused        ? "28000"
                                                   : "",
                      .severity = "FATAL",
                      .message = std::move(message),
                      .constraint = {}};
        connection_.reset();
        return fail(postgres_error(complaint_, "connect to the store"));
    }
    library_.set_notice_receiver(connection_.get(), &drop_notice, nullptr);
    if (library_.server_version(connection_.get()) < server_version_min)
        return fail(Fault::invalid_input, "found a PostgreSQL server before 15, allowed 15 and later", "store.url");
    if (text_of(library_.parameter_status(connection_.get(), "server_encoding")) != "UTF8")
        return fail(Fault::invalid_input, "found a database that is not encoded in UTF8", "store.url",
                    "create it with createdb --encoding=UTF8 --template=template0");
    if (library_.set_nonblocking(connection_.get(), 1) != 0) return refuse_as_lost("out of memory");
    return set_up_session();
}

Result<void> PostgresConnection::set_up_session() {
    const auto milliseconds = [](std::chrono::milliseconds time) { return std::to_string(time.count()); };
    return script("SET lock_timeout = " + milliseconds(settings_.busy_wait_max) +
                  "; SET statement_timeout = " + milliseconds(settings_.statement_wait_max) +
                  "; SET idle_in_transaction_session_timeout = " + milliseconds(settings_.statement_wait_max) +
                  "; SET bytea_output = 'hex'; SET extra_float_digits = 1; SET timezone = 'UTC'" +
                  "; SET standard_conforming_strings = on" +
                  "; SET default_transaction_read_only = " + (settings_.may_write ? "off" : "on"));
}

std::unexpected<Error> PostgresConnection::refuse_as_lost(std::string message) {
    complaint_ = {.sqlstate = {}, .severity = "FATAL", .message = one_line(std::move(message)), .constraint = {}};
    connection_.reset();
    return fail(postgres_error(complaint_, "the store's server"));
}

std::unexpected<Error> PostgresConnection::refuse(const PGresult* result) {
    const auto field = [&](int code) { return text_of(library_.error_field(result, code)); };
    complaint_ = {.sqlstate = field(PG_DIAG_SQLSTATE),
                  .severity = field(PG_DIAG_SEVERITY_NONLOCALIZED),
                  .message = one_line(field(PG_DIAG_MESSAGE_PRIMARY)),
                  .constraint = field(PG_DIAG_CONSTRAINT_NAME)};
    if (complaint_.message.empty()) return refuse_as_lost(library_.error_message(connection_.get()));
    // The server hangs up after these.
    if (complaint_.severity == "FATAL" || complaint_.severity == "PANIC") connection_.reset();
    return fail(postgres_error(complaint_, "statement"));
}

Result<void> PostgresConnection::wait_until(TimePoint deadline, bool wants_to_send) {
    pollfd socket{.fd = library_.socket(connection_.get()),
                  .events = static_cast<short>(wants_to_send ? POLLIN | POLLOUT : POLLIN),
                  .revents = 0};
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    const int ready = left.count() <= 0 ? 0 : ::poll(&socket, 1, static_cast<int>(left.count()));
    if (ready == 0) return refuse_as_lost("no answer in time");
    return {};  // An interrupted poll is one turn more of the caller's loop.
}

PostgresConnection::Answer PostgresConnection::next_result() {
    return {library_.get_result(connection_.get()), Clear{&library_}};
}

/// Waits for the answer to what was sent. Of several statements in one text the last answer counts, or the first error.
Result<PostgresConnection::Answer> PostgresConnection::ask(bool is_sent) {
    if (!is_sent) return refuse_as_lost(library_.error_message(connection_.get()));
    const TimePoint deadline = std::chrono::steady_clock::now() + settings_.statement_wait_max + grace;
    for (int left = 1; left != 0;) {
        left = library_.flush(connection_.get());
        if (left < 0) break;  // The server may have said why before it hung up: read on.
        if (left == 0) break;
        SPARK_TRY(wait_until(deadline, true));
        library_.consume_input(connection_.get());
    }
    Answer last(nullptr, Clear{&library_});
    bool is_refused = false;
    while (true) {
        while (library_.is_busy(connection_.get()) != 0) {
            SPARK_TRY(wait_until(deadline, false));
            if (library_.consume_input(connection_.get()) == 0) break;
        }
        Answer next = next_result();
        if (!next) break;
        if (is_refused) continue;
        const ExecStatusType status = library_.result_status(next.get());
        is_refused = status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY;
        last = std::move(next);
    }
    if (!last) return refuse_as_lost(library_.error_message(connection_.get()));
    if (is_refused) return refuse(last.get());
    return last;
}

Result<PostgresConnection::Answer> PostgresConnection::run_prepared(std::string_view sql,
                                                                    std::span<const Value> values) {
    const PostgresParameters parameters(values);
    const std::string key = std::string(sql) + '\0' + parameters.signature();
    auto known = statements_.find(key);
    if (known == statements_.end()) {
        const NumberedStatement numbered = number_parameters(sql);
        SPARK_ASSERT(numbered.parameters == values.size());
        if (statements_.size() >= statements_max) {
            statements_.clear();
            SPARK_TRY(script("DEALLOCATE ALL"));
        }
        const std::string name = "s" + std::to_string(next_statement_++);
        SPARK_TRY(ask(library_.send_prepare(connection_.get(), name.c_str(), numbered.sql.c_str(), parameters.count(),
                                            parameters.types()) == 1));
        known = statements_.emplace(key, name).first;
    }
    return ask(library_.send_query_prepared(connection_.get(), known->second.c_str(), parameters.count(),
                                            parameters.bytes(), parameters.sizes(), parameters.formats(), 0) == 1);
}

Result<PostgresConnection::Answer> PostgresConnection::run(std::string_view sql, std::span<const Value> values) {
    const bool may_repeat = !is_in_transaction_ && !settings_.may_write;
    if (may_repeat) SPARK_TRY(ready());
    if (!connection_) return refuse_as_lost("the connection was lost");
    auto answer = run_prepared(sql, values);
    // A read on a connection that the server closed while it was idle: once more on a new one.
    if (answer || !may_repeat || !is_lost()) return answer;
    SPARK_TRY(connect());
    return run_prepared(sql, values);
}

Result<std::vector<Row>> PostgresConnection::query(std::string_view sql, std::span<const Value> values) {
    SPARK_TRY(const Answer answer, run(sql, values));
    return rows_of(library_, answer.get());
}

Result<std::int64_t> PostgresConnection::execute(std::string_view sql, std::span<const Value> values) {
    SPARK_TRY(const Answer answer, run(sql, values));
    if (text_of(library_.command_status(answer.get())).starts_with("SELECT")) return 0;
    const std::string text = text_of(library_.command_rows(answer.get()));
    std::int64_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);  // Empty, so 0, for what changes no rows.
    return count;
}

Result<void> PostgresConnection::script(std::string_view sql) {
    if (!connection_) return refuse_as_lost("the connection was lost");
    const std::string text(sql);
    SPARK_TRY(ask(library_.send_query(connection_.get(), text.c_str()) == 1));
    return {};
}

Result<void> PostgresConnection::ready() {
    complaint_ = {};
    if (is_lost()) return connect();
    return {};
}

Result<void> PostgresConnection::begin(Durability durability) {
    const std::string sql = std::string("BEGIN ISOLATION LEVEL SERIALIZABLE; SET LOCAL synchronous_commit = ") +
                            (durability == Durability::full ? "on" : "off");
    auto begun = script(sql);
    // Nothing has happened yet, so a connection that was closed while it was idle is made again.
    if (!begun && is_lost()) {
        SPARK_TRY(connect());
        begun = script(sql);
    }
    is_in_transaction_ = begun.has_value();
    return begun;
}

Result<void> PostgresConnection::begin_migration() {
    SPARK_TRY(script("BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL synchronous_commit = on"));
    is_in_transaction_ = true;
    if (auto locked = script(migration_lock); !locked) {
        rollback();
        return locked;
    }
    return {};
}

Result<void> PostgresConnection::commit() {
    is_in_transaction_ = false;
    if (!connection_) return refuse_as_lost("the connection was lost before the commit");
    auto answer = ask(library_.send_query(connection_.get(), "COMMIT") == 1);
    if (answer && text_of(library_.command_status(answer->get())) == "COMMIT") return {};
    if (answer) return fail(Fault::unavailable, "the server rolled back instead of committing", "store.url");
    Error found = std::move(answer).error();
    // An ERROR is the server's word that it rolled back; a lost connection, or a server that stops, says nothing.
    if (complaint_.severity != "ERROR" || is_lost()) {
        connection_.reset();
        found.fault = Fault::outcome_unknown;
        found.message = "commit: " + found.message;
        found.remedy = "look at what is there before any repetition";
    }
    return fail(std::move(found));
}

void PostgresConnection::rollback() {
    is_in_transaction_ = false;
    if (!connection_) return;
    const PostgresComplaint reason = complaint_;
    // A connection that cannot roll back is closed: the server rolls back by itself.
    if (const auto done = script("ROLLBACK"); !done) connection_.reset();
    complaint_ = reason;
}

Result<bool> PostgresConnection::has_table(std::string_view name) {
    const Value value = std::string(name);
    SPARK_TRY(const auto rows, query("SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = current_schema() AND "
                                     "tablename = ?",
                                     std::span(&value, 1)));
    return !rows.empty();
}

Result<void> PostgresConnection::check() {
    settings_.statement_wait_max = std::chrono::hours(24);
    SPARK_TRY(set_up_session());
    SPARK_TRY(const auto tables, query("SELECT quote_ident(tablename) FROM pg_catalog.pg_tables "
                                       "WHERE schemaname = current_schema() ORDER BY tablename",
                                       {}));
    // Every value is read and unpacked; with data checksums the server compares each page.
    for (const Row& table : tables) {
        const std::string& name = table.text(0);
        SPARK_TRY(query("SELECT CAST(sum(length(CAST(t AS text))) AS bigint) FROM " + name + " AS t", {}));
    }
    return {};
}

Result<void> PostgresConnection::backup(const std::filesystem::path& path) {
    return fail(Fault::denied, "a PostgreSQL store is backed up by the server's own tools", "store.url",
                "pg_dump --format=custom --file=" + path.string() + " --dbname=<store.url>");
}

}  // namespace spark::database::detail
