#include "engine/strategy/document_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/strategy/detail/parameter_fields.hpp"

namespace spark::strategy {
namespace {

using wire::Json;

constexpr std::array<std::string_view, 4> size_names{"units", "notional", "equity", "risk"};

std::string field_name(std::string_view order, LevelKind kind) {
    constexpr std::array<std::string_view, 3> endings{"_pct", "_price", "_distance"};
    return std::string(order) + std::string(endings[static_cast<std::size_t>(kind)]);
}

void set_formula(Json& object, std::string key, const Formula& formula) {
    if (!formula.empty()) object.set(std::move(key), canonical_formula(formula));
}

void set_text(Json& object, std::string key, const std::string& text) {
    if (!text.empty()) object.set(std::move(key), text);
}

void set_table(Json& object, std::string key, Json table) {
    if (table.size() > 0) object.set(std::move(key), std::move(table));
}

Json value_json(const ParameterSpec& spec, std::int64_t value) {
    switch (spec.kind) {
        case ParameterKind::integer: return value;
        case ParameterKind::flag: return value != 0;
        case ParameterKind::decimal:
        case ParameterKind::choice: break;
    }
    return parameter_text(spec, value);
}

Json parameter_json(const ParameterSpec& spec, DocumentForm form) {
    Json json = Json::object();
    json.set("type", detail::type_word(spec.kind));
    if (spec.kind == ParameterKind::choice) {
        Json choices = Json::array();
        for (const std::string& choice : spec.choices) choices.push(choice);
        json.set("choices", std::move(choices));
    }
    if (spec.kind == ParameterKind::integer || spec.kind == ParameterKind::decimal) {
        json.set("least", value_json(spec, spec.least)).set("most", value_json(spec, spec.most));
        json.set("step", value_json(spec, spec.step));
    }
    json.set("default", value_json(spec, spec.fallback));
    if (form == DocumentForm::canonical) return json;
    set_text(json, "unit", spec.unit);
    set_text(json, "description", spec.what_en);
    set_text(json, "description_tr", spec.what_tr);
    return json;
}

Json side_json(const SideRules& side) {
    Json json = Json::object();
    set_formula(json, "enter", side.enter);
    set_formula(json, "exit", side.exit);
    set_formula(json, "entry_price", side.entry_price);
    Json stop = Json::object();
    set_formula(stop, field_name("stop_loss", side.stop_loss.kind), side.stop_loss.amount);
    set_formula(stop, field_name("take_profit", side.take_profit.kind), side.take_profit.amount);
    set_formula(stop, field_name("trailing", side.trailing_stop.kind), side.trailing_stop.amount);
    set_table(json, "stop", std::move(stop));
    return json;
}

Json sorted(const Json& json) {
    if (json.is_array()) {
        Json made = Json::array();
        for (const Json& element : *json.as_array()) made.push(sorted(element));
        return made;
    }
    if (!json.is_object()) return json;
    std::vector<const wire::JsonMember*> members;
    for (const wire::JsonMember& member : *json.as_object()) members.push_back(&member);
    std::ranges::sort(members, {}, [](const wire::JsonMember* member) { return std::string_view(member->key); });
    Json made = Json::object();
    for (const wire::JsonMember* const member : members) made.set(member->key, sorted(member->value));
    return made;
}

/// A default that the canonical text writes out.
Formula or_number(const Formula& formula, std::string_view number) {
    return formula.empty() ? Formula{.text = std::string(number)} : formula;
}

void set_execution(Json& json, const Document& document, DocumentForm form) {
    const bool canonical = form == DocumentForm::canonical;
    const auto filled = [canonical](const Formula& formula, std::string_view number) {
        return canonical ? or_number(formula, number) : formula;
    };
    Json stop = Json::object();
    set_formula(stop, "time_stop_bars", filled(document.time_stop_bars, "0"));
    set_table(json, "stop", std::move(stop));
    Json entry = Json::object();
    if (canonical || document.entry_type != OrderType::market) entry.set("type", to_text(document.entry_type));
    set_formula(entry, "valid_bars", filled(document.valid_bars, "0"));
    set_table(json, "entry", std::move(entry));
    Json size = Json::object();
    set_formula(size, std::string(size_names[static_cast<std::size_t>(document.size.kind)]), document.size.amount);
    set_table(json, "size", std::move(size));
    Json limits = Json::object();
    set_formula(limits, "cooldown_bars", filled(document.cooldown_bars, "0"));
    set_formula(limits, "entries_max", filled(document.entries_max, "1"));
    set_table(json, "limits", std::move(limits));
    Json risk = Json::object();
    set_formula(risk, "leverage_max", document.risk.leverage_max);
    set_formula(risk, "max_drawdown_pct", document.risk.max_drawdown_pct);
    set_formula(risk, "daily_loss_pct", document.risk.daily_loss_pct);
    set_table(json, "risk", std::move(risk));
}

std::string toml_text(std::string_view text) {
    std::string made = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            made += '\\';
            made += c;
        } else if (byte < 0x20 || byte == 0x7F) {
            made += fmt::format("\\u{:04X}", byte);
        } else {
            made += c;
        }
    }
    return made + '"';
}

std::string toml_value(const Json& value) {
    if (value.is_string()) return toml_text(*value.as_string());
    if (!value.is_array()) return wire::to_text(value);
    std::string made = "[";
    for (const Json& element : *value.as_array()) {
        if (made.size() > 1) made += ", ";
        made += toml_value(element);
    }
    return made + "]";
}

/// A table's own fields, then the tables inside it, each under its header.
void write_table(std::string& out, const Json& table, const std::string& path) {
    for (const wire::JsonMember& member : *table.as_object()) {
        if (!member.value.is_object()) out += fmt::format("{} = {}\n", member.key, toml_value(member.value));
    }
    for (const wire::JsonMember& member : *table.as_object()) {
        if (!member.value.is_object()) continue;
        const std::string inner = path.empty() ? member.key : path + "." + member.key;
        const bool has_own = std::ranges::any_of(
            *member.value.as_object(), [](const wire::JsonMember& field) { return !field.value.is_object(); });
        if (has_own) out += fmt::format("\n[{}]\n", inner);
        write_table(out, member.value, inner);
    }
}

}  // namespace

std::string canonical_formula(const Formula& formula) {
    std::string made;
    bool gap = false;
    for (const char c : formula.text) {
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            gap = true;
            continue;
        }
        if (gap && !made.empty()) made += ' ';
        gap = false;
        made += c;
    }
    return made;
}

Json to_json(const Document& document, DocumentForm form) {
    Json json = Json::object();
    json.set("schema", document_schema).set("name", document.name).set("version", document.version);
    if (form == DocumentForm::full) {
        set_text(json, "description", document.what_en);
        set_text(json, "description_tr", document.what_tr);
    }
    set_text(json, "timeframe", document.timeframe);
    if (!document.symbols.empty()) {
        Json symbols = Json::array();
        for (const std::string& symbol : document.symbols) symbols.push(symbol);
        json.set("symbols", std::move(symbols));
    }
    if (!document.where.empty()) {
        Json where = Json::array();
        for (const Formula& rule : document.where) where.push(canonical_formula(rule));
        json.set("where", std::move(where));
    }
    Json parameters = Json::object();
    for (const ParameterSpec& spec : document.parameters) parameters.set(spec.name, parameter_json(spec, form));
    set_table(json, "parameters", std::move(parameters));
    Json let = Json::object();
    for (const NamedFormula& entry : document.let) set_formula(let, entry.name, entry.formula);
    set_table(json, "let", std::move(let));
    if (document.long_side) json.set("long", side_json(*document.long_side));
    if (document.short_side) json.set("short", side_json(*document.short_side));
    set_execution(json, document, form);
    return json;
}

std::string canonical_text(const Document& document) {
    return wire::to_text(sorted(to_json(document, DocumentForm::canonical)));
}

std::string to_toml(const Document& document) {
    std::string out;
    write_table(out, to_json(document, DocumentForm::full), {});
    return out;
}

}  // namespace spark::strategy
