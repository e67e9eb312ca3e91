#include "adapters/llm/chat_provider.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "adapters/llm/detail/chat_json.hpp"
#include "foundation/net/testing/running_server.hpp"
#include "foundation/net/testing/scripted_server.hpp"
#include "foundation/wire/json.hpp"

namespace spark::llm {
namespace {

using net::testing::RunningServer;
using net::testing::ScriptedServer;
using net::testing::text_answer;
using std::chrono::milliseconds;
using wire::Json;

constexpr std::string_view secret = "sk-very-secret-0123456789";
const std::string sentence = "sell when the moon is full and the average crosses";

std::string chat_text(std::string_view content, std::string_view reason = "stop") {
    Json choice = Json::object().set("index", 0).set("finish_reason", reason);
    choice.set("message", Json::object().set("role", "assistant").set("content", content));
    return wire::to_text(Json::object()
                             .set("model", "small-1")
                             .set("choices", Json::array().push(std::move(choice)))
                             .set("usage", Json::object().set("prompt_tokens", 1'000).set("completion_tokens", 200)));
}

ProviderOptions options_of(std::uint16_t port) {
    ProviderOptions options;
    options.url = net::Url{.is_https = false, .host = "127.0.0.1", .port = port, .target = "/v1"};
    options.model = "small";
    options.key = secret;
    options.timeout = milliseconds(10'000);
    options.wait_first = milliseconds(1);
    return options;
}

/// What comes of a server that gives these answers in turn, and how often it was asked.
struct Told {
    Result<ChatAnswer> answer = fail(Fault::corrupt, "not asked");
    std::vector<net::Request> requests{};
    std::vector<std::string> notes{};

    void expect_no_secret() const {
        for (const std::string& note : notes) {
            EXPECT_FALSE(note.contains(secret)) << note;
            EXPECT_FALSE(note.contains(sentence)) << note;
        }
        if (answer) return;
        const Error& error = answer.error();
        for (const std::string& text : {error.message, error.place, error.remedy}) {
            EXPECT_FALSE(text.contains(secret)) << text;
            EXPECT_FALSE(text.contains(sentence)) << text;
        }
        EXPECT_FALSE(error.remedy.empty() && error.fault != Fault::corrupt) << error.message;
    }
};

Told told(std::vector<net::Response> answers, const std::function<void(ProviderOptions&)>& change = {}) {
    Told found;
    const RunningServer server([&](const net::Request& request) -> net::Answer {
        found.requests.push_back(request);
        return answers[std::min(found.requests.size(), answers.size()) - 1];
    });
    ProviderOptions options = options_of(server.port());
    options.note = [&](std::string text) { found.notes.push_back(std::move(text)); };
    if (change) change(options);
    found.answer = ask(options, "write a document", sentence);
    found.expect_no_secret();
    return found;
}

Fault fault_of(const Told& found) {
    EXPECT_FALSE(found.answer.has_value());
    return found.answer ? Fault::conflict : found.answer.error().fault;
}

TEST(ChatProvider, asks_as_the_api_wants_it_and_counts_tokens_and_cost) {
    const Told found = told({text_answer(200, chat_text("name = \"x\""))}, [](ProviderOptions& options) {
        options.prompt_price = 250'000'000;        // 2.50 dollars a million
        options.completion_price = 1'000'000'000;  // 10 dollars
    });

    ASSERT_TRUE(found.answer.has_value()) << found.answer.error().message;
    EXPECT_EQ(found.answer->text, "name = \"x\"");
    EXPECT_EQ(found.answer->model, "small-1");
    EXPECT_EQ(found.answer->attempts, 1);
    EXPECT_EQ(found.answer->prompt_tokens, 1'000);
    EXPECT_EQ(found.answer->completion_tokens, 200);
    EXPECT_EQ(found.answer->cost, 450'000) << "0.0025 + 0.002 dollars";
    ASSERT_EQ(found.requests.size(), 1U);
    EXPECT_EQ(found.requests[0].target, "/v1/chat/completions");
    EXPECT_EQ(*found.requests[0].header("authorization"), "Bearer " + std::string(secret));
    const Json body = wire::parse_json(found.requests[0].body).value();
    EXPECT_EQ(body.string_at("model").value(), "small");
    EXPECT_EQ(body.array_at("messages").value()[0].string_at("role").value(), "system");
    EXPECT_EQ(body.array_at("messages").value()[1].string_at("content").value(), sentence);
    EXPECT_FALSE(found.requests[0].body.contains(secret));
}

TEST(ChatProvider, says_when_the_answer_was_cut_off_and_knows_no_cost_without_a_price) {
    const Told found = told({text_answer(200, chat_text("name =", "length"))});

    ASSERT_TRUE(found.answer.has_value());
    EXPECT_TRUE(found.answer->is_cut_off);
    EXPECT_FALSE(found.answer->cost.has_value());
}

TEST(ChatProvider, obeys_retry_after_and_asks_again) {
    net::Response busy = text_answer(429, "{}");
    busy.with("Retry-After", "1");
    const auto begun = std::chrono::steady_clock::now();

    const Told found = told({busy, text_answer(200, chat_text("ok"))});

    ASSERT_TRUE(found.answer.has_value()) << found.answer.error().message;
    EXPECT_EQ(found.answer->attempts, 2);
    EXPECT_GE(std::chrono::steady_clock::now() - begun, milliseconds(1'000));
}

TEST(ChatProvider, gives_up_where_it_is_told_to_wait_longer_than_there_is_time) {
    net::Response busy = text_answer(429, "{}");
    busy.with("Retry-After", "3600");

    const Told found = told({busy});

    EXPECT_EQ(fault_of(found), Fault::unavailable);
    EXPECT_EQ(found.requests.size(), 1U);
    EXPECT_TRUE(found.answer.error().message.contains("3600000 ms")) << found.answer.error().message;
}

TEST(ChatProvider, asks_a_server_with_faults_as_often_as_allowed) {
    const Told found = told({text_answer(500, "oops")});

    EXPECT_EQ(fault_of(found), Fault::unavailable);
    EXPECT_EQ(found.requests.size(), 3U);
    EXPECT_TRUE(found.answer.error().message.contains("3 times")) << found.answer.error().message;
}

TEST(ChatProvider, asks_once_where_asking_again_changes_nothing) {
    const std::vector<std::pair<int, Fault>> refusals{{400, Fault::invalid_input}, {401, Fault::denied},
                                                      {403, Fault::denied},        {404, Fault::not_found},
                                                      {422, Fault::invalid_input}, {302, Fault::invalid_input}};
    for (const auto& [status, fault] : refusals) {
        net::Response response = text_answer(status, R"({"error":{"message":"no such thing"}})");
        response.with("Location", "http://127.0.0.1:1/steal");
        const Told found = told({response});
        EXPECT_EQ(fault_of(found), fault) << status;
        EXPECT_EQ(found.requests.size(), 1U) << status;
        EXPECT_TRUE(found.answer.error().message.contains(std::to_string(status)));
    }
}

TEST(ChatProvider, does_not_repeat_a_refusal_that_repeats_what_was_sent) {
    const Told plain = told({text_answer(400, R"({"error":{"message":"max_tokens is too large"}})")});
    const Told with_key =
        told({text_answer(400, fmt::format(R"({{"error":{{"message":"bad key {}"}}}})", secret.substr(0, 12)))});
    const Told with_prompt = told({text_answer(400, fmt::format(R"({{"error":"found {}"}})", sentence))});

    EXPECT_TRUE(plain.answer.error().message.contains("max_tokens is too large"));
    EXPECT_FALSE(with_key.answer.error().message.contains("bad key"));
    EXPECT_FALSE(with_prompt.answer.error().message.contains("found"));
}

TEST(ChatProvider, finds_out_what_is_no_answer) {
    const std::vector<std::string> bodies{"",
                                          "<html><body>503 upstream</body></html>",
                                          "garbage",
                                          R"({"choices":[]})",
                                          R"({"choices":[{"message":{"content":null}}]})",
                                          R"({"choices":["text"]})",
                                          R"({"choices":{"message":1}})",
                                          R"({"object":"list"})",
                                          R"([])",
                                          "{\"choices\":[{\"message\":{\"content\":\"\xff\xfe\"}}]}",
                                          chat_text("name = 1").substr(0, 60)};
    for (const std::string& body : bodies) {
        const Told found = told({text_answer(200, body)});
        EXPECT_EQ(fault_of(found), Fault::corrupt) << body;
        EXPECT_EQ(found.requests.size(), 1U);
    }
}

TEST(ChatProvider, reads_no_more_than_is_allowed) {
    const Told found = told({text_answer(200, chat_text(std::string(10U << 20U, 'x')))});

    EXPECT_EQ(fault_of(found), Fault::exhausted);
    EXPECT_EQ(found.requests.size(), 1U);
}

TEST(ChatProvider, waits_no_longer_than_it_was_told) {
    std::atomic<int> asked = 0;
    const RunningServer server([&](const net::Request&) -> net::Answer {
        ++asked;
        net::Pending never;
        never.begin = [](const net::Reply&) {};
        return never;
    });
    ProviderOptions options = options_of(server.port());
    options.timeout = milliseconds(200);

    const auto answer = ask(options, "", sentence);

    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().fault, Fault::unavailable);
    EXPECT_TRUE(answer.error().message.contains("within 200 ms")) << answer.error().message;
    EXPECT_EQ(asked, 1) << "what was too slow once is not asked again";
}

TEST(ChatProvider, asks_again_after_a_connection_that_broke) {
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ";
    const std::string good = chat_text("ok");
    ScriptedServer server(
        {head + "5000\r\n\r\n{\"choices\"", "", head + std::to_string(good.size()) + "\r\n\r\n" + good});

    const auto answer = ask(options_of(server.port()), "", sentence);

    ASSERT_TRUE(answer.has_value()) << answer.error().message;
    EXPECT_EQ(answer->attempts, 3);
}

TEST(ChatProvider, says_so_when_nobody_is_there) {
    std::uint16_t port = 0;
    {
        const RunningServer gone([](const net::Request&) -> net::Answer { return text_answer(200, ""); });
        port = gone.port();
    }

    const auto answer = ask(options_of(port), "", sentence);

    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().fault, Fault::unavailable);
}

TEST(ChatProvider, ends_at_a_cancel_while_it_waits) {
    net::Response busy = text_answer(429, "{}");
    busy.with("Retry-After", "20");
    std::atomic<bool> is_cancelled = false;
    const auto begun = std::chrono::steady_clock::now();

    const Told found = told({busy}, [&](ProviderOptions& options) {
        options.is_cancelled = [&] { return is_cancelled.load(); };
        options.note = [&](const std::string& text) { is_cancelled = is_cancelled || text.starts_with("waiting"); };
    });

    EXPECT_EQ(fault_of(found), Fault::unavailable);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, milliseconds(15'000));
}

TEST(ChatProvider, sends_no_key_in_the_clear_to_another_machine) {
    ProviderOptions options = options_of(1);
    options.url.host = "203.0.113.7";

    const auto answer = ask(options, "", sentence);

    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().fault, Fault::denied);
    EXPECT_TRUE(answer.error().remedy.contains("lab.llm_plain_http"));
}

TEST(ChatCost, is_rounded_up_and_unknown_where_a_part_is) {
    ChatAnswer answer;
    answer.prompt_tokens = 1;
    answer.completion_tokens = 0;
    EXPECT_EQ(detail::cost_of(answer, 1, 1), 1) << "a millionth of a unit is a unit";
    EXPECT_EQ(detail::cost_of(answer, 0, 0), 0);
    EXPECT_EQ(detail::cost_of(answer, std::nullopt, 1), std::nullopt);
    answer.completion_tokens.reset();
    EXPECT_EQ(detail::cost_of(answer, 1, 1), std::nullopt);
}

}  // namespace
}  // namespace spark::llm
