#include "app/verbs/strategy_verb.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "app/verbs/kept_strategies.hpp"
#include "app/verbs/strategy_json.hpp"
#include "app/verbs/strategy_source.hpp"
#include "app/verbs/strategy_text.hpp"
#include "engine/strategy/built_ins.hpp"
#include "engine/strategy/document_text.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {
namespace {

namespace fs = std::filesystem;
using strategy::Definition;
using wire::Json;

/// What --new writes without --from: every part of a document, those not needed as comments.
constexpr std::string_view begun = R"toml(# A strategy document. All fields: docs/reference/strategy_document.md
name = "{}"
version = 1
description = "Buys when a fast average of closes crosses over a slow one."
description_tr = "Kapanışların hızlı ortalaması yavaşı yukarı kesince alır."
where = ["fast < slow"]                  # rules between parameters

[parameters.fast]
type = "int"                             # int, float, bool or choice
least = 2
most = 200
default = 9
unit = "bars"

[parameters.slow]
type = "int"
least = 3
most = 400
default = 21
unit = "bars"

[let]                                    # names for expressions (docs/reference/expressions.md)
fast_average = "ta.sma(close, fast)"
slow_average = "ta.sma(close, slow)"

[long]                                   # signals on closed bars, fills at the next bar's open
enter = "ta.crossover(fast_average, slow_average)"
exit = "ta.crossunder(fast_average, slow_average)"

# [short]
# enter = "ta.crossunder(fast_average, slow_average)"
# exit = "ta.crossover(fast_average, slow_average)"

# [stop]                                 # numbers or expressions; also as [long.stop], [short.stop]
# stop_loss_pct = 2
# take_profit_distance = "3 * ta.atr(14)"
# time_stop_bars = 48

# [size]                                 # one of units, notional, equity, risk; without it the run's --size holds
# equity = 0.5

# [limits]
# cooldown_bars = 5
)toml";

Result<std::string> text_of_new(const Context& context, const std::string& name, std::string_view from) {
    if (from.empty()) {
        std::string text(begun);
        return text.replace(text.find("{}"), 2, name);
    }
    SPARK_TRY(const Definition base, load_strategy(context, from));
    strategy::Document document = *base.document();
    document.name = name;
    document.version = 1;
    return fmt::format("# A strategy document, begun as {} {}. All fields: docs/reference/strategy_document.md\n{}",
                       base.name(), base.version(), strategy::to_toml(document));
}

}  // namespace

Result<int> strategy_ls(Context& context, const cli::Invocation&) {
    std::vector<ListedStrategy> rows;
    const auto add = [&](const Definition& definition, const std::string& from) {
        rows.push_back({strategy_row_json(definition, from),
                        std::string(description_of(definition, context.terminal.language()))});
    };
    for (const std::string_view name : strategy::built_in_names()) {
        SPARK_TRY(const Definition definition, strategy::find_built_in(name));
        add(definition, "built_in");
    }
    SPARK_TRY(const std::vector<StrategyFile> files, strategy_files(context));
    for (const StrategyFile& file : files) {
        SPARK_TRY(const Definition definition, load_strategy_file(file.path));
        add(definition, file.path.string());
    }
    SPARK_TRY(const auto kept, store::StrategyFolder(fs::path(data_dir(context))).names());
    for (const std::string& name : kept) {
        SPARK_TRY(const KeptStrategy strategy, load_kept(context, name, std::nullopt));
        add(strategy.definition, "versions");
    }
    SPARK_TRY(print_strategies(context.terminal, rows));
    return 0;
}

Result<int> strategy_new(Context& context, const cli::Invocation& invocation) {
    const std::string name(invocation.positional(0));
    if (!strategy::is_strategy_name(name)) {
        return fail(Fault::invalid_input,
                    fmt::format("found name '{}', allowed a letter, then up to {} letters, digits, '_' or '-'",
                                shown(name), strategy::name_bytes_max - 1),
                    "NAME");
    }
    SPARK_TRY(const std::string text, text_of_new(context, name, invocation.text_or("from", "")));
    const fs::path folder =
        invocation.has("out") ? fs::path(invocation.text_or("out", "")) : fs::path(data_dir(context)) / "strategies";
    SPARK_TRY(make_folders(folder));
    const fs::path path = folder / (name + ".toml");
    SPARK_TRY(const Definition definition,
              strategy::load_definition(text, path.string(), strategy::DocumentSyntax::toml));
    SPARK_TRY(create_file_exclusive(path, text));
    cli::Terminal& terminal = context.terminal;
    if (terminal.options().json) {
        terminal.out_line(
            wire::to_text(strategy_head_json(definition, "spark.strategy_new/1").set("path", path.string())));
    } else {
        terminal.out_line(path.string());
        terminal.note(fmt::format("{}: spark strategy validate {}", cli::Text{"Next", "Sonra"}.in(terminal.language()),
                                  path.string()));
    }
    return 0;
}

Result<int> strategy_validate(Context& context, const cli::Invocation& invocation) {
    SPARK_TRY(const Definition definition, load_strategy_file(fs::path(invocation.positional(0))));
    print_valid(context.terminal, definition);
    return 0;
}

Result<int> strategy_show(Context& context, const cli::Invocation& invocation) {
    SPARK_TRY(const Definition definition, load_strategy(context, invocation.positional(0)));
    print_strategy(context.terminal, invocation, definition);
    return 0;
}

Result<int> strategy_explain(Context& context, const cli::Invocation& invocation) {
    SPARK_TRY(const Definition definition, load_strategy(context, invocation.positional(0)));
    SPARK_TRY(print_explained(context.terminal, invocation, definition));
    return 0;
}

Result<int> strategy_diff(Context& context, const cli::Invocation& invocation) {
    SPARK_TRY(const Definition before, load_strategy(context, invocation.positional(0)));
    SPARK_TRY(const Definition after, load_strategy(context, invocation.positional(1)));
    print_differences(context.terminal, before, after);
    return 0;
}

}  // namespace spark::verbs
