#include "app/remote/problem.hpp"

#include <gtest/gtest.h>

namespace spark::remote {
namespace {

net::Response refusal(int status, std::string body, std::string type = "application/problem+json") {
    return {.status = status, .headers = {{"Content-Type", std::move(type)}}, .body = std::move(body)};
}

TEST(Problem, becomes_the_fault_the_place_and_the_remedy_it_names) {
    const Error error = error_of(refusal(422, R"({"code":"invalid_input","detail":"found x","errors":[{"pointer":"/to",
        "message":"found x"}],"fix":[{"text":"write 4h"}]})"),
                                 "http://s");

    EXPECT_EQ(error, (Error{Fault::invalid_input, "found x", "/to", "write 4h"}));
}

TEST(Problem, goes_by_its_code_before_its_status) {
    EXPECT_EQ(error_of(refusal(500, R"({"code":"corrupt","detail":"d"})"), "s").fault, Fault::corrupt);
    EXPECT_EQ(error_of(refusal(500, R"({"code":"internal","detail":"d"})"), "s").fault, Fault::unavailable);
    EXPECT_EQ(error_of(refusal(507, R"({"code":"exhausted","detail":"d"})"), "s").fault, Fault::exhausted);
    EXPECT_EQ(error_of(refusal(428, R"({"code":"version_wanted","detail":"d"})"), "s").fault, Fault::invalid_input);
}

TEST(Problem, of_a_stranger_is_corrupt_and_of_a_proxy_unavailable) {
    EXPECT_EQ(error_of(refusal(404, "<p>", "text/html"), "s").fault, Fault::corrupt);
    EXPECT_EQ(error_of(refusal(404, "[]"), "s").fault, Fault::corrupt);
    EXPECT_EQ(error_of(refusal(502, "<p>", "text/html"), "s").fault, Fault::unavailable);
}

TEST(Problem, throws_no_terminal_off) {
    const Error error = error_of(refusal(404, R"({"code":"not_found","detail":"\u001b[2J"})"), "s");

    EXPECT_FALSE(error.message.contains('\x1b'));
}

}  // namespace
}  // namespace spark::remote
