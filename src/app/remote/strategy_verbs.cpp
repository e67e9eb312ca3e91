#include <fmt/format.h>

#include <filesystem>

#include "app/remote/problem.hpp"
#include "app/remote/server.hpp"
#include "app/remote/strategy.hpp"
#include "app/remote/verbs.hpp"
#include "app/verbs/strategy_json.hpp"
#include "app/verbs/strategy_source.hpp"
#include "app/verbs/strategy_text.hpp"
#include "engine/strategy/built_ins.hpp"
#include "foundation/base/files.hpp"
#include "foundation/wire/located_value.hpp"

namespace spark::remote {
namespace {

using cli::Invocation;
using strategy::Definition;
using verbs::Context;
using wire::Json;

/// In Turkish too where this program has the very same strategy.
std::string description_of_row(const Json& row, cli::Language language) {
    const auto known = strategy::find_built_in(row.string_at("name").value_or(""));
    if (known && verbs::strategy_sha256(*known) == row.string_at("sha256").value_or(""))
        return std::string(verbs::description_of(*known, language));
    return row.string_at("description").value_or("");
}

/// `/api/v1/strategies/name`, of `name@3` `/api/v1/strategies/name/versions/3`.
std::string address_of(std::string_view name) {
    const std::size_t at = name.find('@');
    if (at == std::string_view::npos) return "/api/v1/strategies/" + escaped(name);
    return fmt::format("/api/v1/strategies/{}/versions/{}", escaped(name.substr(0, at)), escaped(name.substr(at + 1)));
}

}  // namespace

Result<Definition> find_strategy(Server& server, std::string_view name_or_path) {
    if (verbs::is_strategy_path(name_or_path)) return verbs::load_strategy_file(std::filesystem::path(name_or_path));
    SPARK_TRY(const Json shown, server.get(address_of(name_or_path)));
    const Json* const document = shown.find("document");
    if (document == nullptr || !document->is_object())
        return fail(stranger(server.address().text, "a strategy without a document"));
    auto definition =
        strategy::load_definition(wire::to_text(*document), server.address().text, strategy::DocumentSyntax::json);
    if (definition && verbs::strategy_sha256(*definition) == shown.string_at("sha256").value_or("")) return definition;
    return fail(Fault::corrupt,
                fmt::format("the server's '{}' means something else to this program: {}", name_or_path,
                            definition ? "its identity differs" : definition.error().message),
                server.address().text, "compare the versions: spark version, spark status");
}

Result<int> strategy_ls(Context& context, const Invocation&) {
    SPARK_TRY(Server server, Server::open(context));
    SPARK_TRY(const Json document, server.get("/api/v1/strategies"));
    const auto rows = document.array_at("data");
    if (!rows) return fail(stranger(server.address().text, "a list without rows"));
    std::vector<verbs::ListedStrategy> listed;
    for (const Json& row : *rows) listed.push_back({row, description_of_row(row, context.terminal.language())});
    SPARK_TRY(blame_server(verbs::print_strategies(context.terminal, listed), server));
    return 0;
}

Result<int> strategy_show(Context& context, const Invocation& invocation) {
    SPARK_TRY(Server server, Server::open(context));
    SPARK_TRY(const Definition definition, find_strategy(server, invocation.positional(0)));
    verbs::print_strategy(context.terminal, invocation, definition);
    return 0;
}

Result<int> strategy_validate(Context& context, const Invocation& invocation) {
    SPARK_TRY(Server server, Server::open(context));
    const std::string path(invocation.positional(0));
    SPARK_TRY(const std::string text, read_file(std::filesystem::path(path), wire::LocatedLimits{}.bytes_max));
    SPARK_TRY(const Json check, server.post("/api/v1/strategies/validate", Json::object().set("document", text)));
    if (!check.bool_at("valid").value_or(false)) {
        const auto errors = check.array_at("errors");
        if (!errors || errors->empty()) return fail(stranger(server.address().text, "a refusal without a reason"));
        const Json& first = errors->front();
        std::string place = path;
        for (const char* const part : {"line", "column"})
            if (const auto number = first.int64_at(part)) place += fmt::format(":{}", *number);
        return fail(Fault::invalid_input, first.string_at("message").value_or(""), std::move(place),
                    first.string_at("remedy").value_or(""));
    }
    SPARK_TRY(const Definition definition, verbs::load_strategy_file(std::filesystem::path(path)));
    verbs::print_valid(context.terminal, definition);
    return 0;
}

Result<int> strategy_explain(Context& context, const Invocation& invocation) {
    SPARK_TRY(Server server, Server::open(context));
    SPARK_TRY(const Definition definition, find_strategy(server, invocation.positional(0)));
    SPARK_TRY(verbs::print_explained(context.terminal, invocation, definition));
    return 0;
}

Result<int> strategy_diff(Context& context, const Invocation& invocation) {
    SPARK_TRY(Server server, Server::open(context));
    SPARK_TRY(const Definition before, find_strategy(server, invocation.positional(0)));
    SPARK_TRY(const Definition after, find_strategy(server, invocation.positional(1)));
    verbs::print_differences(context.terminal, before, after);
    return 0;
}

}  // namespace spark::remote
