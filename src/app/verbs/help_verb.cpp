#include "app/verbs/help_verb.hpp"

#include "app/cli/exit_codes.hpp"
#include "app/cli/help.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {

Result<int> help(Context& context, const cli::Invocation& invocation) {
    const cli::TerminalOptions& options = context.terminal.options();
    const cli::HelpStyle style{.language = options.language,
                               .color = options.out_color && !options.json && !options.plain,
                               .columns = options.columns};
    SPARK_TRY(const std::string text, cli::help_on(invocation.positionals(), style));
    if (options.json) {
        wire::Json document = wire::Json::object();
        document.set("schema", "spark.help/1").set("text", text);
        context.terminal.out_line(wire::to_text(document));
    } else {
        context.terminal.out(text);
    }
    return cli::exit_success;
}

}  // namespace spark::verbs
