#include "adapters/store/evidence_folder.hpp"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "adapters/store/evidence_reader.hpp"
#include "engine/audit/chain.hpp"

namespace spark::store {
namespace {

constexpr std::size_t trades_size = 200'000;
constexpr std::size_t equity_size = 3'000'000;

/// On the disk the temporary folder lies on, so that the cost of making things durable is in the figure.
class BenchFolder {
  public:
    BenchFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "spark_bench_XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) std::abort();
        path_ = name;
    }
    BenchFolder(const BenchFolder&) = delete;
    BenchFolder& operator=(const BenchFolder&) = delete;
    ~BenchFolder() { std::filesystem::remove_all(path_); }

    EvidenceFolder folder() const { return EvidenceFolder::open(path_).value(); }

  private:
    std::filesystem::path path_;
};

std::string six_digits(std::int64_t number) {
    const std::string digits = std::to_string(number);
    return std::string(6 - digits.size(), '0') + digits;
}

EvidenceRun run_of(std::int64_t number, std::size_t trades, std::size_t equity) {
    EvidenceRun run;
    run.kind = "backtest";
    run.id = "bt_" + six_digits(number);
    run.nonce = "20251120074512-" + six_digits(number);
    run.document = wire::Json::object();
    run.document.set("schema", "spark.backtest/1").set("id", run.id);
    run.attachments = {{"trades.csv", std::string(trades, 't')}, {"equity.csv", std::string(equity, 'e')}};
    run.inputs.binary_sha256 = std::string(64, 'a');
    run.inputs.commit = run.inputs.compiler = run.inputs.command = "bench";
    return run;
}

void write_run(benchmark::State& state) {
    const BenchFolder bench;
    const EvidenceFolder folder = bench.folder();
    std::int64_t number = 0;
    for (auto _ : state) {
        state.PauseTiming();
        const EvidenceRun run = run_of(number++, trades_size, static_cast<std::size_t>(state.range(0)));
        state.ResumeTiming();
        if (!folder.write(run)) state.SkipWithError("not written");
    }
    state.SetBytesProcessed(state.iterations() *
                            static_cast<std::int64_t>(trades_size + static_cast<std::size_t>(state.range(0))));
}
BENCHMARK(write_run)->Arg(0)->Arg(equity_size)->Unit(benchmark::kMillisecond)->Iterations(200)->UseRealTime();

void verify_run(benchmark::State& state) {
    const BenchFolder bench;
    const EvidenceFolder folder = bench.folder();
    if (!folder.write(run_of(1, trades_size, equity_size))) state.SkipWithError("not written");
    for (auto _ : state) {
        if (!folder.verify("bt_000001", {})) state.SkipWithError("not right");
    }
}
BENCHMARK(verify_run)->Unit(benchmark::kMillisecond);

void check_chain_of(benchmark::State& state) {
    std::string index;
    std::optional<audit::IndexEntry> last;
    for (std::int64_t number = 0; number < state.range(0); ++number) {
        last = audit::chained_after(last, {.kind = "backtest",
                                           .id = "bt_" + six_digits(number),
                                           .nonce = "20251120074512-" + six_digits(number),
                                           .created_at = {},
                                           .manifest_sha256 = std::string(64, 'a')});
        index += audit::index_line(*last) + '\n';
    }
    for (auto _ : state) {
        if (!audit::check_chain(index)) state.SkipWithError("broken");
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(check_chain_of)->Arg(1'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

/// What it costs to name the running binary in a manifest.
void digest_of_this_binary(benchmark::State& state) {
    const EvidenceFolderReader reader("/proc/self");
    std::uint64_t size = 0;
    for (auto _ : state) {
        const auto digest = reader.digest("exe");
        if (!digest)
            state.SkipWithError("not read");
        else
            size = digest->size_bytes;
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(size));
}
BENCHMARK(digest_of_this_binary)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace spark::store
