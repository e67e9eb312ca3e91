#include "adapters/database/detail/postgres_library.hpp"

#include <dlfcn.h>

#include <string>

namespace spark::database::detail {
namespace {

constexpr const char* file = "libpq.so.5";
constexpr const char* remedy = "apt-get install libpq5, or use sqlite:PATH as store.url";

/// Finds functions in the library and remembers the first that is not there.
class Finder {
  public:
    explicit Finder(void* handle) : handle_(handle) {}

    template <class Function>
    void find(const char* name, Function& function) {
        function = reinterpret_cast<Function>(::dlsym(handle_, name));
        if (function == nullptr && missing_.empty()) missing_ = name;
    }
    const std::string& missing() const { return missing_; }

  private:
    void* handle_;
    std::string missing_;
};

}  // namespace

Result<PostgresLibrary> PostgresLibrary::open() {
    void* const handle = ::dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr)
        return fail(Fault::unavailable, std::string("PostgreSQL needs ") + file + ", which is not installed",
                    "store.url", remedy);
    Finder finder(handle);
    PostgresLibrary library;
    finder.find("PQconninfoParse", library.parse_url);
    finder.find("PQconninfoFree", library.free_url);
    finder.find("PQfreemem", library.free_memory);
    finder.find("PQconnectdbParams", library.connect);
    finder.find("PQfinish", library.finish);
    finder.find("PQstatus", library.status);
    finder.find("PQerrorMessage", library.error_message);
    finder.find("PQserverVersion", library.server_version);
    finder.find("PQparameterStatus", library.parameter_status);
    finder.find("PQsetnonblocking", library.set_nonblocking);
    finder.find("PQsetNoticeReceiver", library.set_notice_receiver);
    finder.find("PQsocket", library.socket);
    finder.find("PQflush", library.flush);
    finder.find("PQconsumeInput", library.consume_input);
    finder.find("PQisBusy", library.is_busy);
    finder.find("PQgetResult", library.get_result);
    finder.find("PQsendQuery", library.send_query);
    finder.find("PQsendPrepare", library.send_prepare);
    finder.find("PQsendQueryPrepared", library.send_query_prepared);
    finder.find("PQclear", library.clear);
    finder.find("PQresultStatus", library.result_status);
    finder.find("PQresultErrorField", library.error_field);
    finder.find("PQcmdStatus", library.command_status);
    finder.find("PQcmdTuples", library.command_rows);
    finder.find("PQntuples", library.row_count);
    finder.find("PQnfields", library.column_count);
    finder.find("PQftype", library.column_type);
    finder.find("PQgetisnull", library.is_null);
    finder.find("PQgetvalue", library.value);
    finder.find("PQgetlength", library.value_size);
    if (!finder.missing().empty())
        return fail(Fault::unavailable, std::string(file) + " has no " + finder.missing(), "store.url", remedy);
    return library;
}

}  // namespace spark::database::detail
