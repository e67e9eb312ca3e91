#include "app/verbs/strategy_verb.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "app/cli/table.hpp"
#include "app/verbs/kept_strategies.hpp"
#include "app/verbs/strategy_json.hpp"
#include "app/verbs/strategy_source.hpp"
#include "engine/strategy/built_ins.hpp"
#include "engine/strategy/document_text.hpp"
#include "engine/strategy/explain.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/crypto/sha256.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {
namespace {

namespace fs = std::filesystem;
using strategy::Definition;
using wire::Json;

std::string_view what(const Definition& definition, cli::Language language) {
    return language == cli::Language::tr && !definition.what_tr().empty() ? definition.what_tr() : definition.what_en();
}

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

Result<std::vector<std::int64_t>> values_of(const Definition& definition, const cli::Invocation& invocation) {
    std::vector<strategy::Assignment> assignments;
    for (const std::string& text : invocation.all("set")) {
        SPARK_TRY(strategy::Assignment assignment, strategy::parse_assignment(text));
        assignments.push_back(std::move(assignment));
    }
    return strategy::resolve_parameters(definition.parameters(), assignments);
}

Json strings(const std::vector<std::string>& texts) {
    Json list = Json::array();
    for (const std::string& text : texts) list.push(text);
    return list;
}

std::string parameter_line(const strategy::ParameterSpec& spec, std::int64_t value, cli::Language language) {
    const std::string& what = language == cli::Language::tr && !spec.what_tr.empty() ? spec.what_tr : spec.what_en;
    std::string line = fmt::format("  {} = {}", spec.name, strategy::parameter_text(spec, value));
    if (!spec.unit.empty()) line += " " + spec.unit;
    if (spec.kind == strategy::ParameterKind::choice) line += fmt::format(" ({})", fmt::join(spec.choices, ", "));
    if (spec.kind == strategy::ParameterKind::integer || spec.kind == strategy::ParameterKind::decimal) {
        line += fmt::format(" ({} … {})", strategy::parameter_text(spec, spec.least),
                            strategy::parameter_text(spec, spec.most));
    }
    return what.empty() ? line : line + "  " + shown(what, strategy::description_bytes_max);
}

}  // namespace

Result<int> strategy_ls(Context& context, const cli::Invocation&) {
    cli::Terminal& terminal = context.terminal;
    const auto title = [&terminal](cli::Text text) { return std::string(text.in(terminal.language())); };
    cli::Table table({{title({"name", "ad"})},
                      {title({"version", "sürüm"}), cli::Align::right},
                      {title({"from", "kaynak"})},
                      {title({"description", "açıklama"})}});
    Json list = Json::array();
    const auto add = [&](const Definition& definition, const std::string& from) {
        list.push(strategy_row_json(definition, from));
        table.add({std::string(definition.name()), fmt::format("{}", definition.version()), from,
                   std::string(what(definition, terminal.language()))});
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
    if (terminal.options().json) {
        terminal.out_line(
            wire::to_text(Json::object().set("schema", "spark.strategies/1").set("strategies", std::move(list))));
    } else {
        table.print(terminal);
    }
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
    cli::Terminal& terminal = context.terminal;
    if (terminal.options().json) {
        terminal.out_line(wire::to_text(strategy_head_json(definition, "spark.strategy_validate/1")
                                            .set("valid", true)
                                            .set("parameters", definition.parameters().size())));
    } else {
        terminal.out_line(
            fmt::format("{} {}: {} ({}, sha256 {})", definition.name(), definition.version(),
                        cli::Text{"valid", "geçerli"}.in(terminal.language()),
                        fmt::format(fmt::runtime(cli::Text{"{} parameters", "{} parametre"}.in(terminal.language())),
                                    definition.parameters().size()),
                        strategy_sha256(definition)));
    }
    return 0;
}

Result<int> strategy_show(Context& context, const cli::Invocation& invocation) {
    SPARK_TRY(const Definition definition, load_strategy(context, invocation.positional(0)));
    const std::string_view format = invocation.text_or("format", context.terminal.options().json ? "json" : "toml");
    cli::Terminal& terminal = context.terminal;
    const strategy::Document& document = *definition.document();
    if (terminal.options().json) {
        terminal.out_line(wire::to_text(strategy_json(definition)));
    } else if (format == "toml") {
        terminal.out(strategy::to_toml(document));
    } else if (format == "json") {
        terminal.out(wire::to_pretty_text(strategy::to_json(document, strategy::DocumentForm::full)));
    } else {
        terminal.out_line(definition.canonical_text());
    }
    return 0;
}

Result<int> strategy_explain(Context& context, const cli::Invocation& invocation) {
    SPARK_TRY(const Definition definition, load_strategy(context, invocation.positional(0)));
    SPARK_TRY(const std::vector<std::int64_t> values, values_of(definition, invocation));
    SPARK_TRY(const auto english, strategy::explain(definition, values, strategy::Tongue::english));
    SPARK_TRY(const auto turkish, strategy::explain(definition, values, strategy::Tongue::turkish));
    cli::Terminal& terminal = context.terminal;
    if (terminal.options().json) {
        Json parameters = Json::object();
        for (std::size_t at = 0; at < values.size(); ++at) {
            const strategy::ParameterSpec& spec = definition.parameters()[at];
            parameters.set(spec.name, strategy::parameter_text(spec, values[at]));
        }
        Json json = strategy_head_json(definition, "spark.strategy_explain/1");
        json.set("parameters", std::move(parameters));
        terminal.out_line(wire::to_text(json.set("en", strings(english)).set("tr", strings(turkish))));
        return 0;
    }
    const cli::Language language = terminal.language();
    terminal.out_line(fmt::format("{} {}: {}", definition.name(), definition.version(),
                                  shown(what(definition, language), strategy::description_bytes_max)));
    for (const std::string& sentence : language == cli::Language::tr ? turkish : english)
        terminal.out_line(fmt::format("- {}", sentence));
    if (!values.empty()) terminal.out_line(cli::Text{"Parameters:", "Parametreler:"}.in(language));
    for (std::size_t at = 0; at < values.size(); ++at)
        terminal.out_line(parameter_line(definition.parameters()[at], values[at], language));
    return 0;
}

Result<int> strategy_diff(Context& context, const cli::Invocation& invocation) {
    SPARK_TRY(const Definition before, load_strategy(context, invocation.positional(0)));
    SPARK_TRY(const Definition after, load_strategy(context, invocation.positional(1)));
    const auto found = strategy::differences(*before.document(), *after.document());
    cli::Terminal& terminal = context.terminal;
    if (terminal.options().json) {
        Json list = Json::array();
        const auto or_null = [](const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); };
        for (const strategy::FieldDifference& row : found) {
            list.push(Json::object()
                          .set("field", row.field)
                          .set("before", or_null(row.before))
                          .set("after", or_null(row.after)));
        }
        terminal.out_line(wire::to_text(Json::object()
                                            .set("schema", "spark.strategy_diff/1")
                                            .set("same_behaviour", strategy_sha256(before) == strategy_sha256(after))
                                            .set("differences", std::move(list))));
        return 0;
    }
    const auto cell = [](const std::string& text) { return text.empty() ? std::string("–") : text; };
    const cli::Language language = terminal.language();
    cli::Table table({{std::string(cli::Text{"field", "alan"}.in(language))},
                      {std::string(cli::Text{"before", "önce"}.in(language))},
                      {std::string(cli::Text{"after", "sonra"}.in(language))}});
    for (const strategy::FieldDifference& row : found) table.add({row.field, cell(row.before), cell(row.after)});
    if (found.empty())
        terminal.note(cli::Text{"no field differs", "ayrılan alan yok"}.in(language));
    else
        table.print(terminal);
    return 0;
}

}  // namespace spark::verbs
