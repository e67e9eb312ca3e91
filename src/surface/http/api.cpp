#include "surface/http/api.hpp"

#include <fmt/format.h>

#include <array>
#include <exception>
#include <utility>

#include "foundation/base/shown_text.hpp"
#include "surface/http/backtest_body.hpp"
#include "surface/http/detail/guards.hpp"
#include "surface/http/detail/route_handlers.hpp"

namespace spark::http {
namespace {

using Steady = std::chrono::steady_clock;
using wire::Json;

/// `Sat, 21 Nov 2026 04:05:06 GMT` (RFC 9110, 5.6.7).
std::string http_date(WallTime now) {
    constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(now);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(now - day));
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", days[std::chrono::weekday(day).c_encoding()],
                       static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                       static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                       time.seconds().count());
}

std::string_view method_wanted(const net::Request& request) {
    return request.method == "HEAD" ? std::string_view("GET") : std::string_view(request.method);
}

/// What is no JSON has a line and a column, what is refused in it a pointer.
Problem problem_of_body(const Error& error) {
    if (error.place.starts_with('/')) return problem_of(error);
    return {
        .kind = problem_kind("malformed_json"), .detail = error.message, .fix = error.remedy, .pointer = error.place};
}

ProblemPlace place_of(const Call& call) {
    return {.instance = call.request.target, .request_id = call.request_id, .language = call.language};
}

}  // namespace

Api::Api(Backend& backend, telemetry::Metrics& metrics, const ApiOptions& options)
    : backend_(backend),
      metrics_(metrics),
      options_(options),
      read_(options.read),
      compute_(options.compute),
      pool_(options.pool_threads, options.pool_waiting_max) {}

net::Response Api::problem(const Call& call, std::string_view code, std::string detail) const {
    return to_response({.kind = problem_kind(code), .detail = std::move(detail)}, place_of(call));
}

/// The headers every answer carries.
net::Response Api::dressed(const Call& call, net::Response response) const {
    const bool is_page = call.route != nullptr && call.route->media_type == "text/html" && response.status == 200;
    response.with("Date", call.date).with("X-Request-Id", call.request_id);
    response.with("Cache-Control", "no-store").with("X-Content-Type-Options", "nosniff");
    response.with("Referrer-Policy", "no-referrer").with("Cross-Origin-Resource-Policy", "same-origin");
    response.with("Content-Security-Policy",
                  is_page ? "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
                            "frame-ancestors 'none'"
                          : "default-src 'none'; frame-ancestors 'none'");
    return response;
}

/// Counts the answer, and leaves a line in the log where one is due.
net::Response Api::finished(const Call& call, net::Response response, Steady::time_point begun) {
    const std::chrono::duration<double, std::milli> passed = Steady::now() - begun;
    metrics_.observe("spark_http_request_ms", passed.count());
    if (response.status >= 500)
        metrics_.add({"spark_http_requests_total", "server_error"});
    else if (response.status >= 400)
        metrics_.add({"spark_http_requests_total", "client_error"});
    else
        metrics_.add({"spark_http_requests_total", "ok"});
    const bool is_refusal = response.status == 401 || response.status == 403 || response.status == 421 ||
                            response.status == 429 || response.status >= 500;
    const bool is_probe = call.route != nullptr && call.route->rate == RateClass::probe;
    if ((is_refusal && !is_probe) || (call.route != nullptr && call.route->audited)) {
        backend_.log(Json::object()
                         .set("time", format_iso8601(backend_.now()))
                         .set("event", "http_request")
                         .set("request_id", call.request_id)
                         .set("method", shown(call.request.method))
                         .set("target", shown(call.request.target, 200))
                         .set("listener", call.request.listener)
                         .set("status", response.status)
                         .set("took_ms", passed.count()));
    }
    return dressed(call, std::move(response));
}

/// Sets the call's route, or says why there is none. Every address that is not in the table ends here.
std::optional<net::Response> Api::find_route(Call& call) {
    const std::string* const host = call.request.header("Host");
    if (host == nullptr || !detail::is_loopback_host(*host))
        return problem(call, "host_refused",
                       fmt::format("found Host '{}', allowed 127.0.0.1, localhost and [::1]",
                                   host == nullptr ? std::string() : shown(*host)));
    auto target = net::parse_target(call.request.target);
    if (!target) return problem(call, "target_refused", target.error().message);
    call.target = std::move(*target);

    std::string allowed;
    for (const Route& route : routes()) {
        auto captured = match(route.path, call.target.segments);
        if (!captured) continue;
        if (to_text(route.method) == method_wanted(call.request)) {
            call.route = &route;
            call.captured = std::move(*captured);
            return std::nullopt;
        }
        allowed += (allowed.empty() ? "" : ", ") + std::string(to_text(route.method));
        if (route.method == Method::get) allowed += ", HEAD";
    }
    if (allowed.empty())
        return problem(call, "not_found", fmt::format("no route fits '{}'", shown(call.request.target, 100)));
    allowed += ", OPTIONS";
    if (call.request.method == "OPTIONS") {
        net::Response response{.status = 204, .headers = {}, .body = {}};
        return std::move(response).with("Allow", allowed);
    }
    return problem(call, "method_not_allowed", fmt::format("found {}, allowed {}", shown(call.request.method), allowed))
        .with("Allow", allowed);
}

/// Nothing where the caller may do this; else the refusal.
std::optional<net::Response> Api::let_in(Call& call) {
    const Route& route = *call.route;
    const bool changes_state = route.method != Method::get;
    if (changes_state && !detail::is_own_origin(call.request))
        return problem(call, "origin_refused", "the Origin is not the address the call was sent to");
    if (route.role == Role::admin) {
        const std::string* const token = call.request.header("x-admin-token");
        if (token == nullptr) return problem(call, "unauthenticated", "the call changes state and names nobody");
        if (!call.request.peer_is_loopback || !backend_.is_admin_token(*token))
            return problem(call, "unauthenticated", "the x-admin-token is not this server's");
    }
    const auto now = Steady::now().time_since_epoch();
    const bool is_in_rate =
        route.rate == RateClass::probe || (route.rate == RateClass::read ? read_.take(now) : compute_.take(now));
    if (!is_in_rate)
        return problem(call, "rate_limited", fmt::format("more {} calls than allowed", to_text(route.rate)));
    if (!route.request_schema.empty()) {
        const std::string* const type = call.request.header("Content-Type");
        if (type == nullptr || !detail::is_json(*type))
            return problem(call, "media_type_refused",
                           fmt::format("found Content-Type '{}'", type == nullptr ? std::string() : shown(*type)));
    }
    return std::nullopt;
}

net::Answer Api::answer(net::Request request) {
    const auto begun = Steady::now();
    const std::string* const accepted = request.header("Accept-Language");
    const Language language = accepted == nullptr ? Language::en : language_of(*accepted);
    auto call = std::make_shared<Call>(Call{.request = std::move(request),
                                            .target = {},
                                            .language = language,
                                            .request_id = backend_.new_id("req"),
                                            .date = http_date(backend_.now()),
                                            .backend = backend_,
                                            .jobs = jobs_});
    if (auto refusal = find_route(*call)) return finished(*call, std::move(*refusal), begun);
    if (auto refusal = let_in(*call)) return finished(*call, std::move(*refusal), begun);
    if (call->route->where == Where::io_thread) return finished(*call, run_guarded(*call), begun);
    return call->route->where == Where::pool ? run_in_pool(call) : run_as_job(call);
}

net::Response Api::refuse(int status, std::string_view what) {
    const Call call{.request = {},
                    .target = {},
                    .request_id = backend_.new_id("req"),
                    .date = http_date(backend_.now()),
                    .backend = backend_,
                    .jobs = jobs_};
    const Problem problem{.kind = problem_kind_of_status(status), .detail = std::string(what)};
    return finished(call, to_response(problem, place_of(call)), Steady::now());
}

/// One of the three catch sites: what comes here is a bug, or memory that ran out; it costs one request.
net::Response Api::run_guarded(Call& call) {
    try {
        return call.route->run(call);
    } catch (const std::exception& error) {
        backend_.log(Json::object()
                         .set("event", "bug")
                         .set("request_id", call.request_id)
                         .set("what", shown(error.what(), 200)));
        return problem(call, "internal", "an exception nothing expects");
    }
}

net::Answer Api::run_in_pool(const CallPointer& call) {
    net::Pending pending;
    pending.wait_max = options_.read_wait_max;
    pending.late = dressed(*call, problem(*call, "late", "the answer was not made in time"));
    pending.begin = [this, call](const net::Reply& reply) {
        const auto begun = Steady::now();
        const bool is_taken =
            pool_.try_submit([this, call, reply, begun] { reply(finished(*call, run_guarded(*call), begun)); });
        if (!is_taken) reply(finished(*call, problem(*call, "busy", "all places of the pool are taken"), begun));
    };
    return pending;
}

net::Response Api::job_response(const Call& call, const std::string& job) const {
    const auto json = jobs_.find(job);
    if (!json) return problem(call, "late", "the job is over and forgotten");
    return detail::json_response(202, *json).with("Location", "/api/v1/jobs/" + job);
}

net::Answer Api::run_as_job(const CallPointer& call) {
    const std::string* const prefer = call->request.header("Prefer");
    const auto wait = prefer == nullptr ? std::nullopt : detail::wanted_wait(*prefer);
    const std::string job = backend_.new_id("job");
    jobs_.add(job, backend_.now());
    net::Pending pending;
    pending.wait_max = wait.value_or(options_.job_wait_max);
    pending.late = dressed(*call, job_response(*call, job));
    pending.begin = [this, call, job, is_waited_for = wait.has_value()](const net::Reply& reply) {
        const auto begun = Steady::now();
        const bool is_taken = pool_.try_submit(
            [this, call, job, is_waited_for, reply, begun] { make_backtest(call, job, is_waited_for, reply, begun); });
        if (is_taken) return;
        jobs_.forget(job);
        metrics_.add({"spark_jobs_total", "refused"});
        reply(finished(*call, problem(*call, "busy", "all places of the job queue are taken"), begun));
    };
    return pending;
}

void Api::make_backtest(const CallPointer& call, const std::string& job, bool is_waited_for, const net::Reply& reply,
                        Steady::time_point begun) {
    bool is_answered = false;
    const auto fail_job = [&](const Problem& found) {
        jobs_.fail(job, problem_text(found, place_of(*call)), backend_.now());
        metrics_.add({"spark_jobs_total", "failed"});
        if (!is_answered) reply(finished(*call, to_response(found, place_of(*call)), begun));
    };
    try {
        jobs_.start(job, backend_.now());
        const auto order = read_backtest_body(call->request.body);
        if (!order) return fail_job(problem_of_body(order.error()));
        if (!is_waited_for) {
            reply(finished(*call, job_response(*call, job), begun));
            is_answered = true;
        }
        const auto made = backend_.run_backtest(*order);
        if (!made) return fail_job(problem_of(made.error()));
        jobs_.succeed(job, made->id, backend_.now());
        metrics_.add({"spark_jobs_total", "done"});
        const std::chrono::duration<double, std::milli> passed = Steady::now() - begun;
        metrics_.observe("spark_backtest_latency_ms", passed.count());
        if (is_answered) return;
        net::Response response = detail::json_response(call->route->created_status, made->document);
        response.with("Location", "/api/v1/backtests/" + made->id).with("Preference-Applied", "wait");
        reply(finished(*call, std::move(response), begun));
    } catch (const std::exception& error) {
        // As run_guarded: one of the three catch sites.
        backend_.log(Json::object()
                         .set("event", "bug")
                         .set("request_id", call->request_id)
                         .set("what", shown(error.what(), 200)));
        fail_job({.kind = problem_kind("internal"), .detail = "an exception nothing expects"});
    }
}

}  // namespace spark::http
