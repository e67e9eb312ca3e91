#include <fmt/format.h>

#include <atomic>
#include <exception>
#include <utility>

#include "foundation/base/shown_text.hpp"
#include "foundation/crypto/sha256.hpp"
#include "surface/http/api.hpp"
#include "surface/http/detail/schema_check.hpp"
#include "surface/http/detail/shape.hpp"

/// The way of an admitted call through the pool: audited, read, taken once, worked on, answered.
namespace spark::http {

struct Api::Run {
    Run(CallPointer asked, net::Reply way_back) : call(std::move(asked)), reply(std::move(way_back)) {}

    CallPointer call;
    net::Reply reply;
    Steady::time_point begun = Steady::now();
    std::optional<OnceKey> once{};
    std::atomic<bool> is_answered = false;  ///< By the work or by its deadline, whichever came first.
    std::atomic<bool> is_settled = false;
};

/// What changes state is in the audit log before anything of it is done.
net::Answer Api::begin(const CallPointer& call) {
    net::Pending pending;
    pending.wait_max = options_.wait_max;
    const Problem late{.kind = problem_kind("late"), .detail = "the answer was not made in time"};
    pending.late = dressed(*call, response_of(*call, late));
    pending.begin = [this, call](const net::Reply& reply) {
        const RunPointer run = std::make_shared<Run>(call, reply);
        if (!call->route->changes_state() || call->route->noted_after) return submit(run);
        gate_.audit(note_of(*call, "allowed", 0, {}), [this, run](bool is_kept) {
            if (is_kept) return submit(run);
            settle(run, Problem{.kind = problem_kind("audit_unavailable"),
                                .detail = "the audit log cannot be written, so nothing was done"});
        });
    };
    return pending;
}

void Api::submit(const RunPointer& run) {
    if (pool_.try_submit([this, run] { work(run); })) return;
    settle(run, Problem{.kind = problem_kind("busy"), .detail = "all places of the pool are taken"});
}

/// Reads a JSON body and holds it against the route's schema.
std::optional<Problem> Api::read_body(Call& call) const {
    if (call.route->request_schema.empty()) return std::nullopt;
    auto body = wire::parse_json(call.request.body);
    if (!body)
        return Problem{.kind = problem_kind("malformed_json"),
                       .detail = body.error().message,
                       .fix = body.error().remedy,
                       .errors = {{.pointer = body.error().place, .message = body.error().message}}};
    if (!body->is_object())
        return Problem{.kind = problem_kind("malformed_json"),
                       .detail = fmt::format("found {}, allowed an object", body->kind())};
    auto errors = detail::check_against(call.route->request_schema, *body);
    call.body = std::move(*body);
    if (errors.empty()) return std::nullopt;
    Problem problem{.kind = problem_kind("invalid_input"),
                    .detail = fmt::format("{}: {}", errors.front().pointer, errors.front().message),
                    .fix = errors.front().remedy};
    for (detail::FieldError& error : errors)
        problem.errors.push_back({.pointer = std::move(error.pointer), .message = std::move(error.message)});
    return problem;
}

/// True when the call is to be worked on; else it is answered already.
bool Api::begin_once(const RunPointer& run) {
    Call& call = *run->call;
    const std::string* const key = call.route->once == Once::unused ? nullptr : call.request.header("Idempotency-Key");
    if (key == nullptr) return true;
    OnceKey once{.principal = call.caller.owner(call.address),
                 .operation = std::string(call.route->operation),
                 .key = *key,
                 .body_sha256 = crypto::sha256_hex(call.request.target + "\n" + call.request.body)};
    auto found = gate_.begin_once(once);
    if (!found) {
        settle(run, problem_of(found.error()));
        return false;
    }
    switch (found->state) {
        case OnceState::fresh: run->once = std::move(once); return true;
        case OnceState::running: {
            Problem problem{.kind = problem_kind("idempotency_running"),
                            .detail = "the first call with this Idempotency-Key is still at work"};
            settle(run, std::move(problem));
            return false;
        }
        case OnceState::other_body:
            settle(run, Problem{.kind = problem_kind("idempotency_mismatch"),
                                .detail = "this Idempotency-Key was used with another body"});
            return false;
        case OnceState::replay: break;
    }
    Outcome kept{.status = found->answer.status,
                 .body = std::move(found->answer.body),
                 .media_type = std::move(found->answer.media_type)};
    if (!found->answer.location.empty()) kept.headers.push_back({"Location", found->answer.location});
    settle(run, std::move(kept).with("Idempotent-Replayed", "true"));
    return false;
}

/// One of the three catch sites: what comes here is a bug, or memory that ran out; it costs one request.
Answered Api::operate(Call& call) {
    const Operation* const work = operations_.find(call.route->operation);
    if (work == nullptr)
        return Problem{.kind = problem_kind("not_found"), .detail = "this process does not serve that"};
    try {
        return (*work)(call);
    } catch (const std::exception& error) {
        gate_.log(wire::Json::object()
                      .set("event", "bug")
                      .set("request_id", call.request_id)
                      .set("what", shown(error.what(), 200)));
        return Problem{.kind = problem_kind("internal"), .detail = "an exception nothing expects"};
    }
}

void Api::work(const RunPointer& run) {
    Call& call = *run->call;
    if (auto problem = read_body(call)) return settle(run, std::move(*problem));
    if (!begin_once(run)) return;
    Answered made = operate(call);
    if (Outcome* const outcome = std::get_if<Outcome>(&made)) return settle(run, std::move(*outcome));
    if (Problem* const problem = std::get_if<Problem>(&made)) return settle(run, std::move(*problem));
    if (Later* const later = std::get_if<Later>(&made)) return wait_for(run, std::move(*later));
    net::Streaming flow = std::get<Flow>(std::move(made)).flow;
    if (run->once) gate_.end_once(*run->once, std::nullopt);
    flow.head = finished(call, std::move(flow.head), run->begun);
    if (!run->is_answered.exchange(true)) run->reply(std::move(flow));
}

/// What the call's Idempotency-Key keeps of it.
KeptAnswer Api::kept_of(const Outcome& outcome) {
    const std::optional<wire::Json>& json = outcome.kept_json ? outcome.kept_json : outcome.json;
    KeptAnswer kept{.status = outcome.status,
                    .media_type = json ? std::string("application/json") : outcome.media_type,
                    .location = {},
                    .body = json ? wire::to_text(*json) + "\n" : outcome.body};
    for (const net::Header& header : outcome.headers) {
        if (header.name == "Location") kept.location = header.value;
    }
    return kept;
}

/// The one place where work ends: keeps the answer for its Idempotency-Key, notes a refusal or failure, and answers.
void Api::settle(const RunPointer& run, std::variant<Outcome, Problem> result) {
    if (run->is_settled.exchange(true)) return;
    const Call& call = *run->call;
    const Problem* const problem = std::get_if<Problem>(&result);
    const int status = problem == nullptr ? std::get<Outcome>(result).status : problem->kind.status;
    const std::string_view code = problem == nullptr ? std::string_view() : problem->kind.code;
    if (run->once) {
        std::optional<KeptAnswer> kept;
        if (problem == nullptr) kept = kept_of(std::get<Outcome>(result));
        gate_.end_once(*run->once, kept);
    }
    net::Response response = response_of(call, std::move(result));
    const auto reply = [this, run](net::Response made) {
        if (!run->is_answered.exchange(true)) run->reply(finished(*run->call, std::move(made), run->begun));
    };
    const bool is_noted =
        code.empty() ? call.route->noted_after : call.route->changes_state() || is_audited_refusal(status);
    if (!is_noted) return reply(std::move(response));
    const std::string_view outcome = code.empty() ? "allowed" : is_audited_refusal(status) ? "refused" : "failed";
    gate_.audit(note_of(call, outcome, status, code),
                [this, run, reply, code, response = std::move(response)](bool is_kept) mutable {
                    if (is_kept || !code.empty()) return reply(std::move(response));
                    reply(response_of(*run->call, Problem{.kind = problem_kind("audit_unavailable"),
                                                          .detail = "the audit log cannot be written"}));
                });
}

void Api::wait_for(const RunPointer& run, Later later) {
    if (later.wait_max.count() == 0) {
        // Nobody waits: the late answer is the answer, and the key keeps it.
        settle(run, std::move(later.late));
        return later.begin([](std::variant<Outcome, Problem>) {});
    }
    deadlines_.at(run->begun + later.wait_max, [this, run, late = std::move(later.late)] {
        if (!run->is_answered.exchange(true))
            run->reply(finished(*run->call, response_of(*run->call, late), run->begun));
    });
    later.begin([this, run](std::variant<Outcome, Problem> result) { settle(run, std::move(result)); });
}

}  // namespace spark::http
