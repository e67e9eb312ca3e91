#include "app/verbs/version_verb.hpp"

#include <fmt/format.h>

#include "app/cli/exit_codes.hpp"
#include "foundation/base/build_info.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {

Result<int> version(Context& context, const cli::Invocation&) {
    const BuildInfo& info = build_info();
    if (context.terminal.options().json) {
        wire::Json document = wire::Json::object();
        document.set("schema", "spark.version/1").set("version", info.version).set("commit", info.commit);
        document.set("dirty", info.dirty).set("compiler", info.compiler).set("build_type", info.build_type);
        document.set("flags", info.flags);
        context.terminal.out_line(wire::to_text(document));
        return cli::exit_success;
    }
    context.terminal.out_line(fmt::format("spark {}", info.version));
    context.terminal.out_line(fmt::format("commit {}{}", info.commit, info.dirty ? " (modified)" : ""));
    context.terminal.out_line(fmt::format("{} {} {}", info.compiler, info.build_type, info.flags));
    return cli::exit_success;
}

}  // namespace spark::verbs
