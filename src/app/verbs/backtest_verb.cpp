#include "app/verbs/backtest_verb.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "app/verbs/backtest_run.hpp"
#include "app/verbs/backtest_text.hpp"
#include "app/verbs/report_messages.hpp"
#include "app/verbs/run_rules.hpp"
#include "engine/backtest/result_text.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/base/unfinished_file.hpp"

namespace spark::verbs {
using cli::say;

Result<CaseRequest> read_case_request(const Context& context, const cli::Invocation& invocation) {
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

namespace {

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

Result<int> run_backtest(Context& context, const cli::Invocation& invocation) {
    Stopwatch watch(context);
    SPARK_TRY(CaseRequest request, read_case_request(context, invocation));
    BacktestRun run;
    SPARK_TRY(make_backtest(context, std::move(request), invocation.has("band"), watch, run));
    if (context.cancelled()) return context.cancelled_exit_code();

    SideFiles side_files;
    SPARK_TRY(side_files.add(invocation.text("trades"), run.trades_csv));
    if (invocation.has("equity")) {
        const std::uint32_t first_bar = run.loaded.asked().books.front().first_bar;
        SPARK_TRY(side_files.add(invocation.text("equity"),
                                 backtest::equity_csv(run.made.timeline, run.made.curve, run.made.outcome, first_bar)));
    }
    SPARK_TRY(keep_backtest(context, std::filesystem::path(invocation.text_or("out", data_dir(context))), watch, run));
    SPARK_TRY(side_files.publish());

    cli::Terminal& terminal = context.terminal;
    if (terminal.options().json) {
        terminal.out_line(wire::to_text(run.document));
    } else {
        SPARK_TRY(print_backtest(terminal, run.document));
        terminal.note(fmt::format("{}: spark backtest show {}   |   spark evidence verify {}",
                                  cli::Text{"Next", "Sonra"}.in(terminal.language()), run.id, run.id));
    }
    return run.made.sound() ? 0 : 7;
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
