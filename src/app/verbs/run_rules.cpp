#include "app/verbs/run_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "foundation/base/decimal_text.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/nearest_name.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::verbs {
namespace {

using backtest::RunRules;
using wire::LocatedKind;
using wire::LocatedValue;

/// A decimal rule: its flag; the field of a file is the same with underscores.
struct DecimalRule {
    std::string_view flag;
    std::int64_t& (*of)(RunRules& rules);
};
constexpr std::array decimal_rules{
    DecimalRule{"maker-bps", [](RunRules& rules) -> std::int64_t& { return rules.costs.maker_bps; }},
    DecimalRule{"taker-bps", [](RunRules& rules) -> std::int64_t& { return rules.costs.taker_bps; }},
    DecimalRule{"slippage-bps", [](RunRules& rules) -> std::int64_t& { return rules.costs.slippage_bps; }},
    DecimalRule{"half-spread-bps", [](RunRules& rules) -> std::int64_t& { return rules.costs.half_spread_bps; }},
    DecimalRule{"impact-bps", [](RunRules& rules) -> std::int64_t& { return rules.costs.impact_bps; }},
    DecimalRule{"fee-discount-pct", [](RunRules& rules) -> std::int64_t& { return rules.costs.discount_pct; }},
    DecimalRule{"funding-bps", [](RunRules& rules) -> std::int64_t& { return rules.costs.funding_bps; }},
    DecimalRule{"borrow-bps", [](RunRules& rules) -> std::int64_t& { return rules.costs.borrow_bps; }},
    DecimalRule{"liquidation-bps", [](RunRules& rules) -> std::int64_t& { return rules.costs.liquidation_bps; }},
    DecimalRule{"leverage", [](RunRules& rules) -> std::int64_t& { return rules.leverage; }},
    DecimalRule{"maintenance-pct", [](RunRules& rules) -> std::int64_t& { return rules.maintenance_pct; }},
    DecimalRule{"participation-pct", [](RunRules& rules) -> std::int64_t& { return rules.participation_pct; }},
};

struct WholeRule {
    std::string_view flag;
    std::int64_t most;
    std::int64_t& (*of)(RunRules& rules);
};
constexpr std::array whole_rules{
    WholeRule{"latency-bars", backtest::latency_bars_max,
              [](RunRules& rules) -> std::int64_t& { return rules.latency_bars; }},
    WholeRule{"latency-ms", backtest::latency_ms_max,
              [](RunRules& rules) -> std::int64_t& { return rules.latency_ms; }},
};

struct FlagRule {
    std::string_view flag;
    bool& (*of)(RunRules& rules);
};
constexpr std::array flag_rules{
    FlagRule{"skip-zero-volume", [](RunRules& rules) -> bool& { return rules.skip_zero_volume; }},
    FlagRule{"close-at-end", [](RunRules& rules) -> bool& { return rules.close_at_end; }},
};

std::string field_name(std::string_view flag) {
    std::string name(flag);
    std::ranges::replace(name, '-', '_');
    return name;
}

std::unexpected<Error> refuse(std::string_view file, const LocatedValue& value, std::string message,
                              std::string remedy = {}) {
    return fail(Fault::invalid_input, std::move(message), wire::to_text(file, value.place), std::move(remedy));
}

Result<std::int64_t> decimal_of(const LocatedValue& value, std::string_view file) {
    const bool is_text =
        value.kind == LocatedKind::text || value.kind == LocatedKind::integer || value.kind == LocatedKind::decimal;
    const auto parsed = is_text ? parse_units(value.text) : Result<ParsedUnits>(fail(Fault::invalid_input, ""));
    if (!parsed || parsed->rounded) {
        return refuse(
            file, value,
            fmt::format("found {} for {}, allowed a decimal number with up to 8 decimals",
                        is_text ? "'" + shown(value.text) + "'" : std::string(kind_name(value.kind)), value.key));
    }
    return parsed->units;
}

Result<std::int64_t> whole_of(const LocatedValue& value, std::string_view file, std::int64_t most) {
    SPARK_TRY(const std::int64_t units, decimal_of(value, file));
    if (units % units_per_one == 0 && units >= 0 && units / units_per_one <= most) return units / units_per_one;
    return refuse(file, value,
                  fmt::format("found {} for {}, allowed a whole number from 0 to {}", value.text, value.key, most));
}

/// A rule of the venue by its name; false when there is none of that name.
bool set_venue_rule(InstrumentRules& venue, std::string_view name, std::int64_t units) {
    if (name == "tick")
        venue.tick = Price::of_units(units);
    else if (name == "lot")
        venue.lot = Quantity::of_units(units);
    else if (name == "quantity_min")
        venue.quantity_min = Quantity::of_units(units);
    else if (name == "quantity_max")
        venue.quantity_max = Quantity::of_units(units);
    else if (name == "notional_min")
        venue.notional_min = Notional::of_units(units);
    else
        return false;
    return true;
}
constexpr std::array<std::string_view, 5> venue_rule_names{"tick", "lot", "quantity_min", "quantity_max",
                                                           "notional_min"};

std::string nearest_of(std::string_view name, std::span<const std::string_view> names) {
    const auto nearest = nearest_name(name, names);
    return nearest ? fmt::format("did you mean '{}'?", *nearest) : std::string{};
}

/// A lot without a least quantity of its own is the least quantity.
void settle(InstrumentRules& venue) { venue.quantity_min = std::max(venue.quantity_min, venue.lot); }

Result<void> apply_venue(const LocatedValue& table, std::string_view file, RunRules& rules) {
    if (table.kind != LocatedKind::table) {
        if (table.kind != LocatedKind::text) return refuse(file, table, "rules is a table or text like 'tick=0.01'");
        auto venue = parse_venue_rules(table.text);
        if (!venue) return refuse(file, table, venue.error().message, venue.error().remedy);
        rules.venue = *venue;
        return {};
    }
    rules.venue = InstrumentRules{};
    for (const LocatedValue& item : table.items) {
        SPARK_TRY(const std::int64_t units, decimal_of(item, file));
        if (!set_venue_rule(*rules.venue, item.key, units)) {
            return fail(Fault::invalid_input, fmt::format("unknown venue rule '{}'", shown(item.key)),
                        wire::to_text(file, item.key_place), nearest_of(item.key, venue_rule_names));
        }
    }
    settle(*rules.venue);
    const auto good = check_rules(*rules.venue);
    if (!good) return refuse(file, table, good.error().message);
    return {};
}

Result<void> apply_tiers(const LocatedValue& list, std::string_view file, RunRules& rules) {
    if (list.kind != LocatedKind::list) return refuse(file, list, "tiers is a list of tables: [[tiers]]");
    rules.costs.tiers.clear();
    for (const LocatedValue& item : list.items) {
        portfolio::FeeTier tier{
            .volume_min = {}, .maker_bps = rules.costs.maker_bps, .taker_bps = rules.costs.taker_bps};
        if (item.kind != LocatedKind::table) return refuse(file, item, "a tier is a table");
        for (const LocatedValue& field : item.items) {
            SPARK_TRY(const std::int64_t units, decimal_of(field, file));
            if (field.key == "volume_min")
                tier.volume_min = Notional::of_units(units);
            else if (field.key == "maker_bps")
                tier.maker_bps = units;
            else if (field.key == "taker_bps")
                tier.taker_bps = units;
            else
                return refuse(file, field,
                              fmt::format("unknown field '{}' of a tier, there are volume_min, maker_bps, "
                                          "taker_bps",
                                          shown(field.key)));
        }
        rules.costs.tiers.push_back(tier);
    }
    return {};
}

Result<backtest::Intrabar> parse_intrabar(std::string_view text) {
    if (text == "pessimistic") return backtest::Intrabar::pessimistic;
    if (text == "optimistic") return backtest::Intrabar::optimistic;
    return fail(Fault::invalid_input, fmt::format("found '{}', allowed pessimistic or optimistic", shown(text)));
}

Result<void> apply_field(const LocatedValue& field, std::string_view file, RunRules& rules) {
    for (const DecimalRule& rule : decimal_rules) {
        if (field_name(rule.flag) != field.key) continue;
        SPARK_TRY(rule.of(rules), decimal_of(field, file));
        return {};
    }
    for (const WholeRule& rule : whole_rules) {
        if (field_name(rule.flag) != field.key) continue;
        SPARK_TRY(rule.of(rules), whole_of(field, file, rule.most));
        return {};
    }
    for (const FlagRule& rule : flag_rules) {
        if (field_name(rule.flag) != field.key) continue;
        if (field.kind != LocatedKind::flag) return refuse(file, field, field.key + " is true or false");
        rule.of(rules) = field.text == "true";
        return {};
    }
    if (field.key == "fee_bps") {
        SPARK_TRY(rules.costs.maker_bps, decimal_of(field, file));
        rules.costs.taker_bps = rules.costs.maker_bps;
        return {};
    }
    if (field.key == "cash") {
        SPARK_TRY(const std::int64_t units, decimal_of(field, file));
        rules.cash = Notional::of_units(units);
        return {};
    }
    if (field.key == "tiers") return apply_tiers(field, file, rules);
    if (field.key == "rules") return apply_venue(field, file, rules);
    if (field.key == "size" || field.key == "intrabar") {
        if (field.kind != LocatedKind::text) return refuse(file, field, field.key + " is text");
        if (field.key == "intrabar") {
            const auto way = parse_intrabar(field.text);
            if (!way) return refuse(file, field, way.error().message);
            rules.intrabar = *way;
            return {};
        }
        const auto size = backtest::SizeRule::parse(field.text);
        if (!size) return refuse(file, field, size.error().message, size.error().remedy);
        rules.size = *size;
        rules.size_overrides_plan = true;
        return {};
    }
    const std::vector<std::string> names = rule_field_names();
    const std::vector<std::string_view> views(names.begin(), names.end());
    return fail(Fault::invalid_input, fmt::format("unknown field '{}'", shown(field.key)),
                wire::to_text(file, field.key_place), nearest_of(field.key, views));
}

/// `tick=0.01,lot=0.001`: what parse_venue_rules reads.
std::string venue_text(const InstrumentRules& venue) {
    std::string text;
    const auto add = [&text](std::string_view name, std::int64_t units) {
        if (units != 0) text += fmt::format("{}{}={}", text.empty() ? "" : ",", name, format_units(units));
    };
    add("tick", venue.tick.units());
    add("lot", venue.lot.units());
    add("quantity_min", venue.quantity_min.units());
    if (venue.quantity_max) add("quantity_max", venue.quantity_max->units());
    if (venue.notional_min) add("notional_min", venue.notional_min->units());
    return text;
}

}  // namespace

std::vector<std::string> rule_field_names() {
    std::vector<std::string> names{"fee_bps", "cash", "tiers", "rules", "size", "intrabar"};
    for (const DecimalRule& rule : decimal_rules) names.push_back(field_name(rule.flag));
    for (const WholeRule& rule : whole_rules) names.push_back(field_name(rule.flag));
    for (const FlagRule& rule : flag_rules) names.push_back(field_name(rule.flag));
    return names;
}

namespace {

wire::Json venue_json(const InstrumentRules& venue) {
    wire::Json json = wire::Json::object();
    json.set("tick", to_text(venue.tick)).set("lot", to_text(venue.lot));
    json.set("quantity_min", to_text(venue.quantity_min));
    if (venue.quantity_max) json.set("quantity_max", to_text(*venue.quantity_max));
    if (venue.notional_min) json.set("notional_min", to_text(*venue.notional_min));
    return json;
}

}  // namespace

wire::Json rule_fields_json(const RunRules& given) {
    RunRules rules = given;
    wire::Json json = wire::Json::object();
    for (const DecimalRule& rule : decimal_rules) json.set(field_name(rule.flag), format_units(rule.of(rules)));
    for (const WholeRule& rule : whole_rules) json.set(field_name(rule.flag), rule.of(rules));
    for (const FlagRule& rule : flag_rules) json.set(field_name(rule.flag), rule.of(rules));
    json.set("cash", to_text(rules.cash));
    json.set("intrabar", rules.intrabar == backtest::Intrabar::pessimistic ? "pessimistic" : "optimistic");
    // Said only where it wins over the strategy's own.
    if (rules.size_overrides_plan) json.set("size", rules.size.text());
    if (rules.venue) json.set("rules", venue_json(*rules.venue));
    if (rules.costs.tiers.empty()) return json;
    wire::Json tiers = wire::Json::array();
    for (const portfolio::FeeTier& tier : rules.costs.tiers) {
        tiers.push(wire::Json::object()
                       .set("volume_min", to_text(tier.volume_min))
                       .set("maker_bps", format_units(tier.maker_bps))
                       .set("taker_bps", format_units(tier.taker_bps)));
    }
    return std::move(json.set("tiers", std::move(tiers)));
}

std::vector<std::string> rule_flags(const RunRules& given, const RunRules& base) {
    RunRules rules = given;
    RunRules settings = base;
    RunRules plain;
    std::vector<std::string> flags;
    const auto add = [&flags](std::string_view flag, std::string_view value) {
        // A value that begins with a minus would be read as a flag.
        if (value.starts_with('-')) return flags.push_back(fmt::format("--{}={}", flag, value));
        flags.push_back(fmt::format("--{}", flag));
        flags.emplace_back(value);
    };
    // What the program or the settings would give by themselves need not be said, unless they differ.
    const auto is_said = [](std::int64_t value, std::int64_t of_settings, std::int64_t of_program) {
        return value != of_settings || value != of_program;
    };
    for (const DecimalRule& rule : decimal_rules) {
        if (is_said(rule.of(rules), rule.of(settings), rule.of(plain))) add(rule.flag, format_units(rule.of(rules)));
    }
    for (const WholeRule& rule : whole_rules) {
        if (is_said(rule.of(rules), rule.of(settings), rule.of(plain))) add(rule.flag, std::to_string(rule.of(rules)));
    }
    for (const FlagRule& rule : flag_rules) {
        if (rule.of(rules)) flags.push_back(fmt::format("--{}", rule.flag));
    }
    if (rules.size_overrides_plan) add("size", rules.size.text());
    if (is_said(rules.cash.units(), settings.cash.units(), plain.cash.units())) add("cash", to_text(rules.cash));
    if (rules.intrabar != backtest::Intrabar::pessimistic) add("intrabar", "optimistic");
    if (rules.venue && !venue_text(*rules.venue).empty()) add("rules", venue_text(*rules.venue));
    return flags;
}

Result<InstrumentRules> parse_venue_rules(std::string_view text) {
    const auto refuse_text = [&](std::string message, std::string remedy) {
        return fail(Fault::invalid_input, std::move(message), "--rules",
                    remedy.empty() ? "--rules tick=0.01,lot=0.00001,notional_min=5" : std::move(remedy));
    };
    InstrumentRules venue;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        const std::string_view part = text.substr(0, comma);
        text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos)
            return refuse_text(fmt::format("found '{}', allowed NAME=AMOUNT", shown(part)), {});
        const std::string_view name = part.substr(0, equals);
        const auto units = parse_units(part.substr(equals + 1));
        if (!units || units->rounded)
            return refuse_text(fmt::format("found '{}', allowed a decimal number", shown(part.substr(equals + 1))), {});
        if (!set_venue_rule(venue, name, units->units))
            return refuse_text(fmt::format("unknown venue rule '{}'", shown(name)), nearest_of(name, venue_rule_names));
    }
    settle(venue);
    const auto good = check_rules(venue);
    if (!good) return refuse_text(good.error().message, {});
    return venue;
}

Result<void> apply_rule_table(const LocatedValue& table, std::string_view file, RunRules& rules) {
    for (const LocatedValue& field : table.items) SPARK_TRY(apply_field(field, file, rules));
    return {};
}

RunRules rules_of_settings(const Context& context) {
    RunRules rules;
    rules.costs.maker_bps = context.settings.decimal_units("backtest.maker_bps");
    rules.costs.taker_bps = context.settings.decimal_units("backtest.taker_bps");
    rules.costs.slippage_bps = context.settings.decimal_units("backtest.slippage_bps");
    rules.cash = Notional::of_units(context.settings.decimal_units("backtest.cash"));
    return rules;
}

Result<RunRules> read_run_rules(const Context& context, const cli::Invocation& invocation) {
    RunRules rules = rules_of_settings(context);
    if (const auto path = invocation.text("costs")) {
        SPARK_TRY(const std::string text, read_file(std::filesystem::path(*path), wire::LocatedLimits{}.bytes_max));
        auto table = path->ends_with(".json") ? wire::parse_located_json(text) : wire::parse_located_toml(text);
        if (!table)
            return fail(Fault::invalid_input, table.error().message, fmt::format("{}:{}", *path, table.error().place));
        SPARK_TRY(apply_rule_table(*table, *path, rules));
    }
    SPARK_TRY(const auto fee, invocation.units("fee-bps"));
    if (fee) {
        rules.costs.maker_bps = *fee;
        rules.costs.taker_bps = *fee;
    }
    for (const DecimalRule& rule : decimal_rules) {
        SPARK_TRY(const auto given, invocation.units(rule.flag));
        if (given) rule.of(rules) = *given;
    }
    for (const WholeRule& rule : whole_rules) {
        SPARK_TRY(const auto given, invocation.whole(rule.flag, 0, rule.most));
        if (given) rule.of(rules) = *given;
    }
    for (const FlagRule& rule : flag_rules) rule.of(rules) |= invocation.has(rule.flag);
    if (const auto size = invocation.text("size")) {
        SPARK_TRY(rules.size, backtest::SizeRule::parse(*size));
        rules.size_overrides_plan = true;
    }
    SPARK_TRY(const auto cash, invocation.units("cash"));
    if (cash) rules.cash = Notional::of_units(*cash);
    if (const auto way = invocation.text("intrabar")) {
        SPARK_TRY(rules.intrabar, parse_intrabar(*way));
    }
    if (const auto venue = invocation.text("rules")) {
        SPARK_TRY(rules.venue, parse_venue_rules(*venue));
    }
    return rules;
}

}  // namespace spark::verbs
