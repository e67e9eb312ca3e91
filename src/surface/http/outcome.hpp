#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "foundation/base/result.hpp"
#include "foundation/net/message.hpp"
#include "foundation/net/server.hpp"
#include "foundation/wire/json.hpp"
#include "surface/http/problem.hpp"

namespace spark::http {

/// What an operation answers with. Exactly one of `json` and `body` counts: `json` where it is there.
struct Outcome {
    int status = 200;
    std::optional<wire::Json> json{};
    std::string body{};
    std::string media_type = "application/json";  ///< Of `body`.
    std::vector<net::Header> headers{};
    /// What a repetition with the same Idempotency-Key is told instead: what is said once is not kept.
    std::optional<wire::Json> kept_json{};

    static Outcome of(wire::Json json, int status = 200);
    static Outcome made(wire::Json json, std::string location);  ///< 201
    static Outcome text(std::string media_type, std::string text);
    static Outcome nothing() { return {.status = 204}; }
    Outcome with(std::string name, std::string value) &&;
};

/// A page of a list, newest or first rows first. `next_cursor`: empty when there are no more.
struct Page {
    std::vector<wire::Json> rows{};
    std::string next_cursor{};
};

/// `{"data":[…],"has_more":true,"next_cursor":"…"}`
Outcome page_outcome(Page page);

/// An answer that comes later. `begin` is called once, on a pool thread, and must not block; its argument may be called
/// from any thread, and counts once. When `wait_max` is over, `late` is the answer.
struct Later {
    using Done = std::function<void(std::variant<Outcome, Problem>)>;
    std::function<void(Done)> begin;
    std::chrono::milliseconds wait_max{0};
    Outcome late{};
};

/// A body written as it comes; `flow.head` gets the house's headers.
struct Flow {
    net::Streaming flow;
};

using Answered = std::variant<Outcome, Problem, Later, Flow>;

/// The work behind a route, wired in by the app. Called on a pool thread, several at once, or on the I/O thread where
/// the route says so (then it must be quick). Does not throw on purpose.
using Operation = std::function<Answered(struct Call&)>;

/// The value, or the engine's error as a problem.
inline Answered answered(Result<Outcome> result) {
    if (result) return std::move(*result);
    return problem_of(result.error());
}
inline Answered answered(Result<wire::Json> result) {
    if (result) return Outcome::of(std::move(*result));
    return problem_of(result.error());
}
inline Answered answered(Result<Page> result) {
    if (result) return page_outcome(std::move(*result));
    return problem_of(result.error());
}

}  // namespace spark::http
