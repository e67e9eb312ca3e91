#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/net/message.hpp"
#include "foundation/net/target.hpp"
#include "surface/http/words.hpp"

namespace spark::http {

class Backend;
class JobTable;

enum class Method : std::uint8_t { get, post };
/// Who may call: on a loopback port anyone may look; what changes state takes the admin.
enum class Role : std::uint8_t { anyone, admin };
/// Calls of one class share one bucket (rate_limit.hpp).
enum class RateClass : std::uint8_t { probe, read, compute };
/// Where the work is done: quick things on the I/O thread, what reads the disk in the pool, backtests as jobs there.
enum class Where : std::uint8_t { io_thread, pool, job };

/// One request on its way through its route. Used by one thread at a time.
struct Call {
    net::Request request;
    net::Target target;
    std::vector<std::string> captured{};  ///< What stands in the path's braces, in order, decoded.
    Language language = Language::en;
    std::string request_id;
    std::string date;
    const struct Route* route = nullptr;
    Backend& backend;
    const JobTable& jobs;
};

/// One row of the table from which dispatch, OpenAPI, the pages and the reference are made.
struct Route {
    Method method = Method::get;
    std::string_view path;  ///< `/api/v1/backtests/{id}`
    Role role = Role::admin;
    RateClass rate = RateClass::read;
    Where where = Where::pool;
    bool audited = false;     ///< Each call leaves a line in the log, not only those that are refused.
    bool idempotent = false;  ///< Repeating it changes nothing more.
    Words summary;
    std::string_view request_schema{};   ///< Empty: no body.
    std::string_view response_schema{};  ///< Empty: not JSON.
    std::string_view media_type = "application/json";
    std::string_view example{};                  ///< What follows `curl ` with the server's address before the path.
    std::string_view query{};                    ///< Names of query parameters, parted by blanks.
    int created_status = 200;                    ///< Of a job that was waited for.
    net::Response (*run)(Call& call) = nullptr;  ///< Null for jobs.
};

std::span<const Route> routes();

std::string_view to_text(Method method);
std::string_view to_text(Role role);
std::string_view to_text(RateClass rate);

/// What stands in the braces where the decoded path fits the pattern; none where it does not.
std::optional<std::vector<std::string>> match(std::string_view pattern, std::span<const std::string> segments);

}  // namespace spark::http
