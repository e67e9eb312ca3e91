#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "app/remote/job.hpp"
#include "app/remote/problem.hpp"
#include "app/remote/projection.hpp"
#include "app/remote/server.hpp"
#include "app/remote/verbs.hpp"
#include "app/verbs/backtest_lists.hpp"
#include "app/verbs/backtest_text.hpp"
#include "app/verbs/line_order.hpp"
#include "app/verbs/report_messages.hpp"
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

/// What the line asks for; the server keeps the evidence itself.
Result<Json> order_of(const Context& context, const Invocation& invocation) {
    if (invocation.has("out"))
        return fail(Fault::invalid_input, "the server keeps the evidence of its runs", "--out",
                    "leave --out away, or --local to run here");
    return verbs::order_of_line(context, invocation);
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
