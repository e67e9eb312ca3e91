#include "app/verbs/strategy_text.hpp"

#include <fmt/format.h>

#include "app/cli/table.hpp"
#include "app/verbs/strategy_json.hpp"
#include "engine/strategy/document_text.hpp"
#include "engine/strategy/explain.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::verbs {
namespace {

using strategy::Definition;
using wire::Json;

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

std::string_view description_of(const Definition& definition, cli::Language language) {
    return language == cli::Language::tr && !definition.what_tr().empty() ? definition.what_tr() : definition.what_en();
}

Result<void> print_strategies(cli::Terminal& terminal, std::span<const ListedStrategy> rows) {
    if (terminal.options().json) {
        Json list = Json::array();
        for (const ListedStrategy& row : rows) list.push(row.document);
        terminal.out_line(
            wire::to_text(Json::object().set("schema", "spark.strategies/1").set("strategies", std::move(list))));
        return {};
    }
    const auto title = [&terminal](cli::Text text) { return std::string(text.in(terminal.language())); };
    cli::Table table({{title({"name", "ad"})},
                      {title({"version", "sürüm"}), cli::Align::right},
                      {title({"from", "kaynak"})},
                      {title({"description", "açıklama"})}});
    for (const ListedStrategy& row : rows) {
        SPARK_TRY(const std::string name, row.document.string_at("name"));
        SPARK_TRY(const std::int64_t version, row.document.int64_at("version"));
        SPARK_TRY(const std::string from, row.document.string_at("from"));
        table.add({name, fmt::format("{}", version), from, row.description});
    }
    table.print(terminal);
    return {};
}

void print_valid(cli::Terminal& terminal, const Definition& definition) {
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
}

void print_strategy(cli::Terminal& terminal, const cli::Invocation& invocation, const Definition& definition) {
    const std::string_view format = invocation.text_or("format", terminal.options().json ? "json" : "toml");
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
}

Result<void> print_explained(cli::Terminal& terminal, const cli::Invocation& invocation, const Definition& definition) {
    SPARK_TRY(const std::vector<std::int64_t> values, values_of(definition, invocation));
    SPARK_TRY(const auto english, strategy::explain(definition, values, strategy::Tongue::english));
    SPARK_TRY(const auto turkish, strategy::explain(definition, values, strategy::Tongue::turkish));
    if (terminal.options().json) {
        Json parameters = Json::object();
        for (std::size_t at = 0; at < values.size(); ++at) {
            const strategy::ParameterSpec& spec = definition.parameters()[at];
            parameters.set(spec.name, strategy::parameter_text(spec, values[at]));
        }
        Json json = strategy_head_json(definition, "spark.strategy_explain/1");
        json.set("parameters", std::move(parameters));
        terminal.out_line(wire::to_text(json.set("en", strings(english)).set("tr", strings(turkish))));
        return {};
    }
    const cli::Language language = terminal.language();
    terminal.out_line(fmt::format("{} {}: {}", definition.name(), definition.version(),
                                  shown(description_of(definition, language), strategy::description_bytes_max)));
    for (const std::string& sentence : language == cli::Language::tr ? turkish : english)
        terminal.out_line(fmt::format("- {}", sentence));
    if (!values.empty()) terminal.out_line(cli::Text{"Parameters:", "Parametreler:"}.in(language));
    for (std::size_t at = 0; at < values.size(); ++at)
        terminal.out_line(parameter_line(definition.parameters()[at], values[at], language));
    return {};
}

void print_differences(cli::Terminal& terminal, const Definition& before, const Definition& after) {
    const auto found = strategy::differences(*before.document(), *after.document());
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
        return;
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
}

}  // namespace spark::verbs
