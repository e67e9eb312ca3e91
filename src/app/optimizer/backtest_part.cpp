#include "app/optimizer/backtest_part.hpp"

#include <fmt/format.h>

#include <charconv>

#include "app/verbs/backtest_order.hpp"
#include "app/verbs/strategy_json.hpp"
#include "engine/strategy/definition.hpp"
#include "engine/strategy/document_text.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::optimizer {
namespace {

using wire::Json;
using wire::LocatedKind;
using wire::LocatedValue;

Json json_of(const LocatedValue& value) {
    switch (value.kind) {
        case LocatedKind::flag: return value.text == "true";
        case LocatedKind::decimal:
        case LocatedKind::text: return value.text;
        case LocatedKind::integer: {
            std::int64_t number = 0;
            const char* const end = value.text.data() + value.text.size();
            const auto read = std::from_chars(value.text.data(), end, number);
            return read.ec == std::errc{} && read.ptr == end ? Json(number) : Json(value.text);
        }
        case LocatedKind::list: {
            Json list = Json::array();
            for (const LocatedValue& item : value.items) list.push(json_of(item));
            return list;
        }
        case LocatedKind::table: break;
    }
    Json table = Json::object();
    for (const LocatedValue& item : value.items) table.set(item.key, json_of(item));
    return table;
}

Result<Json> document_of(const LocatedValue& value, const std::string& pointer) {
    const auto refused = [&](Error error) {
        if (!error.place.empty()) error.message = fmt::format("{}: {}", error.place, error.message);
        error.place = pointer;
        return fail(std::move(error));
    };
    const auto definition =
        strategy::load_definition(verbs::json_text_of(value), "document", strategy::DocumentSyntax::json);
    if (!definition) return refused(definition.error());
    Json document = strategy::to_json(*definition->document(), strategy::DocumentForm::full);
    const auto back = strategy::load_definition(wire::to_text(document), "document", strategy::DocumentSyntax::json);
    if (back && verbs::strategy_sha256(*back) == verbs::strategy_sha256(*definition)) return document;
    return fail(Fault::invalid_input, "the document cannot be kept as JSON without changing it", pointer,
                "keep it by name first: POST /api/v1/strategies");
}

}  // namespace

Result<Json> backtest_part(const LocatedValue& value, const std::string& pointer) {
    if (value.kind != LocatedKind::table)
        return fail(Fault::invalid_input, fmt::format("found {}, allowed an object", wire::kind_name(value.kind)),
                    pointer);
    Json part = Json::object();
    for (const LocatedValue& field : value.items) {
        const std::string at = pointer + "/" + shown(field.key);
        if (field.key == "oos" || field.key == "band")
            return fail(Fault::invalid_input, fmt::format("'{}' is no field of an optimization's backtest", field.key),
                        at, field.key == "oos" ? "\"oos\" stands at the top of the order" : "leave it out");
        if (field.key == "document" && field.kind == LocatedKind::table) {
            SPARK_TRY(Json document, document_of(field, at));
            part.set("document", std::move(document));
        } else {
            part.set(field.key, json_of(field));
        }
    }
    const auto read = verbs::read_backtest_body(wire::to_text(part));
    if (read) return part;
    Error error = read.error();
    error.place = pointer + (error.place.starts_with('/') ? error.place : std::string{});
    return fail(std::move(error));
}

}  // namespace spark::optimizer
