#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "app/remote/job.hpp"
#include "app/remote/problem.hpp"
#include "app/remote/projection.hpp"
#include "app/remote/server.hpp"
#include "app/remote/strategy.hpp"
#include "app/remote/verbs.hpp"
#include "app/verbs/backtest_lists.hpp"
#include "app/verbs/backtest_text.hpp"
#include "app/verbs/report_messages.hpp"
#include "app/verbs/run_rules.hpp"
#include "app/verbs/strategy_json.hpp"
#include "app/verbs/strategy_source.hpp"
#include "engine/strategy/document_text.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/unfinished_file.hpp"

namespace spark::remote {
namespace {

using cli::Invocation;
using cli::say;
using verbs::Context;
using wire::Json;
namespace messages = verbs::messages;

constexpr std::size_t listed_max = 200;

std::string address_of(std::string_view id) { return "/api/v1/backtests/" + escaped(id); }

Json texts(std::span<const std::string> list) {
    Json json = Json::array();
    for (const std::string& text : list) json.push(text);
    return json;
}

/// The document of a path, in the form the server reads: the very same strategy, or refused.
Result<Json> document_of_file(std::string_view path) {
    SPARK_TRY(const strategy::Definition definition, verbs::load_strategy_file(std::filesystem::path(path)));
    Json document = strategy::to_json(*definition.document(), strategy::DocumentForm::full);
    const auto back =
        strategy::load_definition(wire::to_text(document), std::string(path), strategy::DocumentSyntax::json);
    if (back && verbs::strategy_sha256(*back) == verbs::strategy_sha256(definition)) return document;
    return fail(Fault::invalid_input, "the document cannot be sent as JSON without changing it", std::string(path),
                "keep it on the server first: spark api POST /api/v1/strategies");
}

Result<void> set_strategy(const Invocation& invocation, Json& order) {
    const std::string_view named = invocation.positional(0);
    if (!is_path(named)) {
        order.set("strategy", named);
        return {};
    }
    if (named.contains(','))
        return fail(Fault::invalid_input, "several documents cannot go to a server at once", "STRATEGY",
                    "keep them on the server first: spark api POST /api/v1/strategies");
    SPARK_TRY(Json document, document_of_file(named));
    order.set("document", std::move(document));
    return {};
}

Result<void> set_times(const Invocation& invocation, Json& order) {
    SPARK_TRY(const auto from, invocation.time("from"));
    SPARK_TRY(const auto to, invocation.time("to"));
    if (from && to && *from >= *to)
        return fail(Fault::invalid_input,
                    fmt::format("found --from {} and --to {}, allowed --from before --to", format_iso8601(*from),
                                format_iso8601(*to)),
                    "--from, --to");
    if (from) order.set("from", format_iso8601(*from));
    if (to) order.set("to", format_iso8601(*to));
    return {};
}

/// What the line asks for, with costs and rules as this machine's settings and files make them.
Result<Json> order_of(const Context& context, const Invocation& invocation) {
    if (invocation.has("out"))
        return fail(Fault::invalid_input, "the server keeps the evidence of its runs", "--out",
                    "leave --out away, or --local to run here");
    SPARK_TRY(const backtest::RunRules rules, verbs::read_run_rules(context, invocation));
    SPARK_TRY(backtest::check_rules(rules));
    Json order = verbs::rule_fields_json(rules);
    SPARK_TRY(set_strategy(invocation, order));
    SPARK_TRY(const std::vector<cli::NamedValue> values, invocation.named_values("set"));
    if (!values.empty()) {
        Json params = Json::object();
        for (const cli::NamedValue& value : values) params.set(value.name, value.value);
        order.set("params", std::move(params));
    }
    order.set("dataset", texts(invocation.all("dataset")));
    if (invocation.has("with")) order.set("with", texts(invocation.all("with")));
    if (const auto finer = invocation.text("detail")) order.set("detail", *finer);
    if (const auto share = invocation.text("oos")) order.set("oos", *share);
    if (invocation.has("band")) order.set("band", true);
    SPARK_TRY(set_times(invocation, order));
    return order;
}

bool is_sound(const Json& run) {
    const Json* const checks = run.find("checks");
    return checks != nullptr &&
           std::ranges::all_of(std::array{"look_ahead", "determinism", "conservation"}, [&](const char* name) {
               const Json* const check = checks->find(name);
               return check != nullptr && check->bool_at("passed").value_or(false);
           });
}

/// A file of the run, as it comes; whole or not at all.
Result<void> download(Server& server, std::string target, const std::filesystem::path& path) {
    SPARK_TRY(UnfinishedFile file, UnfinishedFile::create(path));
    Result<void> written;
    SPARK_TRY(server.stream(std::move(target), [&](std::string_view piece) {
        written = file.write(piece);
        return written.has_value();
    }));
    SPARK_TRY(written);
    return file.publish(path, UnfinishedFile::WhenThere::replace);
}

Result<void> fetch_files(Server& server, const Invocation& invocation, const std::string& id) {
    for (const char* const name : {"trades", "equity"})
        if (const auto path = invocation.text(name))
            SPARK_TRY(download(server, fmt::format("{}/{}.csv", address_of(id), name), std::filesystem::path(*path)));
    return {};
}

}  // namespace

Result<int> backtest_run(Context& context, const Invocation& invocation) {
    SPARK_TRY(const Json order, order_of(context, invocation));
    SPARK_TRY(Server server, Server::open(context));
    cli::Terminal& terminal = context.terminal;
    SPARK_TRY(std::optional<Done> done,
              run_job(context, server, "/api/v1/backtests", order, say<messages::running>(terminal.language())));
    if (!done) return context.cancelled_exit_code();
    if (!done->document) {
        SPARK_TRY(done->document, server.get(done->location));
    }
    const Json& run = *done->document;
    const auto id = run.string_at("id");
    if (!id) return fail(stranger(server.address().text, "a run without an id"));
    SPARK_TRY(fetch_files(server, invocation, *id));
    if (terminal.options().json) {
        terminal.out_line(wire::to_text(run));
    } else {
        SPARK_TRY(blame_server(verbs::print_backtest(terminal, run), server));
        terminal.note(fmt::format("{}: spark backtest show {}   |   spark evidence verify {}",
                                  cli::Text{"Next", "Sonra"}.in(terminal.language()), *id, *id));
    }
    return is_sound(run) ? 0 : 7;
}

Result<int> backtest_ls(Context& context, const Invocation&) {
    SPARK_TRY(Server server, Server::open(context));
    SPARK_TRY(const std::vector<Json> newest, server.list("/api/v1/backtests", "", listed_max));
    constexpr std::array<std::string_view, 8> brief{"id",      "created_at", "result_hash", "strategy",
                                                    "dataset", "params",     "trades",      "net_pnl"};
    std::vector<Json> runs;
    for (auto row = newest.rbegin(); row != newest.rend(); ++row) {
        if (!row->bool_at("damaged").value_or(false)) {
            runs.push_back(only(*row, brief));
            continue;
        }
        context.terminal.complain(
            fmt::format("{}: {}: {}", cli::Text{"damaged", "bozuk"}.in(context.terminal.language()),
                        row->string_at("id").value_or(""), row->string_at("damage").value_or("")));
    }
    SPARK_TRY(blame_server(verbs::print_runs(context.terminal, runs), server));
    return 0;
}

Result<int> backtest_show(Context& context, const Invocation& invocation) {
    SPARK_TRY(Server server, Server::open(context));
    cli::Terminal& terminal = context.terminal;
    const std::string_view id = invocation.positional(0);
    SPARK_TRY(const Json stored, server.get("/api/v1/evidence/" + escaped(id)));
    const Json* const manifest = stored.find("manifest");
    const Json* const run = stored.find("document");
    if (manifest == nullptr || run == nullptr) return fail(stranger(server.address().text, "evidence without a run"));
    const std::string kind = manifest->string_at("kind").value_or("");
    const std::string whole_id = manifest->string_at("id").value_or("");
    if (kind != "backtest")
        return fail(Fault::invalid_input, fmt::format("{} is {} evidence, not a backtest", whole_id, kind), "RUN",
                    fmt::format("spark evidence show {}", whole_id));
    bool has_written = false;
    for (const char* const form : {"html", "pdf"}) {
        const auto path = invocation.text(form);
        if (!path) continue;
        SPARK_TRY(download(server,
                           fmt::format("{}/report.{}?lang={}", address_of(whole_id), form,
                                       terminal.language() == cli::Language::tr ? "tr" : "en"),
                           std::filesystem::path(*path)));
        if (!terminal.options().json) terminal.out_line(say<messages::report_line>(terminal.language(), *path));
        has_written = true;
    }
    if (terminal.options().json) {
        terminal.out_line(wire::to_text(*run));
        return 0;
    }
    if (has_written) return 0;
    SPARK_TRY(blame_server(verbs::print_backtest(terminal, *run), server));
    terminal.out_line(
        say<messages::evidence_line>(terminal.language(), stored.string_at("document_path").value_or(whole_id)));
    return 0;
}

Result<int> backtest_compare(Context& context, const Invocation& invocation) {
    SPARK_TRY(Server server, Server::open(context));
    std::string ids;
    for (const std::string& id : invocation.positionals()) ids += (ids.empty() ? "" : ",") + id;
    SPARK_TRY(const Json comparison, server.get("/api/v1/backtests/compare?ids=" + escaped(ids)));
    constexpr std::array<std::string_view, 1> beyond{"equity"};
    SPARK_TRY(blame_server(verbs::print_comparison(context.terminal, without(comparison, beyond)), server));
    return 0;
}

}  // namespace spark::remote
