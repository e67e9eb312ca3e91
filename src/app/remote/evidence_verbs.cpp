#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/remote/problem.hpp"
#include "app/remote/projection.hpp"
#include "app/remote/server.hpp"
#include "app/remote/verbs.hpp"
#include "app/verbs/evidence_text.hpp"
#include "app/verbs/evidence_verb.hpp"

namespace spark::remote {
namespace {

using cli::Invocation;
using verbs::Context;
using wire::Json;

constexpr std::size_t rows_max = 1'000'000;

/// `spark.evidence_check/1` of a run found whole, as `spark.evidence_verify/1`.
Result<Json> report_of(const Json& check) {
    SPARK_TRY(const std::string id, check.string_at("id"));
    SPARK_TRY(const std::string kind, check.string_at("kind"));
    SPARK_TRY(const std::string nonce, check.string_at("nonce"));
    SPARK_TRY(const auto files, check.array_at("files"));
    SPARK_TRY(const Json* const index, check.at("index"));
    SPARK_TRY(const Json* const data_sets, check.at("data_sets"));
    SPARK_TRY(const Json* const warnings, check.at("warnings"));
    Json json = Json::object();
    json.set("schema", "spark.evidence_verify/1").set("verified", true).set("id", id).set("kind", kind);
    json.set("nonce", nonce).set("files", files.size()).set("index", *index);
    return std::move(json.set("data_sets", *data_sets).set("warnings", *warnings));
}

Error problem_of(const Json& check) {
    const Json* const problem = check.find("problem");
    const auto text = [&](const char* name) {
        return problem == nullptr ? std::string() : problem->string_at(name).value_or("");
    };
    return error_of_problem("corrupt", text("message"), text("place"), text("remedy"));
}

}  // namespace

Result<int> evidence_ls(Context& context, const Invocation&) {
    SPARK_TRY(Server server, Server::open(context));
    SPARK_TRY(std::vector<Json> rows, server.list("/api/v1/evidence", "", rows_max));
    std::ranges::reverse(rows);
    SPARK_TRY(blame_server(verbs::print_evidence_list(context.terminal, rows), server));
    return 0;
}

Result<int> evidence_show(Context& context, const Invocation& invocation) {
    SPARK_TRY(Server server, Server::open(context));
    SPARK_TRY(const Json document, server.get("/api/v1/evidence/" + escaped(invocation.positional(0))));
    SPARK_TRY(blame_server(verbs::print_evidence(context.terminal, document), server));
    return 0;
}

Result<int> evidence_verify(Context& context, const Invocation& invocation) {
    const std::string_view what = invocation.positional(0);
    // A copy on this machine is checked where it lies.
    if (what.find_first_of("/.") != std::string_view::npos) return verbs::evidence_verify(context, invocation);
    if (invocation.has("offline"))
        return fail(Fault::invalid_input, "a server always looks at its data sets too", "--offline",
                    fmt::format("spark api GET /api/v1/evidence/{}/archive > copy.tar, and verify the copy", what));
    SPARK_TRY(Server server, Server::open(context));
    SPARK_TRY(const net::Response response,
              server.ask({.method = "POST", .target = fmt::format("/api/v1/evidence/{}/verify", escaped(what))}));
    SPARK_TRY(const Json check, server.document_of(response));
    if (!check.bool_at("verified").value_or(false)) return fail(problem_of(check));
    const auto report = report_of(check);
    if (!report) return fail(stranger(server.address().text, "an unknown report"));
    const auto warnings = report->array_at("warnings");
    for (const Json& warning : *warnings)
        context.terminal.complain(fmt::format("{}: {}", cli::Text{"warning", "uyarı"}.in(context.terminal.language()),
                                              warning.as_string().value_or("")));
    SPARK_TRY(blame_server(verbs::print_evidence_report(context.terminal, *report), server));
    return 0;
}

}  // namespace spark::remote
