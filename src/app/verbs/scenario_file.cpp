#include "app/verbs/scenario_file.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>

#include "app/verbs/run_rules.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/nearest_name.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::verbs {
namespace {

using wire::LocatedKind;
using wire::LocatedValue;

class Reader {
  public:
    Reader(const Context& context, std::string_view path) : context_(context), path_(path) {}

    Result<ScenarioFile> read(const LocatedValue& root) {
        ScenarioFile file;
        file.name = std::filesystem::path(path_).stem().string();
        for (const LocatedValue& field : root.items) {
            if (field.key == "schema") {
                if (field.text != "spark.scenarios/1")
                    return refuse(field,
                                  fmt::format("found schema '{}', allowed spark.scenarios/1", shown(field.text)));
            } else if (field.key == "name") {
                SPARK_TRY(file.name, text_of(field));
            } else if (field.key == "data") {
                SPARK_TRY(each(field, [&](const LocatedValue& row) { return read_data(row, file); }));
            } else if (field.key == "strategies") {
                SPARK_TRY(each(field, [&](const LocatedValue& row) { return read_strategy(row, file); }));
            } else if (field.key == "costs") {
                SPARK_TRY(each(field, [&](const LocatedValue& row) { return read_costs(row, file); }));
            } else if (field.key == "periods") {
                SPARK_TRY(each(field, [&](const LocatedValue& row) { return read_period(row, file); }));
            } else {
                return unknown(
                    field, std::array<std::string_view, 6>{"schema", "name", "data", "strategies", "costs", "periods"});
            }
        }
        if (file.data.empty()) return refuse(root, "no [[data]]: at least one data set is needed");
        if (file.strategies.empty()) return refuse(root, "no [[strategies]]: at least one is needed");
        if (file.costs.empty()) file.costs.push_back({"settings", rules_of_settings(context_)});
        if (file.periods.empty()) file.periods.push_back({"all", std::nullopt, std::nullopt});
        if (file.count() > scenarios_max) {
            return refuse(root, fmt::format("{} scenarios, allowed up to {}", file.count(), scenarios_max));
        }
        return file;
    }

  private:
    std::unexpected<Error> refuse(const LocatedValue& value, std::string message, std::string remedy = {}) const {
        return fail(Fault::invalid_input, std::move(message), wire::to_text(path_, value.place), std::move(remedy));
    }

    std::unexpected<Error> unknown(const LocatedValue& field, std::span<const std::string_view> names) const {
        const auto nearest = nearest_name(field.key, names);
        return fail(Fault::invalid_input, fmt::format("unknown field '{}'", shown(field.key)),
                    wire::to_text(path_, field.key_place),
                    nearest ? fmt::format("did you mean '{}'?", *nearest) : std::string{});
    }

    Result<std::string> text_of(const LocatedValue& value) const {
        if (value.kind == LocatedKind::text && !value.text.empty()) return value.text;
        return refuse(value, fmt::format("found {} for {}, allowed text", kind_name(value.kind), value.key));
    }

    Result<void> each(const LocatedValue& list, auto&& read_row) const {
        if (list.kind != LocatedKind::list)
            return refuse(list, fmt::format("{} is a list of tables: [[{}]]", list.key, list.key));
        for (const LocatedValue& row : list.items) {
            if (row.kind != LocatedKind::table) return refuse(row, fmt::format("a row of {} is a table", list.key));
            SPARK_TRY(read_row(row));
        }
        return {};
    }

    Result<void> read_data(const LocatedValue& row, ScenarioFile& file) const {
        ScenarioData data;
        for (const LocatedValue& field : row.items) {
            if (field.key == "label") {
                SPARK_TRY(data.label, text_of(field));
            } else if (field.key == "dataset" && field.kind == LocatedKind::list) {
                for (const LocatedValue& item : field.items) {
                    SPARK_TRY(std::string id, text_of(item));
                    data.data_sets.push_back(std::move(id));
                }
            } else if (field.key == "dataset") {
                SPARK_TRY(std::string id, text_of(field));
                data.data_sets.push_back(std::move(id));
            } else {
                return unknown(field, std::array<std::string_view, 2>{"label", "dataset"});
            }
        }
        if (data.data_sets.empty()) return refuse(row, "a row of data needs its dataset");
        for (const std::string& id : data.data_sets) {
            if (row.find("label") == nullptr) data.label += (data.label.empty() ? "" : "+") + id;
        }
        file.data.push_back(std::move(data));
        return {};
    }

    Result<void> read_strategy(const LocatedValue& row, ScenarioFile& file) const {
        ScenarioStrategy strategy;
        for (const LocatedValue& field : row.items) {
            if (field.key == "label") {
                SPARK_TRY(strategy.label, text_of(field));
            } else if (field.key == "strategy") {
                SPARK_TRY(strategy.strategy, text_of(field));
            } else if (field.key == "params") {
                if (field.kind != LocatedKind::table) return refuse(field, "params is a table: { fast = 9 }");
                for (const LocatedValue& value : field.items)
                    strategy.assignments.push_back(value.key + "=" + value.text);
            } else {
                return unknown(field, std::array<std::string_view, 3>{"label", "strategy", "params"});
            }
        }
        if (strategy.strategy.empty()) return refuse(row, "a row of strategies needs its strategy");
        if (strategy.label.empty()) {
            strategy.label = strategy.strategy;
            for (const std::string& assignment : strategy.assignments) strategy.label += " " + assignment;
        }
        file.strategies.push_back(std::move(strategy));
        return {};
    }

    Result<void> read_costs(const LocatedValue& row, ScenarioFile& file) const {
        ScenarioCosts costs{"", rules_of_settings(context_)};
        LocatedValue rest = row;
        rest.items.clear();
        for (const LocatedValue& field : row.items) {
            if (field.key != "label") {
                rest.items.push_back(field);
                continue;
            }
            SPARK_TRY(costs.label, text_of(field));
        }
        SPARK_TRY(apply_rule_table(rest, path_, costs.rules));
        if (costs.label.empty()) costs.label = fmt::format("costs {}", file.costs.size() + 1);
        const auto good = backtest::check_rules(costs.rules);
        if (!good) return refuse(row, good.error().message + " for " + good.error().place);
        file.costs.push_back(std::move(costs));
        return {};
    }

    Result<void> read_period(const LocatedValue& row, ScenarioFile& file) const {
        ScenarioPeriod period;
        for (const LocatedValue& field : row.items) {
            if (field.key == "label") {
                SPARK_TRY(period.label, text_of(field));
            } else if (field.key == "from" || field.key == "to") {
                SPARK_TRY(const std::string text, text_of(field));
                const auto time = parse_iso8601(text);
                if (!time) return refuse(field, time.error().message);
                (field.key == "from" ? period.from : period.to) = *time;
            } else {
                return unknown(field, std::array<std::string_view, 3>{"label", "from", "to"});
            }
        }
        if (period.from && period.to && *period.from >= *period.to) return refuse(row, "from is not before to");
        if (period.label.empty() && !period.from && !period.to) period.label = "all";
        if (period.label.empty()) {
            period.label = fmt::format("{}..{}", period.from ? format_iso8601(*period.from).substr(0, 10) : "",
                                       period.to ? format_iso8601(*period.to).substr(0, 10) : "");
        }
        file.periods.push_back(std::move(period));
        return {};
    }

    const Context& context_;
    std::string_view path_;
};

}  // namespace

Result<ScenarioFile> read_scenario_file(const Context& context, std::string_view path) {
    SPARK_TRY(const std::string text, read_file(std::filesystem::path(path), wire::LocatedLimits{}.bytes_max));
    auto root = path.ends_with(".json") ? wire::parse_located_json(text) : wire::parse_located_toml(text);
    if (!root) return fail(Fault::invalid_input, root.error().message, fmt::format("{}:{}", path, root.error().place));
    return Reader(context, path).read(*root);
}

}  // namespace spark::verbs
