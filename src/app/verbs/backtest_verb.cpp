#include "app/verbs/backtest_verb.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "adapters/store/evidence_folder.hpp"
#include "app/verbs/backtest_case.hpp"
#include "app/verbs/backtest_document.hpp"
#include "app/verbs/backtest_statistics.hpp"
#include "app/verbs/backtest_text.hpp"
#include "app/verbs/data_report.hpp"
#include "app/verbs/report_messages.hpp"
#include "app/verbs/run_inputs.hpp"
#include "app/verbs/run_rules.hpp"
#include "app/verbs/strategy_source.hpp"
#include "engine/backtest/result_hash.hpp"
#include "engine/backtest/result_text.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/base/unfinished_file.hpp"

namespace spark::verbs {
namespace {

using cli::say;

/// `30%` or `30`. Errors: invalid_input.
Result<std::int64_t> out_of_sample_pct(std::string_view text) {
    const std::string_view digits = text.ends_with('%') ? text.substr(0, text.size() - 1) : text;
    const auto share = parse_units(digits);
    if (share && !share->rounded && share->units > 0 && share->units < 100 * units_per_one) return share->units;
    return fail(Fault::invalid_input, fmt::format("found '{}', allowed a share between 0 and 100 percent", text),
                "--oos", "--oos 30%");
}

Result<CaseRequest> read_request(const Context& context, const cli::Invocation& invocation) {
    CaseRequest request;
    SPARK_TRY(request.strategies, read_strategies(context, invocation.positional(0), invocation.all("set")));
    const auto data_sets = invocation.all("dataset");
    request.data_sets.assign(data_sets.begin(), data_sets.end());
    const auto watched = invocation.all("with");
    request.watched.assign(watched.begin(), watched.end());
    if (const auto finer = invocation.text("detail")) request.finer = std::string(*finer);
    SPARK_TRY(request.rules, read_run_rules(context, invocation));
    if (const auto share = invocation.text("oos")) {
        SPARK_TRY(request.out_of_sample_pct, out_of_sample_pct(*share));
    }
    SPARK_TRY(request.from, invocation.time("from"));
    SPARK_TRY(request.to, invocation.time("to"));
    if (request.from && request.to && *request.from >= *request.to) {
        return fail(Fault::invalid_input,
                    fmt::format("found --from {} and --to {}, allowed --from before --to",
                                format_iso8601(*request.from), format_iso8601(*request.to)),
                    "--from, --to");
    }
    SPARK_TRY(backtest::check_rules(request.rules));
    return request;
}

/// The two readings of bars that reach several levels, side by side.
Result<wire::Json> band_json(const LoadedCase& loaded, const ComputedCase& made) {
    wire::Json band = wire::Json::object();
    for (const auto way : {backtest::Intrabar::pessimistic, backtest::Intrabar::optimistic}) {
        backtest::Case asked = loaded.asked();
        asked.rules.intrabar = way;
        SPARK_TRY(const backtest::RunOutcome outcome, backtest::run_case(asked, made.plans));
        Int128 net = 0;
        for (const portfolio::ClosedTrade& trade : outcome.trades) net += trade.net.units();
        band.set(way == backtest::Intrabar::pessimistic ? "pessimistic" : "optimistic",
                 wire::Json::object()
                     .set("trades", outcome.trades.size())
                     .set("net_pnl", format_wide_units(net))
                     .set("final_equity", to_text(outcome.final_equity))
                     .set("result_hash", backtest::result_hash(outcome)));
    }
    return band;
}

/// Files asked for by --trades and --equity: written under temporary names first, so that a run that fails leaves none.
class SideFiles {
  public:
    Result<void> add(std::optional<std::string_view> path, std::string_view bytes) {
        if (!path) return {};
        const std::filesystem::path final_path(*path);
        SPARK_TRY(UnfinishedFile file, UnfinishedFile::create(final_path));
        SPARK_TRY(file.write(bytes));
        files_.emplace_back(std::move(file), final_path);
        return {};
    }
    Result<void> publish() {
        for (auto& [file, path] : files_) SPARK_TRY(file.publish(path, UnfinishedFile::WhenThere::replace));
        return {};
    }

  private:
    std::vector<std::pair<UnfinishedFile, std::filesystem::path>> files_;
};

Result<void> keep_evidence(Context& context, const cli::Invocation& invocation, store::EvidenceRun run) {
    const std::filesystem::path root(invocation.text_or("out", data_dir(context)));
    SPARK_TRY(const store::EvidenceFolder folder, store::EvidenceFolder::open(root / "evidence"));
    SPARK_TRY(const store::WrittenEvidence written, folder.write(run));
    context.metrics.add("spark_evidence_written_total");
    for (const std::string& warning : written.warnings) {
        context.terminal.complain(
            fmt::format("{}: {}", cli::Text{"warning", "uyarı"}.in(context.terminal.language()), warning));
    }
    return {};
}

/// The one figure of the families that stands among the metrics too.
void add_probabilistic_sharpe(wire::Json& document) {
    const wire::Json* const returns = document.find("statistics")->find("returns");
    document.find("metrics")->set("psr", returns == nullptr ? wire::Json() : *returns->find("probabilistic_sharpe"));
}

Result<int> run_backtest(Context& context, const cli::Invocation& invocation) {
    Stopwatch watch(context);
    SPARK_TRY(CaseRequest request, read_request(context, invocation));
    LoadedCase loaded;
    SPARK_TRY(loaded.load(context, std::move(request)));
    ComputedCase made;
    made.timing.load = watch.lap();
    SPARK_TRY(compute_case(loaded, watch, made));
    if (context.cancelled()) return context.cancelled_exit_code();

    SPARK_TRY(const audit::Inputs inputs, inputs_of_run(context, loaded.all_data_sets(), loaded.strategy_text()));
    const BacktestFacts facts{.id = context.new_id("bt"),
                              .created_at = context.now(),
                              .strategy_sha256 = inputs.strategy_sha256,
                              .loaded = loaded,
                              .made = made};
    wire::Json document = backtest_document(facts);
    document.set("statistics", backtest_statistics(loaded, made));
    add_probabilistic_sharpe(document);
    if (invocation.has("band")) {
        SPARK_TRY(wire::Json band, band_json(loaded, made));
        document.set("band", std::move(band));
    }
    document.set("evidence", fmt::format("evidence/backtest/{}.json", facts.id));

    std::string trades = backtest::trades_csv(loaded.asked(), made.outcome);
    SideFiles side_files;
    SPARK_TRY(side_files.add(invocation.text("trades"), trades));
    if (invocation.has("equity")) {
        const std::uint32_t first_bar = loaded.asked().books.front().first_bar;
        SPARK_TRY(side_files.add(invocation.text("equity"),
                                 backtest::equity_csv(made.timeline, made.curve, made.outcome, first_bar)));
    }
    store::EvidenceRun run;
    run.kind = "backtest";
    run.id = facts.id;
    run.nonce = context.new_nonce();
    run.created_at = facts.created_at;
    run.document = document;
    run.inputs = inputs;
    run.attachments = {{"trades.csv", std::move(trades)},
                       {"equity_daily.csv",
                        backtest::daily_equity_csv(backtest::daily_equity(made.timeline.open_time_ns, made.curve))},
                       {"strategy.txt", loaded.strategy_text()}};
    SPARK_TRY(keep_evidence(context, invocation, std::move(run)));
    SPARK_TRY(side_files.publish());
    context.metrics.observe("spark_backtest_runtime_ms", watch.total());

    cli::Terminal& terminal = context.terminal;
    if (terminal.options().json) {
        terminal.out_line(wire::to_text(document));
    } else {
        SPARK_TRY(print_backtest(terminal, document));
        terminal.note(fmt::format("{}: spark backtest show {}   |   spark evidence verify {}",
                                  cli::Text{"Next", "Sonra"}.in(terminal.language()), facts.id, facts.id));
    }
    return made.sound() ? 0 : 7;
}

}  // namespace

Result<int> backtest_run(Context& context, const cli::Invocation& invocation) {
    auto done = run_backtest(context, invocation);
    if (done)
        context.metrics.add({"spark_backtests_total", "ok"});
    else
        context.metrics.add({"spark_backtests_total", "refused"});
    return done;
}

}  // namespace spark::verbs
