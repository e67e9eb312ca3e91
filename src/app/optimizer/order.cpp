#include "app/optimizer/order.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "app/optimizer/backtest_part.hpp"
#include "foundation/base/nearest_name.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/wire/located_value.hpp"

namespace spark::optimizer {
namespace {

using wire::Json;
using wire::LocatedKind;
using wire::LocatedValue;

constexpr std::string_view schema = "spark.optimize-order/1";
constexpr std::size_t text_bytes_max = 4096;
constexpr std::size_t listed_max = 64;
constexpr std::int64_t batch_most = 100'000;
constexpr std::int64_t folds_most = 1000;
constexpr std::int64_t bars_most = 1'000'000'000;
constexpr std::int64_t trials_most = 1'000'000'000'000;

std::unexpected<Error> refuse(std::string pointer, std::string message, std::string remedy = {}) {
    return fail(Fault::invalid_input, std::move(message), std::move(pointer), std::move(remedy));
}

Result<std::string> text_of(const LocatedValue& value, const std::string& pointer) {
    if (value.kind != LocatedKind::text)
        return refuse(pointer, fmt::format("found {}, allowed text", wire::kind_name(value.kind)));
    if (value.text.empty() || value.text.size() > text_bytes_max)
        return refuse(pointer, fmt::format("found {} bytes, allowed 1 to {}", value.text.size(), text_bytes_max));
    return value.text;
}

Result<bool> flag_of(const LocatedValue& value, const std::string& pointer) {
    if (value.kind != LocatedKind::flag)
        return refuse(pointer, fmt::format("found {}, allowed true or false", wire::kind_name(value.kind)));
    return value.text == "true";
}

Result<std::int64_t> whole_of(const LocatedValue& value, const std::string& pointer, std::int64_t least,
                              std::int64_t most) {
    std::int64_t number = 0;
    const char* const end = value.text.data() + value.text.size();
    const auto read = std::from_chars(value.text.data(), end, number);
    const bool is_whole = value.kind == LocatedKind::integer && read.ec == std::errc{} && read.ptr == end;
    if (is_whole && number >= least && number <= most) return number;
    const std::string found = value.kind == LocatedKind::integer || value.kind == LocatedKind::decimal
                                  ? value.text
                                  : std::string(wire::kind_name(value.kind));
    return refuse(pointer, fmt::format("found {}, allowed a whole number from {} to {}", found, least, most));
}

/// A text or a list of them.
Result<std::vector<std::string>> texts_of(const LocatedValue& value, const std::string& pointer) {
    std::vector<std::string> texts;
    if (value.kind != LocatedKind::list) {
        SPARK_TRY(std::string text, text_of(value, pointer));
        texts.push_back(std::move(text));
        return texts;
    }
    if (value.items.size() > listed_max)
        return refuse(pointer, fmt::format("found {} entries, allowed {}", value.items.size(), listed_max));
    for (std::size_t index = 0; index < value.items.size(); ++index) {
        SPARK_TRY(std::string text, text_of(value.items[index], fmt::format("{}/{}", pointer, index)));
        texts.push_back(std::move(text));
    }
    return texts;
}

Result<search::Method> method_of_text(const LocatedValue& value, const std::string& pointer) {
    SPARK_TRY(const std::string name, text_of(value, pointer));
    if (const auto method = search::method_of(name)) return *method;
    return refuse(pointer, fmt::format("found '{}', allowed grid, random, tpe, cmaes or halving", shown(name)));
}

Result<std::optional<WalkForwardOrder>> walk_forward_of(const LocatedValue& value, const std::string& pointer) {
    if (value.kind == LocatedKind::text) {
        auto parsed = WalkForwardOrder::parse(value.text);
        if (!parsed) return refuse(pointer, parsed.error().message, parsed.error().remedy);
        return std::optional(*std::move(parsed));
    }
    if (value.kind != LocatedKind::table)
        return refuse(pointer, fmt::format("found {}, allowed text like \"6x30d\"", wire::kind_name(value.kind)));
    std::optional<WalkForwardOrder> order;
    const LocatedValue* const windows = value.find("windows");
    if (windows == nullptr) return refuse(pointer + "/windows", "windows is missing", "\"windows\":\"6x30d\"");
    SPARK_TRY(order, walk_forward_of(*windows, pointer + "/windows"));
    for (const LocatedValue& field : value.items) {
        const std::string at = pointer + "/" + shown(field.key);
        if (field.key == "windows") continue;
        if (field.key == "purge_bars") {
            SPARK_TRY(order->purge_bars, whole_of(field, at, -1, bars_most));
        } else if (field.key == "embargo_bars") {
            SPARK_TRY(order->embargo_bars, whole_of(field, at, 0, bars_most));
        } else {
            return refuse(
                at, fmt::format("unknown field '{}', allowed windows, purge_bars, embargo_bars", shown(field.key)));
        }
    }
    return order;
}

struct FieldRow {
    std::string_view name;
    Result<void> (*read)(const LocatedValue&, const std::string& pointer, Order&);
};

/// `"walk_forward":…` and its like, one row a field; json() writes the same names.
constexpr std::array field_rows{
    FieldRow{"schema",
             [](const LocatedValue& value, const std::string& pointer, Order&) -> Result<void> {
                 if (value.text == schema) return {};
                 return refuse(pointer, fmt::format("found '{}', allowed {}", shown(value.text), schema));
             }},
    FieldRow{"method",
             [](const LocatedValue& value, const std::string& pointer, Order& order) -> Result<void> {
                 SPARK_TRY(order.method, method_of_text(value, pointer));
                 return {};
             }},
    FieldRow{"backtest",
             [](const LocatedValue& value, const std::string& pointer, Order& order) -> Result<void> {
                 SPARK_TRY(order.backtest, backtest_part(value, pointer));
                 return {};
             }},
    FieldRow{"parameters",
             [](const LocatedValue& value, const std::string& pointer, Order& order) -> Result<void> {
                 SPARK_TRY(order.parameters, texts_of(value, pointer));
                 return {};
             }},
    FieldRow{"where",
             [](const LocatedValue& value, const std::string& pointer, Order& order) -> Result<void> {
                 SPARK_TRY(order.where, texts_of(value, pointer));
                 return {};
             }},
    FieldRow{"objective",
             [](const LocatedValue& value, const std::string& pointer, Order& order) -> Result<void> {
                 SPARK_TRY(order.objective, text_of(value, pointer));
                 return {};
             }},
    FieldRow{"constraints",
             [](const LocatedValue& value, const std::string& pointer, Order& order) -> Result<void> {
                 SPARK_TRY(order.constraints, texts_of(value, pointer));
                 return {};
             }},
    FieldRow{"trials_max",
             [](const LocatedValue& value, const std::string& pointer, Order& order) -> Result<void> {
                 SPARK_TRY(const std::int64_t count, whole_of(value, pointer, 1, trials_most));
                 order.trials_max = static_cast<std::uint64_t>(count);
                 return {};
             }},
    FieldRow{"time_max_s",
             [](const LocatedValue& value, const std::string& pointer, Order& order) -> Result<void> {
                 SPARK_TRY(order.time_max_s, whole_of(value, pointer, 1, time_max_most_s));
                 return {};
             }},
    FieldRow{"seed",
             [](const LocatedValue& value, const std::string& pointer, Order& order) -> Result<void> {
                 SPARK_TRY(const std::int64_t seed, whole_of(value, pointer, 0, INT64_MAX));
                 order.seed = static_cast<std::uint64_t>(seed);
                 return {};
             }},
    FieldRow{"batch",
             [](const LocatedValue& value, const std::string& pointer, Order& order) -> Result<void> {
                 SPARK_TRY(const std::int64_t batch, whole_of(value, pointer, 0, batch_most));
                 order.batch = static_cast<std::size_t>(batch);
                 return {};
             }},
    FieldRow{"oos",
             [](const LocatedValue& value, const std::string& pointer, Order& order) -> Result<void> {
                 const bool is_number = value.kind == LocatedKind::integer || value.kind == LocatedKind::decimal;
                 if (!is_number) SPARK_TRY(text_of(value, pointer));
                 const auto share = verbs::out_of_sample_pct(value.text);
                 if (!share) return refuse(pointer, share.error().message);
                 order.out_of_sample = value.text;
                 return {};
             }},
    FieldRow{"sealed",
             [](const LocatedValue& value, const std::string& pointer, Order& order) -> Result<void> {
                 SPARK_TRY(order.is_sealed, flag_of(value, pointer));
                 return {};
             }},
    FieldRow{"walk_forward",
             [](const LocatedValue& value, const std::string& pointer, Order& order) -> Result<void> {
                 SPARK_TRY(order.walk_forward, walk_forward_of(value, pointer));
                 return {};
             }},
    FieldRow{"finalists",
             [](const LocatedValue& value, const std::string& pointer, Order& order) -> Result<void> {
                 SPARK_TRY(const std::int64_t count,
                           whole_of(value, pointer, 1, static_cast<std::int64_t>(finalists_max)));
                 order.finalists = static_cast<std::size_t>(count);
                 return {};
             }},
    FieldRow{"assessment",
             [](const LocatedValue& value, const std::string& pointer, Order& order) -> Result<void> {
                 SPARK_TRY(order.has_assessment, flag_of(value, pointer));
                 return {};
             }},
};

Json texts_json(std::span<const std::string> texts) {
    Json list = Json::array();
    for (const std::string& text : texts) list.push(text);
    return list;
}

/// `30d`, `12h`, `500bars`.
bool is_length(std::string_view text) {
    const std::size_t digits = text.find_first_not_of("0123456789");
    if (digits == 0 || digits > 9 || digits == std::string_view::npos || text.front() == '0') return false;
    const std::string_view unit = text.substr(digits);
    return unit == "d" || unit == "h" || unit == "bars";
}

}  // namespace

Result<WalkForwardOrder> WalkForwardOrder::parse(std::string_view text) {
    const auto refused = [&] {
        return fail(Fault::invalid_input,
                    fmt::format("found '{}', allowed FOLDSxTEST, anchored:FOLDSxTEST or rolling:FOLDSxTEST/TRAIN, "
                                "lengths in d, h or bars",
                                shown(text)),
                    "--walk-forward", "--walk-forward 6x30d");
    };
    WalkForwardOrder order;
    std::string_view rest = text;
    const std::size_t colon = rest.find(':');
    if (colon != std::string_view::npos) {
        const std::string_view way = rest.substr(0, colon);
        if (way != "anchored" && way != "rolling") return refused();
        order.is_anchored = way == "anchored";
        rest.remove_prefix(colon + 1);
    }
    const std::size_t times = rest.find('x');
    if (times == std::string_view::npos || times == 0) return refused();
    const char* const end = rest.data() + times;
    const auto read = std::from_chars(rest.data(), end, order.folds);
    if (read.ec != std::errc{} || read.ptr != end || order.folds < 1 ||
        order.folds > static_cast<std::size_t>(folds_most))
        return refused();
    rest.remove_prefix(times + 1);
    const std::size_t slash = rest.find('/');
    order.test_length = rest.substr(0, slash);
    if (slash != std::string_view::npos) order.train_length = rest.substr(slash + 1);
    const bool has_train = slash != std::string_view::npos;
    if (!is_length(order.test_length) || (has_train && (order.is_anchored || !is_length(order.train_length))))
        return refused();
    return order;
}

std::string WalkForwardOrder::text() const {
    std::string text = fmt::format("{}{}x{}", is_anchored ? "anchored:" : "", folds, test_length);
    if (!train_length.empty()) text += "/" + train_length;
    return text;
}

Result<Order> Order::parse(std::string_view json) {
    SPARK_TRY(const LocatedValue table, wire::parse_located_json(json));
    Order order;
    for (const LocatedValue& field : table.items) {
        const auto row = std::ranges::find(field_rows, field.key, &FieldRow::name);
        const std::string pointer = "/" + shown(field.key);
        if (row == field_rows.end()) {
            std::vector<std::string_view> names;
            for (const FieldRow& known : field_rows) names.push_back(known.name);
            const auto nearest = nearest_name(field.key, names);
            return refuse(pointer, fmt::format("unknown field '{}'", shown(field.key)),
                          nearest ? fmt::format("did you mean '{}'?", *nearest) : std::string{});
        }
        SPARK_TRY(row->read(field, pointer, order));
    }
    if (order.backtest.is_null()) return refuse("/backtest", "backtest is missing", "\"backtest\":{\"strategy\":…}");
    if (order.parameters.empty())
        return refuse("/parameters", "no parameter is searched", "\"parameters\":[\"fast=5:50:5\"]");
    if (order.is_sealed && order.out_of_sample.empty())
        return refuse("/sealed", "nothing is kept out of sample", "\"oos\":\"30%\"");
    return order;
}

Json Order::json() const {
    Json json = Json::object();
    json.set("schema", schema).set("method", search::method_name(method)).set("backtest", backtest);
    json.set("parameters", texts_json(parameters));
    if (!where.empty()) json.set("where", texts_json(where));
    json.set("objective", objective);
    if (!constraints.empty()) json.set("constraints", texts_json(constraints));
    if (trials_max) json.set("trials_max", *trials_max);
    if (time_max_s) json.set("time_max_s", *time_max_s);
    json.set("seed", seed);
    if (batch > 0) json.set("batch", batch);
    if (!out_of_sample.empty()) json.set("oos", out_of_sample);
    if (is_sealed) json.set("sealed", true);
    if (walk_forward) {
        json.set("walk_forward", Json::object()
                                     .set("windows", walk_forward->text())
                                     .set("purge_bars", walk_forward->purge_bars)
                                     .set("embargo_bars", walk_forward->embargo_bars));
    }
    json.set("finalists", finalists).set("assessment", has_assessment);
    return json;
}

}  // namespace spark::optimizer
