#pragma once

#include <optional>
#include <string>

#include "app/remote/server.hpp"

namespace spark::remote {

/// Waits until the job is over, with its progress on standard error. Nothing when Ctrl-C ended the waiting: then it has
/// been said how to see the job, which goes on. Errors: as Server::get; the job's own when it failed; conflict when it
/// was cancelled.
Result<std::optional<wire::Json>> wait_for_job(verbs::Context& context, Server& server, const std::string& id,
                                               const std::string& label);

/// What a call that may become a job gave: the document where it was made while waiting, else where it is to be had.
struct Done {
    std::optional<wire::Json> document{};
    std::string location{};
};

/// Submits and waits. Nothing when Ctrl-C ended the waiting. Errors: as Server::post and wait_for_job.
Result<std::optional<Done>> run_job(verbs::Context& context, Server& server, std::string target, const wire::Json& body,
                                    const std::string& label);

/// The text of `spark.job/1` for people: one line of id, kind, state, progress.
std::string job_line(const wire::Json& job);

/// Why the job ended otherwise than well. Precondition: it is over.
Result<void> outcome_of_job(const wire::Json& job);

bool is_over(const wire::Json& job);

}  // namespace spark::remote
