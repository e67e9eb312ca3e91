#include "app/server/backtest_body.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "foundation/base/nearest_name.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::server {
namespace {

using wire::LocatedKind;
using wire::LocatedValue;

constexpr std::size_t name_bytes_max = 64;
constexpr std::size_t data_sets_max = 64;
constexpr std::size_t parameters_max = 256;
constexpr std::array<std::string_view, 9> field_names{"strategy", "dataset", "pair", "timeframe", "venue",
                                                      "params",   "from",    "to",   "costs"};

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

Result<void> read_data_sets(const LocatedValue& value, BacktestOrder& order) {
    if (value.kind != LocatedKind::list) {
        SPARK_TRY(std::string id, text_of(value, "/dataset"));
        order.data_sets.push_back(std::move(id));
        return {};
    }
    if (value.items.empty() || value.items.size() > data_sets_max)
        return refuse("/dataset",
                      fmt::format("found {} data sets, allowed 1 to {}", value.items.size(), data_sets_max));
    for (std::size_t index = 0; index < value.items.size(); ++index) {
        SPARK_TRY(std::string id, text_of(value.items[index], fmt::format("/dataset/{}", index)));
        order.data_sets.push_back(std::move(id));
    }
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
    if (field.key == "dataset") return read_data_sets(field, order);
    if (field.key == "params") return read_params(field, order);
    if (field.key == "costs") {
        if (field.kind != LocatedKind::table)
            return refuse("/costs", fmt::format("found {}, allowed an object", wire::kind_name(field.kind)));
        order.costs = field;
        return {};
    }
    const std::array<std::pair<std::string_view, std::string*>, 6> texts{{{"strategy", &order.strategy},
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
    const auto nearest = nearest_name(field.key, field_names);
    return refuse(pointer_to(field.key), fmt::format("unknown field '{}'", shown(field.key)),
                  nearest ? fmt::format("did you mean '{}'?", *nearest) : std::string{});
}

}  // namespace

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
    if (order.strategy.empty()) return refuse("/strategy", "strategy is missing", "\"strategy\":\"smaCross\"");
    const std::size_t at = order.strategy.find('@');
    const std::string_view version = at == std::string::npos ? "1" : std::string_view(order.strategy).substr(at + 1);
    if (!is_plain_name(std::string_view(order.strategy).substr(0, at)) || !is_plain_name(version))
        return refuse("/strategy", fmt::format("found '{}', allowed a strategy's name", shown(order.strategy)),
                      "GET /api/v1/strategies lists them");
    const bool has_pair = !order.pair.empty() || !order.timeframe.empty() || !order.venue.empty();
    if (order.data_sets.empty() == !has_pair)
        return refuse("/dataset", "name either dataset, or pair and timeframe", "GET /api/v1/datasets lists them");
    if (has_pair && order.pair.empty()) return refuse("/pair", "pair is missing", "\"pair\":\"ETHUSDT\"");
    if (has_pair && order.timeframe.empty())
        return refuse("/timeframe", "timeframe is missing", "\"timeframe\":\"1h\"");
    return order;
}

}  // namespace spark::server
