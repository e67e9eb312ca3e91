#include "adapters/llm/chat_provider.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "adapters/llm/detail/chat_json.hpp"
#include "foundation/base/rng.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/net/client.hpp"

namespace spark::llm {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds longest_wait{8'000};
constexpr milliseconds glance{50};  ///< How often a wait looks for a cancel.
constexpr std::string_view endpoint = "/chat/completions";

std::string target_of(const net::Url& url) {
    const std::size_t query = url.target.find('?');
    std::string path = url.target.substr(0, query);
    while (path.ends_with('/')) path.pop_back();
    if (!path.ends_with(endpoint)) path += endpoint;
    return query == std::string::npos ? path : path + url.target.substr(query);
}

bool is_loopback(std::string_view host) { return host == "localhost" || host == "::1" || host.starts_with("127."); }

/// Seconds of a Retry-After; none for a date or nonsense.
std::optional<milliseconds> retry_after(const net::Response& response) {
    for (const net::Header& header : response.headers) {
        if (!net::same_name(header.name, "Retry-After")) continue;
        constexpr std::int64_t longest_s = 86'400;
        std::int64_t seconds = 0;
        const char* const end = header.value.data() + header.value.size();
        const auto read = std::from_chars(header.value.data(), end, seconds);
        if (read.ec == std::errc{} && read.ptr == end && seconds >= 0)
            return milliseconds(std::min(seconds, longest_s) * 1'000);
    }
    return std::nullopt;
}

/// What became of one attempt that gave no answer.
struct Setback {
    Error error;
    bool is_worth_another = false;
    std::optional<milliseconds> asked_wait{};
};

class Question {
  public:
    Question(const ProviderOptions& options, const std::string& instructions, const std::string& prompt)
        : options_(options),
          prompt_(prompt),
          begun_(Clock::now()),
          end_(begun_ + options.timeout * std::max(options.attempts_max, 1)),
          chance_(options.wait_seed) {
        request_.method = "POST";
        request_.target = target_of(options.url);
        request_.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
        if (!options.key.empty()) request_.headers.push_back({"Authorization", "Bearer " + options.key});
        request_.body = detail::question_text({options.model, instructions, prompt, options.tokens_max});
    }

    Result<ChatAnswer> ask() {
        for (int attempt = 1;; ++attempt) {
            note(fmt::format("attempt {} of {}: asking {}", attempt, options_.attempts_max, options_.url.authority()));
            Setback setback;
            if (auto answer = try_once(setback)) {
                answer->attempts = attempt;
                answer->duration = std::chrono::duration_cast<milliseconds>(Clock::now() - begun_);
                return *std::move(answer);
            }
            note(fmt::format("attempt {} of {}: {}", attempt, options_.attempts_max, setback.error.message));
            if (!setback.is_worth_another) return fail(std::move(setback.error));
            if (attempt >= options_.attempts_max) {
                setback.error.message += fmt::format(", {} times", attempt);
                return fail(std::move(setback.error));
            }
            SPARK_TRY(wait(setback, attempt));
        }
    }

  private:
    void note(std::string text) const {
        if (options_.note) options_.note(std::move(text));
    }
    bool is_cancelled() const { return options_.is_cancelled && options_.is_cancelled(); }
    std::unexpected<Error> cancelled() const {
        return fail(Fault::unavailable, "the question was cancelled", {}, "ask again");
    }
    std::string server() const { return options_.url.authority(); }

    /// None, and why in `setback`.
    std::optional<ChatAnswer> try_once(Setback& setback) {
        const Clock::time_point deadline = std::min(Clock::now() + options_.timeout, end_);
        const net::ClientOptions client{.authorities_file = options_.authorities_file,
                                        .body_bytes_max = options_.answer_bytes_max,
                                        .is_stop_wanted = options_.is_cancelled};
        auto response = net::fetch(options_.url, request_, deadline, client);
        if (!response) {
            setback = lost(std::move(response).error(), Clock::now() >= deadline);
            return std::nullopt;
        }
        if (response->status != 200) {
            setback = refused(*response);
            return std::nullopt;
        }
        auto answer = detail::answer_of(response->body);
        if (!answer) {
            setback = {.error = std::move(answer).error()};
            return std::nullopt;
        }
        answer->cost = detail::cost_of(*answer, options_.prompt_price, options_.completion_price);
        return *std::move(answer);
    }

    Setback lost(Error error, bool is_late) const {
        if (is_cancelled()) return {.error = cancelled().error()};
        if (is_late)
            return {
                .error = {.fault = Fault::unavailable,
                          .message = fmt::format("{} gave no answer within {} ms", server(), options_.timeout.count()),
                          .place = {},
                          .remedy = "ask again, or allow more: lab.llm_timeout_ms"}};
        const bool is_lost = error.fault == Fault::unavailable || error.fault == Fault::outcome_unknown;
        if (is_lost) {
            error.fault = Fault::unavailable;  // a question changes nothing there: asking again is safe
            error.message = fmt::format("{} does not answer: {}", server(), error.message);
            error.remedy = "see whether the address is right and the server runs: lab.llm_url";
        } else if (error.fault == Fault::exhausted) {
            error.remedy = "a strategy document is a few thousand bytes; see what answers at lab.llm_url";
        }
        return {.error = std::move(error), .is_worth_another = is_lost};
    }

    Setback refused(const net::Response& response) const {
        const int status = response.status;
        const auto because = [&](Fault fault, std::string message, std::string remedy) {
            return Setback{.error = {.fault = fault,
                                     .message = fmt::format("{} {}", server(), message),
                                     .place = {},
                                     .remedy = std::move(remedy)}};
        };
        if (status == 401 || status == 403)
            return because(Fault::denied, fmt::format("refuses the key (status {})", status),
                           "see the key of lab.llm_key_file or SPARK_LLM_KEY, and what it may do");
        if (status == 404)
            return because(Fault::not_found, "knows no such address or model (status 404)",
                           "see lab.llm_url (it ends in /v1 as a rule) and lab.llm_model");
        if (status == 429 || status >= 500) {
            Setback busy = because(Fault::unavailable,
                                   status == 429 ? "asks for patience (status 429)"
                                                 : fmt::format("has a fault of its own (status {})", status),
                                   "ask again later, or take the offline provider");
            busy.is_worth_another = true;
            busy.asked_wait = retry_after(response);
            return busy;
        }
        if (status >= 300 && status < 400)
            return because(Fault::invalid_input,
                           fmt::format("sends elsewhere (status {}), where the key would go along", status),
                           "set lab.llm_url to the address itself");
        std::string says = detail::refusal_text(response.body);
        if (detail::repeats(says, options_.key, 8) || detail::repeats(says, prompt_, 24)) says.clear();
        return because(
            Fault::invalid_input,
            fmt::format("refuses the question (status {}){}{}", status, says.empty() ? "" : ": ", shown(says, 200)),
            "see lab.llm_model, and that the server speaks the OpenAI chat API");
    }

    Result<void> wait(const Setback& setback, int attempt) {
        auto time = std::min(options_.wait_first * (1 << std::min(attempt - 1, 10)), longest_wait);
        constexpr double spread = 0.5;
        time = std::chrono::duration_cast<milliseconds>(time * (1 - spread / 2 + spread * chance_.uniform_real()));
        time = setback.asked_wait.value_or(time);
        const auto until = Clock::now() + time;
        if (until >= end_) {
            Error error = setback.error;
            error.message += fmt::format("; it asks for {} ms, which is more than is left", time.count());
            return fail(std::move(error));
        }
        note(fmt::format("waiting {} ms", time.count()));
        while (Clock::now() < until) {
            if (is_cancelled()) return cancelled();
            const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
            ::poll(nullptr, 0, static_cast<int>(std::clamp(left, milliseconds(0), glance).count()));
        }
        return {};
    }

    const ProviderOptions& options_;
    const std::string& prompt_;
    const Clock::time_point begun_;
    const Clock::time_point end_;
    Rng chance_;
    net::Request request_;
};

}  // namespace

Result<ChatAnswer> ask(const ProviderOptions& options, const std::string& instructions, const std::string& prompt) {
    if (!options.url.is_https && !options.may_be_plain_http && !is_loopback(options.url.host))
        return fail(Fault::denied, fmt::format("{} is another machine, and http has no TLS", options.url.authority()),
                    {}, "use https, or say that it may be read on the way: lab.llm_plain_http = true");
    return Question(options, instructions, prompt).ask();
}

}  // namespace spark::llm
