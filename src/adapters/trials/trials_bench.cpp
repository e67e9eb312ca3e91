#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>

#include "adapters/trials/heat_map_cells.hpp"
#include "adapters/trials/leaderboard.hpp"
#include "adapters/trials/testing/sample_trials.hpp"
#include "foundation/base/testing/fresh_folder.hpp"

namespace spark::trials {
namespace {

using spark::testing::FreshFolder;

constexpr std::size_t block_rows = 500;

double resident_mib_max() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1'024;
}

/// fast 5..54, slow 60..158: 4,950 points, as many as the reference sweep has.
TrialHeader pair_header(bool has_details) {
    TrialHeader header = testing::sample_header(has_details);
    header.axes = {{.name = "fast", .count = 50, .least = 5, .step = 1},
                   {.name = "slow", .count = 99, .least = 60, .step = 1}};
    return header;
}

/// Blocks of rows with numbers that go on for ever.
class Rows {
  public:
    explicit Rows(bool has_details) : rows_(testing::random_rows(block_rows, 1, has_details)) {}
    std::span<const TrialRow> next(std::size_t count_max) {
        for (TrialRow& row : rows_) {
            row.point = {static_cast<std::uint32_t>(number_ / 99 % 50), static_cast<std::uint32_t>(number_ % 99)};
            row.number = number_++;
            if (row.objective) row.objective = *row.objective + 0.001;
        }
        return std::span(rows_).first(std::min(count_max, rows_.size()));
    }

  private:
    std::vector<TrialRow> rows_;
    std::uint64_t number_ = 0;
};

void fill(TrialFolder& folder, std::size_t count, Rows& rows) {
    while (folder.count() < count) {
        if (!folder.append(rows.next(count - folder.count()))) std::abort();
    }
}

void append_a_million_rows(benchmark::State& state) {
    for (auto _ : state) {
        state.PauseTiming();
        const FreshFolder home;
        Rows rows(false);
        state.ResumeTiming();
        auto folder = TrialFolder::create(home / "run", pair_header(false)).value();
        fill(folder, 1'000'000, rows);
    }
    state.SetItemsProcessed(state.iterations() * 1'000'000);
}
BENCHMARK(append_a_million_rows)->Unit(benchmark::kMillisecond);

/// Everything a sweep of 4,950 sets has on disk in the end, from the empty folder on.
void files_of_4950_sets(benchmark::State& state) {
    for (auto _ : state) {
        state.PauseTiming();
        const FreshFolder home;
        Rows rows(false);
        state.ResumeTiming();
        auto folder = TrialFolder::create(home / "run", pair_header(false)).value();
        fill(folder, 4'950, rows);
        const auto ranking = folder.ranking().value();
        if (!write_leaderboard(folder, ranking, home / "run/leaderboard.csv")) std::abort();
        if (!write_unranked(folder, home / "run/unranked.csv")) std::abort();
        if (!write_heat_maps(folder, home / "run/heatmap.json")) std::abort();
    }
}
BENCHMARK(files_of_4950_sets)->Unit(benchmark::kMillisecond);

/// With the most memory the process had.
void files_of_a_million_sets(benchmark::State& state) {
    const FreshFolder home;
    Rows rows(true);
    auto folder = TrialFolder::create(home / "run", pair_header(true)).value();
    fill(folder, 1'000'000, rows);
    for (auto _ : state) {
        const auto ranking = folder.ranking().value();
        if (!write_leaderboard(folder, ranking, home / "run/leaderboard.csv")) std::abort();
        if (!write_unranked(folder, home / "run/unranked.csv")) std::abort();
        if (!write_heat_maps(folder, home / "run/heatmap.json")) std::abort();
    }
    state.counters["resident_mib_max"] = resident_mib_max();
    state.counters["journal_bytes_a_row"] =
        static_cast<double>(std::filesystem::file_size(home / "run/trials.journal")) / 1e6;
}
BENCHMARK(files_of_a_million_sets)->Unit(benchmark::kMillisecond);

void rank_a_million_rows(benchmark::State& state) {
    const FreshFolder home;
    Rows rows(false);
    auto folder = TrialFolder::create(home / "run", pair_header(false)).value();
    fill(folder, 1'000'000, rows);
    for (auto _ : state) benchmark::DoNotOptimize(folder.ranking().value().size());
}
BENCHMARK(rank_a_million_rows)->Unit(benchmark::kMillisecond);

void open_a_million_rows_to_resume(benchmark::State& state) {
    const FreshFolder home;
    Rows rows(false);
    {
        auto folder = TrialFolder::create(home / "run", pair_header(false)).value();
        fill(folder, 1'000'000, rows);
    }
    for (auto _ : state) benchmark::DoNotOptimize(TrialFolder::open_to_resume(home / "run").value().count());
}
BENCHMARK(open_a_million_rows_to_resume)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace spark::trials
