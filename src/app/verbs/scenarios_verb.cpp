#include "app/verbs/scenarios_verb.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "adapters/store/evidence_folder.hpp"
#include "app/cli/numbers.hpp"
#include "app/cli/progress.hpp"
#include "app/cli/table.hpp"
#include "app/verbs/backtest_document.hpp"
#include "app/verbs/report_messages.hpp"
#include "app/verbs/run_inputs.hpp"
#include "app/verbs/scenario_file.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/base/unfinished_file.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::verbs {
namespace {

using cli::say;
using wire::Json;

/// One combination of the file's rows.
struct Scenario {
    const ScenarioData& data;
    const ScenarioStrategy& strategy;
    const ScenarioCosts& costs;
    const ScenarioPeriod& period;
};

std::vector<Scenario> combinations(const ScenarioFile& file) {
    std::vector<Scenario> scenarios;
    for (const ScenarioData& data : file.data)
        for (const ScenarioStrategy& strategy : file.strategies)
            for (const ScenarioCosts& costs : file.costs)
                for (const ScenarioPeriod& period : file.periods) scenarios.push_back({data, strategy, costs, period});
    return scenarios;
}

/// What the manifest names: every data set that was read, the strategies' texts, each once.
struct Seen {
    std::set<std::string> texts;
    std::vector<audit::DataSetRecord> data_sets;

    void add(const LoadedCase& loaded) {
        texts.insert(loaded.strategy_text());
        for (const store::MappedDataSet* const data_set : loaded.all_data_sets()) {
            audit::DataSetRecord record{data_set->id().text(), data_set->sha256().hex()};
            if (std::ranges::find(data_sets, record) == data_sets.end()) data_sets.push_back(std::move(record));
        }
    }
};

Json row_json(const Scenario& scenario) {
    return Json::object()
        .set("data", scenario.data.label)
        .set("strategy", scenario.strategy.label)
        .set("costs", scenario.costs.label)
        .set("period", scenario.period.label);
}

Result<Json> run_scenario(Context& context, const Scenario& scenario, Seen& seen) {
    CaseRequest request;
    SPARK_TRY(request.strategies, read_strategies(context, scenario.strategy.strategy, scenario.strategy.assignments));
    request.data_sets = scenario.data.data_sets;
    request.rules = scenario.costs.rules;
    request.from = scenario.period.from;
    request.to = scenario.period.to;
    LoadedCase loaded;
    SPARK_TRY(loaded.load(context, std::move(request)));
    Stopwatch watch(context);
    ComputedCase made;
    SPARK_TRY(compute_case(loaded, watch, made));
    seen.add(loaded);
    Json warnings = Json::array();
    for (const backtest::Warning warning : made.warnings) warnings.push(backtest::to_text(warning));
    return row_json(scenario)
        .set("result_hash", made.determinism.first_hash)
        .set("sound", made.sound())
        .set("bars", made.timeline.open_time_ns.size())
        .set("final_equity", to_text(made.outcome.final_equity))
        .set("metrics", metrics_json(made.metrics))
        .set("warnings", std::move(warnings));
}

/// One line a scenario: what it was, then the figures people sort by.
Result<std::string> csv_of(std::span<const Json> rows) {
    std::string csv =
        "data,strategy,costs,period,trades,net_pnl,fees,total_return,max_drawdown_pct,sharpe,profit_factor,exposure,"
        "result_hash,error\n";
    const auto quoted = [](const std::string& text) {
        std::string cell = "\"";
        // A leading sign that a spreadsheet takes for a formula gets an apostrophe before it.
        if (!text.empty() && std::string_view("=+-@").contains(text.front())) cell += '\'';
        for (const char letter : text) cell += letter == '"' ? std::string("\"\"") : std::string(1, letter);
        return cell + "\"";
    };
    for (const Json& row : rows) {
        for (const std::string_view field : {"data", "strategy", "costs", "period"}) {
            SPARK_TRY(const std::string text, row.string_at(field));
            csv += quoted(text) + ",";
        }
        const Json* const metrics = row.find("metrics");
        for (const std::string_view field :
             {"trades", "net_pnl", "fees", "total_return", "max_drawdown_pct", "sharpe", "profit_factor", "exposure"}) {
            const Json* const value = metrics == nullptr ? nullptr : metrics->find(field);
            if (value != nullptr && value->is_string()) {
                SPARK_TRY(const std::string text, value->as_string());
                csv += text;
            } else if (value != nullptr && !value->is_null()) {
                csv += wire::to_text(*value);
            }
            csv += ',';
        }
        for (const std::string_view field : {"result_hash", "error"}) {
            if (row.find(field) != nullptr) {
                SPARK_TRY(const std::string text, row.string_at(field));
                csv += field == "error" ? quoted(text) : text + ",";
            } else if (field == "result_hash") {
                csv += ',';
            }
        }
        csv += '\n';
    }
    return csv;
}

Result<void> print_rows(cli::Terminal& terminal, std::span<const Json> rows) {
    const cli::Language language = terminal.language();
    const cli::NumberStyle style{language, terminal.options().plain};
    cli::Table table({{cli::Text{"data", "veri"}.in(language).data()},
                      {cli::Text{"strategy", "strateji"}.in(language).data()},
                      {cli::Text{"costs", "maliyet"}.in(language).data()},
                      {cli::Text{"period", "dönem"}.in(language).data()},
                      {say<messages::trades_label>(language), cli::Align::right},
                      {say<messages::net_label>(language), cli::Align::right},
                      {say<messages::drawdown_label>(language), cli::Align::right},
                      {say<messages::sharpe_label>(language), cli::Align::right}});
    for (const Json& row : rows) {
        std::vector<std::string> cells;
        for (const std::string_view field : {"data", "strategy", "costs", "period"}) {
            SPARK_TRY(std::string text, row.string_at(field));
            cells.push_back(std::move(text));
        }
        const Json* const metrics = row.find("metrics");
        if (metrics == nullptr) {
            SPARK_TRY(std::string error, row.string_at("error"));
            cells.insert(cells.end(), {"–", std::move(error), "–", "–"});
            table.add(std::move(cells));
            continue;
        }
        SPARK_TRY(const std::int64_t trades, metrics->int64_at("trades"));
        SPARK_TRY(const std::string net, metrics->string_at("net_pnl"));
        SPARK_TRY(const double fall, metrics->double_at("max_drawdown_pct"));
        const Json* const sharpe = metrics->find("sharpe");
        std::string shown_sharpe = "–";
        if (sharpe != nullptr && !sharpe->is_null()) {
            SPARK_TRY(const double value, sharpe->as_double());
            shown_sharpe = cli::shown_number(value, 2, style);
        }
        cells.insert(cells.end(), {cli::shown_count(trades, style), cli::shown_decimal(net, style, 2),
                                   cli::shown_percent(fall, 2, style, cli::Sign::if_negative), shown_sharpe});
        table.add(std::move(cells));
    }
    table.print(terminal);
    return {};
}

Result<audit::Inputs> inputs_of(const Context& context, const Seen& seen) {
    std::string texts;
    for (const std::string& text : seen.texts) texts += text;
    SPARK_TRY(audit::Inputs inputs, inputs_of_run(context, {}, texts));
    inputs.data_sets = seen.data_sets;
    return inputs;
}

}  // namespace

Result<int> backtest_scenarios(Context& context, const cli::Invocation& invocation) {
    SPARK_TRY(const ScenarioFile file, read_scenario_file(context, invocation.positional(0)));
    const std::vector<Scenario> scenarios = combinations(file);
    std::vector<Json> rows;
    Seen seen;
    bool sound = true;
    std::size_t failed = 0;
    {
        cli::Progress progress(
            context.terminal, context.steady_clock,
            {say<messages::scenarios_label>(context.terminal.language()), static_cast<std::int64_t>(scenarios.size())});
        for (const Scenario& scenario : scenarios) {
            if (context.cancelled()) return context.cancelled_exit_code();
            auto row = run_scenario(context, scenario, seen);
            // One combination that cannot run (too little data in a period) does not take the others with it.
            if (!row) {
                ++failed;
                const std::string place = row.error().place.empty() ? "" : row.error().place + ": ";
                rows.push_back(row_json(scenario).set("error", place + row.error().message));
            } else {
                SPARK_TRY(const bool good, row->bool_at("sound"));
                sound = sound && good;
                rows.push_back(*std::move(row));
            }
            progress.at(static_cast<std::int64_t>(rows.size()));
        }
        progress.finish(static_cast<std::int64_t>(rows.size()));
    }
    Json list = Json::array();
    for (const Json& row : rows) list.push(row);
    SPARK_TRY(const audit::Inputs inputs, inputs_of(context, seen));
    SPARK_TRY(std::string csv, csv_of(rows));
    if (const auto path = invocation.text("csv")) {
        SPARK_TRY(UnfinishedFile written, UnfinishedFile::create(std::filesystem::path(*path)));
        SPARK_TRY(written.write(csv));
        SPARK_TRY(written.publish(std::filesystem::path(*path), UnfinishedFile::WhenThere::replace));
    }
    store::EvidenceRun run;
    run.kind = "scenarios";
    run.id = context.new_id("sc");
    run.nonce = context.new_nonce();
    run.created_at = context.now();
    run.document = Json::object()
                       .set("schema", "spark.scenarios/1")
                       .set("id", run.id)
                       .set("created_at", format_iso8601(run.created_at))
                       .set("name", file.name)
                       .set("scenarios", rows.size())
                       .set("failed", failed)
                       .set("rows", std::move(list))
                       .set("evidence", fmt::format("evidence/scenarios/{}.json", run.id));
    run.inputs = inputs;
    run.attachments = {{"scenarios.csv", std::move(csv)}};
    const Json document = run.document;
    const std::string id = run.id;
    const std::filesystem::path root(invocation.text_or("out", data_dir(context)));
    SPARK_TRY(const store::EvidenceFolder folder, store::EvidenceFolder::open(root / "evidence"));
    SPARK_TRY(folder.write(run));
    context.metrics.add("spark_evidence_written_total");
    if (context.terminal.options().json) {
        context.terminal.out_line(wire::to_text(document));
    } else {
        SPARK_TRY(print_rows(context.terminal, rows));
        context.terminal.note(fmt::format("{}: spark evidence verify {}",
                                          cli::Text{"Next", "Sonra"}.in(context.terminal.language()), id));
    }
    return sound && failed == 0 ? 0 : 7;
}

}  // namespace spark::verbs
