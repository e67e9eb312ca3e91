#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/cli/exit_codes.hpp"
#include "app/cli/numbers.hpp"
#include "app/cli/table.hpp"
#include "app/cli/verbs.hpp"
#include "app/optimizer/heat_map_files.hpp"
#include "app/optimizer/messages.hpp"
#include "app/optimizer/order.hpp"
#include "app/optimizer/text.hpp"
#include "app/remote/job.hpp"
#include "app/remote/server.hpp"
#include "app/remote/verbs.hpp"
#include "engine/search/sampler.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::remote {
namespace {

using cli::Invocation;
using cli::say;
using verbs::Context;
using wire::Json;
namespace messages = optimizer::messages;

constexpr std::int64_t top_usual = 10;
constexpr std::int64_t top_most = 1'000;
constexpr std::size_t listed_max = 200;

std::string address_of(std::string_view id) { return "/api/v1/optimizations/" + escaped(id); }

std::string text_at(const Json& json, std::string_view key) {
    const auto text = json.string_at(key);
    return text ? shown(*text, 500) : std::string();
}

/// What only the machine that runs it can do, of the flags that the verb has.
Result<void> check_flags(const Invocation& invocation) {
    constexpr std::string_view bus = "the server runs its optimizations on its own threads";
    constexpr std::array<std::pair<std::string_view, std::string_view>, 9> here{
        {{"out", "the server keeps its optimizations"},
         {"workers", "the server decides by optimizer.threads"},
         {"nats", bus},
         {"user", bus},
         {"password-file", bus},
         {"creds", bus},
         {"tls-ca", bus},
         {"key-file", bus},
         {"lease-ms", bus}}};
    for (const auto& [flag, why] : here) {
        if (cli::find_flag(invocation.verb(), flag) != nullptr && invocation.has(flag))
            return fail(Fault::invalid_input, std::string(why), fmt::format("--{}", flag),
                        fmt::format("leave --{} away, or --local to run here", flag));
    }
    return {};
}

/// The ranked sets, best first.
Result<std::vector<optimizer::ShownSet>> best_sets(Server& server, const std::string& id, std::int64_t top,
                                                   std::vector<std::string>& parameters) {
    std::vector<optimizer::ShownSet> sets;
    if (top == 0) return sets;
    SPARK_TRY(const Json page, server.get(fmt::format("{}/trials?sort=rank&limit={}", address_of(id), top)));
    SPARK_TRY(const auto rows, page.array_at("data"));
    for (const Json& row : rows) {
        optimizer::ShownSet set;
        SPARK_TRY(const std::int64_t number, row.int64_at("number"));
        set.number = static_cast<std::uint64_t>(number);
        SPARK_TRY(set.objective, row.double_at("objective"));
        SPARK_TRY(set.net, row.string_at("net_pnl"));
        SPARK_TRY(set.trades, row.int64_at("trades"));
        SPARK_TRY(set.max_drawdown_pct, row.double_at("max_drawdown_pct"));
        if (const auto sharpe = row.double_at("sharpe")) set.sharpe = *sharpe;
        SPARK_TRY(const auto values, row.object_at("values"));
        if (sets.empty()) {
            for (const wire::JsonMember& value : values) parameters.push_back(shown(value.key));
        }
        for (const wire::JsonMember& value : values) set.values.push_back(shown(value.value.as_string().value_or("")));
        sets.push_back(std::move(set));
    }
    return sets;
}

/// How the result is shown, checked before hours of work.
struct Shown {
    std::int64_t top = top_usual;
    std::string heat_map{};  ///< Empty, `ascii`, or a file here.
};

Result<Shown> read_shown(const Invocation& invocation) {
    Shown shown;
    SPARK_TRY(const auto top, invocation.whole("top", 0, top_most));
    shown.top = top.value_or(top_usual);
    shown.heat_map = invocation.text_or("heatmap", "");
    SPARK_TRY(optimizer::check_heat_map_target(shown.heat_map));
    return shown;
}

/// Errors: not_found when no set was run.
Result<Json> heat_map(Server& server, const std::string& id) {
    SPARK_TRY(const Json answer, server.get(address_of(id) + "/heatmap"));
    SPARK_TRY(const Json* const map, answer.at("map"));
    return *map;
}

Result<void> print_result(Context& context, Server& server, const Json& document, const Shown& how) {
    cli::Terminal& terminal = context.terminal;
    SPARK_TRY(const std::string id, document.string_at("id"));
    if (!how.heat_map.empty() && how.heat_map != "ascii") {
        SPARK_TRY(const Json map, heat_map(server, id));
        SPARK_TRY(optimizer::write_heat_map_picture(map, how.heat_map, terminal.language()));
    }
    if (terminal.options().json) {
        terminal.out_line(wire::to_text(document));
        return {};
    }
    const cli::Language language = terminal.language();
    const auto count = [&](std::string_view key) { return std::to_string(document.int64_at(key).value_or(0)); };
    const std::string objective = text_at(document, "objective");
    std::vector<std::string> parameters;
    SPARK_TRY(const std::vector<optimizer::ShownSet> sets, best_sets(server, id, how.top, parameters));
    terminal.out_line(
        say<messages::result_line>(language, shown(id), count("sets"), count("refused"), count("bars"), objective));
    const Json* const assessment = document.find("assessment");
    if (!sets.empty())
        optimizer::print_sets(terminal, parameters, objective, sets,
                              assessment != nullptr && assessment->is_object() ? assessment : nullptr);
    optimizer::print_verdict(terminal, assessment);
    if (how.heat_map == "ascii") {
        SPARK_TRY(const Json map, heat_map(server, id));
        SPARK_TRY(optimizer::print_heat_map(terminal, map));
    }
    terminal.out_line(say<messages::server_folder_line>(language, shown(id), server.address().text));
    terminal.note(say<messages::next_there_line>(language, shown(id)));
    return {};
}

/// Starts the job, waits for it, prints what it made.
Result<int> run(Context& context, const Invocation& invocation, const std::string& target, const Json& body) {
    SPARK_TRY(const Shown how, read_shown(invocation));
    SPARK_TRY(Server server, Server::open(context));
    SPARK_TRY(std::optional<Done> done,
              run_job(context, server, target, body, say<messages::searching>(context.terminal.language())));
    if (!done) return context.cancelled_exit_code();
    if (!done->document) {
        SPARK_TRY(const Json stood, server.get(done->location));
        SPARK_TRY(const Json* const document, stood.at("document"));
        done->document = *document;
    }
    SPARK_TRY(blame_server(print_result(context, server, *done->document, how), server));
    return cli::exit_success;
}

Result<int> optimize(Context& context, const Invocation& invocation, search::Method method) {
    SPARK_TRY(check_flags(invocation));
    SPARK_TRY(const optimizer::Order order, optimizer::read_order(context, invocation, method));
    return run(context, invocation, "/api/v1/optimizations", order.json());
}

void print_standing(cli::Terminal& terminal, const Json& optimization) {
    if (terminal.options().json) return terminal.out_line(wire::to_text(optimization));
    const Json* const standing = optimization.find("standing");
    const std::int64_t done = standing == nullptr ? 0 : standing->int64_at("done").value_or(0);
    const auto expected =
        standing == nullptr ? Result<std::int64_t>(fail(Fault::not_found, "")) : standing->int64_at("expected");
    terminal.out_line(fmt::format("{}  {}  {}{} {}", text_at(optimization, "id"), text_at(optimization, "state"), done,
                                  expected ? fmt::format("/{}", *expected) : "",
                                  say<messages::sets_unit>(terminal.language())));
}

Result<int> change(Context& context, const Invocation& invocation, std::string_view what) {
    SPARK_TRY(Server server, Server::open(context));
    SPARK_TRY(
        const net::Response response,
        server.ask({.method = "POST", .target = fmt::format("{}/{}", address_of(invocation.positional(0)), what)}));
    SPARK_TRY(const Json json, server.document_of(response));
    print_standing(context.terminal, json);
    return cli::exit_success;
}

}  // namespace

Result<int> optimize_grid(Context& context, const Invocation& invocation) {
    return optimize(context, invocation, search::Method::grid);
}
Result<int> optimize_random(Context& context, const Invocation& invocation) {
    return optimize(context, invocation, search::Method::random);
}
Result<int> optimize_tpe(Context& context, const Invocation& invocation) {
    return optimize(context, invocation, search::Method::tpe);
}
Result<int> optimize_cmaes(Context& context, const Invocation& invocation) {
    return optimize(context, invocation, search::Method::cmaes);
}
Result<int> optimize_halving(Context& context, const Invocation& invocation) {
    return optimize(context, invocation, search::Method::halving);
}

Result<int> optimize_resume(Context& context, const Invocation& invocation) {
    SPARK_TRY(check_flags(invocation));
    return run(context, invocation, address_of(invocation.positional(0)) + "/resume", Json());
}

Result<int> optimize_cancel(Context& context, const Invocation& invocation) {
    return change(context, invocation, "cancel");
}

Result<int> optimize_pause(Context& context, const Invocation& invocation) {
    return change(context, invocation, "pause");
}

Result<int> optimize_ls(Context& context, const Invocation&) {
    SPARK_TRY(Server server, Server::open(context));
    SPARK_TRY(std::vector<Json> rows, server.list("/api/v1/optimizations", "", listed_max));
    std::ranges::reverse(rows);
    cli::Terminal& terminal = context.terminal;
    const cli::Language language = terminal.language();
    if (terminal.options().json) {
        Json list = Json::array();
        for (Json& row : rows) list.push(std::move(row));
        terminal.out_line(
            wire::to_text(Json::object().set("schema", "spark.optimizations/1").set("optimizations", std::move(list))));
        return cli::exit_success;
    }
    const cli::NumberStyle style{language, terminal.options().plain};
    cli::Table table({{"id"},
                      {std::string(cli::Text{"method", "yöntem"}.in(language))},
                      {say<messages::sets_unit>(language), cli::Align::right},
                      {std::string(cli::Text{"objective", "amaç"}.in(language))},
                      {std::string(cli::Text{"state", "durum"}.in(language))}});
    for (const Json& row : rows) {
        const Json* const standing = row.find("standing");
        const std::int64_t done = standing == nullptr ? 0 : standing->int64_at("done").value_or(0);
        table.add({text_at(row, "id"), text_at(row, "method"),
                   cli::shown_count(row.int64_at("sets").value_or(done), style), text_at(row, "objective"),
                   text_at(row, "state")});
    }
    table.print(terminal);
    return cli::exit_success;
}

Result<int> optimize_show(Context& context, const Invocation& invocation) {
    SPARK_TRY(check_flags(invocation));
    SPARK_TRY(const Shown how, read_shown(invocation));
    SPARK_TRY(const auto rank, invocation.whole("rank", 1, std::numeric_limits<std::int64_t>::max()));
    SPARK_TRY(Server server, Server::open(context));
    const std::string id(invocation.positional(0));
    if (rank) {
        SPARK_TRY(const Json page,
                  server.get(fmt::format("{}/trials?sort=rank&limit=1&cursor={}", address_of(id), *rank - 1)));
        SPARK_TRY(const auto rows, page.array_at("data"));
        if (rows.empty()) return fail(Fault::not_found, fmt::format("no set has rank {}", *rank), "--rank");
        SPARK_TRY(const std::int64_t number, rows.front().int64_at("number"));
        SPARK_TRY(const Json set, server.get(fmt::format("{}/sets/{}", address_of(id), number)));
        SPARK_TRY(const Json* const body, set.at("backtest"));
        context.terminal.out_line(fmt::format("spark api POST /api/v1/backtests -d '{}'", wire::to_text(*body)));
        return cli::exit_success;
    }
    SPARK_TRY(const Json stood, server.get(address_of(id)));
    SPARK_TRY(const Json* const document, stood.at("document"));
    if (!document->is_object()) {
        print_standing(context.terminal, stood);
        return cli::exit_success;
    }
    SPARK_TRY(blame_server(print_result(context, server, *document, how), server));
    return cli::exit_success;
}

Result<int> optimize_look(Context& context, const Invocation& invocation) {
    SPARK_TRY(Server server, Server::open(context));
    const std::string id(invocation.positional(0));
    SPARK_TRY(const net::Response response, server.ask({.method = "POST", .target = address_of(id) + "/look"}));
    SPARK_TRY(const Json assessment, server.document_of(response));
    if (context.terminal.options().json) {
        context.terminal.out_line(wire::to_text(assessment));
        return cli::exit_success;
    }
    SPARK_TRY(const Json stood, server.get(address_of(id)));
    SPARK_TRY(const Json* const document, stood.at("document"));
    Json looked = *document;
    looked.set("assessment", assessment);
    SPARK_TRY(blame_server(print_result(context, server, looked, Shown{}), server));
    return cli::exit_success;
}

}  // namespace spark::remote
