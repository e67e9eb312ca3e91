#include <gtest/gtest.h>

#include <string>

#include "surface/http/testing/running_api.hpp"

namespace spark::http {
namespace {

using testing::body_of;
using testing::RunningApi;
using testing::status_of;

constexpr std::string_view json_type = "content-type: application/json\r\n";

TEST(Api, notes_the_door_once_with_what_came_of_it_and_who_came_in) {
    RunningApi api;
    api.on("auth.login", [](Call& call) -> Answered {
        call.object = "ada\n";
        if (*call.body.find("password")->as_string() != "right")
            return Problem{.kind = problem_kind("bad_credentials"), .detail = "wrong"};
        call.caller = {.kind = CallerKind::session, .user_id = "usr_ada"};
        return Outcome::of(wire::Json::object());
    });
    const auto log_in = [&](std::string_view password) {
        return status_of(api.answer("POST", "/api/v1/session", json_type,
                                    R"({"name":"ada","password":")" + std::string(password) + R"("})"));
    };

    EXPECT_EQ(log_in("wrong"), 401);
    EXPECT_EQ(log_in("right"), 200);
    api.gate.keeps_audit = false;
    EXPECT_EQ(log_in("right"), 503) << "nobody comes in unseen";

    ASSERT_EQ(api.gate.notes.size(), 3U);
    EXPECT_EQ(api.gate.notes[0].outcome, "refused");
    EXPECT_EQ(api.gate.notes[0].code, "bad_credentials");
    EXPECT_EQ(api.gate.notes[0].object, "ada\\n");
    EXPECT_EQ(api.gate.notes[1].outcome, "allowed");
    EXPECT_EQ(api.gate.notes[1].caller.user_id, "usr_ada");
}

TEST(Api, tells_a_repetition_what_is_kept_and_not_what_is_said_once) {
    RunningApi api;
    api.on("keys.create", [](Call&) -> Answered {
        Outcome outcome = Outcome::made(wire::Json::object().set("secret", "s3cret"), "/api/v1/keys/key_1");
        outcome.kept_json = wire::Json::object().set("secret", nullptr);
        return outcome;
    });
    const auto make = [&] {
        return api.answer("POST", "/api/v1/keys",
                          std::string(json_type) + "Authorization: Bearer spk_trader\r\nIdempotency-Key: k\r\n",
                          R"({"name":"n","scopes":["look"]})");
    };

    EXPECT_EQ(body_of(make()), "{\"secret\":\"s3cret\"}\n");
    const std::string again = make();
    EXPECT_EQ(status_of(again), 201);
    EXPECT_EQ(body_of(again), "{\"secret\":null}\n");
    EXPECT_NE(again.find("Location: /api/v1/keys/key_1\r\n"), std::string::npos);
    EXPECT_NE(again.find("Idempotent-Replayed: true\r\n"), std::string::npos);
}

}  // namespace
}  // namespace spark::http
