#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "app/cli/exit_codes.hpp"
#include "app/lab/promotion_verbs.hpp"
#include "app/lab/text.hpp"
#include "app/remote/problem.hpp"
#include "app/remote/server.hpp"
#include "app/remote/verbs.hpp"
#include "app/verbs/kept_strategies.hpp"
#include "foundation/base/files.hpp"
#include "foundation/wire/located_value.hpp"

namespace spark::remote {
namespace {

using cli::Invocation;
using verbs::Context;
using wire::Json;

constexpr std::size_t rows_max = 10'000;
constexpr int status_made = 201;
constexpr int status_conflict = 409;

std::string address_of(std::string_view name) { return "/api/v1/strategies/" + escaped(name); }

bool is_well(const net::Response& response) { return response.status >= 200 && response.status < 300; }

/// The version's number that the server has as the newest. Errors: as Server::get.
Result<std::int64_t> newest_of(Server& server, std::string_view name) {
    SPARK_TRY(const Json shown, server.get(address_of(name)));
    return shown.int64_at("version");
}

/// `/api/v1/strategies/name/versions/3`, the newest where none is said.
Result<std::string> version_address(Server& server, std::string_view text) {
    SPARK_TRY(const verbs::StrategyReference reference, verbs::parse_strategy_reference(text));
    std::int64_t number = reference.version.value_or(0);
    if (!reference.version) {
        SPARK_TRY(number, newest_of(server, reference.name));
    }
    return fmt::format("{}/versions/{}", address_of(reference.name), number);
}

Ask change(std::string method, std::string target, const Json& body, std::int64_t parent) {
    Ask ask{.method = std::move(method), .target = std::move(target), .body = wire::to_text(body)};
    ask.headers.push_back({"Content-Type", "application/json"});
    if (parent > 0) ask.headers.push_back({"If-Match", fmt::format("\"{}\"", parent)});
    return ask;
}

/// A refused promotion is an answer with its list, no error.
Result<int> print_refused(Context& context, const Server& server, const net::Response& response) {
    const auto problem = wire::parse_json(response.body);
    const Json* const check = problem ? problem->find("check") : nullptr;
    if (check == nullptr) return fail(error_of(response, server.address().text));
    SPARK_TRY(blame_server(lab::print_check(context.terminal, *check), server));
    return lab::refused_exit_code();
}

}  // namespace

Result<int> strategy_keep(Context& context, const Invocation& invocation) {
    SPARK_TRY(Server server, Server::open(context));
    const std::string path(invocation.positional(0));
    SPARK_TRY(const std::string text, read_file(std::filesystem::path(path), wire::LocatedLimits{}.bytes_max));
    SPARK_TRY(const strategy::Definition definition,
              strategy::load_definition(text, path, verbs::syntax_of_text(text)));
    Json body = Json::object().set("document", text).set("message", invocation.text_or("message", ""));
    const auto newest = server.get(address_of(definition.name()));
    if (!newest && newest.error().fault != Fault::not_found) return fail(newest.error());
    if (newest && newest->string_at("text").value_or("") == text && newest->find("kept") != nullptr) {
        SPARK_TRY(blame_server(lab::print_kept(context.terminal, *newest, false), server));
        return cli::exit_success;
    }
    const std::int64_t parent = newest ? newest->int64_at("version").value_or(0) : 0;
    Ask ask = newest ? change("PUT", address_of(definition.name()), body, parent)
                     : change("POST", "/api/v1/strategies", body, 0);
    SPARK_TRY(const net::Response response, server.ask(std::move(ask)));
    SPARK_TRY(const Json kept, server.document_of(response));
    SPARK_TRY(blame_server(lab::print_kept(context.terminal, kept, true), server));
    return cli::exit_success;
}

Result<int> strategy_versions(Context& context, const Invocation& invocation) {
    SPARK_TRY(Server server, Server::open(context));
    const std::string_view name = invocation.positional(0);
    SPARK_TRY(const std::vector<Json> rows, server.list(address_of(name) + "/versions", "", rows_max));
    SPARK_TRY(blame_server(lab::print_versions(context.terminal, name, rows), server));
    return cli::exit_success;
}

Result<int> strategy_adopt(Context& context, const Invocation& invocation) {
    SPARK_TRY(Server server, Server::open(context));
    const std::string_view name = invocation.positional(0);
    SPARK_TRY(const std::int64_t newest, newest_of(server, name));
    const std::string set(invocation.text_or("set", "plateau"));
    Json body = Json::object().set("optimization", invocation.text_or("from", ""));
    if (const auto message = invocation.text("message")) body.set("message", *message);
    const auto number = wire::parse_json(set);
    body.set("set", number && number->as_int64() ? *number : Json(set));
    SPARK_TRY(const net::Response response, server.ask(change("POST", address_of(name) + "/adopt", body, newest)));
    SPARK_TRY(const Json kept, server.document_of(response));
    const bool is_new = kept.int64_at("version").value_or(0) != newest;
    SPARK_TRY(blame_server(lab::print_kept(context.terminal, kept, is_new), server));
    return cli::exit_success;
}

Result<int> strategy_promote(Context& context, const Invocation& invocation) {
    SPARK_TRY(Server server, Server::open(context));
    SPARK_TRY(const std::string address, version_address(server, invocation.positional(0)));
    if (invocation.has("check")) {
        SPARK_TRY(const Json check, server.get(address + "/promotion"));
        SPARK_TRY(blame_server(lab::print_check(context.terminal, check), server));
        return check.bool_at("may_promote").value_or(false) ? cli::exit_success : lab::refused_exit_code();
    }
    const Json body = Json::object().set("note", invocation.text_or("note", ""));
    SPARK_TRY(const net::Response response, server.send(change("POST", address + "/promote", body, 0)));
    if (response.status == status_conflict) return print_refused(context, server, response);
    if (!is_well(response)) return fail(error_of(response, server.address().text));
    SPARK_TRY(const Json proposal, server.document_of(response));
    SPARK_TRY(blame_server(lab::print_proposed(context.terminal, proposal, response.status == status_made), server));
    return cli::exit_success;
}

Result<int> strategy_lineage(Context& context, const Invocation& invocation) {
    SPARK_TRY(Server server, Server::open(context));
    SPARK_TRY(const verbs::StrategyReference reference, verbs::parse_strategy_reference(invocation.positional(0)));
    std::string target = address_of(reference.name) + "/lineage";
    if (reference.version) target += fmt::format("?version={}", *reference.version);
    SPARK_TRY(const Json lineage, server.get(std::move(target)));
    SPARK_TRY(blame_server(lab::print_lineage(context.terminal, lineage), server));
    return cli::exit_success;
}

Result<int> proposals_ls(Context& context, const Invocation&) {
    SPARK_TRY(Server server, Server::open(context));
    SPARK_TRY(const std::vector<Json> rows, server.list("/api/v1/proposals", "", rows_max));
    SPARK_TRY(blame_server(lab::print_proposals(context.terminal, rows), server));
    return cli::exit_success;
}

Result<int> proposals_show(Context& context, const Invocation& invocation) {
    SPARK_TRY(Server server, Server::open(context));
    SPARK_TRY(const Json proposal, server.get("/api/v1/proposals/" + escaped(invocation.positional(0))));
    if (context.terminal.options().json) {
        context.terminal.out_line(wire::to_text(proposal));
        return cli::exit_success;
    }
    const std::vector<Json> rows{proposal};
    SPARK_TRY(blame_server(lab::print_proposals(context.terminal, rows), server));
    const Json* const check = proposal.find("check");
    if (check == nullptr) return fail(stranger(server.address().text, "a proposal without a checklist"));
    SPARK_TRY(blame_server(lab::print_check(context.terminal, *check), server));
    return cli::exit_success;
}

}  // namespace spark::remote
