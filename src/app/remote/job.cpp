#include "app/remote/job.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "app/cli/progress.hpp"
#include "app/remote/problem.hpp"

namespace spark::remote {
namespace {

using std::chrono::milliseconds;
using wire::Json;

constexpr milliseconds first_rest{20};
constexpr milliseconds longest_rest{500};

std::string text_at(const Json& json, std::string_view key) {
    const auto text = json.string_at(key);
    return text ? *text : std::string();
}

void say_how_to_see(verbs::Context& context, const std::string& id) {
    context.terminal.note(fmt::format("{}: spark jobs show {}   |   spark jobs wait {}   |   spark jobs cancel {}",
                                      cli::Text{"The job goes on", "İş sürüyor"}.in(context.terminal.language()), id,
                                      id, id));
}

}  // namespace

bool is_over(const Json& job) {
    constexpr std::array<std::string_view, 4> ends{"succeeded", "failed", "canceled", "interrupted"};
    return std::ranges::count(ends, text_at(job, "status")) != 0;
}

Result<void> outcome_of_job(const Json& job) {
    const std::string status = text_at(job, "status");
    if (status == "succeeded") return {};
    if (status == "canceled") return fail(Fault::conflict, "the job was cancelled", text_at(job, "id"));
    const Json* const problem = job.find("problem");
    if (status == "interrupted" || problem == nullptr || !problem->is_object())
        return fail(Fault::unavailable, "the job ended as " + status, text_at(job, "id"), "start it again");
    return fail(error_of_problem(text_at(*problem, "code"), text_at(*problem, "detail"), text_at(*problem, "place"),
                                 text_at(*problem, "remedy")));
}

std::string job_line(const Json& job) {
    const double progress = job.double_at("progress").value_or(0);
    return fmt::format("{}  {}  {}  {:.0f} %  {}", text_at(job, "id"), text_at(job, "kind"), text_at(job, "status"),
                       progress * 100, text_at(job, "created_at"));
}

Result<std::optional<Json>> wait_for_job(verbs::Context& context, Server& server, const std::string& id,
                                         const std::string& label) {
    cli::Progress progress(context.terminal, context.steady_clock, {.label = label, .total = 100, .unit = "%"});
    for (milliseconds pause = first_rest;; pause = std::min(pause * 3 / 2, longest_rest)) {
        auto job = server.get("/api/v1/jobs/" + escaped(id));
        if (context.cancelled()) {
            say_how_to_see(context, id);
            return std::optional<Json>{};
        }
        SPARK_TRY(job);
        if (is_over(*job)) {
            progress.finish(100);
            SPARK_TRY(outcome_of_job(*job));
            return std::optional(*std::move(job));
        }
        progress.at(static_cast<std::int64_t>(job->double_at("progress").value_or(0) * 100));
        rest(context, pause);
    }
}

Result<std::optional<Done>> run_job(verbs::Context& context, Server& server, std::string target, const Json& body,
                                    const std::string& label) {
    // Its answer names the job: a Ctrl-C meanwhile waits for it, a second at most.
    SPARK_TRY(const net::Response response, server.ask({.method = "POST",
                                                        .target = std::move(target),
                                                        .body = body.is_null() ? std::string() : wire::to_text(body),
                                                        .headers = {{"Prefer", "wait=1"}},
                                                        .ends_on_signal = false}));
    SPARK_TRY(Json document, server.document_of(response));
    if (response.status != 202) return std::optional(Done{.document = std::move(document)});
    const auto id = document.string_at("id");
    if (!id) return fail(stranger(server.address().text, "a job without an id"));
    SPARK_TRY(const std::optional<Json> job, wait_for_job(context, server, *id, label));
    if (!job) return std::optional<Done>{};
    const Json* const links = job->find("links");
    return std::optional(Done{.location = links == nullptr ? std::string() : text_at(*links, "result")});
}

}  // namespace spark::remote
