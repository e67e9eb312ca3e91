#include <filesystem>

#include "adapters/report/compare.hpp"
#include "adapters/store/evidence_folder.hpp"
#include "app/verbs/backtest_lists.hpp"
#include "app/verbs/backtest_report.hpp"
#include "app/verbs/backtest_verb.hpp"

namespace spark::verbs {
namespace {

using wire::Json;

/// A run with what compare_runs looks at.
struct OpenedRun {
    store::StoredEvidence stored;
    std::string trades;
};

}  // namespace

Result<int> backtest_compare(Context& context, const cli::Invocation& invocation) {
    SPARK_TRY(const auto folder, store::EvidenceFolder::open(std::filesystem::path(data_dir(context)) / "evidence"));
    std::vector<OpenedRun> opened;
    for (const std::string& id : invocation.positionals()) {
        SPARK_TRY(store::StoredEvidence stored, read_backtest(folder, id));
        SPARK_TRY(std::string trades, read_attachment(stored, "trades.csv"));
        opened.push_back({std::move(stored), std::move(trades)});
    }
    std::vector<report::ComparedRun> runs;
    for (const OpenedRun& run : opened) runs.push_back({run.stored.document, run.trades});
    SPARK_TRY(const Json comparison, report::compare_runs(runs));
    SPARK_TRY(print_comparison(context.terminal, comparison));
    return 0;
}

}  // namespace spark::verbs
