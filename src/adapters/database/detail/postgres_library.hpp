#pragma once

#include <libpq-fe.h>

#include "foundation/base/result.hpp"

namespace spark::database::detail {

/// Functions of libpq, found when the first PostgreSQL store is opened: a binary linked against it would load Kerberos,
/// LDAP and two TLS libraries at each start, and need them where SQLite is all it uses.
struct PostgresLibrary {
    decltype(&::PQconninfoParse) parse_url = nullptr;
    decltype(&::PQconninfoFree) free_url = nullptr;
    decltype(&::PQfreemem) free_memory = nullptr;
    decltype(&::PQconnectdbParams) connect = nullptr;
    decltype(&::PQfinish) finish = nullptr;
    decltype(&::PQstatus) status = nullptr;
    decltype(&::PQerrorMessage) error_message = nullptr;
    decltype(&::PQserverVersion) server_version = nullptr;
    decltype(&::PQparameterStatus) parameter_status = nullptr;
    decltype(&::PQsetnonblocking) set_nonblocking = nullptr;
    decltype(&::PQsetNoticeReceiver) set_notice_receiver = nullptr;
    decltype(&::PQsocket) socket = nullptr;
    decltype(&::PQflush) flush = nullptr;
    decltype(&::PQconsumeInput) consume_input = nullptr;
    decltype(&::PQisBusy) is_busy = nullptr;
    decltype(&::PQgetResult) get_result = nullptr;
    decltype(&::PQsendQuery) send_query = nullptr;
    decltype(&::PQsendPrepare) send_prepare = nullptr;
    decltype(&::PQsendQueryPrepared) send_query_prepared = nullptr;
    decltype(&::PQclear) clear = nullptr;
    decltype(&::PQresultStatus) result_status = nullptr;
    decltype(&::PQresultErrorField) error_field = nullptr;
    decltype(&::PQcmdStatus) command_status = nullptr;
    decltype(&::PQcmdTuples) command_rows = nullptr;
    decltype(&::PQntuples) row_count = nullptr;
    decltype(&::PQnfields) column_count = nullptr;
    decltype(&::PQftype) column_type = nullptr;
    decltype(&::PQgetisnull) is_null = nullptr;
    decltype(&::PQgetvalue) value = nullptr;
    decltype(&::PQgetlength) value_size = nullptr;

    /// Loads it, once a process; it stays. Errors: unavailable, naming what is missing and the package.
    static Result<PostgresLibrary> open();
};

}  // namespace spark::database::detail
