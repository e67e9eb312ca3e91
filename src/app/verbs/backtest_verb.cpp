#include "app/verbs/backtest_verb.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "adapters/store/evidence_folder.hpp"
#include "app/verbs/backtest_document.hpp"
#include "app/verbs/backtest_text.hpp"
#include "app/verbs/data_report.hpp"
#include "app/verbs/report_messages.hpp"
#include "app/verbs/run_inputs.hpp"
#include "app/verbs/strategy_source.hpp"
#include "engine/backtest/result_text.hpp"
#include "foundation/base/unfinished_file.hpp"

namespace spark::verbs {
namespace {

using cli::say;

/// Laps of a stopwatch, in milliseconds.
class Stopwatch {
  public:
    explicit Stopwatch(const Context& context) : context_(context), begun_(context.steady_now()), lap_(begun_) {}
    double lap() {
        const auto now = context_.steady_now();
        const double ms = std::chrono::duration<double, std::milli>(now - lap_).count();
        lap_ = now;
        return ms;
    }
    double total() const { return std::chrono::duration<double, std::milli>(context_.steady_now() - begun_).count(); }

  private:
    const Context& context_;
    std::chrono::nanoseconds begun_;
    std::chrono::nanoseconds lap_;
};

/// What the run is, as asked for; nothing has been computed yet.
struct Asked {
    std::optional<strategy::Definition> strategy{};
    std::vector<std::int64_t> values;
    backtest::RunRules rules;
    std::optional<WallTime> from;
    std::optional<WallTime> to;
};

/// The first of two rate flags that is given, else the setting.
Result<std::int64_t> rate(const cli::Invocation& invocation, std::string_view own, std::int64_t setting) {
    for (const std::string_view flag : {own, std::string_view("fee-bps")}) {
        SPARK_TRY(const auto given, invocation.units(flag));
        if (given) return *given;
    }
    return setting;
}

Result<Asked> read_flags(const Context& context, const cli::Invocation& invocation) {
    Asked asked;
    SPARK_TRY(asked.strategy, load_strategy(context, invocation.positional(0)));
    std::vector<strategy::Assignment> assignments;
    for (const std::string& text : invocation.all("set")) {
        SPARK_TRY(strategy::Assignment assignment, strategy::parse_assignment(text));
        assignments.push_back(std::move(assignment));
    }
    SPARK_TRY(asked.values, strategy::resolve_parameters(asked.strategy->parameters(), assignments));
    SPARK_TRY(asked.strategy->check(asked.values));
    portfolio::CostModel& costs = asked.rules.costs;
    SPARK_TRY(costs.maker_bps, rate(invocation, "maker-bps", context.settings.decimal_units("backtest.maker_bps")));
    SPARK_TRY(costs.taker_bps, rate(invocation, "taker-bps", context.settings.decimal_units("backtest.taker_bps")));
    SPARK_TRY(const auto slippage, invocation.units("slippage-bps"));
    costs.slippage_bps = slippage.value_or(context.settings.decimal_units("backtest.slippage_bps"));
    SPARK_TRY(portfolio::check_costs(costs));
    SPARK_TRY(asked.rules.size, backtest::SizeRule::parse(invocation.text_or("size", "units:1")));
    SPARK_TRY(const auto cash, invocation.units("cash"));
    asked.rules.cash = Notional::of_units(cash.value_or(context.settings.decimal_units("backtest.cash")));
    SPARK_TRY(backtest::check_rules(asked.rules));
    SPARK_TRY(asked.from, invocation.time("from"));
    SPARK_TRY(asked.to, invocation.time("to"));
    if (asked.from && asked.to && *asked.from >= *asked.to) {
        return fail(Fault::invalid_input,
                    fmt::format("found --from {} and --to {}, allowed --from before --to", format_iso8601(*asked.from),
                                format_iso8601(*asked.to)),
                    "--from, --to");
    }
    return asked;
}

/// The rows of [from, to): their first one and their count.
struct Rows {
    std::size_t first = 0;
    std::size_t count = 0;
};

Result<Rows> rows_of_period(const market::CandleColumns& candles, const Asked& asked) {
    const auto& times = candles.open_time_ns;
    const auto at = [&](std::optional<WallTime> time, std::size_t fallback) {
        if (!time) return fallback;
        return static_cast<std::size_t>(std::lower_bound(times.begin(), times.end(), ns_of(*time)) - times.begin());
    };
    const Rows rows{at(asked.from, 0), at(asked.to, times.size()) - at(asked.from, 0)};
    if (rows.count > 0) return rows;
    return fail(
        Fault::invalid_input,
        fmt::format("no bars in the period; the data set holds {} to {}",
                    format_iso8601(wall_time_of_ns(times.front())), format_iso8601(wall_time_of_ns(times.back()))),
        "--from, --to");
}

/// Everything computed, in the order it came about. Members refer to one another: made in place, not moved.
struct Computed {
    market::CandleColumns candles;
    strategy::SignalPlan plan;
    backtest::RunOutcome outcome;
    backtest::EquityCurve curve;
    backtest::Metrics metrics;
    backtest::LookAheadCheck look_ahead;
    backtest::DeterminismCheck determinism;
    std::vector<backtest::Warning> warnings;
    Timing timing;
};

Result<void> compute(const Asked& asked, Timeframe timeframe, Stopwatch& watch, Computed& made) {
    SPARK_TRY(made.plan,
              asked.strategy->plan({.candles = made.candles, .values = asked.values, .timeframe = timeframe}));
    made.timing.signals = watch.lap();
    SPARK_TRY(made.outcome, backtest::run_plan(made.candles, made.plan, asked.rules));
    made.timing.ledger = watch.lap();
    const std::uint32_t first_bar = asked.rules.first_bar;
    SPARK_TRY(made.curve, backtest::equity_curve(made.candles, made.outcome));
    SPARK_TRY(made.metrics,
              backtest::measure({made.candles, made.outcome, made.curve, first_bar, made.plan.warm_up_bars}));
    made.timing.metrics = watch.lap();
    const backtest::CheckInput input{*asked.strategy, asked.values, made.candles, made.plan,
                                     asked.rules,     made.outcome, timeframe};
    made.look_ahead = backtest::check_look_ahead(input);
    made.determinism = backtest::check_determinism(input);
    made.warnings = backtest::warnings_of(input, made.metrics);
    return {};
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

Result<int> run_backtest(Context& context, const cli::Invocation& invocation) {
    Stopwatch watch(context);
    SPARK_TRY(Asked asked, read_flags(context, invocation));
    SPARK_TRY(const store::MappedDataSet data_set, open_checked(context, invocation.required_text("dataset")));
    SPARK_TRY(const Rows rows, rows_of_period(data_set.columns(), asked));
    asked.rules.first_bar = static_cast<std::uint32_t>(rows.first);
    Computed made;
    made.candles = data_set.columns().slice(rows.first, rows.count);
    made.timing.load = watch.lap();
    SPARK_TRY(compute(asked, data_set.info().timeframe, watch, made));
    if (context.cancelled()) return context.cancelled_exit_code();
    const market::DataSetInfo& info = data_set.info();
    if (info.synthetic) made.warnings.push_back(backtest::Warning::synthetic_data);
    if (!info.quality.is_clean()) made.warnings.push_back(backtest::Warning::unclean_data);
    made.timing.total = watch.total();

    SPARK_TRY(const audit::Inputs inputs, inputs_of_run(context, data_set, asked.strategy->canonical_text()));
    const backtest::CheckInput input{*asked.strategy, asked.values, made.candles, made.plan, asked.rules, made.outcome};
    const BacktestFacts facts{.id = context.new_id("bt"),
                              .created_at = context.now(),
                              .data_set_id = data_set.id().text(),
                              .data_set_sha256 = data_set.sha256().hex(),
                              .venue = info.venue.text(),
                              .symbol = info.symbol.text(),
                              .timeframe = info.timeframe.text(),
                              .synthetic = info.synthetic,
                              .first_bar = asked.rules.first_bar,
                              .strategy_sha256 = inputs.strategy_sha256,
                              .run = input,
                              .curve = made.curve,
                              .metrics = made.metrics,
                              .look_ahead = made.look_ahead,
                              .determinism = made.determinism,
                              .warnings = made.warnings,
                              .timing = made.timing};
    wire::Json document = backtest_document(facts);
    document.set("evidence", fmt::format("evidence/backtest/{}.json", facts.id));

    std::string trades = backtest::trades_csv(made.candles, made.outcome, facts.first_bar);
    SideFiles side_files;
    SPARK_TRY(side_files.add(invocation.text("trades"), trades));
    if (invocation.has("equity")) {
        SPARK_TRY(side_files.add(invocation.text("equity"),
                                 backtest::equity_csv(made.candles, made.curve, made.outcome, facts.first_bar)));
    }
    store::EvidenceRun run;
    run.kind = "backtest";
    run.id = facts.id;
    run.nonce = context.new_nonce();
    run.created_at = facts.created_at;
    run.document = document;
    run.inputs = inputs;
    run.attachments = {
        {"trades.csv", std::move(trades)},
        {"equity_daily.csv", backtest::daily_equity_csv(backtest::daily_equity(made.candles, made.curve))}};
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
    return made.determinism.holds() && !made.look_ahead.first_difference ? 0 : 7;
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
