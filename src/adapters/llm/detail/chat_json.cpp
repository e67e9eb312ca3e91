#include "adapters/llm/detail/chat_json.hpp"

#include <algorithm>
#include <utility>

#include "foundation/base/fixed_point.hpp"
#include "foundation/wire/json.hpp"
#include "foundation/wire/utf8.hpp"

namespace spark::llm::detail {
namespace {

using wire::Json;

/// Past every count that is one: a million answers of the longest models.
constexpr std::int64_t tokens_most = 1'000'000'000'000;

std::unexpected<Error> spoilt(std::string message) {
    return fail(Fault::corrupt, "the language model's answer " + std::move(message), {},
                "see what answers at lab.llm_url, or ask again");
}

std::optional<std::int64_t> count_at(const Json* usage, std::string_view key) {
    if (usage == nullptr) return std::nullopt;
    const auto count = usage->int64_at(key);
    return count && *count >= 0 && *count <= tokens_most ? std::optional(*count) : std::nullopt;
}

}  // namespace

std::string question_text(const QuestionText& question) {
    Json messages = Json::array();
    messages.push(Json::object().set("role", "system").set("content", question.instructions));
    messages.push(Json::object().set("role", "user").set("content", question.prompt));
    return wire::to_text(Json::object()
                             .set("model", question.model)
                             .set("messages", std::move(messages))
                             .set("temperature", 0)
                             .set("max_tokens", question.tokens_max)
                             .set("stream", false));
}

Result<ChatAnswer> answer_of(std::string_view body) {
    if (!wire::is_utf8(body)) return spoilt("is not UTF-8");
    const std::size_t first = body.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return spoilt("is empty");
    if (body[first] == '<') return spoilt("is a web page and no JSON");
    const auto json = wire::parse_json(body);
    if (!json) return spoilt("is no whole JSON document");
    const auto choices = json->array_at("choices");
    if (!choices) return spoilt("has no choices");
    if (choices->empty()) return spoilt("has no choice in it");
    const Json& choice = choices->front();
    const Json* const message = choice.find("message");
    const Json* const content = message == nullptr ? nullptr : message->find("content");
    if (content == nullptr || !content->is_string()) return spoilt("has a choice without text");
    ChatAnswer answer;
    answer.text = *content->as_string();
    answer.model = json->string_at("model").value_or("");
    answer.is_cut_off = choice.string_at("finish_reason").value_or("") == "length";
    const Json* const usage = json->find("usage");
    answer.prompt_tokens = count_at(usage, "prompt_tokens");
    answer.completion_tokens = count_at(usage, "completion_tokens");
    return answer;
}

std::string refusal_text(std::string_view body) {
    const auto json = wire::parse_json(body);
    if (!json) return {};
    const Json* const error = json->find("error");
    if (error == nullptr) return {};
    if (error->is_string()) return *error->as_string();
    return error->string_at("message").value_or("");
}

bool repeats(std::string_view text, std::string_view secret, std::size_t piece_bytes) {
    if (secret.empty() || text.empty()) return false;
    const std::size_t size = std::min(piece_bytes, secret.size());
    for (std::size_t at = 0; at + size <= secret.size(); ++at)
        if (text.contains(secret.substr(at, size))) return true;
    return false;
}

std::optional<std::int64_t> cost_of(const ChatAnswer& answer, std::optional<std::int64_t> prompt_price,
                                    std::optional<std::int64_t> completion_price) {
    if (!answer.prompt_tokens || !answer.completion_tokens || !prompt_price || !completion_price) return std::nullopt;
    constexpr Int128 per_million = 1'000'000;
    const Int128 sum = static_cast<Int128>(*answer.prompt_tokens) * *prompt_price +
                       static_cast<Int128>(*answer.completion_tokens) * *completion_price;
    const Int128 cost = (sum + per_million - 1) / per_million;
    constexpr Int128 most = INT64_MAX;
    return cost > most ? std::nullopt : std::optional(static_cast<std::int64_t>(cost));
}

}  // namespace spark::llm::detail
