#include "app/verbs/backtest_run.hpp"

#include <fmt/format.h>

#include "adapters/store/evidence_folder.hpp"
#include "app/verbs/backtest_document.hpp"
#include "app/verbs/backtest_statistics.hpp"
#include "app/verbs/run_inputs.hpp"
#include "engine/backtest/result_hash.hpp"
#include "engine/backtest/result_text.hpp"
#include "foundation/base/decimal_text.hpp"

namespace spark::verbs {
namespace {

/// A NONCE has six random digits a second: several runs a second meet now and then, five times in a row they do not.
constexpr int nonce_attempts_max = 5;

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

}  // namespace

void add_probabilistic_sharpe(wire::Json& document) {
    const wire::Json* const returns = document.find("statistics")->find("returns");
    document.find("metrics")->set("psr", returns == nullptr ? wire::Json() : *returns->find("probabilistic_sharpe"));
}

namespace {

/// The command as it can be typed: places of the run's own files filled in.
void fill_in_places(Context& context, const std::string& id) {
    constexpr std::string_view place = "{run}/";
    for (std::string& word : context.command_line) {
        if (!word.starts_with(place)) continue;
        std::error_code error;
        const auto folder = std::filesystem::absolute(data_dir(context), error) / "evidence" / "backtest" / id;
        word = (folder / word.substr(place.size())).string();
    }
}

Result<void> compute_and_describe(Context& context, CaseRequest request, bool with_band, Stopwatch& watch,
                                  BacktestRun& run) {
    SPARK_TRY(run.loaded.load(context, std::move(request)));
    run.made.timing.load = watch.lap();
    SPARK_TRY(compute_case(run.loaded, watch, run.made));
    if (run.id.empty()) run.id = context.new_id("bt");
    fill_in_places(context, run.id);
    SPARK_TRY(run.inputs, inputs_of_run(context, run.loaded.all_data_sets(), run.loaded.strategy_text()));
    run.created_at = context.now();
    run.document = backtest_document({.id = run.id,
                                      .created_at = run.created_at,
                                      .strategy_sha256 = run.inputs.strategy_sha256,
                                      .loaded = run.loaded,
                                      .made = run.made});
    run.document.set("statistics", backtest_statistics(run.loaded, run.made));
    add_probabilistic_sharpe(run.document);
    if (with_band) {
        SPARK_TRY(wire::Json band, band_json(run.loaded, run.made));
        run.document.set("band", std::move(band));
    }
    run.document.set("evidence", fmt::format("evidence/backtest/{}.json", run.id));
    run.trades_csv = backtest::trades_csv(run.loaded.asked(), run.made.outcome);
    return {};
}

}  // namespace

Result<void> make_backtest(Context& context, CaseRequest request, bool with_band, Stopwatch& watch, BacktestRun& run) {
    auto made = compute_and_describe(context, std::move(request), with_band, watch, run);
    if (!made) context.metrics.add("spark_backtest_failures_total");
    return made;
}

Result<void> keep_backtest(Context& context, const std::filesystem::path& root, const Stopwatch& watch,
                           const BacktestRun& run) {
    store::EvidenceRun kept;
    kept.kind = "backtest";
    kept.id = run.id;
    kept.created_at = run.created_at;
    kept.document = run.document;
    kept.inputs = run.inputs;
    kept.attachments = {{"trades.csv", run.trades_csv},
                        {"equity_daily.csv", backtest::daily_equity_csv(backtest::daily_equity(
                                                 run.made.timeline.open_time_ns, run.made.curve))},
                        {"strategy.txt", run.loaded.strategy_text()}};
    for (const AttachedInput& file : run.attached) kept.attachments.push_back({file.name, file.text});
    SPARK_TRY(const store::EvidenceFolder folder, store::EvidenceFolder::open(root / "evidence"));
    kept.nonce = context.new_nonce();
    auto written = folder.write(kept);
    for (int attempt = 1; !written && written.error().fault == Fault::conflict && attempt < nonce_attempts_max;
         ++attempt) {
        kept.nonce = context.new_nonce();
        written = folder.write(kept);
    }
    if (!written) context.metrics.add("spark_backtest_failures_total");
    SPARK_TRY(written);
    context.metrics.add("spark_evidence_written_total");
    context.metrics.add("spark_backtest_runs_total");
    context.metrics.add("spark_backtest_trades_total", run.made.outcome.trades.size());
    context.metrics.observe("spark_backtest_runtime_ms", watch.total());
    for (const std::string& warning : written->warnings) {
        context.terminal.complain(
            fmt::format("{}: {}", cli::Text{"warning", "uyarı"}.in(context.terminal.language()), warning));
    }
    return {};
}

}  // namespace spark::verbs
