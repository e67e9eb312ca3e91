#include "app/verbs/man_verb.hpp"

#include "app/cli/exit_codes.hpp"
#include "app/cli/reference.hpp"
#include "foundation/base/build_info.hpp"
#include "foundation/config/settings_text.hpp"
#include "surface/http/openapi.hpp"
#include "surface/http/problem.hpp"
#include "surface/http/typescript.hpp"

namespace spark::verbs {

Result<int> man(Context& context, const cli::Invocation&) {
    context.terminal.out(cli::manual_page(context.terminal.language(), build_info().version));
    return cli::exit_success;
}

Result<int> docs(Context& context, const cli::Invocation& invocation) {
    const std::string_view page = invocation.positional(0);
    if (page == "settings") {
        context.terminal.out(config::settings_markdown());
    } else if (page == "env") {
        context.terminal.out(config::settings_environment_example());
    } else if (page == "api") {
        context.terminal.out(http::api_markdown());
    } else if (page == "errors") {
        context.terminal.out(http::errors_markdown());
    } else if (page == "telemetry") {
        context.terminal.out(telemetry::metrics_markdown());
    } else if (page == "typescript") {
        context.terminal.out(http::typescript_text());
    } else {
        context.terminal.out(cli::reference_markdown());
    }
    return cli::exit_success;
}

}  // namespace spark::verbs
