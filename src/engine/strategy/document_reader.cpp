#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "engine/expression/program.hpp"
#include "engine/strategy/detail/fields.hpp"
#include "engine/strategy/detail/parameter_fields.hpp"
#include "engine/strategy/document.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/domain/timeframe.hpp"

namespace spark::strategy {
namespace {

using detail::Fields;
using wire::LocatedKind;
using wire::LocatedValue;

/// A protective order and the fields that set it.
struct StopField {
    std::string_view name;
    ProtectiveRule SideRules::* rule;
    LevelKind kind;
};
constexpr std::array stop_fields{
    StopField{"stop_loss_pct", &SideRules::stop_loss, LevelKind::percent},
    StopField{"stop_loss_price", &SideRules::stop_loss, LevelKind::price},
    StopField{"stop_loss_distance", &SideRules::stop_loss, LevelKind::distance},
    StopField{"take_profit_pct", &SideRules::take_profit, LevelKind::percent},
    StopField{"take_profit_price", &SideRules::take_profit, LevelKind::price},
    StopField{"take_profit_distance", &SideRules::take_profit, LevelKind::distance},
    StopField{"trailing_pct", &SideRules::trailing_stop, LevelKind::percent},
    StopField{"trailing_distance", &SideRules::trailing_stop, LevelKind::distance},
};

struct SizeField {
    std::string_view name;
    SizeKind kind;
};
constexpr std::array size_fields{SizeField{"units", SizeKind::units}, SizeField{"notional", SizeKind::notional},
                                 SizeField{"equity", SizeKind::equity}, SizeField{"risk", SizeKind::risk}};

class DocumentReader {
  public:
    DocumentReader(const LocatedValue& root, std::string_view file_name)
        : root_(root), file_name_(file_name), fields_(root, "the document", file_name) {}

    Result<Document> read() {
        document_.file_name = std::string(file_name_);
        SPARK_TRY(read_head());
        SPARK_TRY(read_parameters());
        SPARK_TRY(read_where());
        SPARK_TRY(read_let());
        SPARK_TRY(read_sides());
        SPARK_TRY(read_entry());
        SPARK_TRY(read_size());
        SPARK_TRY(read_limits());
        SPARK_TRY(fields_.finish());
        return std::move(document_);
    }

  private:
    Result<void> read_head() {
        SPARK_TRY(const LocatedValue* const schema, fields_.of_kind("schema", LocatedKind::text));
        if (schema != nullptr && schema->text != document_schema) {
            return fields_.refuse(fmt::format("found schema '{}', allowed '{}'", shown(schema->text), document_schema),
                                  schema->place);
        }
        SPARK_TRY(const LocatedValue* const name, fields_.needed("name", LocatedKind::text));
        if (!is_strategy_name(name->text)) {
            return fields_.refuse(
                fmt::format("found name '{}', allowed a letter, then up to {} letters, digits, '_' or '-'",
                            shown(name->text), name_bytes_max - 1),
                name->place);
        }
        document_.name = name->text;
        SPARK_TRY(document_.version, fields_.whole("version", std::nullopt));
        if (document_.version < 1) {
            return fields_.refuse(fmt::format("found version {}, allowed 1 or more", document_.version),
                                  root_.find("version")->place);
        }
        SPARK_TRY(document_.what_en, fields_.text("description", description_bytes_max));
        SPARK_TRY(document_.what_tr, fields_.text("description_tr", description_bytes_max));
        return read_wishes();
    }

    Result<void> read_wishes() {
        SPARK_TRY(const LocatedValue* const timeframe, fields_.of_kind("timeframe", LocatedKind::text));
        if (timeframe != nullptr) {
            const auto parsed = Timeframe::parse(timeframe->text);
            if (!parsed) return fields_.refuse(parsed.error().message, timeframe->place, parsed.error().remedy);
            document_.timeframe = parsed->text();
        }
        SPARK_TRY(const auto symbols, fields_.texts("symbols", symbols_max));
        for (const LocatedValue* const symbol : symbols) {
            if (symbol->text.empty() || symbol->text.size() > name_bytes_max) {
                return fields_.refuse(fmt::format("found a symbol of {} characters, allowed 1 to {}",
                                                  symbol->text.size(), name_bytes_max),
                                      symbol->place);
            }
            document_.symbols.push_back(symbol->text);
        }
        return {};
    }

    /// A name for something new: free, and none of the language's own.
    Result<void> take_name(const std::string& name, wire::TextPlace place, bool may_be_column = false) {
        if (!detail::is_plain_name(name)) {
            return fields_.refuse(fmt::format("found the name '{}', allowed a letter or '_', then up to {} letters, "
                                              "digits or '_'",
                                              shown(name), name_bytes_max - 1),
                                  place);
        }
        const bool is_kept = expression::is_reserved_name(name) || name == "param";
        if (is_kept && !(may_be_column && detail::is_column_name(name))) {
            return fields_.refuse(
                fmt::format("found the name '{}', which the expression language keeps for itself", name), place,
                fmt::format("call it my_{}", name));
        }
        if (!names_.insert(name).second)
            return fields_.refuse(fmt::format("found the name '{}' a second time", name), place);
        return {};
    }

    Result<void> read_parameters() {
        SPARK_TRY(const LocatedValue* const table, fields_.of_kind("parameters", LocatedKind::table));
        if (table == nullptr) return {};
        if (table->items.size() > parameters_max) {
            return fields_.refuse(
                fmt::format("found {} parameters, allowed at most {}", table->items.size(), parameters_max),
                table->items[parameters_max].key_place);
        }
        for (const LocatedValue& member : table->items) {
            SPARK_TRY(take_name(member.key, member.key_place, true));
            SPARK_TRY(document_.parameters.emplace_back(), detail::read_parameter(member, file_name_));
            for (const std::string& choice : document_.parameters.back().choices) {
                SPARK_TRY(take_name(detail::choice_name(member.key, choice), member.key_place));
            }
        }
        return {};
    }

    Result<void> read_where() {
        SPARK_TRY(const auto rules, fields_.texts("where", rules_max));
        for (const LocatedValue* const rule : rules) document_.where.push_back(detail::formula_of(*rule));
        return {};
    }

    Result<void> read_let() {
        SPARK_TRY(const LocatedValue* const table, fields_.of_kind("let", LocatedKind::table));
        if (table == nullptr) return {};
        if (table->items.size() > definitions_max) {
            return fields_.refuse(
                fmt::format("found {} definitions in [let], allowed at most {}", table->items.size(), definitions_max),
                table->items[definitions_max].key_place);
        }
        Fields fields(*table, "[let]", file_name_);
        for (const LocatedValue& member : table->items) {
            SPARK_TRY(take_name(member.key, member.key_place));
            SPARK_TRY(Formula formula, fields.formula(member.key));
            document_.let.push_back({member.key, std::move(formula)});
        }
        return {};
    }

    /// The stops of a table over those already there; one order is set by one field.
    Result<void> read_stops(Fields& fields, SideRules& side) {
        std::vector<std::pair<const StopField*, wire::TextPlace>> seen;
        for (const StopField& field : stop_fields) {
            SPARK_TRY(Formula amount, fields.formula(field.name));
            if (amount.empty()) continue;
            for (const auto& [other, place] : seen) {
                if (other->rule != field.rule) continue;
                return fields.refuse(fmt::format("found '{}' and '{}', allowed one of them", other->name, field.name),
                                     amount.place);
            }
            seen.emplace_back(&field, amount.place);
            side.*field.rule = {.kind = field.kind, .amount = std::move(amount)};
        }
        return {};
    }

    Result<void> read_sides() {
        SideRules shared;
        SPARK_TRY(const LocatedValue* const stop, fields_.of_kind("stop", LocatedKind::table));
        if (stop != nullptr) {
            Fields fields(*stop, "[stop]", file_name_);
            SPARK_TRY(read_stops(fields, shared));
            SPARK_TRY(document_.time_stop_bars, fields.formula("time_stop_bars"));
            SPARK_TRY(fields.finish());
        }
        SPARK_TRY(document_.long_side, read_side("long", shared));
        SPARK_TRY(document_.short_side, read_side("short", shared));
        if (document_.long_side || document_.short_side) return {};
        return fields_.refuse("found neither [long] nor [short], allowed one or both", root_.place,
                              "write [long] and below it enter = \"close > open\"");
    }

    Result<std::optional<SideRules>> read_side(std::string_view key, const SideRules& shared) {
        SPARK_TRY(const LocatedValue* const table, fields_.of_kind(key, LocatedKind::table));
        if (table == nullptr) return std::optional<SideRules>{};
        Fields fields(*table, fmt::format("[{}]", key), file_name_);
        SideRules side = shared;
        SPARK_TRY(side.enter, fields.formula("enter"));
        if (side.enter.empty()) return fields.missing("enter");
        SPARK_TRY(side.exit, fields.formula("exit"));
        SPARK_TRY(side.entry_price, fields.formula("entry_price"));
        SPARK_TRY(const LocatedValue* const stop, fields.of_kind("stop", LocatedKind::table));
        SPARK_TRY(fields.finish());
        if (stop != nullptr) {
            Fields inner(*stop, fmt::format("[{}.stop]", key), file_name_);
            SPARK_TRY(read_stops(inner, side));
            SPARK_TRY(inner.finish());
        }
        return std::optional(std::move(side));
    }

    Result<void> read_entry() {
        SPARK_TRY(const LocatedValue* const table, fields_.of_kind("entry", LocatedKind::table));
        if (table != nullptr) {
            Fields fields(*table, "[entry]", file_name_);
            SPARK_TRY(const LocatedValue* const type, fields.of_kind("type", LocatedKind::text));
            if (type != nullptr) {
                const auto parsed = parse_order_type(type->text);
                if (!parsed ||
                    (*parsed != OrderType::market && *parsed != OrderType::limit && *parsed != OrderType::stop)) {
                    return fields.refuse(
                        fmt::format("found entry type '{}', allowed market, limit or stop", shown(type->text)),
                        type->place);
                }
                document_.entry_type = *parsed;
            }
            SPARK_TRY(document_.valid_bars, fields.formula("valid_bars"));
            SPARK_TRY(fields.finish());
        }
        for (const auto& side : {document_.long_side, document_.short_side}) {
            if (!side) continue;
            const bool wants_price = document_.entry_type != OrderType::market;
            if (wants_price && side->entry_price.empty()) {
                return fields_.refuse(fmt::format("found entry type {} and a side without entry_price, where it has "
                                                  "to be",
                                                  to_text(document_.entry_type)),
                                      side->enter.place);
            }
            if (!wants_price && !side->entry_price.empty()) {
                return fields_.refuse("found entry_price with market entries, which have none", side->entry_price.place,
                                      "write [entry] type = \"limit\" or \"stop\"");
            }
        }
        return {};
    }

    Result<void> read_size() {
        SPARK_TRY(const LocatedValue* const table, fields_.of_kind("size", LocatedKind::table));
        if (table == nullptr) return {};
        Fields fields(*table, "[size]", file_name_);
        for (const SizeField& field : size_fields) {
            SPARK_TRY(Formula amount, fields.formula(field.name));
            if (amount.empty()) continue;
            if (!document_.size.amount.empty())
                return fields.refuse("found two sizes, allowed one of units, notional, equity, risk", amount.place);
            document_.size = {.kind = field.kind, .amount = std::move(amount)};
        }
        return fields.finish();
    }

    Result<void> read_limits() {
        SPARK_TRY(const LocatedValue* const limits, fields_.of_kind("limits", LocatedKind::table));
        if (limits != nullptr) {
            Fields fields(*limits, "[limits]", file_name_);
            SPARK_TRY(document_.cooldown_bars, fields.formula("cooldown_bars"));
            SPARK_TRY(document_.entries_max, fields.formula("entries_max"));
            SPARK_TRY(fields.finish());
        }
        SPARK_TRY(const LocatedValue* const risk, fields_.of_kind("risk", LocatedKind::table));
        if (risk == nullptr) return {};
        Fields fields(*risk, "[risk]", file_name_);
        SPARK_TRY(document_.risk.leverage_max, fields.formula("leverage_max"));
        SPARK_TRY(document_.risk.max_drawdown_pct, fields.formula("max_drawdown_pct"));
        SPARK_TRY(document_.risk.daily_loss_pct, fields.formula("daily_loss_pct"));
        return fields.finish();
    }

    const LocatedValue& root_;
    std::string_view file_name_;
    Fields fields_;
    Document document_;
    std::set<std::string, std::less<>> names_;
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

namespace detail {

bool is_plain_name(std::string_view name) {
    const auto fits = [](char c) { return is_letter(c) || is_digit(c) || c == '_'; };
    return !name.empty() && name.size() <= name_bytes_max && !is_digit(name[0]) && std::ranges::all_of(name, fits);
}

}  // namespace detail

bool is_strategy_name(std::string_view name) {
    const auto fits = [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-'; };
    return !name.empty() && name.size() <= name_bytes_max && is_letter(name[0]) && std::ranges::all_of(name, fits);
}

DocumentSyntax syntax_of(std::string_view file_name) {
    return file_name.ends_with(".json") ? DocumentSyntax::json : DocumentSyntax::toml;
}

Result<Document> read_document(std::string_view text, std::string_view file_name, DocumentSyntax syntax) {
    const auto root = syntax == DocumentSyntax::json ? wire::parse_located_json(text) : wire::parse_located_toml(text);
    if (!root) {
        Error error = root.error();
        if (!file_name.empty()) error.place = fmt::format("{}:{}", file_name, error.place);
        return fail(std::move(error));
    }
    return DocumentReader(*root, file_name).read();
}

}  // namespace spark::strategy
