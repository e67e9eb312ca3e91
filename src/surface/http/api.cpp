#include "surface/http/api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

#include "foundation/base/assert.hpp"
#include "foundation/base/shown_text.hpp"
#include "surface/http/detail/guards.hpp"
#include "surface/http/detail/shape.hpp"
#include "surface/http/page_policy.hpp"

namespace spark::http {
namespace {

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

ProblemPlace place_of(const Call& call) {
    return {.instance = call.request.target, .request_id = call.request_id, .language = call.language};
}

template <std::size_t... index>
std::array<RateLimit, sizeof...(index)> limits_of(const std::array<Rate, sizeof...(index)>& rates,
                                                  std::index_sequence<index...>) {
    return {RateLimit(rates[index])...};
}

}  // namespace

Api::Api(Gate& gate, const Operations& operations, telemetry::Metrics& metrics, const ApiOptions& options)
    : gate_(gate),
      operations_(operations),
      metrics_(metrics),
      options_(options),
      rates_(limits_of(options.rates, std::make_index_sequence<6>{})),
      pool_(options.pool_threads, options.pool_waiting_max) {}

/// The headers every answer carries.
net::Response Api::dressed(const Call& call, net::Response response) const {
    const bool is_page = call.route != nullptr && call.route->is_page;
    const auto has = [&response](std::string_view name) {
        return std::ranges::any_of(response.headers,
                                   [&](const net::Header& header) { return net::same_name(header.name, name); });
    };
    response.with("Date", http_date(call.received_at)).with("X-Request-Id", call.request_id);
    // Private answers are nobody's to keep; with an ETag the reader itself may ask whether they still hold.
    if (response.status != 304 && !has("Cache-Control"))
        response.with("Cache-Control", has("ETag") ? "private, no-cache" : "no-store");
    response.with("X-Content-Type-Options", "nosniff").with("Referrer-Policy", "no-referrer");
    response.with("Cross-Origin-Resource-Policy", "same-origin").with("Cross-Origin-Opener-Policy", "same-origin");
    if (!has("Content-Security-Policy"))
        response.with("Content-Security-Policy", std::string(is_page ? web_page_policy : answer_policy));
    if (is_page) response.with("Permissions-Policy", std::string(web_page_permissions));
    return response;
}

/// Counts the answer, and leaves a line in the log where one is due.
net::Response Api::finished(const Call& call, net::Response response, Steady::time_point begun) {
    const std::chrono::duration<double, std::milli> passed = Steady::now() - begun;
    figures_.count(call.route, response.status, passed);
    metrics_.observe("spark_http_request_ms", passed.count());
    if (response.status >= 500)
        metrics_.add({"spark_http_requests_total", "server_error"});
    else if (response.status >= 400)
        metrics_.add({"spark_http_requests_total", "client_error"});
    else
        metrics_.add({"spark_http_requests_total", "ok"});
    const bool is_refusal = is_audited_refusal(response.status) || response.status == 421 || response.status >= 500;
    const bool is_probe = call.route != nullptr && call.route->rate == RateClass::probe;
    if ((is_refusal && !is_probe) || (call.route != nullptr && call.route->changes_state())) {
        gate_.log(Json::object()
                      .set("time", format_iso8601(gate_.now()))
                      .set("event", "http_request")
                      .set("request_id", call.request_id)
                      .set("method", shown(call.request.method))
                      .set("target", shown(call.request.target, 200))
                      .set("listener", call.request.listener)
                      .set("caller", to_text(call.caller.kind))
                      .set("user", call.caller.user_id)
                      .set("status", response.status)
                      .set("took_ms", passed.count()));
    }
    return dressed(call, std::move(response));
}

net::Response Api::response_of(const Call& call, std::variant<Outcome, Problem> result) const {
    if (const Problem* const problem = std::get_if<Problem>(&result)) return to_response(*problem, place_of(call));
    return detail::shaped(call, std::get<Outcome>(std::move(result)));
}

Api::CallPointer Api::call_of(net::Request request) {
    const std::string* const accepted = request.header("Accept-Language");
    auto call = std::make_shared<Call>();
    call->language = accepted == nullptr ? Language::en : language_of(*accepted);
    call->address = detail::address_of(request, options_.has_proxy);
    call->request = std::move(request);
    call->request_id = gate_.new_id("req");
    call->received_at = gate_.now();
    return call;
}

AuditNote Api::note_of(const Call& call, std::string_view outcome, int status, std::string_view code) const {
    AuditNote note{.caller = call.caller,
                   .action = call.route == nullptr ? std::string("none") : std::string(call.route->operation),
                   .outcome = outcome,
                   .status = status,
                   .code = std::string(code),
                   .request_id = call.request_id,
                   .address = call.address};
    if (!call.object.empty()) note.object = shown(call.object, 100);
    for (const std::string& part : call.captured) note.object += (note.object.empty() ? "" : "/") + shown(part, 100);
    return note;
}

net::Answer Api::answer(net::Request request) {
    const auto begun = Steady::now();
    const CallPointer call = call_of(std::move(request));
    if (auto problem = admit(*call)) {
        if (problem->kind.status == 405 && call->request.method == "OPTIONS")
            return finished(*call, {.status = 204, .headers = std::move(problem->headers), .body = {}}, begun);
        if (is_audited_refusal(problem->kind.status)) return refuse_audited(call, std::move(*problem));
        return finished(*call, response_of(*call, std::move(*problem)), begun);
    }
    // A page's query is anybody's words: what is no language of ours changes nothing there.
    if (const auto language = call->query("lang"); language == "tr" || language == "en")
        call->language = *language == "tr" ? Language::tr : Language::en;
    if (call->route->where == Where::pool) return begin(call);
    Answered made = operate(*call);
    SPARK_ASSERT(std::holds_alternative<Outcome>(made) || std::holds_alternative<Problem>(made));
    if (Problem* const problem = std::get_if<Problem>(&made))
        return finished(*call, response_of(*call, std::move(*problem)), begun);
    return finished(*call, response_of(*call, std::get<Outcome>(std::move(made))), begun);
}

/// A refused call is told so once the audit log has it.
net::Answer Api::refuse_audited(const CallPointer& call, Problem problem) {
    const auto begun = Steady::now();
    net::Pending pending;
    pending.wait_max = options_.wait_max;
    pending.late = dressed(*call, response_of(*call, problem));
    pending.begin = [this, call, problem, begun](const net::Reply& reply) {
        gate_.audit(
            note_of(*call, "refused", problem.kind.status, problem.kind.code),
            [this, call, problem, begun, reply](bool) { reply(finished(*call, response_of(*call, problem), begun)); });
    };
    return pending;
}

net::Response Api::refuse(int status, std::string_view what) {
    Call call;
    call.request_id = gate_.new_id("req");
    call.received_at = gate_.now();
    const Problem problem{.kind = problem_kind_of_status(status), .detail = std::string(what)};
    return finished(call, to_response(problem, place_of(call)), Steady::now());
}

std::size_t Api::body_bytes_max(const net::Request& request) const {
    constexpr std::size_t usual = 1U << 20U;
    const auto target = net::parse_target(request.target);
    if (!target) return usual;
    for (const Route& route : routes()) {
        if (to_text(route.method) == request.method && match(route.path, target->segments)) return route.body_bytes_max;
    }
    return usual;
}

}  // namespace spark::http
