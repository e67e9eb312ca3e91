#include <gtest/gtest.h>

#include <atomic>
#include <string>

#include "foundation/wire/gzip.hpp"
#include "surface/http/testing/running_api.hpp"

namespace spark::http {
namespace {

using testing::body_of;
using testing::FakeGate;
using testing::RunningApi;
using testing::status_of;

constexpr std::string_view body = R"({"pair":"ETHUSDT","timeframe":"1h","strategy":"smaCross"})";
constexpr std::string_view key = "Authorization: Bearer spk_researcher\r\ncontent-type: application/json\r\n";
constexpr std::string_view session =
    "Cookie: a=b; __Host-spark_session=researcher\r\ncontent-type: application/json\r\n";

std::string code_of(const std::string& answer) {
    const auto json = wire::parse_json(body_of(answer));
    return json ? json->string_at("code").value_or("") : std::string();
}

std::string post(const RunningApi& api, const std::string& lines, std::string_view text = body) {
    return api.answer("POST", "/api/v1/backtests", lines, text);
}

// S-029, S-030, S-031
TEST(ApiForm, takes_a_session_only_with_its_own_token_from_its_own_page) {
    RunningApi api;
    const std::string base(session);

    EXPECT_EQ(status_of(post(api, base + "X-CSRF-Token: csrf-researcher\r\n")), 201);
    EXPECT_EQ(code_of(post(api, base)), "csrf_refused");
    EXPECT_EQ(code_of(post(api, base + "X-CSRF-Token: csrf-admin\r\n")), "csrf_refused");
    EXPECT_EQ(code_of(post(api, base + "X-CSRF-Token: csrf-researcher\r\nOrigin: http://evil.example\r\n")),
              "origin_refused");
    EXPECT_EQ(code_of(post(api, base + "X-CSRF-Token: csrf-researcher\r\nOrigin: http://a.localhost:4010\r\n")),
              "origin_refused");
    EXPECT_EQ(status_of(api.answer("GET", "/api/v1/status", "Cookie: __Host-spark_session=researcher\r\n")), 200)
        << "looking needs no token";
}

// S-008, S-011, S-012, S-015, S-037
TEST(ApiForm, refuses_credentials_that_are_none) {
    RunningApi api;
    const auto with = [&](const std::string& lines) { return api.answer("GET", "/api/v1/status", lines); };

    EXPECT_EQ(code_of(with("Authorization: Bearer spk_nobody\r\n")), "credential_refused");
    EXPECT_EQ(code_of(with("Authorization: Bearer eyJhbGciOiJub25lIn0.e30.\r\n")), "credential_refused");
    EXPECT_EQ(code_of(with("Authorization: Basic YWRtaW46YWRtaW4=\r\n")), "unauthenticated");
    EXPECT_EQ(code_of(with("Cookie: __Host-spark_session=old\r\n")), "credential_refused");
    EXPECT_EQ(code_of(with("x-admin-token: guess\r\n")), "unauthenticated");
    EXPECT_EQ(code_of(with("x-admin-token: right-token\r\nX-Forwarded-For: 10.1.1.1\r\n")), "unauthenticated");
    EXPECT_EQ(code_of(api.answer("GET", "/api/v1/status?fields=spk_paper_abc")), "secret_in_address");
    const std::string refused = with("Cookie: __Host-spark_session=old\r\n");
    EXPECT_NE(refused.find("WWW-Authenticate: Bearer realm=\"spark\"\r\n"), std::string::npos);
    EXPECT_EQ(api.gate.notes.size(), 7U) << "each refused identity is in the audit log";
}

TEST(ApiForm, lets_nobody_look_from_here_where_that_is_switched_off) {
    RunningApi api;
    api.gate.lets_local_look = false;

    EXPECT_EQ(status_of(api.answer("GET", "/api/v1/status")), 401);
    EXPECT_EQ(status_of(api.answer("GET", "/healthz")), 200);
    EXPECT_EQ(status_of(api.answer("GET", "/api/v1/status", "Authorization: Bearer spk_viewer\r\n")), 200);
}

TEST(ApiForm, takes_no_shared_token_where_real_money_is) {
    ApiOptions options;
    options.is_live = true;
    RunningApi api(options);

    EXPECT_EQ(status_of(api.answer("GET", "/api/v1/status", "x-admin-token: right-token\r\n")), 401);
    EXPECT_EQ(status_of(api.answer("GET", "/api/v1/status")), 401);
}

// S-042 … S-045
TEST(ApiForm, does_once_what_is_asked_for_once) {
    std::atomic<int> count = 0;
    RunningApi api;
    api.on("backtests.create", [&count](Call&) -> Answered {
        return Outcome::made(wire::Json::object().set("count", ++count), "/api/v1/backtests/bt_1");
    });
    const std::string lines = std::string(key) + "Idempotency-Key: one\r\n";

    const std::string first = post(api, lines);
    const std::string again = post(api, lines);

    EXPECT_EQ(status_of(first), 201);
    EXPECT_EQ(status_of(again), 201);
    EXPECT_EQ(body_of(again), body_of(first));
    EXPECT_EQ(first.find("Idempotent-Replayed"), std::string::npos);
    EXPECT_NE(again.find("Idempotent-Replayed: true\r\n"), std::string::npos) << again;
    EXPECT_NE(again.find("Location: /api/v1/backtests/bt_1\r\n"), std::string::npos);
    EXPECT_EQ(code_of(post(api, lines, R"({"pair":"BTCUSDT","timeframe":"1h","strategy":"smaCross"})")),
              "idempotency_mismatch");
    const std::string other =
        "Authorization: Bearer spk_trader\r\ncontent-type: application/json\r\nIdempotency-Key: one\r\n";
    EXPECT_EQ(body_of(post(api, other)), "{\"count\":2}\n") << "another user's key is another key";
    EXPECT_EQ(status_of(post(api, std::string(key) + "Idempotency-Key: \r\n")), 422);
}

TEST(ApiForm, frees_the_key_of_a_call_that_failed_and_holds_that_of_one_at_work) {
    RunningApi api;
    const std::string lines = std::string(key) + "Idempotency-Key: two\r\n";
    api.on("backtests.create",
           [](Call&) -> Answered { return problem_of({.fault = Fault::unavailable, .message = "x"}); });
    EXPECT_EQ(status_of(post(api, lines)), 503);
    api.on("backtests.create", [](Call&) -> Answered {
        return Later{
            .begin = [](const Later::Done&) {}, .wait_max = std::chrono::milliseconds(50), .late = {.status = 202}};
    });
    EXPECT_EQ(status_of(post(api, lines)), 202) << "never answered in time";

    const std::string during = post(api, lines);

    EXPECT_EQ(status_of(during), 409);
    EXPECT_EQ(code_of(during), "idempotency_running");
    EXPECT_NE(during.find("Retry-After: 1\r\n"), std::string::npos);
}

TEST(ApiForm, gives_only_the_fields_asked_for) {
    RunningApi api;
    api.on("backtests.list", [](Call&) -> Answered {
        Page page{.rows = {}, .next_cursor = "7"};
        page.rows.push_back(wire::Json::object().set("id", "a").set("m", wire::Json::object().set("x", 1).set("y", 2)));
        return page_outcome(std::move(page));
    });

    EXPECT_EQ(body_of(api.answer("GET", "/api/v1/backtests?fields=id,m.y,nothing")),
              "{\"data\":[{\"id\":\"a\",\"m\":{\"y\":2}}],\"has_more\":true,\"next_cursor\":\"7\"}\n");
    const std::string lines = api.answer("GET", "/api/v1/backtests", "Accept: application/x-ndjson\r\n");
    EXPECT_EQ(body_of(lines), "{\"id\":\"a\",\"m\":{\"x\":1,\"y\":2}}\n");
    EXPECT_NE(lines.find("X-Next-Cursor: 7\r\n"), std::string::npos);
}

TEST(ApiForm, says_that_what_the_reader_has_still_holds) {
    RunningApi api;
    const std::string first = api.answer("GET", "/api/v1/strategies");
    const std::size_t at = first.find("ETag: ");
    ASSERT_NE(at, std::string::npos) << first;
    const std::string tag = first.substr(at + 6, first.find("\r\n", at) - at - 6);

    const std::string again = api.answer("GET", "/api/v1/strategies", "If-None-Match: " + tag + "\r\n");
    const std::string other = api.answer("GET", "/api/v1/strategies", "If-None-Match: \"x\"\r\n");

    EXPECT_EQ(status_of(again), 304);
    EXPECT_EQ(body_of(again), "");
    EXPECT_EQ(status_of(other), 200);
}

TEST(ApiForm, packs_long_text_for_those_who_take_it) {
    RunningApi api;
    const std::string long_text(5'000, 'a');
    api.on("strategies.show", [&](Call&) -> Answered { return Outcome::of(wire::Json::object().set("x", long_text)); });
    const auto get = [&](std::string_view lines) { return api.answer("GET", "/api/v1/strategies/a", lines); };

    const std::string plain = get("");
    const std::string packed = get("Accept-Encoding: br, gzip;q=0.5\r\n");
    const std::string refused = get("Accept-Encoding: gzip;q=0, identity\r\n");

    EXPECT_EQ(body_of(plain), "{\"x\":\"" + long_text + "\"}\n");
    EXPECT_EQ(plain.find("Content-Encoding"), std::string::npos);
    EXPECT_EQ(body_of(refused), body_of(plain));
    EXPECT_NE(packed.find("Content-Encoding: gzip\r\n"), std::string::npos) << packed.substr(0, 500);
    EXPECT_NE(packed.find("Vary: Accept-Encoding\r\n"), std::string::npos);
    EXPECT_EQ(body_of(packed), wire::gzip_bytes(body_of(plain), 1));
    const std::size_t at = plain.find("ETag: ") + 6;
    const std::string tag = plain.substr(at, plain.find("\r\n", at) - at);
    EXPECT_NE(packed.find("ETag: W/" + tag + "\r\n"), std::string::npos);
    EXPECT_EQ(status_of(get("Accept-Encoding: gzip\r\nIf-None-Match: W/" + tag + "\r\n")), 304);
    api.on("strategies.show", [](Call&) -> Answered { return Outcome::of(wire::Json::object().set("x", 1)); });
    EXPECT_EQ(get("Accept-Encoding: gzip\r\n").find("Content-Encoding"), std::string::npos) << "too short";
}

// S-056
TEST(ApiForm, refuses_what_it_cannot_give_and_what_it_does_not_know) {
    RunningApi api;

    EXPECT_EQ(status_of(api.answer("GET", "/api/v1/status", "Accept: image/png\r\n")), 406);
    EXPECT_EQ(status_of(api.answer("GET", "/api/v1/status", "Accept: text/html, */*;q=0.1\r\n")), 200);
    EXPECT_EQ(status_of(api.answer("GET", "/api/v1/status", "Accept: application/*\r\n")), 200);
    EXPECT_EQ(status_of(api.answer("GET", "/api/v1/status", "Accept: application/json;q=0\r\n")), 406);
    const std::string unknown = api.answer("GET", "/api/v1/backtests?limt=3");
    EXPECT_EQ(status_of(unknown), 422);
    EXPECT_NE(unknown.find("did you mean 'limit'?"), std::string::npos) << unknown;
    EXPECT_EQ(status_of(api.answer("GET", "/api/v1/backtests?limit=3&limit=4")), 400) << "S-054: a name twice";
    EXPECT_EQ(status_of(api.answer("GET", "/healthz", {}, "body")), 400) << "a body nobody asked for";
    const std::string turkish = api.answer("GET", "/api/v1/backtests?lang=tr&limt=3");
    EXPECT_EQ(status_of(turkish), 422);
}

TEST(ApiForm, takes_each_media_type_of_a_body_and_no_other) {
    RunningApi api;
    const auto status = [&](std::string_view type) {
        return status_of(api.answer(
            "POST", "/api/v1/uploads",
            "x-admin-token: " + std::string(FakeGate::token) + "\r\ncontent-type: " + std::string(type) + "\r\n",
            "t,o\n"));
    };

    EXPECT_EQ(status("text/csv"), 201);
    EXPECT_EQ(status("application/gzip"), 201);
    EXPECT_EQ(status("text/plain"), 415);
    EXPECT_EQ(status("text/csv application/gzip"), 415);
}

TEST(ApiForm, lets_through_who_asks_for_the_other_form_of_an_answer) {
    RunningApi api;
    const auto status = [&](std::string_view type) {
        return status_of(
            api.answer("GET", "/api/v1/datasets/ds_synth_BTCUSDT_1h/candles", "Accept: " + std::string(type) + "\r\n"));
    };

    EXPECT_EQ(status("application/vnd.spark.candles+f64"), 200);
    EXPECT_EQ(status("application/json"), 200);
    EXPECT_EQ(status("image/png"), 406);
}

TEST(ApiForm, audits_no_question_that_comes_as_a_post) {
    RunningApi api;

    const std::string answer = api.answer("POST", "/api/v1/strategies/validate", "content-type: application/json\r\n",
                                          R"({"document":"name = 1"})");

    EXPECT_EQ(status_of(answer), 200) << "this machine may look, so it may ask";
    EXPECT_TRUE(api.gate.notes.empty());
}

}  // namespace
}  // namespace spark::http
