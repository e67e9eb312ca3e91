#include "app/server/operations/identity_answers.hpp"

#include "surface/http/gate.hpp"

namespace spark::server {

using http::Call;
using http::Problem;

Problem problem_of(const identity::Refused& refused) {
    if (!refused.reason) return http::problem_of(refused.error);
    Problem problem{.kind = http::problem_kind(http::problem_code_of(*refused.reason)),
                    .detail = refused.error.message,
                    .fix = refused.error.remedy};
    if (refused.retry_after.count() > 0)
        problem.headers.push_back({"Retry-After", std::to_string(refused.retry_after.count())});
    return problem;
}

void add_for_anyone_known(House& house, http::Operations& operations, std::string name, ActorWork work) {
    operations.add(std::move(name), [&house, work = std::move(work)](Call& call) -> http::Answered {
        if (!call.caller.principal)
            return Problem{.kind = http::problem_kind("unauthenticated"), .detail = "the call names nobody"};
        return work(house, call, *call.caller.principal);
    });
}

void add_for_actor(House& house, http::Operations& operations, std::string name, ActorWork work) {
    add_for_anyone_known(house, operations, std::move(name),
                         [work = std::move(work)](House& inner, Call& call, const identity::Principal& actor) {
                             if (!actor.must_change_password) return work(inner, call, actor);
                             return http::Answered(Problem{.kind = http::problem_kind("denied"),
                                                           .detail = "the password has to be changed first",
                                                           .fix = "POST /api/v1/session/password"});
                         });
}

WantedVersion wanted_version(const Call& call) {
    const auto version = call.if_match();
    if (!version) return {.problem = http::problem_of(version.error())};
    if (!*version)
        return {.problem =
                    Problem{.kind = http::problem_kind("version_wanted"), .detail = "the header If-Match is missing"}};
    return {.version = **version};
}

http::Outcome tagged(http::Outcome outcome, std::int64_t version) {
    return std::move(outcome).with("ETag", "\"" + std::to_string(version) + "\"");
}

Result<std::string> user_asked_for(const Call& call, const identity::Principal& actor) {
    std::string user(call.query("user").value_or(actor.user_id));
    if (user.empty())
        return fail(Fault::invalid_input, "user is missing, and the x-admin-token is no user itself", "user",
                    "GET /api/v1/users lists them");
    return user;
}

std::string text_of(const Call& call, std::string_view name) {
    const wire::Json* const value = call.body.find(name);
    return value != nullptr && value->is_string() ? *value->as_string() : std::string();
}

void end_streams_of(House& house, const std::string& user_id) { house.hub->end_streams_of({}, user_id); }

}  // namespace spark::server
