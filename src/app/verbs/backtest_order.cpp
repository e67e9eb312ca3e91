#include "app/verbs/backtest_order.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "app/verbs/run_rules.hpp"
#include "foundation/base/nearest_name.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {
namespace {

using wire::LocatedKind;
using wire::LocatedValue;

constexpr std::size_t name_bytes_max = 64;
constexpr std::size_t data_sets_max = 64;
constexpr std::size_t parameters_max = 256;
constexpr std::size_t strategy_bytes_max = 200;
constexpr std::array<std::string_view, 14> field_names{"strategy", "document", "dataset", "pair", "timeframe",
                                                       "venue",    "params",   "from",    "to",   "costs",
                                                       "with",     "detail",   "oos",     "band"};

std::unexpected<Error> refuse(std::string pointer, std::string message, std::string remedy = {}) {
    return fail(Fault::invalid_input, std::move(message), std::move(pointer), std::move(remedy));
}

std::string pointer_to(std::string_view key) { return "/" + shown(key); }

Result<std::string> text_of(const LocatedValue& value, std::string_view pointer) {
    if (value.kind != LocatedKind::text)
        return refuse(std::string(pointer), fmt::format("found {}, allowed text", wire::kind_name(value.kind)));
    if (value.text.empty() || value.text.size() > name_bytes_max)
        return refuse(std::string(pointer),
                      fmt::format("found {} bytes, allowed 1 to {}", value.text.size(), name_bytes_max));
    return value.text;
}

/// One name or a list of them.
Result<void> read_data_sets(const LocatedValue& value, std::vector<std::string>& ids) {
    const std::string pointer = pointer_to(value.key);
    if (value.kind != LocatedKind::list) {
        SPARK_TRY(std::string id, text_of(value, pointer));
        ids.push_back(std::move(id));
        return {};
    }
    if (value.items.empty() || value.items.size() > data_sets_max)
        return refuse(pointer, fmt::format("found {} data sets, allowed 1 to {}", value.items.size(), data_sets_max));
    for (std::size_t index = 0; index < value.items.size(); ++index) {
        SPARK_TRY(std::string id, text_of(value.items[index], fmt::format("{}/{}", pointer, index)));
        ids.push_back(std::move(id));
    }
    return {};
}

std::string json_text(std::string_view text) { return wire::to_text(wire::Json(text)); }

/// The value as JSON again, one member a line, every number with the characters it was written with.
void write_json(const LocatedValue& value, std::size_t depth, std::string& out) {
    if (value.kind == LocatedKind::text) {
        out += json_text(value.text);
        return;
    }
    const bool is_list = value.kind == LocatedKind::list;
    if (!is_list && value.kind != LocatedKind::table) {
        out += value.text;
        return;
    }
    out += is_list ? '[' : '{';
    bool is_first = true;
    for (const LocatedValue& item : value.items) {
        out += is_first ? "\n" : ",\n";
        is_first = false;
        out.append(2 * (depth + 1), ' ');
        if (!is_list) out += json_text(item.key) + ": ";
        write_json(item, depth + 1, out);
    }
    if (!value.items.empty()) out += "\n" + std::string(2 * depth, ' ');
    out += is_list ? ']' : '}';
}

Result<void> read_strategy(const LocatedValue& value, BacktestOrder& order) {
    if (value.kind == LocatedKind::text && value.text.size() <= strategy_bytes_max && !value.text.empty()) {
        order.strategy = value.text;
        return {};
    }
    SPARK_TRY(order.strategy, text_of(value, "/strategy"));
    return {};
}

Result<void> read_out_of_sample(const LocatedValue& value, BacktestOrder& order) {
    if (value.kind == LocatedKind::list || value.kind == LocatedKind::table || value.kind == LocatedKind::flag ||
        value.text.empty() || value.text.size() > name_bytes_max)
        return refuse("/oos", fmt::format("found {}, allowed a share like \"30%\"", wire::kind_name(value.kind)));
    order.out_of_sample = value.text;
    return {};
}

Result<void> read_params(const LocatedValue& value, BacktestOrder& order) {
    if (value.kind != LocatedKind::table)
        return refuse("/params", fmt::format("found {}, allowed an object", wire::kind_name(value.kind)));
    if (value.items.size() > parameters_max)
        return refuse("/params", fmt::format("found {} parameters, allowed {}", value.items.size(), parameters_max));
    for (const LocatedValue& item : value.items) {
        const std::string pointer = "/params" + pointer_to(item.key);
        if (!is_plain_name(item.key)) return refuse(pointer, "found a parameter's name that is no name");
        if (item.kind == LocatedKind::list || item.kind == LocatedKind::table || item.text.size() > name_bytes_max)
            return refuse(pointer, fmt::format("found {}, allowed a number, true, false or a short text",
                                               wire::kind_name(item.kind)));
        order.assignments.push_back(item.key + "=" + item.text);
    }
    return {};
}

Result<void> read_field(const LocatedValue& field, BacktestOrder& order) {
    if (field.key == "strategy") return read_strategy(field, order);
    if (field.key == "dataset") return read_data_sets(field, order.data_sets);
    if (field.key == "with") return read_data_sets(field, order.watched);
    if (field.key == "oos") return read_out_of_sample(field, order);
    if (field.key == "document") {
        if (field.kind != LocatedKind::table)
            return refuse("/document", fmt::format("found {}, allowed an object", wire::kind_name(field.kind)));
        order.document = json_text_of(field);
        return {};
    }
    if (field.key == "band") {
        if (field.kind != LocatedKind::flag) return refuse("/band", "band is true or false");
        order.has_band = field.text == "true";
        return {};
    }
    if (field.key == "params") return read_params(field, order);
    if (field.key == "costs") {
        if (field.kind != LocatedKind::table)
            return refuse("/costs", fmt::format("found {}, allowed an object", wire::kind_name(field.kind)));
        order.costs = field;
        return {};
    }
    const std::array<std::pair<std::string_view, std::string*>, 6> texts{{{"detail", &order.finer},
                                                                          {"pair", &order.pair},
                                                                          {"timeframe", &order.timeframe},
                                                                          {"venue", &order.venue},
                                                                          {"from", &order.from},
                                                                          {"to", &order.to}}};
    for (const auto& [name, target] : texts) {
        if (name != field.key) continue;
        SPARK_TRY(*target, text_of(field, pointer_to(field.key)));
        return {};
    }
    const std::vector<std::string> rules = rule_field_names();
    if (std::ranges::count(rules, field.key) > 0) {
        order.rules.items.push_back(field);
        return {};
    }
    std::vector<std::string_view> names(field_names.begin(), field_names.end());
    names.insert(names.end(), rules.begin(), rules.end());
    const auto nearest = nearest_name(field.key, names);
    return refuse(pointer_to(field.key), fmt::format("unknown field '{}'", shown(field.key)),
                  nearest ? fmt::format("did you mean '{}'?", *nearest) : std::string{});
}

/// The names parted by commas, each one plain. No names are well: then there is a document.
Result<void> check_names(std::string_view names) {
    while (!names.empty()) {
        const std::size_t comma = names.find(',');
        const std::string_view name = names.substr(0, comma);
        names = comma == std::string_view::npos ? std::string_view{} : names.substr(comma + 1);
        const bool ends_in_comma = comma != std::string_view::npos && names.empty();
        const std::size_t at = name.find('@');
        const std::string_view version = at == std::string_view::npos ? "1" : name.substr(at + 1);
        if (is_plain_name(name.substr(0, at)) && is_plain_name(version) && !ends_in_comma) continue;
        return refuse("/strategy", fmt::format("found '{}', allowed a strategy's name", shown(name)),
                      "GET /api/v1/strategies lists them");
    }
    return {};
}

}  // namespace

std::string json_text_of(const LocatedValue& value) {
    std::string text;
    write_json(value, 0, text);
    return text + "\n";
}

bool is_plain_name(std::string_view text) {
    return !text.empty() && text.size() <= name_bytes_max && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

Result<BacktestOrder> read_backtest_body(std::string_view body) {
    auto table = wire::parse_located_json(body);
    if (!table) return fail(std::move(table).error());
    BacktestOrder order;
    for (const LocatedValue& field : table->items) SPARK_TRY(read_field(field, order));
    if (order.strategy.empty() && order.document.empty())
        return refuse("/strategy", "strategy is missing", "\"strategy\":\"smaCross\"");
    if (!order.strategy.empty() && !order.document.empty())
        return refuse("/document", "name either strategy or document, not both");
    SPARK_TRY(check_names(order.strategy));
    const bool has_pair = !order.pair.empty() || !order.timeframe.empty() || !order.venue.empty();
    if (order.data_sets.empty() == !has_pair)
        return refuse("/dataset", "name either dataset, or pair and timeframe", "GET /api/v1/datasets lists them");
    if (has_pair && order.pair.empty()) return refuse("/pair", "pair is missing", "\"pair\":\"ETHUSDT\"");
    if (has_pair && order.timeframe.empty())
        return refuse("/timeframe", "timeframe is missing", "\"timeframe\":\"1h\"");
    return order;
}

}  // namespace spark::verbs
