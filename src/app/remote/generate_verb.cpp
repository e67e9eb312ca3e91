#include <fmt/format.h>

#include <array>

#include "app/lab/messages.hpp"
#include "app/lab/verbs.hpp"
#include "app/remote/job.hpp"
#include "app/remote/problem.hpp"
#include "app/remote/server.hpp"
#include "app/remote/verbs.hpp"

namespace spark::remote {
namespace {

using cli::Invocation;
using verbs::Context;
using wire::Json;

/// Which model is asked is the server's affair: so is its key.
Result<void> check_flags(const Invocation& invocation) {
    for (const std::string_view flag : {"llm-url", "llm-model", "llm-key-file"}) {
        if (invocation.has(flag))
            return fail(Fault::invalid_input, "the server asks the language model of its own settings",
                        fmt::format("--{}", flag), fmt::format("leave --{} away, or --local to ask from here", flag));
    }
    return {};
}

Json body_of(const lab::GenerationOrder& order) {
    Json body = Json::object().set("prompt", order.prompt).set("provider", lab::provider_name(order.provider));
    body.set("risk", draft::risk_name(order.risk));
    if (!order.name.empty()) body.set("name", order.name);
    if (!order.timeframe.empty()) body.set("timeframe", order.timeframe);
    if (order.symbols.empty()) return body;
    Json symbols = Json::array();
    for (const std::string& symbol : order.symbols) symbols.push(symbol);
    return body.set("symbols", std::move(symbols));
}

/// Under its name on the server: the first version, or the one after the newest.
Result<Json> keep_there(Server& server, const std::string& name, const std::string& text, const std::string& id) {
    Json body = Json::object().set("document", text);
    body.set("origin", Json::object().set("generation", id));
    const std::string address = "/api/v1/strategies/" + escaped(name);
    const auto there = server.get(address);
    if (!there && there.error().fault != Fault::not_found) return there;
    Json kept;
    if (there && there->string_at("from").value_or("") == "versions") {
        SPARK_TRY(const std::int64_t version, there->int64_at("version"));
        SPARK_TRY(const net::Response response,
                  server.ask({.method = "PUT",
                              .target = address,
                              .body = wire::to_text(body),
                              .headers = {{"If-Match", fmt::format("\"{}\"", version)}}}));
        SPARK_TRY(kept, server.document_of(response));
    } else {
        SPARK_TRY(kept, server.post("/api/v1/strategies", body));
    }
    SPARK_TRY(const std::int64_t version, kept.int64_at("version"));
    return Json::object().set("name", name).set("version", version);
}

}  // namespace

Result<int> strategy_generate(Context& context, const Invocation& invocation) {
    SPARK_TRY(check_flags(invocation));
    SPARK_TRY(const lab::GenerationOrder order, lab::order_of_line(context, invocation));
    SPARK_TRY(Server server, Server::open(context));
    SPARK_TRY(std::optional<Done> done,
              run_job(context, server, "/api/v1/strategies/generate", body_of(order),
                      cli::say<lab::messages::asking>(context.terminal.language(), server.address().text)));
    if (!done) return context.cancelled_exit_code();
    if (!done->document) {
        SPARK_TRY(done->document, server.get(done->location));
    }
    SPARK_TRY(const std::string id, done->document->string_at("id"));
    return lab::print_generation(
        context, invocation, *std::move(done->document),
        [&](const std::string& name, const std::string& text) { return keep_there(server, name, text, id); });
}

}  // namespace spark::remote
