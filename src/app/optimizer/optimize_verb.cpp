#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <thread>

#include "app/cli/exit_codes.hpp"
#include "app/cli/messages.hpp"
#include "app/optimizer/heat_map_files.hpp"
#include "app/optimizer/identity.hpp"
#include "app/optimizer/messages.hpp"
#include "app/optimizer/outputs.hpp"
#include "app/optimizer/run.hpp"
#include "app/optimizer/set_again.hpp"
#include "app/optimizer/text.hpp"
#include "app/optimizer/verbs.hpp"

namespace spark::optimizer {
namespace {

using cli::Invocation;
using cli::say;
using verbs::Context;
using wire::Json;
namespace fs = std::filesystem;

constexpr std::int64_t workers_most = 1024;
constexpr std::int64_t top_most = 10'000;
constexpr std::size_t top_rows = 10;

/// How the result is shown, checked before hours of work.
struct Shown {
    std::size_t threads = 1;
    std::size_t top = top_rows;
    std::string heat_map{};  ///< Empty, `ascii`, or a file.
};

Result<Shown> read_shown(const Invocation& invocation) {
    Shown shown;
    SPARK_TRY(const auto workers, invocation.whole("workers", 1, workers_most));
    shown.threads = workers ? static_cast<std::size_t>(*workers) : std::max(1U, std::thread::hardware_concurrency());
    SPARK_TRY(const auto top, invocation.whole("top", 0, top_most));
    if (top) shown.top = static_cast<std::size_t>(*top);
    shown.heat_map = invocation.text_or("heatmap", "");
    SPARK_TRY(check_heat_map_target(shown.heat_map));
    return shown;
}

/// A folder that holds something is never begun in.
Result<void> check_empty(const fs::path& folder) {
    std::error_code problem;
    if (!fs::exists(folder, problem)) return {};
    if (!fs::is_directory(folder, problem))
        return fail(Fault::invalid_input, fmt::format("{} is a file, allowed an empty folder", folder.string()),
                    "--out");
    if (fs::is_empty(folder, problem) && !problem) return {};
    const bool is_optimization = fs::exists(folder / trials::journal_name, problem);
    return fail(Fault::conflict,
                fmt::format("{} holds {}", folder.string(), is_optimization ? "an optimization" : "files already"),
                "--out",
                is_optimization ? fmt::format("spark optimize resume {}, or another folder", folder.string())
                                : "take an empty folder");
}

Result<void> print_result(Context& context, const Json& document, const fs::path& folder, const Shown& shown) {
    cli::Terminal& terminal = context.terminal;
    const cli::Language language = terminal.language();
    SPARK_TRY(const trials::TrialFolder trials, trials::TrialFolder::open_to_read(folder));
    SPARK_TRY(const std::vector<std::uint64_t> ranking, trials.ranking());
    SPARK_TRY(const std::string id, document.string_at("id"));
    const auto count = [&](std::string_view field) { return std::to_string(document.int64_at(field).value_or(0)); };
    if (ranking.empty())
        terminal.complain(
            fmt::format("{}: {}", say<cli::messages::warning_label>(language),
                        say<messages::nothing_ranked>(language, count("sets"), trials.header().objective)));
    if (!shown.heat_map.empty() && shown.heat_map != "ascii")
        SPARK_TRY(write_heat_map_picture(folder, shown.heat_map, language));
    if (terminal.options().json) {
        terminal.out_line(wire::to_text(document));
        return {};
    }
    const Json* const assessment = document.find("assessment");
    terminal.out_line(say<messages::result_line>(language, id, count("sets"), count("refused"), count("bars"),
                                                 document.string_at("objective").value_or("")));
    SPARK_TRY(print_leaderboard(terminal, trials, ranking, shown.top,
                                assessment != nullptr && assessment->is_object() ? assessment : nullptr));
    print_verdict(terminal, assessment);
    if (shown.heat_map == "ascii") SPARK_TRY(print_heat_map(terminal, folder));
    terminal.out_line(say<messages::folder_line>(language, fs::absolute(folder).lexically_normal().string()));
    terminal.note(say<messages::next_line>(language, name_of(context, id, folder)));
    return {};
}

/// Who runs the sets; `threads` as the line asks.
using MakeExecutor =
    std::function<Result<std::unique_ptr<Executor>>(const Bench& bench, const std::string& id, std::size_t threads)>;

Result<std::unique_ptr<Executor>> with_threads(const Bench& bench, const std::string&, std::size_t threads) {
    return local_executor(bench, threads);
}

/// Runs the bench in its folder and says what came of it.
Result<int> run_and_print(Context& context, Bench& bench, const std::string& id, const fs::path& folder,
                          const Shown& shown, const MakeExecutor& make) {
    SPARK_TRY(const std::unique_ptr<Executor> executor, make(bench, id, shown.threads));
    StandingLine line(context, bench);
    Standing last;
    Follower follower;
    follower.standing = [&](const Standing& standing) {
        last = standing;
        line.show(standing);
    };
    follower.is_cancelled = [&context] { return context.cancelled(); };
    SPARK_TRY(Finished finished, run_order(context, bench, id, folder, *executor, follower));
    if (!finished.is_cancelled) line.finish();
    if (!finished.is_cancelled) {
        SPARK_TRY(print_result(context, finished.document, folder, shown));
        return cli::exit_success;
    }
    const cli::Language language = context.terminal.language();
    context.terminal.complain(say<messages::kept>(language, std::to_string(last.done), std::to_string(last.expected),
                                                  name_of(context, id, folder)));
    if (context.terminal.options().json) context.terminal.out_line(wire::to_text(finished.document));
    return context.cancelled_exit_code();
}

Result<int> optimize(Context& context, const Invocation& invocation, search::Method method,
                     const MakeExecutor& make = with_threads) {
    SPARK_TRY(const Shown shown, read_shown(invocation));
    SPARK_TRY(Order order, read_order(context, invocation, method));
    const std::string id = context.new_id("opt");
    const fs::path folder(invocation.text_or("out", default_folder(context, id).string()));
    SPARK_TRY(check_empty(folder));
    Bench bench;
    SPARK_TRY(Bench::set_up(context, std::move(order), bench));
    bench.pin_strategy(context);
    bench.threads = shown.threads;
    return run_and_print(context, bench, id, folder, shown, make);
}

Result<int> resume(Context& context, const Invocation& invocation, const MakeExecutor& make) {
    SPARK_TRY(const Shown shown, read_shown(invocation));
    SPARK_TRY(const fs::path folder, folder_of(context, invocation.positional(0)));
    SPARK_TRY(const KeptOrder kept, kept_order_of(folder));
    std::error_code problem;
    if (fs::exists(folder / manifest_name, problem)) {
        SPARK_TRY(check_manifest(folder));
        SPARK_TRY(const Json document, read_document(folder));
        context.terminal.note(say<messages::is_finished>(context.terminal.language(), kept.id));
        SPARK_TRY(print_result(context, document, folder, shown));
        return cli::exit_success;
    }
    Bench bench;
    SPARK_TRY(Bench::set_up(context, kept.order, bench));
    bench.threads = shown.threads;
    return run_and_print(context, bench, kept.id, folder, shown, make);
}

}  // namespace

Result<int> optimize_grid(Context& context, const Invocation& invocation) {
    return optimize(context, invocation, search::Method::grid);
}

Result<int> optimize_random(Context& context, const Invocation& invocation) {
    return optimize(context, invocation, search::Method::random);
}

Result<int> optimize_tpe(Context& context, const Invocation& invocation) {
    return optimize(context, invocation, search::Method::tpe);
}

Result<int> optimize_cmaes(Context& context, const Invocation& invocation) {
    return optimize(context, invocation, search::Method::cmaes);
}

Result<int> optimize_halving(Context& context, const Invocation& invocation) {
    return optimize(context, invocation, search::Method::halving);
}

Result<int> optimize_resume(Context& context, const Invocation& invocation) {
    return resume(context, invocation, with_threads);
}

Result<int> optimize_with(Context& context, const Invocation& invocation, const ExecutorMaker& maker) {
    const MakeExecutor made = [&](const Bench& bench, const std::string& id, std::size_t) {
        return maker(context, invocation, bench, id);
    };
    const MakeExecutor make = maker ? made : MakeExecutor(with_threads);
    const auto method = search::method_of(invocation.verb().last_word());
    return method ? optimize(context, invocation, *method, make) : resume(context, invocation, make);
}

Result<int> optimize_show(Context& context, const Invocation& invocation) {
    SPARK_TRY(const auto rank, invocation.whole("rank", 1, std::numeric_limits<std::int64_t>::max()));
    Shown shown;
    SPARK_TRY(const auto top, invocation.whole("top", 0, top_most));
    if (top) shown.top = static_cast<std::size_t>(*top);
    shown.heat_map = invocation.text_or("heatmap", "");
    SPARK_TRY(check_heat_map_target(shown.heat_map));
    SPARK_TRY(const fs::path folder, folder_of(context, invocation.positional(0)));
    if (rank) return show_rank(context, folder, static_cast<std::uint64_t>(*rank));
    std::error_code absent;
    if (!fs::exists(folder / manifest_name, absent))
        return fail(Fault::not_found, "the optimization is not finished", folder.string(),
                    fmt::format("spark optimize resume {}", invocation.positional(0)));
    SPARK_TRY(const Json document, read_document(folder));
    SPARK_TRY(print_result(context, document, folder, shown));
    return cli::exit_success;
}

}  // namespace spark::optimizer
