#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "foundation/base/result.hpp"
#include "foundation/net/url.hpp"

namespace spark::llm {

struct ProviderOptions {
    net::Url url;  ///< Of the API's root or of `/chat/completions` itself: `https://api.example.org/v1`.
    std::string model;
    std::string key{};  ///< Sent as `Authorization: Bearer`; never logged, never in an error. Empty: none.
    std::string authorities_file{};
    bool may_be_plain_http = false;             ///< Also to other machines: key and sentence can be read on the way.
    std::chrono::milliseconds timeout{60'000};  ///< Of one attempt, whole.
    int attempts_max = 3;                       ///< Tried again on 429, 5xx and a lost connection alone.
    std::chrono::milliseconds wait_first{500};  ///< Doubled each time, at most 8 s, a quarter more or less by chance.
    std::uint64_t wait_seed = 0;
    std::size_t answer_bytes_max = std::size_t{1} << 20U;
    std::int64_t tokens_max = 4'096;
    /// In units of 1e-8 of a dollar per million tokens; none: the cost is not known and said so.
    std::optional<std::int64_t> prompt_price{};
    std::optional<std::int64_t> completion_price{};
    std::function<bool()> is_cancelled{};
    std::function<void(std::string)> note{};  ///< Attempts and waits, for a log.
};

struct ChatAnswer {
    std::string text;   ///< Of the first choice, as it came: nothing in it is trusted.
    std::string model;  ///< As the server names it.
    int attempts = 1;
    std::optional<std::int64_t> prompt_tokens{};
    std::optional<std::int64_t> completion_tokens{};
    std::optional<std::int64_t> cost{};  ///< Units of 1e-8 of a dollar.
    std::chrono::milliseconds duration{};
    bool is_cut_off = false;  ///< `finish_reason` is `length`.
};

/// One question to an OpenAI-compatible server: POST /chat/completions, `Retry-After` obeyed up to the time left (that
/// of all attempts together), exponential wait with jitter between attempts, no redirect followed. Blocking; one
/// thread. Errors: denied (401, 403: the key; http to another machine; a certificate that is not believed), not_found
/// (404: the model or the address), unavailable (nobody there, 429 or 5xx to the end, too late, cancelled), corrupt (no
/// JSON, HTML, no choice, not UTF-8), exhausted (longer than allowed), invalid_input (400 and other refusals: what the
/// server says, shortened, left out where it repeats what was sent; a redirect). None of them holds the key or the
/// prompt.
Result<ChatAnswer> ask(const ProviderOptions& options, const std::string& instructions, const std::string& prompt);

}  // namespace spark::llm
