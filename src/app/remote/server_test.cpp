#include "app/remote/server.hpp"

#include <gtest/gtest.h>

#include <array>

#include "app/remote/job.hpp"
#include "app/remote/projection.hpp"

namespace spark::remote {
namespace {

using wire::Json;

TEST(ServerAddress, keeps_scheme_host_port_and_prefix_and_knows_this_machine) {
    const auto usual = parse_server_address("http://127.0.0.1:4010/");
    const auto behind = parse_server_address("https://Example.org/spark/");

    ASSERT_TRUE(usual && behind);
    EXPECT_EQ(usual->text, "http://127.0.0.1:4010");
    EXPECT_TRUE(usual->is_loopback);
    EXPECT_EQ(usual->prefix, "");
    EXPECT_EQ(behind->text, "https://example.org/spark");
    EXPECT_EQ(behind->prefix, "/spark");
    EXPECT_FALSE(behind->is_loopback);
}

TEST(ServerAddress, refuses_what_is_no_server) {
    for (const char* const url : {"", "127.0.0.1:4010", "ftp://host", "http://user:s3cr3t@host", "http://host/?a=b"}) {
        const auto address = parse_server_address(url);

        ASSERT_FALSE(address.has_value()) << url;
        EXPECT_EQ(address.error().fault, Fault::invalid_input) << url;
        EXPECT_EQ(address.error().place, "--server") << url;
        EXPECT_FALSE(address.error().message.contains("s3cr3t")) << url;
    }
}

TEST(ServerAddress, does_not_take_a_name_that_looks_like_loopback_for_it) {
    for (const char* const url : {"http://localhost.example.org", "http://127.0.0.1.example.org", "http://127.evil"}) {
        const auto address = parse_server_address(url);

        ASSERT_TRUE(address.has_value()) << url;
        EXPECT_FALSE(address->is_loopback) << url;
    }
}

TEST(Escaped, leaves_nothing_that_could_leave_its_place_in_an_address) {
    EXPECT_EQ(escaped("ds_a_B-c.1~"), "ds_a_B-c.1~");
    EXPECT_EQ(escaped("../x?y=1&z#ğ"), "..%2Fx%3Fy%3D1%26z%23%C4%9F");
    EXPECT_EQ(escaped("ds@v1"), "ds%40v1");
}

TEST(Projection, takes_members_in_the_order_asked_and_leaves_others_as_they_are) {
    const Json json = Json::object().set("a", 1).set("b", 2).set("c", 3);

    EXPECT_EQ(wire::to_text(only(json, std::array<std::string_view, 3>{"c", "a", "z"})), R"({"c":3,"a":1})");
    EXPECT_EQ(wire::to_text(without(json, std::array<std::string_view, 2>{"b", "z"})), R"({"a":1,"c":3})");
    EXPECT_EQ(wire::to_text(without(Json(7), std::array<std::string_view, 1>{"b"})), "{}");
}

TEST(Job, ends_well_or_with_its_own_reason) {
    const auto job = [](const char* status) { return Json::object().set("id", "job_1").set("status", status); };
    Json failed = job("failed");
    failed.set("problem", Json::object().set("code", "corrupt").set("detail", "bad bytes\x1b").set("place", "ds"));

    EXPECT_TRUE(outcome_of_job(job("succeeded")).has_value());
    EXPECT_EQ(outcome_of_job(job("canceled")).error().fault, Fault::conflict);
    EXPECT_EQ(outcome_of_job(job("interrupted")).error().fault, Fault::unavailable);
    EXPECT_EQ(outcome_of_job(failed).error().fault, Fault::corrupt);
    EXPECT_EQ(outcome_of_job(failed).error().message, "bad bytes\\x1b");
    EXPECT_FALSE(is_over(job("running")));
    EXPECT_FALSE(is_over(job("queued")));
    EXPECT_TRUE(is_over(job("failed")));
}

}  // namespace
}  // namespace spark::remote
