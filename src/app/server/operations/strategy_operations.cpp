#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <span>
#include <utility>

#include "adapters/store/strategy_folder.hpp"
#include "app/server/call_context.hpp"
#include "app/server/operations/operations.hpp"
#include "app/verbs/backtest_order.hpp"
#include "app/verbs/kept_origin.hpp"
#include "app/verbs/kept_strategies.hpp"
#include "app/verbs/strategy_json.hpp"
#include "app/verbs/strategy_signals.hpp"
#include "app/verbs/strategy_source.hpp"
#include "engine/strategy/built_ins.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/shown_text.hpp"
#include "surface/http/call.hpp"

namespace spark::server {
namespace {

using http::Answered;
using http::Call;
using http::Outcome;
using verbs::KeptStrategy;
using wire::Json;

std::unexpected<Error> none(std::string_view name) {
    return fail(Fault::not_found, fmt::format("no strategy is called '{}'", shown(name)), {},
                "GET /api/v1/strategies lists them");
}

Result<void> check_name(std::string_view name) {
    if (!verbs::is_plain_name(name)) return none(name);
    return {};
}

Result<http::Page> list(const House& house) {
    CallContext context(house.context);
    http::Page page;
    for (const std::string_view name : strategy::built_in_names()) {
        SPARK_TRY(const strategy::Definition definition, strategy::find_built_in(name));
        page.rows.push_back(verbs::strategy_row_json(definition, "built_in"));
    }
    SPARK_TRY(const std::vector<verbs::StrategyFile> files, strategy_files(*context));
    for (const verbs::StrategyFile& file : files) {
        SPARK_TRY(const strategy::Definition definition, verbs::load_strategy_file(file.path));
        page.rows.push_back(verbs::strategy_row_json(definition, "data_folder"));
    }
    SPARK_TRY(const auto kept, store::StrategyFolder(house.folder()).names());
    for (const std::string& name : kept) {
        SPARK_TRY(const KeptStrategy strategy, verbs::load_kept(*context, name, std::nullopt));
        page.rows.push_back(verbs::strategy_row_json(strategy.definition, "versions"));
    }
    return page;
}

Outcome tagged(Json json, std::int64_t version) {
    return Outcome::of(std::move(json)).with("ETag", fmt::format("\"{}\"", version));
}

bool is_kept(const House& house, std::string_view name) {
    const auto names = store::StrategyFolder(house.folder()).names();
    return names && std::ranges::count(*names, name) != 0;
}

Result<Outcome> show(const House& house, const std::string& name) {
    SPARK_TRY(check_name(name));
    CallContext context(house.context);
    if (is_kept(house, name)) {
        SPARK_TRY(const KeptStrategy strategy, verbs::load_kept(*context, name, std::nullopt));
        return tagged(verbs::kept_document_json(strategy), strategy.kept.version);
    }
    SPARK_TRY(const strategy::Definition definition, load_strategy(*context, name));
    if (definition.document() == nullptr) {
        Json json = verbs::strategy_head_json(definition, "spark.strategy_show/1");
        json.set("from", "built_in").set("document", Json::object()).set("canonical", definition.canonical_text());
        return tagged(std::move(json), definition.version());
    }
    Json json = verbs::strategy_json(definition);
    const auto built_in = std::ranges::find(strategy::built_ins(), name, &strategy::BuiltInDocument::name);
    if (built_in != strategy::built_ins().end()) {
        json.set("from", "built_in").set("text", built_in->toml).set("format", "toml");
        return tagged(std::move(json), definition.version());
    }
    SPARK_TRY(std::string text, read_file(definition.document()->file_name, std::size_t{1} << 20U));
    const bool is_json = definition.document()->file_name.ends_with(".json");
    json.set("from", "data_folder").set("text", std::move(text)).set("format", is_json ? "json" : "toml");
    return tagged(std::move(json), definition.version());
}

std::string text_of_document(const Json& body) {
    const Json* const document = body.find("document");
    if (document == nullptr) return {};
    return document->is_string() ? document->as_string().value() : wire::to_text(*document);
}

std::string message_of(const Json& body) {
    return body.find("message") == nullptr ? std::string() : body.string_at("message").value_or(std::string());
}

/// Where the body says the text comes from. Errors: those of verbs::read_origin.
Result<std::optional<store::StrategyOrigin>> origin_of(const verbs::Context& context, const Json& body) {
    const Json* const origin = body.find("origin");
    if (origin == nullptr || origin->is_null()) return std::optional<store::StrategyOrigin>{};
    SPARK_TRY(store::StrategyOrigin read, verbs::read_origin(context, *origin, text_of_document(body)));
    return std::optional(std::move(read));
}

Result<Outcome> create(const House& house, const Call& call) {
    CallContext context(house.context);
    SPARK_TRY(auto origin, origin_of(*context, call.body));
    SPARK_TRY(const KeptStrategy strategy, keep_strategy(*context, {.text = text_of_document(call.body),
                                                                    .author = call.caller.name,
                                                                    .message = message_of(call.body),
                                                                    .origin = std::move(origin)}));
    return Outcome::made(verbs::kept_document_json(strategy),
                         fmt::format("/api/v1/strategies/{}", strategy.definition.name()))
        .with("ETag", fmt::format("\"{}\"", strategy.kept.version));
}

http::Problem changed_since(std::string detail) {
    return {.kind = http::problem_kind("version_conflict"), .detail = std::move(detail)};
}

Answered keep_next(const House& house, const Call& call, verbs::KeepOrder order) {
    CallContext context(house.context);
    order.author = call.caller.name;
    order.message = message_of(call.body);
    const std::optional<std::uint32_t> parent = order.parent;
    const auto strategy = keep_strategy(*context, order);
    if (strategy) return tagged(verbs::kept_document_json(*strategy), strategy->kept.version);
    const Error& error = strategy.error();
    // Somebody was faster between the look at the version and the writing.
    const auto newest = store::StrategyFolder(house.folder()).find(order.name, std::nullopt);
    if (error.fault == Fault::conflict && newest && newest->version != parent) return changed_since(error.message);
    return http::problem_of(error);
}

Answered keep(const House& house, const Call& call) {
    const std::string& name = call.path_part(0);
    if (const auto named = check_name(name); !named) return http::problem_of(named.error());
    const auto wanted = call.if_match();
    if (!wanted) return http::problem_of(wanted.error());
    CallContext context(house.context);
    if (!is_kept(house, name)) {
        // Told as what it is: nothing, or one that cannot be changed here.
        if (const auto there = load_strategy(*context, name); !there) return http::problem_of(there.error());
        return http::problem_of(
            {.fault = Fault::conflict,
             .message = fmt::format("'{}' keeps no versions: it is built in, or a plain file", name),
             .place = {},
             .remedy = "keep a copy under another name with POST /api/v1/strategies"});
    }
    const auto newest = store::StrategyFolder(house.folder()).find(name, std::nullopt);
    if (!newest) return http::problem_of(newest.error());
    if (!*wanted) {
        return http::Problem{
            .kind = http::problem_kind("version_wanted"),
            .detail = fmt::format("If-Match is missing; '{}' is at version {}", name, newest->version)};
    }
    if (**wanted != newest->version)
        return changed_since(
            fmt::format("the change is based on version {}, '{}' is at {}", **wanted, name, newest->version));
    const auto origin = origin_of(*context, call.body);
    if (!origin) return http::problem_of(origin.error());
    return keep_next(house, call,
                     {.text = text_of_document(call.body),
                      .author = {},
                      .message = {},
                      .parent = newest->version,
                      .name = name,
                      .origin = *origin});
}

Answered restore(const House& house, const Call& call) {
    const std::string& name = call.path_part(0);
    if (const auto named = check_name(name); !named) return http::problem_of(named.error());
    const auto version = static_cast<std::uint32_t>(call.body.int64_at("version").value_or(0));
    CallContext context(house.context);
    const auto old = verbs::load_kept(*context, name, version);
    if (!old) return http::problem_of(old.error());
    const auto newest = store::StrategyFolder(house.folder()).find(name, std::nullopt);
    if (!newest) return http::problem_of(newest.error());
    const auto wanted = call.if_match();
    if (!wanted) return http::problem_of(wanted.error());
    if (*wanted && **wanted != newest->version)
        return changed_since(fmt::format("'{}' is at version {}", name, newest->version));
    return keep_next(house, call,
                     {.text = old->text,
                      .author = {},
                      .message = {},
                      .parent = newest->version,
                      .name = name,
                      .restored_from = version,
                      .origin = old->kept.origin});
}

/// A version's number in an address. Errors: not_found.
Result<std::uint32_t> version_number(std::string_view name, std::string_view text) {
    SPARK_TRY(check_name(name));
    const auto reference = verbs::parse_strategy_reference(fmt::format("{}@{}", name, text));
    if (reference) return reference->version.value_or(0);
    return fail(Fault::not_found, fmt::format("'{}' has no version '{}'", shown(name), shown(text)), {},
                fmt::format("GET /api/v1/strategies/{}/versions lists them", shown(name)));
}

Result<http::Page> versions(const House& house, const Call& call) {
    const std::string& name = call.path_part(0);
    SPARK_TRY(check_name(name));
    SPARK_TRY(const std::size_t limit, call.limit());
    CallContext context(house.context);
    http::Page page;
    if (!is_kept(house, name)) {
        SPARK_TRY(load_strategy(*context, name));
        return page;
    }
    SPARK_TRY(const auto kept, store::StrategyFolder(house.folder()).versions(name));
    std::uint32_t end = std::numeric_limits<std::uint32_t>::max();
    if (const auto cursor = call.query("cursor")) {
        auto number = version_number(name, *cursor);
        if (!number) return fail(Fault::invalid_input, fmt::format("found cursor '{}'", shown(*cursor)), "cursor");
        end = *number;
    }
    for (auto version = kept.rbegin(); version != kept.rend(); ++version) {
        if (version->version >= end) continue;
        if (page.rows.size() == limit) {
            page.next_cursor = std::to_string(version->version + 1);
            break;
        }
        SPARK_TRY(const KeptStrategy strategy, verbs::load_kept(*context, name, version->version));
        page.rows.push_back(verbs::kept_json(strategy));
    }
    return page;
}

Result<Outcome> version(const House& house, const Call& call) {
    SPARK_TRY(const std::uint32_t number, version_number(call.path_part(0), call.path_part(1)));
    CallContext context(house.context);
    SPARK_TRY(const KeptStrategy strategy, verbs::load_kept(*context, call.path_part(0), number));
    return tagged(verbs::kept_document_json(strategy), number);
}

Result<Json> diff(const House& house, const Call& call) {
    const std::string& name = call.path_part(0);
    SPARK_TRY(check_name(name));
    CallContext context(house.context);
    std::optional<std::uint32_t> to;
    if (const auto text = call.query("to")) {
        SPARK_TRY(to, version_number(name, *text));
    }
    SPARK_TRY(const KeptStrategy after, verbs::load_kept(*context, name, to));
    std::uint32_t from = after.kept.parent.value_or(after.kept.version);
    if (const auto text = call.query("from")) {
        SPARK_TRY(from, version_number(name, *text));
    }
    SPARK_TRY(const KeptStrategy before, verbs::load_kept(*context, name, from));
    return verbs::kept_diff_json(before, after);
}

Result<Outcome> discard(House& house, const Call& call) {
    const std::string& name = call.path_part(0);
    SPARK_TRY(check_name(name));
    if (!is_kept(house, name)) {
        CallContext context(house.context);
        SPARK_TRY(load_strategy(*context, name));
        return fail(Fault::conflict, fmt::format("'{}' is built in, or a plain file", name), {},
                    "only strategies with versions can be thrown away here");
    }
    SPARK_TRY(store::StrategyFolder(house.folder()).move_to_trash(name, house.new_id("trash")));
    return Outcome::nothing();
}

Result<Json> signals(const House& house, const Call& call) {
    const std::string& name = call.path_part(0);
    SPARK_TRY(const verbs::StrategyReference reference, verbs::parse_strategy_reference(name));
    SPARK_TRY(check_name(reference.name));
    const auto data_set = call.query("dataset");
    if (!data_set)
        return fail(Fault::invalid_input, "dataset is missing", "dataset", "GET /api/v1/datasets lists them");
    CallContext context(house.context);
    SPARK_TRY(const strategy::Definition definition, load_strategy(*context, name));
    verbs::SignalOrder order{.definition = definition, .data_set = std::string(*data_set)};
    for (std::string_view rest = call.query("set").value_or(""); !rest.empty();) {
        const std::size_t comma = rest.find(',');
        order.assignments.emplace_back(rest.substr(0, comma));
        rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
    }
    SPARK_TRY(order.from, call.time("from"));
    SPARK_TRY(order.to, call.time("to"));
    return verbs::signals_json(*context, order);
}

Result<std::optional<WallTime>> time_of_body(const Json& body, const std::string& key) {
    if (body.find(key) == nullptr) return std::optional<WallTime>{};
    SPARK_TRY(const std::string text, body.string_at(key));
    auto time = parse_iso8601(text);
    if (!time) return fail(Fault::invalid_input, time.error().message, "/" + key);
    return std::optional(*time);
}

/// Signals of a text that is not kept: what the lab draws while somebody types.
Result<Json> preview(const House& house, const Call& call) {
    const std::string text = text_of_document(call.body);
    SPARK_TRY(const strategy::Definition definition,
              strategy::load_definition(text, "document", verbs::syntax_of_text(text)));
    SPARK_TRY(std::string data_set, call.body.string_at("dataset"));
    verbs::SignalOrder order{.definition = definition, .data_set = std::move(data_set)};
    SPARK_TRY(order.from, time_of_body(call.body, "from"));
    SPARK_TRY(order.to, time_of_body(call.body, "to"));
    if (const Json* const params = call.body.find("params")) {
        for (const wire::JsonMember& member : std::span(params->as_object().value())) {
            const std::string value =
                member.value.is_string() ? member.value.as_string().value() : wire::to_text(member.value);
            order.assignments.push_back(member.key + "=" + value);
        }
    }
    CallContext context(house.context);
    return verbs::signals_json(*context, order);
}

}  // namespace

void add_strategy_operations(House& house, http::Operations& operations) {
    operations.add("strategies.list", [&house](Call&) { return http::answered(list(house)); });
    operations.add("strategies.show", [&house](Call& call) { return http::answered(show(house, call.path_part(0))); });
    operations.add("strategies.create", [&house](Call& call) { return http::answered(create(house, call)); });
    operations.add("strategies.keep", [&house](Call& call) { return keep(house, call); });
    operations.add("strategies.restore", [&house](Call& call) { return restore(house, call); });
    operations.add("strategies.discard", [&house](Call& call) { return http::answered(discard(house, call)); });
    operations.add("strategies.versions", [&house](Call& call) { return http::answered(versions(house, call)); });
    operations.add("strategies.version", [&house](Call& call) { return http::answered(version(house, call)); });
    operations.add("strategies.diff", [&house](Call& call) { return http::answered(diff(house, call)); });
    operations.add("strategies.validate", [](Call& call) -> Answered {
        return Outcome::of(verbs::checked_json(text_of_document(call.body)));
    });
    operations.add("strategies.signals", [&house](Call& call) { return http::answered(signals(house, call)); });
    operations.add("strategies.preview", [&house](Call& call) { return http::answered(preview(house, call)); });
}

}  // namespace spark::server
