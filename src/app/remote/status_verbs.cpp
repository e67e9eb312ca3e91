#include <fmt/format.h>

#include "app/cli/exit_codes.hpp"
#include "app/remote/problem.hpp"
#include "app/remote/server.hpp"
#include "app/remote/verbs.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::remote {
namespace {

using cli::Invocation;
using verbs::Context;
using wire::Json;

std::string text_at(const Json& json, std::string_view key) {
    const auto text = json.string_at(key);
    return text ? shown(*text, 500) : std::string();
}

Result<void> print_checks(cli::Terminal& terminal, const Json& readiness) {
    SPARK_TRY(const auto checks, readiness.array_at("checks"));
    for (const Json& check : checks) {
        SPARK_TRY(const bool is_good, check.bool_at("ok"));
        terminal.out_line(
            fmt::format("  {} {}  {}", is_good ? "✓" : "✗", text_at(check, "name"), text_at(check, "detail")));
    }
    return {};
}

void print_feeds(cli::Terminal& terminal, const Json& feeds) {
    const auto rows = feeds.array_at("feeds");
    if (!rows) return;
    for (const Json& feed : *rows)
        terminal.out_line(
            fmt::format("  {} {}  {}", text_at(feed, "venue"), text_at(feed, "symbol"), text_at(feed, "state")));
}

}  // namespace

Result<int> status(Context& context, const Invocation&) {
    SPARK_TRY(Server server, Server::open(context));
    SPARK_TRY(const Json about, server.get("/api/v1/status"));
    // 503 with the reasons is an answer here, not a failure.
    SPARK_TRY(const net::Response ready, server.send({.target = "/readyz"}));
    if (ready.status != 200 && ready.status != 503) return fail(error_of(ready, server.address().text));
    SPARK_TRY(const Json readiness, server.document_of(ready));
    const auto feeds = server.get("/api/feeds/health");
    const bool is_ready = readiness.bool_at("ready").value_or(false);
    cli::Terminal& terminal = context.terminal;
    const int exit_code = is_ready ? cli::exit_success : cli::exit_check_failed;
    if (terminal.options().json) {
        Json json = Json::object().set("schema", "spark.server_status/1").set("server", server.address().text);
        json.set("status", about).set("readiness", readiness).set("feeds", feeds ? *feeds : Json(nullptr));
        terminal.out_line(wire::to_text(json));
        return exit_code;
    }
    const cli::Language language = terminal.language();
    terminal.out_line(fmt::format("{}  spark {} ({})  {}  {} {}", server.address().text, text_at(about, "version"),
                                  text_at(about, "commit"), text_at(about, "env"),
                                  cli::Text{"since", "başlangıç"}.in(language), text_at(about, "started_at")));
    terminal.out_line(std::string(is_ready ? cli::Text{"ready", "hazır"}.in(language)
                                           : cli::Text{"NOT ready", "hazır DEĞİL"}.in(language)));
    SPARK_TRY(blame_server(print_checks(terminal, readiness), server));
    if (feeds) print_feeds(terminal, *feeds);
    return exit_code;
}

Result<int> metrics(Context& context, const Invocation&) {
    SPARK_TRY(Server server, Server::open(context));
    SPARK_TRY(const std::string text, server.get_text("/metrics"));
    if (!text.starts_with("#")) return fail(stranger(server.address().text, "no metrics"));
    if (context.terminal.options().json)
        context.terminal.out_line(
            wire::to_text(Json::object().set("schema", "spark.metrics_text/1").set("text", text)));
    else
        context.terminal.out(text);
    return 0;
}

Result<int> only_here(Context& context, const Invocation& invocation) {
    return fail(Fault::invalid_input,
                fmt::format("'{}' works on this machine's data folder only, and {} names a server",
                            invocation.verb().path, invocation.has("server") ? "--server" : "the setting server.url"),
                context.settings.text("server.url"),
                fmt::format("spark {} --local, or spark api for the server's own routes (docs/reference/api.md)",
                            invocation.verb().path));
}

}  // namespace spark::remote
