#include "app/verbs/completion_verb.hpp"

#include "app/cli/complete.hpp"
#include "app/cli/exit_codes.hpp"
#include "app/verbs/candidate_names.hpp"

namespace spark::verbs {

Result<int> completion(Context& context, const cli::Invocation& invocation) {
    context.terminal.out(cli::completion_script(invocation.positional(0)));
    return cli::exit_success;
}

Result<int> complete(Context& context, const cli::Invocation& invocation) {
    const cli::CandidateSource source = [&](cli::Candidates kind) { return candidate_names(context, kind); };
    if (invocation.positional(0) == "words") {
        const auto typed =
            cli::complete_words(invocation.positionals().subspan(1), context.terminal.language(), source);
        context.terminal.out(cli::completion_lines(typed));
        return cli::exit_success;
    }
    const auto kind = cli::candidates_of_name(invocation.positional(0));
    if (!kind) return cli::exit_success;
    for (const std::string& name : cli::candidates(*kind, invocation.positional(1), source))
        context.terminal.out_line(name);
    return cli::exit_success;
}

}  // namespace spark::verbs
