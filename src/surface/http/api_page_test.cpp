#include <gtest/gtest.h>

#include <set>
#include <string>

#include "surface/http/page_policy.hpp"
#include "surface/http/pages.hpp"
#include "surface/http/testing/running_api.hpp"

namespace spark::http::testing {
namespace {

constexpr std::string_view wants_html = "Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\n";
constexpr std::string_view wants_json = "Accept: application/json\r\n";

/// With a page of one asset, one file at the root and one below a folder of the API's.
ApiOptions with_page() {
    ApiOptions options;
    options.has_page_file = [](std::string_view path) {
        return std::set<std::string_view>{"/index.html", "/assets/a b.js", "/favicon.svg"}.contains(path);
    };
    return options;
}

bool has_header(const std::string& answer, std::string_view line) {
    return answer.substr(0, answer.find("\r\n\r\n") + 2).find("\r\n" + std::string(line) + "\r\n") != std::string::npos;
}

TEST(ApiPage, gives_a_file_of_the_page_to_anybody_at_its_decoded_path) {
    RunningApi api(with_page());

    EXPECT_EQ(status_of(api.answer("GET", "/favicon.svg")), 200);
    EXPECT_EQ(status_of(api.answer("HEAD", "/assets/a%20b.js", "Accept: text/css\r\n")), 200);

    EXPECT_EQ(api.calls_of("pages.file"), 2U);
}

TEST(ApiPage, gives_no_file_to_other_methods_on_other_ports_or_under_dots) {
    RunningApi api(with_page());

    EXPECT_EQ(status_of(api.answer("POST", "/favicon.svg")), 404);
    EXPECT_EQ(status_of(api.answer("GET", "/favicon.svg", {}, {}, 1)), 404);
    EXPECT_EQ(status_of(api.answer("GET", "/assets/../favicon.svg")), 400);
    EXPECT_EQ(status_of(api.answer("GET", "/assets/%2e%2e/favicon.svg")), 400);
    EXPECT_EQ(status_of(api.answer("GET", "/assets%2f..%2ffavicon.svg")), 400);

    EXPECT_EQ(api.calls_of("pages.file"), 0U);
}

TEST(ApiPage, draws_an_unknown_address_for_who_names_html_and_refuses_it_to_programs) {
    RunningApi api(with_page());

    api.answer("GET", "/nowhere/at/all", wants_html);
    api.answer("GET", "/index.html", wants_html);
    EXPECT_EQ(api.calls_of("pages.unknown"), 2U);

    for (const std::string_view accept : {wants_json, std::string_view("Accept: */*\r\n"), std::string_view(),
                                          std::string_view("Accept: text/html;q=0\r\n")}) {
        const std::string answer = api.answer("GET", "/nowhere/at/all", accept);
        EXPECT_EQ(status_of(answer), 404) << accept;
        EXPECT_TRUE(has_header(answer, "Content-Type: application/problem+json")) << answer;
    }
    EXPECT_EQ(api.calls_of("pages.unknown"), 2U);
    EXPECT_EQ(api.calls_of("pages.file"), 0U);
}

TEST(ApiPage, leaves_what_is_below_the_api_and_the_assets_to_their_refusals) {
    RunningApi api(with_page());

    for (const char* const path : {"/api", "/api/v1/nothing", "/metrics/x", "/healthz/x", "/assets/gone.js"})
        EXPECT_TRUE(has_header(api.answer("GET", path, wants_html), "Content-Type: application/problem+json")) << path;

    EXPECT_EQ(api.calls_of("pages.unknown"), 0U);
}

TEST(ApiPage, knows_no_fallback_without_a_page) {
    RunningApi api;

    EXPECT_EQ(status_of(api.answer("GET", "/favicon.svg")), 404);
    EXPECT_TRUE(has_header(api.answer("GET", "/nowhere", wants_html), "Content-Type: application/problem+json"));
}

TEST(ApiPage, lets_a_page_have_any_query_but_a_secret) {
    RunningApi api(with_page());

    EXPECT_EQ(status_of(api.answer("GET", "/backtest/compare?runs=a,b&what=ever", wants_html)), 200);
    EXPECT_EQ(status_of(api.answer("GET", "/markets?lang=klingon", wants_html)), 200);
    EXPECT_EQ(status_of(api.answer("GET", "/markets?key=spk_1", wants_html)), 400);
}

TEST(ApiPage, takes_the_more_precise_address_and_what_its_braces_hold) {
    RunningApi api(with_page());
    std::string seen;
    api.on("pages.market", [&seen](Call& call) -> Answered {
        seen = call.path_part(0) + " " + call.path_part(1);
        return Outcome::text("text/html; charset=utf-8", "page");
    });

    api.answer("GET", "/markets/binance/BTC%20USDT", wants_html);
    api.answer("GET", "/backtest/compare", wants_html);
    api.answer("GET", "/backtest/run_1", wants_html);

    EXPECT_EQ(seen, "binance BTC USDT");
    EXPECT_EQ(api.calls_of("pages.comparison"), 1U);
    EXPECT_EQ(api.calls_of("pages.backtest"), 1U);
}

TEST(ApiPage, forbids_inline_code_on_pages_and_everything_on_other_answers) {
    RunningApi api(with_page());

    const std::string page = api.answer("GET", "/markets", wants_html);
    const std::string json = api.answer("GET", "/healthz");

    EXPECT_TRUE(has_header(page, "Content-Security-Policy: " + std::string(web_page_policy))) << page;
    EXPECT_TRUE(has_header(page, "Permissions-Policy: " + std::string(web_page_permissions))) << page;
    EXPECT_TRUE(has_header(json, "Content-Security-Policy: " + std::string(answer_policy))) << json;
    EXPECT_EQ(web_page_policy.find("unsafe"), std::string_view::npos);
    EXPECT_EQ(plain_page_policy().find("unsafe"), std::string::npos);
}

TEST(ApiPage, keeps_the_headers_an_answer_brings_and_adds_no_second_one) {
    RunningApi api(with_page());
    api.on("pages.file", [](Call&) -> Answered {
        return Outcome::text("image/svg+xml", "<svg/>")
            .with("ETag", "\"t\"")
            .with("Cache-Control", "no-cache")
            .with("Content-Security-Policy", "sandbox");
    });
    api.on("pages.markets",
           [](Call&) -> Answered { return Outcome::text("text/html", "page").with("Cache-Control", "no-store"); });

    const std::string file = api.answer("GET", "/favicon.svg");
    const std::string page = api.answer("GET", "/markets", wants_html);

    EXPECT_TRUE(has_header(file, "Cache-Control: no-cache"));
    EXPECT_TRUE(has_header(file, "Content-Security-Policy: sandbox"));
    EXPECT_EQ(file.find("Cache-Control"), file.rfind("Cache-Control"));
    EXPECT_EQ(file.find("Content-Security-Policy"), file.rfind("Content-Security-Policy"));
    EXPECT_TRUE(has_header(page, "Cache-Control: no-store"));
    EXPECT_EQ(page.find("ETag"), std::string::npos) << "what nobody keeps needs no tag";
}

TEST(ApiPage, counts_every_file_and_unknown_address_under_one_name_each) {
    RunningApi api(with_page());
    api.on("pages.unknown", [](Call&) -> Answered {
        Outcome outcome = Outcome::text("text/html; charset=utf-8", "page");
        outcome.status = 404;
        return outcome;
    });
    api.answer("GET", "/favicon.svg");
    api.answer("GET", "/assets/a%20b.js");
    api.answer("GET", "/one", wants_html);
    api.answer("GET", "/two", wants_html);

    const std::string figures = api.api().route_figures_text();

    EXPECT_NE(figures.find("operation=\"pages.file\",status=\"2xx\"} 2"), std::string::npos);
    EXPECT_NE(figures.find("operation=\"pages.unknown\",status=\"4xx\"} 2"), std::string::npos);
    EXPECT_EQ(figures.find("favicon"), std::string::npos);
}

}  // namespace
}  // namespace spark::http::testing
