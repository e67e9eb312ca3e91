#include "app/verbs/kept_strategies.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <utility>

#include "app/verbs/kept_origin.hpp"
#include "app/verbs/strategy_json.hpp"
#include "app/verbs/strategy_source.hpp"
#include "engine/strategy/built_ins.hpp"
#include "engine/strategy/document_text.hpp"
#include "engine/strategy/explain.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::verbs {
namespace {

using strategy::Definition;
using wire::Json;

constexpr std::string_view shown_file = "document";

store::StrategyFolder folder_of(const Context& context) {
    return store::StrategyFolder(std::filesystem::path(data_dir(context)));
}

/// The document with the version it is kept under in the place of its own.
Result<Definition> definition_of(std::string_view text, std::string_view file_name, std::uint32_t version) {
    SPARK_TRY(strategy::Document document, strategy::read_document(text, file_name, syntax_of_text(text)));
    document.version = version;
    return Definition::of_document(std::move(document));
}

Json number_or_null(const std::optional<std::uint32_t>& number) { return number ? Json(*number) : Json(nullptr); }

/// `document:3:14` taken apart; nulls where the place says no more than the file.
Json error_json(const Error& error) {
    Json json = Json::object().set("line", nullptr).set("column", nullptr);
    std::string_view rest = error.place;
    if (rest.starts_with(shown_file)) rest.remove_prefix(shown_file.size());
    for (const char* const name : {"line", "column"}) {
        if (!rest.starts_with(':')) break;
        rest.remove_prefix(1);
        std::int64_t number = 0;
        const auto read = std::from_chars(rest.data(), rest.data() + rest.size(), number);
        if (read.ec != std::errc{}) break;
        json.set(name, number);
        rest.remove_prefix(static_cast<std::size_t>(read.ptr - rest.data()));
    }
    return json.set("message", error.message).set("remedy", error.remedy);
}

Result<void> check_name_is_free(const Context& context, std::string_view name) {
    const auto refuse = [&](std::string_view whose) {
        return fail(Fault::conflict, fmt::format("'{}' is the name of {}", shown(name), whose), "/document",
                    "give the document a name of its own");
    };
    if (std::ranges::count(strategy::built_in_names(), name) != 0) return refuse("a built-in strategy");
    SPARK_TRY(const std::vector<StrategyFile> files, strategy_files(context));
    if (std::ranges::count(files, name, &StrategyFile::name) != 0)
        return refuse("a plain file in DATA_DIR/strategies, which keeps no versions");
    return {};
}

Json strings(const std::vector<std::string>& texts) {
    Json list = Json::array();
    for (const std::string& text : texts) list.push(text);
    return list;
}

Result<Json> valid_json(std::string_view text) {
    SPARK_TRY(const Definition definition, strategy::load_definition(text, shown_file, syntax_of_text(text)));
    SPARK_TRY(const auto values, strategy::resolve_parameters(definition.parameters(), {}));
    SPARK_TRY(const auto english, strategy::explain(definition, values, strategy::Tongue::english));
    SPARK_TRY(const auto turkish, strategy::explain(definition, values, strategy::Tongue::turkish));
    Json parameters = Json::object();
    for (std::size_t at = 0; at < values.size(); ++at) {
        const strategy::ParameterSpec& spec = definition.parameters()[at];
        parameters.set(spec.name, strategy::parameter_text(spec, values[at]));
    }
    Json json = strategy_head_json(definition, "spark.strategy_check/1");
    json.set("valid", true).set("errors", Json::array()).set("parameters", std::move(parameters));
    return json.set("en", strings(english)).set("tr", strings(turkish));
}

}  // namespace

strategy::DocumentSyntax syntax_of_text(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    const bool is_json = first != std::string_view::npos && text[first] == '{';
    return is_json ? strategy::DocumentSyntax::json : strategy::DocumentSyntax::toml;
}

Result<StrategyReference> parse_strategy_reference(std::string_view text) {
    const std::size_t at = text.find('@');
    const std::string_view name = text.substr(0, at);
    const auto none = [&] {
        return fail(Fault::not_found, fmt::format("no strategy is called '{}'", shown(text)), {},
                    "spark strategy ls lists them; name@3 is its version 3");
    };
    if (!strategy::is_strategy_name(name)) return none();
    if (at == std::string_view::npos) return StrategyReference{name, std::nullopt};
    const std::string_view digits = text.substr(at + 1);
    std::uint32_t version = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), version);
    if (digits.empty() || digits.starts_with('0') || read.ec != std::errc{} ||
        read.ptr != digits.data() + digits.size() || version > store::StrategyFolder::version_max)
        return none();
    return StrategyReference{name, version};
}

Result<KeptStrategy> load_kept(const Context& context, std::string_view name, std::optional<std::uint32_t> version) {
    const store::StrategyFolder folder = folder_of(context);
    SPARK_TRY(store::StrategyVersion kept, folder.find(name, version));
    SPARK_TRY(std::string text, folder.text_of(name, kept));
    SPARK_TRY(Definition definition, definition_of(text, folder.path_of(name, kept).string(), kept.version));
    return KeptStrategy{.kept = std::move(kept), .text = std::move(text), .definition = std::move(definition)};
}

Result<KeptStrategy> keep_strategy(const Context& context, const KeepOrder& order) {
    SPARK_TRY(Definition definition, definition_of(order.text, shown_file, order.parent.value_or(0) + 1));
    const std::string name(definition.name());
    if (!order.name.empty() && order.name != name) {
        return fail(Fault::invalid_input,
                    fmt::format("found the name '{}' in the document, allowed '{}'", shown(name), order.name),
                    "/document", "keep a renamed copy as a strategy of its own");
    }
    SPARK_TRY(check_name_is_free(context, name));
    const store::NewStrategyVersion made{.name = name,
                                         .text = order.text,
                                         .is_json = syntax_of_text(order.text) == strategy::DocumentSyntax::json,
                                         .author = order.author,
                                         .created_at = context.now(),
                                         .message = order.message,
                                         .restored_from = order.restored_from,
                                         .origin = order.origin};
    SPARK_TRY(store::StrategyVersion kept, folder_of(context).add(made, order.parent));
    return KeptStrategy{.kept = std::move(kept), .text = order.text, .definition = std::move(definition)};
}

Json kept_json(const KeptStrategy& strategy) {
    return Json::object()
        .set("name", strategy.definition.name())
        .set("version", strategy.kept.version)
        .set("sha256", strategy_sha256(strategy.definition))
        .set("text_sha256", strategy.kept.sha256)
        .set("author", strategy.kept.author)
        .set("created_at", format_iso8601(strategy.kept.created_at))
        .set("message", strategy.kept.message)
        .set("parent", number_or_null(strategy.kept.parent))
        .set("restored_from", number_or_null(strategy.kept.restored_from))
        .set("origin", origin_json(strategy.kept.origin));
}

Json kept_document_json(const KeptStrategy& strategy) {
    Json json = strategy_json(strategy.definition);
    json.set("from", "versions").set("text", strategy.text);
    json.set("format", strategy.kept.file_name.ends_with(".json") ? "json" : "toml");
    return json.set("kept", kept_json(strategy));
}

Result<Json> kept_diff_json(const KeptStrategy& before, const KeptStrategy& after) {
    strategy::Document first = *before.definition.document();
    strategy::Document second = *after.definition.document();
    // Which number a text is kept under is no difference of the text.
    first.version = second.version = 1;
    Json rows = Json::array();
    Json parameters = Json::array();
    const auto or_null = [](const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); };
    for (const strategy::FieldDifference& row : strategy::differences(first, second)) {
        Json one = Json::object().set("field", row.field).set("before", or_null(row.before));
        one.set("after", or_null(row.after));
        if (row.field.starts_with("parameters.")) parameters.push(one);
        rows.push(std::move(one));
    }
    Json json = Json::object();
    json.set("schema", "spark.strategy_version_diff/1").set("name", before.definition.name());
    json.set("from", before.kept.version).set("to", after.kept.version);
    json.set("same_behaviour", strategy::canonical_text(first) == strategy::canonical_text(second));
    json.set("differences", std::move(rows)).set("parameters", std::move(parameters));
    return json.set("rules", Json::object().set("before", before.text).set("after", after.text));
}

Json checked_json(std::string_view text) {
    auto valid = valid_json(text);
    if (valid) return std::move(*valid);
    return Json::object()
        .set("schema", "spark.strategy_check/1")
        .set("valid", false)
        .set("errors", Json::array().push(error_json(valid.error())));
}

}  // namespace spark::verbs
