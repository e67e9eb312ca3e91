#include "app/verbs/backtest_replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "app/verbs/backtest_report.hpp"
#include "app/verbs/run_rules.hpp"
#include "engine/backtest/result_hash.hpp"
#include "engine/strategy/built_ins.hpp"
#include "foundation/base/decimal_text.hpp"

namespace spark::verbs {
namespace {

using wire::Json;
using wire::JsonMember;

constexpr std::string_view native_head = "spark.native/1\nname ";

/// What a document of evidence lacks or has of another type is damage: its manifest vouched for the bytes.
std::unexpected<Error> damaged(const store::StoredEvidence& stored, Error error) {
    return fail(Fault::corrupt, std::move(error.message), stored.document_path.string());
}

/// Length of the JSON object that `text` begins with; all of it where it does not end.
std::size_t object_size(std::string_view text) {
    std::size_t depth = 0;
    bool is_inside_text = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (is_inside_text) {
            if (c == '\\')
                ++at;
            else if (c == '"')
                is_inside_text = false;
            continue;
        }
        if (c == '"') is_inside_text = true;
        if (c == '{') ++depth;
        if (c == '}' && --depth == 0) return at + 1;
    }
    return text.size();
}

/// The strategies whose canonical texts stand one after another.
Result<std::vector<strategy::Definition>> definitions_of(std::string_view text) {
    std::vector<strategy::Definition> definitions;
    while (!text.empty()) {
        if (!text.starts_with(native_head)) {
            const std::size_t size = object_size(text);
            SPARK_TRY(strategy::Definition definition,
                      strategy::load_definition(text.substr(0, size), "strategy.txt", strategy::DocumentSyntax::json));
            definitions.push_back(std::move(definition));
            text.remove_prefix(size);
            if (text.starts_with('\n')) text.remove_prefix(1);
            continue;
        }
        const std::string_view rest = text.substr(native_head.size());
        const std::string name(rest.substr(0, rest.find('\n')));
        SPARK_TRY(strategy::Definition definition, strategy::find_built_in(name));
        const std::string canonical = definition.canonical_text();
        if (!text.starts_with(canonical))
            return fail(Fault::conflict, fmt::format("the built-in strategy '{}' is another one in this program", name),
                        {}, "repeat the run with the program whose commit stands in its manifest");
        definitions.push_back(std::move(definition));
        text.remove_prefix(canonical.size());
    }
    return definitions;
}

std::string value_text(const Json& value) {
    auto text = value.as_string();
    return text ? *std::move(text) : wire::to_text(value);
}

Result<std::vector<AskedStrategy>> strategies_of(const store::StoredEvidence& stored) {
    SPARK_TRY(const std::string text, read_attachment(stored, "strategy.txt"));
    if (text.empty())
        return fail(Fault::not_found, fmt::format("{} holds no strategy.txt", stored.entry.id), {},
                    "run the backtest again: its command stands in its manifest");
    SPARK_TRY(auto definitions, definitions_of(text));
    const auto params = stored.document.at("params");
    if (!params) return damaged(stored, params.error());
    std::vector<AskedStrategy> strategies;
    for (strategy::Definition& definition : definitions) {
        const Json* const own = definitions.size() == 1 ? *params : (*params)->find(definition.name());
        std::vector<strategy::Assignment> assignments;
        if (own != nullptr && own->is_object()) {
            for (const JsonMember& member : std::span(own->as_object().value()))
                assignments.push_back({member.key, value_text(member.value)});
        }
        SPARK_TRY(std::vector<std::int64_t> values, strategy::resolve_parameters(definition.parameters(), assignments));
        strategies.push_back({std::move(definition), std::move(values)});
    }
    return strategies;
}

bool has_flag(std::string_view command, std::string_view flag) {
    for (const std::string_view end : {" ", "="}) {
        if (command.find(fmt::format(" --{}{}", flag, end)) != std::string_view::npos) return true;
    }
    return false;
}

/// The word behind a flag of the command; empty where it is not there.
std::string_view flag_text(std::string_view command, std::string_view flag) {
    for (const char end : {' ', '='}) {
        const std::string wanted = fmt::format(" --{}{}", flag, end);
        const std::size_t at = command.find(wanted);
        if (at == std::string_view::npos) continue;
        const std::string_view rest = command.substr(at + wanted.size());
        return rest.substr(0, rest.find(' '));
    }
    return {};
}

Result<void> apply_object(const Json& object, backtest::RunRules& rules) {
    SPARK_TRY(const wire::LocatedValue table, wire::parse_located_json(wire::to_text(object)));
    return apply_rule_table(table, "document", rules);
}

Result<backtest::RunRules> rules_of(const store::StoredEvidence& stored) {
    const Json& document = stored.document;
    backtest::RunRules rules;
    // What a document leaves out was nothing.
    rules.costs = portfolio::CostModel{};
    SPARK_TRY(const Json* costs, document.at("costs"));
    SPARK_TRY(apply_object(*costs, rules));
    SPARK_TRY(const Json* given, document.at("rules"));
    Json named = Json::object();
    SPARK_TRY(const auto members, given->as_object());
    for (const JsonMember& member : members) named.set(member.key == "venue" ? "rules" : member.key, member.value);
    SPARK_TRY(apply_object(named, rules));
    SPARK_TRY(const std::string size, document.string_at("size"));
    SPARK_TRY(rules.size, backtest::SizeRule::parse(size));
    // `units:1` stands there also where the plan brought its own size.
    const std::string_view command = stored.manifest.inputs.command;
    rules.size_overrides_plan = rules.size != backtest::SizeRule{} || has_flag(command, "size");
    SPARK_TRY(const std::string cash, document.string_at("cash"));
    SPARK_TRY(const ParsedUnits units, parse_units(cash));
    rules.cash = Notional::of_units(units.units);
    return rules;
}

/// Data sets that were traded, in the order of the books; the further ones of the manifest were watched, and the last
/// of them had the finer bars where there were any.
Result<void> add_data_sets(const store::StoredEvidence& stored, CaseRequest& request) {
    const auto add = [&request](std::string id) {
        if (std::ranges::count(request.data_sets, id) == 0) request.data_sets.push_back(std::move(id));
    };
    if (const Json* const books = stored.document.find("books")) {
        SPARK_TRY(const auto rows, books->as_array());
        for (const Json& book : rows) {
            SPARK_TRY(std::string id, book.string_at("dataset"));
            add(std::move(id));
        }
    } else {
        SPARK_TRY(const Json* data_set, stored.document.at("dataset"));
        SPARK_TRY(std::string id, data_set->string_at("id"));
        add(std::move(id));
    }
    for (const audit::DataSetRecord& record : stored.manifest.inputs.data_sets) {
        if (std::ranges::count(request.data_sets, record.id) == 0) request.watched.push_back(record.id);
    }
    if (!request.watched.empty() && has_flag(stored.manifest.inputs.command, "detail")) {
        request.finer = request.watched.back();
        request.watched.pop_back();
    }
    return {};
}

Result<void> add_period(const store::StoredEvidence& stored, CaseRequest& request) {
    SPARK_TRY(const Json* period, stored.document.at("period"));
    SPARK_TRY(const std::string first, period->string_at("first"));
    SPARK_TRY(const std::string last, period->string_at("last"));
    SPARK_TRY(request.from, parse_iso8601(first));
    SPARK_TRY(const WallTime last_open, parse_iso8601(last));
    request.to = last_open + std::chrono::milliseconds(1);
    return {};
}

}  // namespace

Result<CaseRequest> request_of_evidence(const store::StoredEvidence& stored) {
    CaseRequest request;
    SPARK_TRY(request.strategies, strategies_of(stored));
    auto rules = rules_of(stored);
    if (!rules) return damaged(stored, rules.error());
    request.rules = *std::move(rules);
    if (const auto added = add_data_sets(stored, request); !added) return damaged(stored, added.error());
    if (const auto added = add_period(stored, request); !added) return damaged(stored, added.error());
    std::string_view share = flag_text(stored.manifest.inputs.command, "oos");
    if (share.ends_with('%')) share.remove_suffix(1);
    const auto units = parse_units(share);
    if (stored.document.find("out_of_sample") != nullptr && units) request.out_of_sample_pct = units->units;
    return request;
}

Result<void> replay_backtest(Context& context, const store::StoredEvidence& stored, ReplayedRun& run) {
    SPARK_TRY(CaseRequest request, request_of_evidence(stored));
    request.out_of_sample_pct = 0;
    SPARK_TRY(run.loaded.load(context, std::move(request)));
    for (const store::MappedDataSet* const data_set : run.loaded.all_data_sets()) {
        const std::string id = data_set->id().text();
        const auto& records = stored.manifest.inputs.data_sets;
        const auto record = std::ranges::find(records, id, &audit::DataSetRecord::id);
        if (record == records.end() || record->sha256 == data_set->sha256().hex()) continue;
        return fail(Fault::conflict,
                    fmt::format("data set {} has other rows: found sha256 {}, the run has read {}", id,
                                data_set->sha256().hex(), record->sha256),
                    id, "ingest the rows of the run again");
    }
    Stopwatch watch(context);
    SPARK_TRY(compute_figures(run.loaded, watch, run.made));
    run.result_hash = backtest::result_hash(run.made.outcome);
    return {};
}

}  // namespace spark::verbs
