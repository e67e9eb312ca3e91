#include <filesystem>

#include "adapters/store/evidence_folder.hpp"
#include "app/verbs/backtest_document.hpp"
#include "app/verbs/backtest_lists.hpp"
#include "app/verbs/backtest_report.hpp"
#include "app/verbs/backtest_text.hpp"
#include "app/verbs/backtest_verb.hpp"
#include "app/verbs/report_messages.hpp"

namespace spark::verbs {
namespace {

using cli::say;
using wire::Json;

/// The newest runs are listed; older ones by `evidence ls`.
constexpr std::size_t listed_max = 200;

Result<store::EvidenceFolder> open_evidence(const Context& context) {
    return store::EvidenceFolder::open(std::filesystem::path(data_dir(context)) / "evidence");
}

Result<std::vector<Json>> newest_runs(const store::EvidenceFolder& folder) {
    SPARK_TRY(const store::EvidenceList list, folder.list("backtest"));
    std::vector<Json> runs;
    const std::size_t skipped = list.entries.size() > listed_max ? list.entries.size() - listed_max : 0;
    for (std::size_t index = skipped; index < list.entries.size(); ++index) {
        SPARK_TRY(const store::StoredEvidence stored, folder.read(list.entries[index].id));
        SPARK_TRY(Json run, backtest_brief(stored.document));
        runs.push_back(std::move(run));
    }
    return runs;
}

}  // namespace

Result<int> backtest_ls(Context& context, const cli::Invocation&) {
    SPARK_TRY(const store::EvidenceFolder folder, open_evidence(context));
    SPARK_TRY(const std::vector<Json> runs, newest_runs(folder));
    SPARK_TRY(print_runs(context.terminal, runs));
    return 0;
}

Result<int> backtest_show(Context& context, const cli::Invocation& invocation) {
    SPARK_TRY(const store::EvidenceFolder folder, open_evidence(context));
    SPARK_TRY(const store::StoredEvidence stored, read_backtest(folder, invocation.positional(0)));
    const bool writes = invocation.has("html") || invocation.has("pdf");
    if (writes) SPARK_TRY(write_reports(context, invocation, stored));
    if (context.terminal.options().json) {
        context.terminal.out_line(wire::to_text(stored.document));
        return 0;
    }
    if (writes) {
        for (const std::string_view flag : {"html", "pdf"})
            if (const auto path = invocation.text(flag))
                context.terminal.out_line(say<messages::report_line>(context.terminal.language(), *path));
        return 0;
    }
    SPARK_TRY(print_backtest(context.terminal, stored.document));
    context.terminal.out_line(say<messages::evidence_line>(context.terminal.language(), stored.document_path.string()));
    return 0;
}

}  // namespace spark::verbs
