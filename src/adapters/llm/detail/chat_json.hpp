#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/llm/chat_provider.hpp"
#include "foundation/base/result.hpp"

namespace spark::llm::detail {

struct QuestionText {
    const std::string& model;
    const std::string& instructions;
    const std::string& prompt;
    std::int64_t tokens_max = 0;
};

/// The body of POST /chat/completions: instructions as the system's message, the sentence as the user's.
/// Source: the chat completions API that OpenAI documents and vLLM, llama.cpp and Ollama serve (read 2025): the members
/// all of them take, and no other.
std::string question_text(const QuestionText& question);

/// What a body of status 200 says; attempts, duration and cost are the caller's. Errors: corrupt, saying what was found
/// and nothing of the body itself.
Result<ChatAnswer> answer_of(std::string_view body);

/// `error.message` of a refusal, else nothing.
std::string refusal_text(std::string_view body);

/// Whether the text holds a piece of the secret of this many bytes, or all of a shorter one.
bool repeats(std::string_view text, std::string_view secret, std::size_t piece_bytes);

/// Units of 1e-8 of a dollar, rounded up; none where a count or a price is not known.
std::optional<std::int64_t> cost_of(const ChatAnswer& answer, std::optional<std::int64_t> prompt_price,
                                    std::optional<std::int64_t> completion_price);

}  // namespace spark::llm::detail
