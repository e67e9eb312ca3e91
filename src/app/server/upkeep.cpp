#include "app/server/upkeep.hpp"

#include <chrono>
#include <string>

#include "adapters/database/idempotency_records.hpp"
#include "surface/http/problem.hpp"
#include "surface/http/route.hpp"

namespace spark::server {
namespace {

using wire::Json;

constexpr std::chrono::seconds every{5};
constexpr int expiry_every = 720;  // of these: an hour

database::KeptAnswer unknown_outcome(const http::Route* route) {
    const http::Problem problem{
        .kind = http::problem_kind("outcome_unknown"),
        .detail = "the server stopped while the first call with this Idempotency-Key was at work",
        .fix = "look at what is there, then call with a new key"};
    const std::string path(route == nullptr ? std::string_view() : route->path);
    const http::ProblemPlace place{.instance = path, .request_id = {}, .language = http::Language::en};
    return {.status = problem.kind.status,
            .headers = wire::to_text(Json::object().set("media_type", "application/problem+json").set("location", "")),
            .body = http::problem_text(problem, place) + "\n"};
}

}  // namespace

Result<void> settle_left_calls(database::Database& database) {
    SPARK_TRY(const auto left, database::running_calls(database));
    for (const database::IdempotencyKey& key : left) {
        const http::Route* const route = http::find_operation(key.route);
        if (route != nullptr && route->gives_job) {
            SPARK_TRY(database::forget_call(database, key));
        } else {
            SPARK_TRY(database::keep_answer(database, key, unknown_outcome(route)));
        }
    }
    return {};
}

Upkeep::Upkeep(House& house) : house_(house), thread_([this](const std::stop_token& stop) { run(stop); }) {}

Upkeep::~Upkeep() = default;

void Upkeep::run(const std::stop_token& stop) {
    for (int round = 0; !stop.stop_requested(); ++round) {
        tell("identity_keep_up", house_.identity->keep_up());
        if (round % expiry_every == 0) {
            const auto removed = database::remove_expired_calls(*house_.database, house_.now());
            tell("idempotency_expiry", removed ? Result<void>() : Result<void>(fail(removed.error())));
        }
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, stop, every, [] { return false; });
    }
}

void Upkeep::tell(std::string_view what, const Result<void>& done) {
    if (done) return;
    // It is tried again in a while; the log says that it was not done now.
    house_.log(Json::object()
                   .set("time", format_iso8601(house_.now()))
                   .set("event", "upkeep_undone")
                   .set("what", what)
                   .set("detail", done.error().message));
}

}  // namespace spark::server
