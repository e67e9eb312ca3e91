#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "adapters/trials/check_folder.hpp"
#include "app/cli/exit_codes.hpp"
#include "app/optimizer/assessment.hpp"
#include "app/optimizer/identity.hpp"
#include "app/optimizer/messages.hpp"
#include "app/optimizer/outputs.hpp"
#include "app/optimizer/run.hpp"
#include "app/optimizer/set_again.hpp"
#include "app/optimizer/text.hpp"
#include "app/optimizer/verbs.hpp"
#include "app/verbs/run_inputs.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/rng.hpp"

namespace spark::optimizer {
namespace {

using cli::Invocation;
using cli::say;
using verbs::Context;
using wire::Json;
namespace fs = std::filesystem;

constexpr std::int64_t sample_fallback = 10;
constexpr std::int64_t sample_most = 1'000'000;
constexpr std::size_t assessment_bytes_max = 64U << 20U;

/// So many of the ranked numbers, each once, in the order of their ranks: the front of a seeded shuffle.
std::vector<std::uint64_t> sample_of(std::vector<std::uint64_t> ranking, std::size_t count, std::uint64_t seed) {
    count = std::min(count, ranking.size());
    std::vector<std::size_t> ranks(ranking.size());
    for (std::size_t rank = 0; rank < ranks.size(); ++rank) ranks[rank] = rank;
    Rng rng(seed);
    for (std::size_t drawn = 0; drawn < count; ++drawn) {
        const auto other = rng.uniform(static_cast<std::int64_t>(drawn), static_cast<std::int64_t>(ranks.size()) - 1);
        std::swap(ranks[drawn], ranks[static_cast<std::size_t>(other)]);
    }
    ranks.resize(count);
    std::ranges::sort(ranks);
    std::vector<std::uint64_t> numbers;
    for (const std::size_t rank : ranks) numbers.push_back(ranking[rank]);
    return numbers;
}

/// The bench a finished folder was made with. Errors: conflict when the data set, the strategy or the program differs.
Result<void> same_bench(Context& context, const trials::TrialFolder& trials, Bench& bench) {
    SPARK_TRY(const KeptOrder kept, kept_order(trials.header(), trials.path()));
    SPARK_TRY(Bench::set_up(context, kept.order, bench));
    return check_same_results(trials.header(), header_of(bench, kept.id));
}

}  // namespace

Result<int> show_rank(Context& context, const fs::path& folder, std::uint64_t rank) {
    SPARK_TRY(const trials::TrialFolder trials, trials::TrialFolder::open_to_read(folder));
    SPARK_TRY(const std::vector<std::uint64_t> ranking, trials.ranking());
    if (rank > ranking.size())
        return fail(Fault::not_found, fmt::format("found rank {}, {} sets are ranked", rank, ranking.size()), "--rank");
    Bench bench;
    SPARK_TRY(same_bench(context, trials, bench));
    SPARK_TRY(const trials::TrialRow row, trials.row(ranking[rank - 1]));
    SPARK_TRY(const verbs::OrderedCase ordered, case_of_set(context, bench, row));
    const std::string line = verbs::shell_line(ordered.command_line);
    if (!context.terminal.options().json) {
        context.terminal.out_line(line);
        return cli::exit_success;
    }
    context.terminal.out_line(wire::to_text(Json::object()
                                                .set("schema", "spark.optimize-set/1")
                                                .set("set", set_json(bench, row, rank))
                                                .set("command", line)));
    return cli::exit_success;
}

Result<int> optimize_verify(Context& context, const Invocation& invocation) {
    SPARK_TRY(const auto sample, invocation.whole("sample", 0, sample_most));
    SPARK_TRY(const auto seed, invocation.whole("seed", 0, INT64_MAX));
    SPARK_TRY(const fs::path folder, folder_of(context, invocation.positional(0)));
    SPARK_TRY(const Json manifest, check_manifest(folder));
    SPARK_TRY(const trials::TrialFolder trials, trials::TrialFolder::open_to_read(folder));
    SPARK_TRY(trials::check_folder(folder));
    Bench bench;
    SPARK_TRY(same_bench(context, trials, bench));
    SPARK_TRY(std::vector<std::uint64_t> ranking, trials.ranking());
    const std::vector<std::uint64_t> numbers =
        sample_of(std::move(ranking), static_cast<std::size_t>(sample.value_or(sample_fallback)),
                  static_cast<std::uint64_t>(seed.value_or(1)));
    for (const std::uint64_t number : numbers) {
        if (context.cancelled()) return context.cancelled_exit_code();
        SPARK_TRY(const trials::TrialRow row, trials.row(number));
        SPARK_TRY(check_set(context, bench, row));
    }
    const std::string id = manifest.string_at("id").value_or("");
    if (context.terminal.options().json) {
        Json checked = Json::array();
        for (const std::uint64_t number : numbers) checked.push(number);
        context.terminal.out_line(wire::to_text(Json::object()
                                                    .set("schema", "spark.optimize-verify/1")
                                                    .set("id", id)
                                                    .set("verified", true)
                                                    .set("files", manifest.find("files")->size())
                                                    .set("sets", std::move(checked))));
        return cli::exit_success;
    }
    context.terminal.out_line(say<messages::verified>(context.terminal.language(), id, std::to_string(numbers.size())));
    return cli::exit_success;
}

Result<int> optimize_look(Context& context, const Invocation& invocation) {
    SPARK_TRY(const fs::path folder, folder_of(context, invocation.positional(0)));
    SPARK_TRY(check_manifest(folder));
    SPARK_TRY(const trials::TrialFolder trials, trials::TrialFolder::open_to_read(folder));
    SPARK_TRY(const KeptOrder kept, kept_order(trials.header(), folder));
    if (!kept.order.has_assessment)
        return fail(Fault::invalid_input, "the optimization was run without an assessment", folder.string(),
                    "run it again without --no-assessment");
    SPARK_TRY(const std::string text, read_file(folder / assessment_name, assessment_bytes_max));
    SPARK_TRY(const Json before, wire::parse_json(text));
    Bench bench;
    SPARK_TRY(same_bench(context, trials, bench));
    Follower follower;
    follower.is_cancelled = [&context] { return context.cancelled(); };
    auto looked = look(context, bench, kept.id, trials, &before, follower);
    if (context.cancelled()) return context.cancelled_exit_code();
    SPARK_TRY(const Json assessment, std::move(looked));
    SPARK_TRY(replace_assessment(folder, assessment));
    cli::Terminal& terminal = context.terminal;
    if (terminal.options().json) {
        terminal.out_line(wire::to_text(assessment));
        return cli::exit_success;
    }
    SPARK_TRY(const std::vector<std::uint64_t> ranking, trials.ranking());
    SPARK_TRY(print_leaderboard(terminal, trials, ranking, kept.order.finalists, &assessment));
    print_verdict(terminal, &assessment);
    return cli::exit_success;
}

}  // namespace spark::optimizer
