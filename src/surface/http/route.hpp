#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/identity/role.hpp"
#include "surface/http/words.hpp"

namespace spark::http {

enum class Method : std::uint8_t { get, post, put, patch, remove };

/// Which ports serve a route (ports.hpp).
enum class Group : std::uint8_t {
    system,
    pages,
    identity,
    settings,
    markets,
    stream,
    data,
    strategies,
    backtests,
    optimizations,
    jobs,
    evidence,
    audit
};

/// Who may call. `anybody`: also who names nobody, wherever it comes from. `somebody`: a user, whatever its role, for
/// what concerns itself. `holder`: who holds the route's right.
enum class Who : std::uint8_t { anybody, somebody, holder };

/// Calls of one class share one bucket a principal (rate_limit.hpp). `probe` is never limited.
enum class RateClass : std::uint8_t { probe, read, write, compute, login, upload };

/// Where the work is begun: quick things on the I/O thread, all else in the pool.
enum class Where : std::uint8_t { io_thread, pool };

/// Whether an Idempotency-Key may be given with a call.
enum class Once : std::uint8_t { unused, allowed, needed };

/// One row of the table from which dispatch, checks, OpenAPI, the TypeScript types, the pages and the reference are
/// made. Deny by default: a row that says nothing needs the right to administer.
struct Route {
    Method method = Method::get;
    std::string_view path;       ///< `/api/v1/backtests/{id}`
    std::string_view operation;  ///< `backtests.show`: what is wired to it, and what the audit log calls it.
    Group group = Group::system;
    Who who = Who::holder;
    identity::Right right = identity::Right::administer;  ///< For holders.
    RateClass rate = RateClass::read;
    Where where = Where::pool;
    Once once = Once::unused;
    Words summary;
    std::string_view request_schema{};   ///< Empty: no JSON body.
    std::string_view body_media_type{};  ///< Of a body that is no JSON, parted by blanks: `text/csv application/gzip`.
    std::size_t body_bytes_max = 1U << 20U;
    std::string_view response_schema{};  ///< Empty: not JSON, or no body.
    std::string_view media_type = "application/json";
    std::string_view other_media_types{};  ///< Further forms of the answer for Accept, parted by blanks.
    std::string_view example{};            ///< What follows `curl ` with the server's address before the path.
    std::string_view query{};              ///< Names of query parameters (query_parameters.hpp), parted by blanks.
    int status = 200;                      ///< Of the usual answer.
    bool gives_job = false;                ///< May answer 202 with a job.
    bool only_asks = false;                ///< A POST that changes nothing: its question is too long for an address.
    bool is_page = false;                  ///< For browsers: in no OpenAPI, takes any query.
    bool is_fallback = false;              ///< Of an address that fits no other row; not found by its path.
    bool noted_after = false;  ///< The door: in the audit log once, with what came of it; nobody is known before.

    constexpr bool changes_state() const { return method != Method::get && !only_asks; }
    /// Whether a body is looked for.
    constexpr bool has_body() const { return !request_schema.empty() || !body_media_type.empty(); }
};

/// All rows, topic by topic (routes/*.cpp).
std::span<const Route> routes();

/// Null when there is none.
const Route* find_operation(std::string_view operation);

std::string_view to_text(Method method);
std::string_view to_text(Group group);
std::string_view to_text(Who who);
std::string_view to_text(RateClass rate);
/// `look`, or `anybody` / `somebody`.
std::string_view right_text(const Route& route);

/// What stands in the braces where the decoded path fits the pattern; none where it does not.
std::optional<std::vector<std::string>> match(std::string_view pattern, std::span<const std::string> segments);

/// The names in the pattern's braces.
std::vector<std::string_view> captured_names(std::string_view pattern);

/// The words of a text parted by blanks.
std::vector<std::string_view> words_of(std::string_view text);

}  // namespace spark::http
