#include "surface/http/api.hpp"

#include <gtest/gtest.h>

#include <latch>
#include <string>
#include <utility>

#include "surface/http/query_parameters.hpp"
#include "surface/http/testing/running_api.hpp"

namespace spark::http {
namespace {

using testing::body_of;
using testing::FakeGate;
using testing::RunningApi;
using testing::status_of;

constexpr std::string_view planning_body =
    R"({"pair":"ETHUSDT","timeframe":"1h","strategy":"smaCross","params":{"fast":9,"slow":21}})";
constexpr std::string_view json_type = "content-type: application/json\r\n";
constexpr std::string_view admin = "x-admin-token: right-token\r\n";

std::string headers(std::initializer_list<std::string_view> parts) {
    std::string text;
    for (const std::string_view part : parts) text += part;
    return text;
}

wire::Json problem_in(const std::string& answer) {
    const auto json = wire::parse_json(body_of(answer));
    EXPECT_TRUE(json.has_value()) << answer;
    EXPECT_NE(answer.find("Content-Type: application/problem+json\r\n"), std::string::npos) << answer;
    return json ? *json : wire::Json::object();
}

/// The body the route's own example sends.
std::string example_body(const Route& route) {
    const std::size_t begin = route.example.find("-d '");
    if (begin == std::string_view::npos) return "text";
    const std::string_view rest = route.example.substr(begin + 4);
    return std::string(rest.substr(0, rest.find("'")));
}

/// `?ids=a`: what the route does not work without.
std::string needed_query(const Route& route) {
    std::string out;
    for (const TakenParameter& parameter : parameters_of(route)) {
        if (parameter.is_needed) out += (out.empty() ? "?" : "&") + std::string(parameter.row.name) + "=a";
    }
    return out;
}

/// The path with something in its braces.
std::string filled(std::string_view path) {
    std::string out(path);
    for (std::size_t at = out.find('{'); at != std::string::npos; at = out.find('{'))
        out.replace(at, out.find('}') - at + 1, "smaCross");
    return out;
}

/// Everybody who can come: nobody, this machine, the token, and each role by key and by session.
struct Comer {
    std::string name;
    std::string lines;
    identity::Rights rights;
    bool is_named = false;
};

std::vector<Comer> comers() {
    std::vector<Comer> all{{"nobody", "X-Forwarded-For: 10.0.0.1\r\n", {}, false},
                           {"local", "", identity::rights_of(identity::Role::viewer), false},
                           {"token", std::string(admin), identity::Rights::all(), true}};
    for (const identity::RoleRule& rule : identity::role_rules) {
        const std::string role(rule.name);
        all.push_back({"key of " + role, "Authorization: Bearer spk_" + role + "\r\n", rule.rights, true});
        all.push_back({"session of " + role,
                       "Cookie: __Host-spark_session=" + role + "\r\nX-CSRF-Token: csrf-" + role + "\r\n", rule.rights,
                       true});
    }
    return all;
}

// S-001, S-019, S-026, P-AUTH-1: every route for everybody.
TEST(Api, lets_each_caller_do_what_its_rights_say_on_every_route) {
    RunningApi api;
    for (const Route& route : routes()) {
        if (route.is_fallback) continue;  // api_page_test.cpp
        for (const Comer& comer : comers()) {
            std::string lines = comer.lines;
            if (!route.request_schema.empty()) lines += json_type;
            if (!route.body_media_type.empty())
                lines += "content-type: " + std::string(words_of(route.body_media_type).front()) + "\r\n";
            if (route.once == Once::needed) lines += "Idempotency-Key: " + comer.name + "\r\n";
            const std::size_t before = api.calls_of(route.operation);

            const int status = status_of(api.answer(to_text(route.method), filled(route.path) + needed_query(route),
                                                    lines, route.has_body() ? example_body(route) : std::string()));

            const bool has_right = route.who == Who::anybody || (route.who == Who::somebody && comer.is_named) ||
                                   (route.who == Who::holder && comer.rights.holds(route.right) &&
                                    (comer.is_named || !route.changes_state()));
            const int refused = comer.is_named ? 403 : 401;
            EXPECT_EQ(status, has_right ? route.status : refused) << to_text(route.method) << route.path << comer.name;
            EXPECT_EQ(api.calls_of(route.operation) - before, has_right ? 1U : 0U) << route.path << comer.name;
        }
    }
}

TEST(Api, takes_the_planning_documents_body_as_it_is) {
    RunningApi api;
    api.on("backtests.start", [](Call& call) -> Answered {
        return Outcome::of(wire::Json::object().set("body", call.body).set("caller", to_text(call.caller.kind)));
    });

    const std::string answer =
        api.answer("POST", "/api/backtest/start", headers({json_type, admin, "Prefer: wait\r\n"}), planning_body);

    EXPECT_EQ(status_of(answer), 200) << answer;
    EXPECT_EQ(body_of(answer), "{\"body\":" + std::string(planning_body) + ",\"caller\":\"admin_token\"}\n");
}

TEST(Api, answers_with_the_job_when_nobody_waits_and_with_the_result_when_it_comes_in_time) {
    RunningApi api;
    std::vector<Later::Done> waiting;
    std::mutex mutex;
    api.on("backtests.create", [&](Call& call) -> Answered {
        Later later;
        later.wait_max = call.wanted_wait().value_or(std::chrono::milliseconds(0));
        later.late = Outcome::of(wire::Json::object().set("id", "job_1"), 202);
        later.begin = [&](Later::Done done) {
            const std::lock_guard lock(mutex);
            waiting.push_back(std::move(done));
            if (waiting.size() == 3) waiting.back()(Outcome::of(wire::Json::object().set("id", "bt_9"), 201));
        };
        return later;
    });
    const auto status_with = [&](std::string_view prefer) {
        return status_of(api.answer("POST", "/api/v1/backtests", headers({json_type, admin, prefer}), planning_body));
    };

    EXPECT_EQ(status_with(""), 202);
    EXPECT_EQ(status_with("Prefer: wait=1\r\n"), 202) << "its time is over";
    EXPECT_EQ(status_with("Prefer: wait=30\r\n"), 201);
}

TEST(Api, says_what_is_wrong_with_a_body_and_where) {
    RunningApi api;
    const std::string with_admin = headers({json_type, admin, "Prefer: wait\r\n"});
    const auto pointer_of = [&](std::string_view body) {
        const std::string answer = api.answer("POST", "/api/v1/backtests", with_admin, body);
        EXPECT_EQ(status_of(answer), 422) << body << answer;
        const auto problem = problem_in(answer);
        const auto errors = problem.array_at("errors").value();
        return errors.empty() ? std::string() : errors[0].string_at("pointer").value();
    };

    EXPECT_EQ(pointer_of(R"({"strategy":"smaCross","pair":"X","timeframe":"1h","parms":{}})"), "/parms");
    EXPECT_EQ(pointer_of(R"({"strategy":7,"pair":"X","timeframe":"1h"})"), "/strategy");
    EXPECT_EQ(pointer_of(R"({"strategy":"../../etc/passwd","pair":"X","timeframe":"1h"})"), "/strategy");
    EXPECT_EQ(pointer_of(R"({"strategy":"smaCross","pair":"X","timeframe":"1h","params":{"fast":[1]}})"),
              "/params/fast");
    for (const std::string_view text :
         {R"({"strategy":"smaCross")", "[1]", "7", "null", R"({"a":1,"a":2})", "{]", "{\"a\":\xff}"}) {
        const std::string answer = api.answer("POST", "/api/v1/backtests", with_admin, text);
        EXPECT_EQ(status_of(answer), 400) << text << answer;
        EXPECT_EQ(problem_in(answer).string_at("code").value(), "malformed_json");
    }
    EXPECT_EQ(api.calls_of("backtests.create"), 0U);
}

TEST(Api, refuses_bodies_that_are_not_json_and_too_long_ones) {
    RunningApi api;

    EXPECT_EQ(
        status_of(api.answer("POST", "/api/v1/backtests", headers({"content-type: text/plain\r\n", admin}), "{}")),
        415);
    EXPECT_EQ(status_of(api.answer("POST", "/api/v1/backtests", admin, "{}")), 415);
    EXPECT_EQ(
        status_of(api.answer("POST", "/api/v1/backtests", headers({json_type, admin}), std::string(10'000'000, ' '))),
        413);
}

TEST(Api, knows_only_its_routes_and_their_methods) {
    RunningApi api;

    for (const std::string path : {"/api", "/api/v1/backtests/a/b", "/API/v1/status", "/healthz/x", "/api/v2/status"})
        EXPECT_EQ(status_of(api.answer("GET", path)), 404) << path;
    for (const std::string path : {"/../etc/passwd", "/api/v1/strategies/..%2f..%2fx", "//", "/api/%zz"})
        EXPECT_EQ(status_of(api.answer("GET", path)), 400) << path;
    const std::string refused = api.answer("DELETE", "/api/v1/backtests", admin);
    EXPECT_EQ(status_of(refused), 405);
    EXPECT_NE(refused.find("Allow: GET, HEAD, POST, OPTIONS\r\n"), std::string::npos) << refused;
    const std::string options = api.answer("OPTIONS", "/api/v1/backtests/x");
    EXPECT_EQ(status_of(options), 204);
    EXPECT_NE(options.find("Allow: GET, HEAD, PATCH, OPTIONS\r\n"), std::string::npos) << options;
    EXPECT_EQ(options.find("Access-Control-Allow"), std::string::npos);
    const std::string head = api.answer("HEAD", "/healthz");
    EXPECT_EQ(status_of(head), 200);
    EXPECT_EQ(body_of(head), "");
}

TEST(Api, answers_only_to_its_own_names) {
    RunningApi api;

    for (const std::string host : {"127.0.0.1", "localhost:4010", "LOCALHOST", "[::1]:3003", "127.0.0.1:65535"})
        EXPECT_EQ(status_of(api.answer("GET", "/healthz", "Host: " + host + "\r\n")), 200) << host;
    for (const std::string host : {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example:4010", "",
                                   "127.0.0.1:x", "localhost:", "169.254.169.254", "evil@127.0.0.1"})
        EXPECT_EQ(status_of(api.answer("GET", "/healthz", "Host: " + host + "\r\n")), 421) << host;
}

TEST(Api, refuses_foreign_pages_to_change_anything) {
    RunningApi api;
    const auto status_with = [&](std::string_view line) {
        const std::string all = headers({json_type, admin, "Prefer: wait\r\n", line});
        return status_of(api.answer("POST", "/api/v1/backtests", all, planning_body));
    };

    EXPECT_EQ(status_with("Origin: http://127.0.0.1:4010\r\n"), 201);
    EXPECT_EQ(status_with("Sec-Fetch-Site: same-origin\r\n"), 201);
    EXPECT_EQ(status_with("Origin: http://evil.example\r\n"), 403);
    EXPECT_EQ(status_with("Origin: http://127.0.0.1:3003\r\n"), 403) << "another port is another origin";
    EXPECT_EQ(status_with("Origin: null\r\n"), 403);
    EXPECT_EQ(status_with("Sec-Fetch-Site: cross-site\r\n"), 403);
}

TEST(Api, speaks_the_language_asked_for_and_gives_each_request_its_number) {
    RunningApi api;

    const std::string turkish = api.answer("GET", "/nothing", "Accept-Language: de, tr;q=0.9, en;q=0.8\r\n");
    const std::string english = api.answer("GET", "/nothing", "Accept-Language: tr;q=0.1, en\r\n");

    EXPECT_EQ(problem_in(turkish).string_at("title").value(), "Bu adla bir şey yok");
    EXPECT_EQ(problem_in(english).string_at("title").value(), "Nothing has this name");
    const std::string id = problem_in(english).string_at("request_id").value();
    EXPECT_NE(english.find("X-Request-Id: " + id + "\r\n"), std::string::npos) << english;
    EXPECT_NE(english.find("X-Content-Type-Options: nosniff\r\n"), std::string::npos);
    EXPECT_NE(english.find("Date: Fri, 21 Nov 2025 04:40:00 GMT\r\n"), std::string::npos) << english;
}

// S-060
TEST(Api, tells_too_many_calls_when_to_come_again) {
    ApiOptions options;
    options.rates[static_cast<std::size_t>(RateClass::compute)] = {.per_second = 0.1, .burst = 2};
    RunningApi api(options);
    const std::string all = headers({json_type, admin});
    const std::string other = headers({json_type, "Authorization: Bearer spk_trader\r\n"});

    EXPECT_EQ(status_of(api.answer("POST", "/api/v1/backtests", all, planning_body)), 201);
    EXPECT_EQ(status_of(api.answer("POST", "/api/v1/backtests", all, planning_body)), 201);
    const std::string third = api.answer("POST", "/api/v1/backtests", all, planning_body);

    EXPECT_EQ(status_of(third), 429);
    EXPECT_NE(third.find("Retry-After: 10\r\n"), std::string::npos) << third;
    EXPECT_NE(third.find("RateLimit: \"compute\";r=0;t=10\r\n"), std::string::npos);
    ASSERT_FALSE(api.gate.notes.empty());
    EXPECT_EQ(api.gate.notes.back().code, "rate_limited");
    EXPECT_EQ(status_of(api.answer("POST", "/api/v1/backtests", other, planning_body)), 201) << "others go on";
    EXPECT_EQ(status_of(api.answer("GET", "/healthz")), 200) << "other classes go on";
}

TEST(Api, is_busy_when_every_place_is_taken_and_not_for_longer) {
    ApiOptions options;
    options.pool_threads = 1;
    options.pool_waiting_max = 1;
    std::latch running(1);  // before the API: its threads use them until it is gone
    std::latch may_end(1);
    std::jthread first;
    std::jthread second;
    RunningApi api(options);
    api.on("evidence.show", [&, is_first = true](Call&) mutable -> Answered {
        if (std::exchange(is_first, false)) running.count_down();
        may_end.wait();
        return Outcome::of(wire::Json::object());
    });
    net::testing::SocketClient one = api.client();
    net::testing::SocketClient two = api.client();
    const std::string request = "GET /api/v1/evidence/a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    one.send(request);
    running.wait();
    two.send(request);  // waits in the queue
    std::string third;
    do third = api.answer("GET", "/api/v1/strategies");
    while (status_of(third) == 200);
    EXPECT_EQ(status_of(third), 503) << third;
    EXPECT_EQ(status_of(api.answer("GET", "/healthz")), 200) << "the I/O thread is free";
    may_end.count_down();

    EXPECT_EQ(status_of(one.read_all()), 200);
    EXPECT_EQ(status_of(two.read_all()), 200);
}

// S-144
TEST(Api, survives_an_exception_nothing_expects) {
    RunningApi api;
    api.on("backtests.create", [](Call&) -> Answered { return std::vector<Answered>().at(3), Outcome(); });

    const std::string answer = api.answer("POST", "/api/v1/backtests", headers({json_type, admin}), planning_body);

    EXPECT_EQ(status_of(answer), 500);
    EXPECT_EQ(problem_in(answer).string_at("code").value(), "internal");
    EXPECT_EQ(answer.find("vector"), std::string::npos) << "nothing of the inside is told";
    EXPECT_EQ(status_of(api.answer("GET", "/healthz")), 200);
}

TEST(Api, logs_what_it_refuses_and_what_changes_state_and_nothing_secret) {
    RunningApi api;
    api.answer("GET", "/healthz");
    api.answer("GET", "/api/v1/status");
    EXPECT_TRUE(api.gate.lines.empty());

    api.answer("POST", "/api/v1/backtests", headers({json_type, "x-admin-token: guessed-one\r\n"}), planning_body);
    api.answer("POST", "/api/v1/backtests", headers({json_type, admin}), planning_body);

    ASSERT_EQ(api.gate.lines.size(), 2U);
    EXPECT_NE(api.gate.lines[0].find("\"status\":401"), std::string::npos);
    EXPECT_NE(api.gate.lines[1].find("\"status\":201"), std::string::npos);
    for (const std::string& line : api.gate.lines) {
        EXPECT_EQ(line.find("guessed-one"), std::string::npos);
        EXPECT_EQ(line.find(FakeGate::token), std::string::npos);
    }
}

// S-137
TEST(Api, does_nothing_the_audit_log_has_not_kept) {
    RunningApi api;
    api.gate.keeps_audit = false;

    const std::string answer = api.answer("POST", "/api/v1/backtests", headers({json_type, admin}), planning_body);

    EXPECT_EQ(status_of(answer), 503);
    EXPECT_EQ(problem_in(answer).string_at("code").value(), "audit_unavailable");
    EXPECT_EQ(api.calls_of("backtests.create"), 0U);
    EXPECT_EQ(status_of(api.answer("GET", "/api/v1/status")), 200) << "looking goes on";
}

TEST(Api, notes_who_did_what_before_and_what_failed_after) {
    RunningApi api;
    api.on("backtests.create",
           [](Call&) -> Answered { return problem_of({.fault = Fault::not_found, .message = "no"}); });

    api.answer("POST", "/api/v1/backtests", headers({json_type, "Authorization: Bearer spk_trader\r\n"}),
               planning_body);

    ASSERT_EQ(api.gate.notes.size(), 2U);
    EXPECT_EQ(api.gate.notes[0].outcome, "allowed");
    EXPECT_EQ(api.gate.notes[0].action, "backtests.create");
    EXPECT_EQ(api.gate.notes[0].caller.user_id, "usr_trader");
    EXPECT_EQ(api.gate.notes[1].outcome, "failed");
    EXPECT_EQ(api.gate.notes[1].status, 404);
    EXPECT_EQ(api.gate.notes[1].request_id, api.gate.notes[0].request_id);
}

TEST(Api, counts_each_routes_answers) {
    RunningApi api;
    api.answer("GET", "/api/v1/status");
    api.answer("GET", "/nothing");

    const std::string text = api.api().route_figures_text();
    EXPECT_NE(text.find("spark_http_route_requests_total{operation=\"system.status\",status=\"2xx\"} 1\n"),
              std::string::npos);
    EXPECT_NE(text.find("spark_http_route_requests_total{operation=\"none\",status=\"4xx\"} 1\n"), std::string::npos);
    EXPECT_NE(text.find("spark_http_route_request_ms_count{operation=\"system.status\"} 1\n"), std::string::npos);
}

TEST(Api, serves_on_each_port_what_its_role_has) {
    RunningApi api;

    EXPECT_EQ(status_of(api.answer("GET", "/healthz", {}, {}, 1)), 200);
    const std::string elsewhere = api.answer("GET", "/api/v1/backtests", {}, {}, 1);
    EXPECT_EQ(status_of(elsewhere), 404);
    EXPECT_NE(elsewhere.find("the port 'streams' does not serve backtests"), std::string::npos) << elsewhere;
}

}  // namespace
}  // namespace spark::http
