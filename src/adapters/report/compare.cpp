#include "adapters/report/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <tuple>
#include <vector>

#include "adapters/report/figures.hpp"
#include "foundation/base/decimal_text.hpp"

namespace spark::report {
namespace {

using wire::Json;

constexpr std::array<std::string_view, 7> input_parts{"strategy", "dataset", "period", "params",
                                                      "costs",    "size",    "cash"};

/// A scalar of one document under its full name.
struct Leaf {
    std::string field;
    Json value;
};

void collect(const Json& value, const std::string& field, std::vector<Leaf>& leaves) {
    const auto members = value.as_object();
    if (!members) {
        leaves.push_back({field, value});
        return;
    }
    for (const wire::JsonMember& member : *members)
        collect(member.value, field.empty() ? member.key : field + "." + member.key, leaves);
}

std::vector<Leaf> inputs_of(const Json& document) {
    std::vector<Leaf> leaves;
    for (const std::string_view part : input_parts)
        if (const Json* value = document.find(part)) collect(*value, std::string(part), leaves);
    return leaves;
}

std::vector<Leaf> metrics_of(const Json& document) {
    std::vector<Leaf> leaves;
    if (const Json* metrics = document.find("metrics")) collect(*metrics, "", leaves);
    std::erase_if(leaves, [](const Leaf& leaf) { return leaf.value.is_array(); });
    return leaves;
}

/// Every field of any run, in the order of the first run that has it.
std::vector<std::string> fields_of(const std::vector<std::vector<Leaf>>& runs) {
    std::vector<std::string> fields;
    for (const auto& leaves : runs)
        for (const Leaf& leaf : leaves)
            if (std::ranges::find(fields, leaf.field) == fields.end()) fields.push_back(leaf.field);
    return fields;
}

Json value_in(const std::vector<Leaf>& leaves, const std::string& field) {
    const auto found = std::ranges::find(leaves, field, &Leaf::field);
    return found == leaves.end() ? Json(nullptr) : found->value;
}

/// value − first: exact for amounts, else a number; null where one of them is neither.
Json difference(const Json& value, const Json& first) {
    if (value.is_string() && first.is_string()) {
        const auto a = parse_units(*value.as_string());
        const auto b = parse_units(*first.as_string());
        if (!a || !b) return nullptr;
        return format_wide_units(static_cast<Int128>(a->units) - b->units);
    }
    if (value.is_int64() && first.is_int64()) {
        const auto whole = checked_subtract(*value.as_int64(), *first.as_int64());
        return whole ? Json(*whole) : Json(nullptr);
    }
    const auto a = value.as_double();
    const auto b = first.as_double();
    if (!a || !b || !std::isfinite(*a - *b)) return nullptr;
    return *a - *b;
}

Json differing_inputs(std::span<const ComparedRun> runs) {
    std::vector<std::vector<Leaf>> leaves;
    for (const ComparedRun& run : runs) leaves.push_back(inputs_of(run.document));
    Json rows = Json::array();
    for (const std::string& field : fields_of(leaves)) {
        Json values = Json::array();
        bool equal = true;
        for (const auto& of_run : leaves) {
            values.push(value_in(of_run, field));
            equal = equal && value_in(of_run, field) == value_in(leaves.front(), field);
        }
        if (!equal) rows.push(Json::object().set("field", field).set("values", std::move(values)));
    }
    return rows;
}

Json compared_metrics(std::span<const ComparedRun> runs) {
    std::vector<std::vector<Leaf>> leaves;
    for (const ComparedRun& run : runs) leaves.push_back(metrics_of(run.document));
    Json rows = Json::array();
    for (const std::string& field : fields_of(leaves)) {
        Json values = Json::array();
        Json differences = Json::array();
        const Json first = value_in(leaves.front(), field);
        for (const auto& of_run : leaves) {
            const Json value = value_in(of_run, field);
            differences.push(difference(value, first));
            values.push(value);
        }
        rows.push(Json::object()
                      .set("field", field)
                      .set("values", std::move(values))
                      .set("differences", std::move(differences)));
    }
    return rows;
}

/// What makes two trades the same: entered at the same time, on the same side, at the same price.
using TradeKey = std::tuple<std::int64_t, bool, std::int64_t>;

Result<std::vector<TradeKey>> keys_of(const ComparedRun& run) {
    SPARK_TRY(const std::vector<TradeRow> trades, read_trades(run.trades_csv));
    std::vector<TradeKey> keys;
    for (const TradeRow& trade : trades) keys.emplace_back(trade.entry_time_ms, trade.is_short, trade.entry_price);
    std::ranges::sort(keys);
    return keys;
}

Result<Json> compared_trades(std::span<const ComparedRun> runs) {
    SPARK_TRY(const std::vector<TradeKey> first, keys_of(runs.front()));
    Json rows = Json::array();
    for (const ComparedRun& run : runs) {
        SPARK_TRY(const std::vector<TradeKey> keys, keys_of(run));
        std::vector<TradeKey> both;
        std::ranges::set_intersection(first, keys, std::back_inserter(both));
        rows.push(Json::object()
                      .set("trades", keys.size())
                      .set("common", both.size())
                      .set("only_here", keys.size() - both.size())
                      .set("only_in_first", first.size() - both.size()));
    }
    return rows;
}

bool all_equal(const std::vector<Json>& values) {
    return std::ranges::all_of(values, [&](const Json& value) { return value == values.front(); });
}

/// The values at a path of two keys (one where `key` is empty), null where a run lacks it.
std::vector<Json> values_at(std::span<const ComparedRun> runs, std::string_view part, std::string_view key) {
    std::vector<Json> values;
    for (const ComparedRun& run : runs) {
        const Json* found = run.document.find(part);
        if (found != nullptr && !key.empty()) found = found->find(key);
        values.push_back(found == nullptr ? Json(nullptr) : *found);
    }
    return values;
}

/// Why figures of these runs do not stand for the same thing; codes for programs.
Json cautions_of(std::span<const ComparedRun> runs) {
    Json cautions = Json::array();
    if (!all_equal(values_at(runs, "dataset", "sha256"))) cautions.push("data_sets_differ");
    if (!all_equal(values_at(runs, "period", "first")) || !all_equal(values_at(runs, "period", "last")))
        cautions.push("periods_differ");
    if (!all_equal(values_at(runs, "costs", ""))) cautions.push("costs_differ");
    if (!all_equal(values_at(runs, "cash", "")) || !all_equal(values_at(runs, "size", "")))
        cautions.push("sizes_differ");
    return cautions;
}

}  // namespace

Result<Json> compare_runs(std::span<const ComparedRun> runs) {
    if (runs.size() < compared_runs_least || runs.size() > compared_runs_most) {
        return fail(
            Fault::invalid_input,
            fmt::format("found {} runs, allowed {} to {}", runs.size(), compared_runs_least, compared_runs_most), "RUN",
            "spark backtest ls");
    }
    Json ids = Json::array();
    for (const Json& id : values_at(runs, "id", "")) ids.push(id);
    const std::vector<Json> hashes = values_at(runs, "result_hash", "");
    Json hash_list = Json::array();
    for (const Json& hash : hashes) hash_list.push(hash);
    SPARK_TRY(Json trades, compared_trades(runs));
    return Json::object()
        .set("schema", "spark.backtest_compare/1")
        .set("runs", std::move(ids))
        .set("result_hashes", std::move(hash_list))
        .set("same_result", !hashes.front().is_null() && all_equal(hashes))
        .set("cautions", cautions_of(runs))
        .set("inputs", differing_inputs(runs))
        .set("metrics", compared_metrics(runs))
        .set("trades", std::move(trades));
}

}  // namespace spark::report
