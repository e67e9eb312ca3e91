#include <benchmark/benchmark.h>
#include <unistd.h>

#include "app/server/run_index.hpp"
#include "app/server/testing/many_runs.hpp"

namespace spark::server {
namespace {

constexpr std::size_t runs = 5'000;

/// There for the process.
class FolderOfRuns {
  public:
    FolderOfRuns() : path_(std::filesystem::temp_directory_path() / ("spark-run-bench-" + std::to_string(::getpid()))) {
        testing::write_runs(path_, 0, runs);
    }
    ~FolderOfRuns() { std::filesystem::remove_all(path_); }
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

const std::filesystem::path& folder_of_runs() {
    static const FolderOfRuns folder;
    return folder.path();
}

/// The first look of a process: every line and every document read and checked.
void first_look(benchmark::State& state) {
    const auto folder = folder_of_runs();
    for (auto _ : state) {
        RunIndex index(folder);
        const auto entries = index.entries().value();
        for (const auto& entry : *entries) benchmark::DoNotOptimize(index.brief(*entry, false));
    }
}
BENCHMARK(first_look)->Unit(benchmark::kMillisecond);

/// Later looks: what a filtered list of all runs takes.
void later_look(benchmark::State& state) {
    RunIndex index(folder_of_runs());
    const bool is_shown = state.range(0) != 0;
    for (auto _ : state) {
        const auto entries = index.entries().value();
        for (const auto& entry : *entries) benchmark::DoNotOptimize(index.brief(*entry, is_shown));
    }
}
BENCHMARK(later_look)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace spark::server
