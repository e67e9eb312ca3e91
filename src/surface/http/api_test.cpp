#include "surface/http/api.hpp"

#include <gtest/gtest.h>

#include <latch>
#include <string>

#include "surface/http/testing/running_api.hpp"

namespace spark::http {
namespace {

using testing::body_of;
using testing::FakeBackend;
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

/// The path with something in its braces.
std::string filled(std::string_view path) {
    std::string out(path);
    for (std::size_t at = out.find('{'); at != std::string::npos; at = out.find('{'))
        out.replace(at, out.find('}') - at + 1, "smaCross");
    return out;
}

TEST(Api, lets_nobody_change_anything_without_an_identity_on_any_route) {
    RunningApi api;
    for (const Route& route : routes()) {
        const std::string path = filled(route.path);
        const bool has_body = !route.request_schema.empty();
        const std::string_view body = has_body ? planning_body : std::string_view{};
        const std::string type(has_body ? json_type : std::string_view{});

        const int anonymous = status_of(api.answer(to_text(route.method), path, type, body));
        const int foreign = status_of(api.answer(to_text(route.method), path, type + "x-admin-token: no\r\n", body));
        const int as_admin =
            status_of(api.answer(to_text(route.method), path, type + std::string(admin) + "Prefer: wait\r\n", body));

        const bool is_known_job = route.response_schema == "Job";  // nothing is called so
        EXPECT_EQ(anonymous, route.role == Role::admin ? 401 : is_known_job ? 404 : 200) << path;
        EXPECT_EQ(foreign, anonymous) << path;
        EXPECT_EQ(as_admin, is_known_job ? 404 : route.created_status) << path;
    }
    std::size_t changing = 0;
    for (const Route& route : routes()) changing += route.method == Method::get ? 0 : 1;
    EXPECT_EQ(api.backend.orders.size(), changing) << "only the admin's calls have reached the backend";
}

TEST(Api, takes_the_planning_documents_body_as_it_is) {
    RunningApi api;

    const std::string answer =
        api.answer("POST", "/api/backtest/start", headers({json_type, admin, "Prefer: wait\r\n"}), planning_body);

    EXPECT_EQ(status_of(answer), 200) << answer;
    EXPECT_EQ(body_of(answer), "{\"strategy\":\"smaCross\"}\n");
    EXPECT_NE(answer.find("Location: /api/v1/backtests/bt_9\r\n"), std::string::npos);
    ASSERT_EQ(api.backend.orders.size(), 1U);
    const BacktestOrder& order = api.backend.orders.front();
    EXPECT_EQ(order.pair, "ETHUSDT");
    EXPECT_EQ(order.timeframe, "1h");
    EXPECT_EQ(order.assignments, (std::vector<std::string>{"fast=9", "slow=21"}));
}

TEST(Api, gives_a_job_to_who_does_not_wait) {
    RunningApi api;

    const std::string answer = api.answer("POST", "/api/v1/backtests", headers({json_type, admin}), planning_body);

    EXPECT_EQ(status_of(answer), 202) << answer;
    const auto job = wire::parse_json(body_of(answer)).value();
    const std::string id = job.string_at("id").value();
    EXPECT_NE(answer.find("Location: /api/v1/jobs/" + id + "\r\n"), std::string::npos) << answer;
    std::string status;
    while (status != "succeeded") {
        const auto now = wire::parse_json(body_of(api.answer("GET", "/api/v1/jobs/" + id))).value();
        status = now.string_at("status").value();
        ASSERT_NE(status, "failed");
        if (status == "succeeded") {
            EXPECT_EQ(now.find("links")->string_at("result").value(), "/api/v1/backtests/bt_9");
        }
    }
}

TEST(Api, tells_a_failed_job_why) {
    RunningApi api;
    api.backend.on_run = [](const BacktestOrder&) -> Result<MadeBacktest> {
        return fail(Fault::not_found, "no data set holds ETHUSDT 1h", {}, "spark ingest csv FILE --symbol ETHUSDT");
    };

    const std::string waited =
        api.answer("POST", "/api/backtest/start", headers({json_type, admin, "Prefer: wait=5\r\n"}), planning_body);
    const std::string queued = api.answer("POST", "/api/backtest/start", headers({json_type, admin}), planning_body);

    EXPECT_EQ(status_of(waited), 404);
    EXPECT_EQ(problem_in(waited).find("fix")->as_array().value()[0].string_at("text").value(),
              "spark ingest csv FILE --symbol ETHUSDT");
    EXPECT_EQ(status_of(queued), 202) << queued;
    EXPECT_EQ(api.metrics.value({"spark_http_requests_total", "ok"}), 1U);
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
    EXPECT_EQ(pointer_of(R"({"strategy":"smaCross"})"), "/dataset");
    EXPECT_EQ(pointer_of(R"({"strategy":"smaCross","dataset":"a","pair":"X","timeframe":"1h"})"), "/dataset");
    EXPECT_EQ(pointer_of(R"({"strategy":"smaCross","pair":"X"})"), "/timeframe");
    for (const std::string_view text :
         {R"({"strategy":"smaCross")", "[1]", "7", "null", R"({"a":1,"a":2})", "{]", "{\"a\":\xff}"}) {
        const std::string answer = api.answer("POST", "/api/v1/backtests", with_admin, text);
        EXPECT_EQ(status_of(answer), 400) << text << answer;
        EXPECT_EQ(problem_in(answer).string_at("code").value(), "malformed_json");
    }
    EXPECT_TRUE(api.backend.orders.empty());
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
    EXPECT_EQ(status_of(api.answer("GET", "/api/v1/strategies/a%20b")), 404);
    const std::string refused = api.answer("DELETE", "/api/v1/backtests", admin);
    EXPECT_EQ(status_of(refused), 405);
    EXPECT_NE(refused.find("Allow: GET, HEAD, POST, OPTIONS\r\n"), std::string::npos) << refused;
    const std::string options = api.answer("OPTIONS", "/api/v1/backtests/x");
    EXPECT_EQ(status_of(options), 204);
    EXPECT_NE(options.find("Allow: GET, HEAD, OPTIONS\r\n"), std::string::npos) << options;
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

TEST(Api, tells_too_many_calls_when_to_come_again) {
    ApiOptions options;
    options.compute = {.per_second = 0.001, .burst = 2};
    RunningApi api(options);
    const std::string all = headers({json_type, admin, "Prefer: wait\r\n"});

    EXPECT_EQ(status_of(api.answer("POST", "/api/v1/backtests", all, planning_body)), 201);
    EXPECT_EQ(status_of(api.answer("POST", "/api/v1/backtests", all, planning_body)), 201);
    const std::string third = api.answer("POST", "/api/v1/backtests", all, planning_body);

    EXPECT_EQ(status_of(third), 429);
    EXPECT_NE(third.find("Retry-After: 1\r\n"), std::string::npos);
    EXPECT_EQ(status_of(api.answer("GET", "/healthz")), 200) << "other classes go on";
}

TEST(Api, is_busy_when_every_place_is_taken_and_not_for_longer) {
    ApiOptions options;
    options.pool_threads = 1;
    options.pool_waiting_max = 1;
    options.job_wait_max = std::chrono::milliseconds(10);
    std::latch running(1);  // before the API: its threads use them until it is gone
    std::latch may_end(1);
    RunningApi api(options);
    api.backend.on_run = [&, first = true](const BacktestOrder&) mutable -> Result<MadeBacktest> {
        if (std::exchange(first, false)) running.count_down();
        may_end.wait();
        return MadeBacktest{.id = "bt_9", .document = wire::Json::object()};
    };
    const std::string all = headers({json_type, admin});

    EXPECT_EQ(status_of(api.answer("POST", "/api/v1/backtests", all, planning_body)), 202);
    running.wait();
    EXPECT_EQ(status_of(api.answer("POST", "/api/v1/backtests", all, planning_body)), 202) << "waits in the queue";
    const std::string third = api.answer("POST", "/api/v1/backtests", all, planning_body);
    EXPECT_EQ(status_of(third), 503) << third;
    EXPECT_EQ(status_of(api.answer("GET", "/healthz")), 200) << "the I/O thread is free";

    may_end.count_down();
}

TEST(Api, survives_an_exception_nothing_expects) {
    RunningApi api;
    api.backend.on_run = [](const BacktestOrder&) -> Result<MadeBacktest> {
        return std::vector<int>().at(3), fail({});
    };

    const std::string answer =
        api.answer("POST", "/api/v1/backtests", headers({json_type, admin, "Prefer: wait\r\n"}), planning_body);

    EXPECT_EQ(status_of(answer), 500);
    EXPECT_EQ(problem_in(answer).string_at("code").value(), "internal");
    EXPECT_EQ(status_of(api.answer("GET", "/healthz")), 200);
}

TEST(Api, logs_what_it_refuses_and_what_changes_state_and_nothing_secret) {
    RunningApi api;
    api.answer("GET", "/healthz");
    api.answer("GET", "/api/v1/status");
    EXPECT_TRUE(api.backend.lines.empty());

    api.answer("POST", "/api/v1/backtests", headers({json_type, "x-admin-token: guessed-one\r\n"}), planning_body);
    api.answer("POST", "/api/v1/backtests", headers({json_type, admin, "Prefer: wait\r\n"}), planning_body);

    ASSERT_EQ(api.backend.lines.size(), 2U);
    EXPECT_NE(api.backend.lines[0].find("\"status\":401"), std::string::npos);
    EXPECT_NE(api.backend.lines[1].find("\"status\":201"), std::string::npos);
    for (const std::string& line : api.backend.lines) {
        EXPECT_EQ(line.find("guessed-one"), std::string::npos);
        EXPECT_EQ(line.find(FakeBackend::token), std::string::npos);
    }
}

TEST(Api, is_not_ready_when_something_is_wrong) {
    RunningApi api;
    EXPECT_EQ(status_of(api.answer("GET", "/readyz")), 200);

    api.backend.is_ready = false;

    EXPECT_EQ(status_of(api.answer("GET", "/readyz")), 503);
    EXPECT_EQ(status_of(api.answer("GET", "/healthz")), 200);
}

TEST(Api, holds_the_limit_of_a_list_on_both_sides) {
    RunningApi api;

    for (const std::string limit : {"1", "200"})
        EXPECT_EQ(status_of(api.answer("GET", "/api/v1/backtests?limit=" + limit)), 200) << limit;
    for (const std::string limit : {"0", "201", "-1", "x", "", "1e1", "99999999999999999999"})
        EXPECT_EQ(status_of(api.answer("GET", "/api/v1/backtests?limit=" + limit)), 422) << limit;
    const auto page = wire::parse_json(body_of(api.answer("GET", "/api/v1/backtests?limit=3&cursor=abc"))).value();
    EXPECT_EQ(page.string_at("next_cursor").value(), "7");
    EXPECT_TRUE(page.bool_at("has_more").value());
    EXPECT_EQ(page.array_at("data").value()[0].string_at("cursor").value(), "abc");
}

TEST(Api, lets_no_text_of_a_name_become_markup_in_a_page) {
    RunningApi api;

    const std::string answer = api.answer("GET", "/");

    EXPECT_EQ(status_of(answer), 200);
    EXPECT_EQ(answer.find("<b>"), std::string::npos) << answer;
    EXPECT_NE(answer.find("ds_&lt;b&gt;_X"), std::string::npos);
    EXPECT_NE(answer.find("SYNTHETIC"), std::string::npos);
    EXPECT_EQ(answer.find("<script"), std::string::npos);
}

}  // namespace
}  // namespace spark::http
