#include "surface/http/typescript.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <vector>

#include "foundation/wire/json.hpp"
#include "surface/http/detail/schema_check.hpp"
#include "surface/http/detail/schemas.hpp"
#include "surface/http/query_parameters.hpp"
#include "surface/http/route.hpp"

namespace spark::http {
namespace {

using wire::Json;
using wire::JsonMember;

std::string type_of(const Json& schema, const std::string& indent);

std::string name_of_type(std::string_view type, const Json& schema, const std::string& indent);

bool is_plain_identifier(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
}

std::string object_type(const Json& schema, const std::string& indent) {
    const Json* const properties = schema.find("properties");
    const Json* const others = schema.find("additionalProperties");
    const bool has_others = others != nullptr && others->is_object();
    if (properties == nullptr)
        return fmt::format("{{ [name: string]: {} }}", has_others ? type_of(*others, indent) : "unknown");
    std::vector<std::string> required;
    if (const Json* const names = schema.find("required")) {
        for (const Json& name : std::span(names->as_array().value())) required.push_back(*name.as_string());
    }
    std::string out = "{\n";
    for (const JsonMember& member : std::span(properties->as_object().value())) {
        const bool is_required = std::ranges::find(required, member.key) != required.end();
        const std::string key = is_plain_identifier(member.key) ? member.key : "\"" + member.key + "\"";
        out +=
            fmt::format("{}  {}{}: {};\n", indent, key, is_required ? "" : "?", type_of(member.value, indent + "  "));
    }
    const bool is_closed = others != nullptr && others->is_bool() && !*others->as_bool();
    if (!is_closed) out += fmt::format("{}  [name: string]: unknown;\n", indent);
    return out + indent + "}";
}

std::string name_of_type(std::string_view type, const Json& schema, const std::string& indent) {
    if (type == "object") return object_type(schema, indent);
    if (type == "integer" || type == "number") return "number";
    if (type == "array") {
        const Json* const items = schema.find("items");
        return fmt::format("Array<{}>", items == nullptr ? "unknown" : type_of(*items, indent));
    }
    return std::string(type);
}

std::string type_of(const Json& schema, const std::string& indent) {
    if (const Json* const reference = schema.find("$ref")) {
        const std::string name = *reference->as_string();
        return name.substr(name.rfind('/') + 1);
    }
    if (const Json* const wanted = schema.find("const")) return wire::to_text(*wanted);
    std::vector<std::string> parts;
    if (const Json* const choices = schema.find("enum")) {
        for (const Json& choice : std::span(choices->as_array().value())) parts.push_back(wire::to_text(choice));
    } else if (const Json* const alternatives = schema.find("oneOf")) {
        for (const Json& one : std::span(alternatives->as_array().value())) parts.push_back(type_of(one, indent));
    } else if (const Json* const type = schema.find("type"); type != nullptr && type->is_array()) {
        for (const Json& one : std::span(type->as_array().value()))
            parts.push_back(name_of_type(*one.as_string(), schema, indent));
    } else {
        return type == nullptr ? std::string("unknown") : name_of_type(*type->as_string(), schema, indent);
    }
    std::string out;
    for (const std::string& part : parts) out += (out.empty() ? "" : " | ") + part;
    return out;
}

std::string operation_type(const Route& route) {
    std::string path;
    for (const std::string_view name : captured_names(route.path)) path += fmt::format(" {}: string;", name);
    std::string query;
    for (const TakenParameter& parameter : parameters_of(route))
        query += fmt::format(" {}{}: {};", parameter.row.name, parameter.is_needed ? "" : "?",
                             type_of(wire::parse_json(parameter.row.schema).value(), {}));
    const std::string body = !route.request_schema.empty()    ? std::string(route.request_schema)
                             : !route.body_media_type.empty() ? std::string("Blob | string")
                                                              : std::string("undefined");
    std::string answer = !route.response_schema.empty() ? std::string(route.response_schema)
                         : route.status == 204          ? std::string("undefined")
                                                        : std::string("string");
    if (route.gives_job) answer += " | Job";
    return fmt::format(
        "  /** {} */\n  \"{}\": {{\n    method: \"{}\";\n    url: \"{}\";\n    path: {{{} }};\n    query: {{{} }};\n"
        "    body: {};\n    answer: {};\n  }};\n",
        route.summary.en, route.operation, to_text(route.method), route.path, path, query, body, answer);
}

}  // namespace

std::string typescript_text() {
    std::string out =
        "// Generated by `spark __docs typescript` from the server's route table; do not edit.\n"
        "// Money, prices and quantities are decimal strings; times are ISO 8601 UTC, or milliseconds where a name "
        "ends "
        "in _ms.\n";
    for (const detail::Schema& schema : detail::schemas()) {
        const Json& json = detail::schema_of(schema.name);
        out += fmt::format("\nexport type {} = {};\n", schema.name, type_of(json, {}));
    }
    out += "\n/** Every call of the API by the name of its operation. */\nexport interface Operations {\n";
    for (const Route& route : routes()) {
        if (!route.is_page) out += operation_type(route);
    }
    return out + "}\n\nexport type OperationName = keyof Operations;\n";
}

}  // namespace spark::http
