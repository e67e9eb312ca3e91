#include "app/verbs/line_order.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <span>

#include "app/verbs/run_rules.hpp"
#include "app/verbs/strategy_json.hpp"
#include "app/verbs/strategy_source.hpp"
#include "engine/strategy/document_text.hpp"

namespace spark::verbs {
namespace {

wire::Json texts(std::span<const std::string> list) {
    wire::Json json = wire::Json::array();
    for (const std::string& text : list) json.push(text);
    return json;
}

/// The document of a path, in the form the server reads: the very same strategy, or refused.
Result<wire::Json> document_of_file(std::string_view path) {
    SPARK_TRY(const strategy::Definition definition, load_strategy_file(std::filesystem::path(path)));
    wire::Json document = strategy::to_json(*definition.document(), strategy::DocumentForm::full);
    const auto back =
        strategy::load_definition(wire::to_text(document), std::string(path), strategy::DocumentSyntax::json);
    if (back && strategy_sha256(*back) == strategy_sha256(definition)) return document;
    return fail(Fault::invalid_input, "the document cannot be written as JSON without changing it", std::string(path),
                "put it into DATA_DIR/strategies and name it, with a server: spark api POST /api/v1/strategies");
}

Result<void> set_strategy(const cli::Invocation& invocation, wire::Json& order) {
    const std::string_view named = invocation.positional(0);
    if (!is_strategy_path(named)) {
        order.set("strategy", named);
        return {};
    }
    if (named.contains(','))
        return fail(
            Fault::invalid_input, "several documents cannot go into one order", "STRATEGY",
            "put them into DATA_DIR/strategies and name them, with a server: spark api POST /api/v1/strategies");
    SPARK_TRY(wire::Json document, document_of_file(named));
    order.set("document", std::move(document));
    return {};
}

Result<void> set_times(const cli::Invocation& invocation, wire::Json& order) {
    SPARK_TRY(const auto from, invocation.time("from"));
    SPARK_TRY(const auto to, invocation.time("to"));
    if (from && to && *from >= *to)
        return fail(Fault::invalid_input,
                    fmt::format("found --from {} and --to {}, allowed --from before --to", format_iso8601(*from),
                                format_iso8601(*to)),
                    "--from, --to");
    if (from) order.set("from", format_iso8601(*from));
    if (to) order.set("to", format_iso8601(*to));
    return {};
}

}  // namespace

Result<wire::Json> order_of_line(const Context& context, const cli::Invocation& invocation) {
    SPARK_TRY(const backtest::RunRules rules, read_run_rules(context, invocation));
    SPARK_TRY(backtest::check_rules(rules));
    wire::Json order = rule_fields_json(rules);
    SPARK_TRY(set_strategy(invocation, order));
    SPARK_TRY(const std::vector<cli::NamedValue> values, invocation.named_values("set"));
    if (!values.empty()) {
        wire::Json params = wire::Json::object();
        for (const cli::NamedValue& value : values) params.set(value.name, value.value);
        order.set("params", std::move(params));
    }
    order.set("dataset", texts(invocation.all("dataset")));
    if (invocation.has("with")) order.set("with", texts(invocation.all("with")));
    if (const auto finer = invocation.text("detail")) order.set("detail", *finer);
    if (const auto share = invocation.text("oos")) order.set("oos", *share);
    if (find_flag(invocation.verb(), "band") != nullptr && invocation.has("band")) order.set("band", true);
    SPARK_TRY(set_times(invocation, order));
    return order;
}

}  // namespace spark::verbs
