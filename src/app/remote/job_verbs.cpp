#include <fmt/format.h>

#include "app/cli/table.hpp"
#include "app/remote/job.hpp"
#include "app/remote/server.hpp"
#include "app/remote/verbs.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::remote {
namespace {

using cli::Invocation;
using verbs::Context;
using wire::Json;

constexpr std::int64_t listed_usual = 50;
constexpr std::int64_t listed_max = 10'000;
constexpr std::chrono::milliseconds follow_rest{300};

std::string address_of(const Invocation& invocation) { return "/api/v1/jobs/" + escaped(invocation.positional(0)); }

std::string text_at(const Json& json, std::string_view key) {
    const auto text = json.string_at(key);
    return text ? shown(*text, 500) : std::string();
}

void print_job(cli::Terminal& terminal, const Json& job) {
    if (terminal.options().json) return terminal.out_line(wire::to_text(job));
    terminal.out_line(job_line(job));
    if (const Json* const problem = job.find("problem"))
        terminal.out_line(fmt::format("  {}", text_at(*problem, "detail")));
    if (const Json* const links = job.find("links"); links != nullptr && links->find("result") != nullptr)
        terminal.out_line(fmt::format("  spark api GET {}", text_at(*links, "result")));
}

void print_log_line(cli::Terminal& terminal, const Json& line) {
    if (terminal.options().json) return terminal.out_line(wire::to_text(line));
    terminal.out_line(fmt::format("{}  {}  {}", text_at(line, "time"), text_at(line, "level"), text_at(line, "text")));
}

/// Prints what comes after `last`, which becomes the newest number seen.
Result<void> print_log(Context& context, Server& server, const Invocation& invocation, std::int64_t& last) {
    while (!context.cancelled()) {
        SPARK_TRY(const Json page, server.get(fmt::format("{}/log?limit=200&after={}", address_of(invocation), last)));
        SPARK_TRY(const auto lines, page.array_at("data"));
        for (const Json& line : lines) {
            print_log_line(context.terminal, line);
            last = std::max(last, line.int64_at("sequence").value_or(last + 1));
        }
        SPARK_TRY(context.terminal.flush());
        if (lines.size() < 200) return {};
    }
    return {};
}

}  // namespace

Result<int> jobs_ls(Context& context, const Invocation& invocation) {
    SPARK_TRY(const auto limit, invocation.whole("limit", 1, listed_max));
    SPARK_TRY(Server server, Server::open(context));
    const auto state = invocation.text("state");
    SPARK_TRY(const std::vector<Json> jobs,
              server.list("/api/v1/jobs", state ? fmt::format("status={}", *state) : std::string(),
                          static_cast<std::size_t>(limit.value_or(listed_usual))));
    cli::Terminal& terminal = context.terminal;
    if (terminal.options().json) {
        Json list = Json::array();
        for (const Json& job : jobs) list.push(job);
        terminal.out_line(wire::to_text(Json::object().set("schema", "spark.jobs/1").set("jobs", std::move(list))));
        return 0;
    }
    const auto title = [&terminal](cli::Text text) { return std::string(text.in(terminal.language())); };
    cli::Table table({{"id"},
                      {title({"kind", "tür"})},
                      {title({"state", "durum"})},
                      {"%", cli::Align::right},
                      {title({"created", "yapıldı"})},
                      {title({"owner", "sahibi"})}});
    for (const Json& job : jobs)
        table.add({text_at(job, "id"), text_at(job, "kind"), text_at(job, "status"),
                   fmt::format("{:.0f}", job.double_at("progress").value_or(0) * 100), text_at(job, "created_at"),
                   text_at(job, "owner")});
    if (jobs.empty())
        terminal.note(title({"no jobs", "iş yok"}));
    else
        table.print(terminal);
    return 0;
}

Result<int> jobs_show(Context& context, const Invocation& invocation) {
    SPARK_TRY(Server server, Server::open(context));
    SPARK_TRY(const Json job, server.get(address_of(invocation)));
    print_job(context.terminal, job);
    return 0;
}

Result<int> jobs_log(Context& context, const Invocation& invocation) {
    SPARK_TRY(Server server, Server::open(context));
    std::int64_t last = 0;
    while (true) {
        // Looked at before the lines are read: none is missed when it ends between the two.
        SPARK_TRY(const Json job, server.get(address_of(invocation)));
        SPARK_TRY(blame_server(print_log(context, server, invocation, last), server));
        if (!invocation.has("follow") || is_over(job) || context.cancelled() || context.terminal.reader_gone()) break;
        rest(context, follow_rest);
    }
    return 0;
}

Result<int> jobs_cancel(Context& context, const Invocation& invocation) {
    SPARK_TRY(Server server, Server::open(context));
    SPARK_TRY(const net::Response response,
              server.ask({.method = "POST", .target = address_of(invocation) + "/cancel"}));
    SPARK_TRY(const Json job, server.document_of(response));
    print_job(context.terminal, job);
    return 0;
}

Result<int> jobs_wait(Context& context, const Invocation& invocation) {
    SPARK_TRY(Server server, Server::open(context));
    const std::string id(invocation.positional(0));
    SPARK_TRY(const std::optional<Json> job, wait_for_job(context, server, id, id));
    if (!job) return context.cancelled_exit_code();
    print_job(context.terminal, *job);
    return 0;
}

}  // namespace spark::remote
