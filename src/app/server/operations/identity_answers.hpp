#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/server/house.hpp"
#include "engine/identity/principal.hpp"
#include "engine/identity/refusal.hpp"
#include "surface/http/call.hpp"
#include "surface/http/operations.hpp"
#include "surface/http/outcome.hpp"
#include "surface/http/problem.hpp"

/// What the operations of users, sessions and keys share.
namespace spark::server {

/// A refusal of identity as the API tells it; throttled says when in Retry-After.
http::Problem problem_of(const identity::Refused& refused);

/// Work for somebody: a user's session or key, or the x-admin-token.
using ActorWork = std::function<http::Answered(House&, http::Call&, const identity::Principal&)>;

/// Adds work that is refused to who names nobody and to who has to change the password first.
void add_for_actor(House& house, http::Operations& operations, std::string name, ActorWork work);

/// The same for the little that who has to change the password may do.
void add_for_anyone_known(House& house, http::Operations& operations, std::string name, ActorWork work);

/// `make(value)`, or the refusal.
template <class T, class Make>
http::Answered answered_by(const identity::Answer<T>& answer, Make&& make) {
    if (!answer) return problem_of(answer.error());
    return std::forward<Make>(make)(*answer);
}
inline http::Answered nothing_or(const identity::Answer<void>& answer) {
    if (!answer) return problem_of(answer.error());
    return http::Outcome::nothing();
}

/// The version of If-Match, which the call needs, or why there is none: 428, 422.
struct WantedVersion {
    std::int64_t version = 0;
    std::optional<http::Problem> problem{};
};
WantedVersion wanted_version(const http::Call& call);

/// `ETag: "7"`
http::Outcome tagged(http::Outcome outcome, std::int64_t version);

/// Whose list is asked for: `?user=`, or the actor's own. Errors: invalid_input for who has none and names none.
Result<std::string> user_asked_for(const http::Call& call, const identity::Principal& actor);

/// A text member of the checked body; empty where it was not given.
std::string text_of(const http::Call& call, std::string_view name);

/// Every stream of the user ends now.
void end_streams_of(House& house, const std::string& user_id);

/// A page of rows that lie by their ids, oldest first; `newest_first` turns them round. The cursor is an id.
template <class Row, class Show>
Result<http::Page> page_by_id(const http::Call& call, const std::vector<Row>& rows, bool newest_first, Show&& show) {
    SPARK_TRY(const std::size_t limit, call.limit());
    const auto cursor = call.query("cursor");
    http::Page page;
    std::string last;
    for (std::size_t index = 0; index < rows.size(); ++index) {
        const Row& row = newest_first ? rows[rows.size() - 1 - index] : rows[index];
        if (cursor && (newest_first ? row.id >= *cursor : row.id <= *cursor)) continue;
        if (page.rows.size() == limit) {
            page.next_cursor = last;
            break;
        }
        page.rows.push_back(show(row));
        last = row.id;
    }
    return page;
}

}  // namespace spark::server
