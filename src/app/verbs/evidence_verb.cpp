#include "app/verbs/evidence_verb.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "adapters/store/evidence_folder.hpp"
#include "app/verbs/data_report.hpp"
#include "app/verbs/evidence_document.hpp"
#include "app/verbs/evidence_text.hpp"

namespace spark::verbs {
namespace {

using wire::Json;

Result<store::EvidenceFolder> open_evidence(const Context& context) {
    return store::EvidenceFolder::open(std::filesystem::path(data_dir(context)) / "evidence");
}

void complain_all(cli::Terminal& terminal, const std::vector<std::string>& warnings) {
    for (const std::string& warning : warnings) {
        terminal.complain(fmt::format("{}: {}", cli::Text{"warning", "uyarı"}.in(terminal.language()), warning));
    }
}

std::string_view state_text(audit::DataSetState state) {
    switch (state) {
        case audit::DataSetState::equal: return "equal";
        case audit::DataSetState::absent: return "absent";
        case audit::DataSetState::not_looked_at: return "not_looked_at";
    }
    return "";
}

Json report_json(const audit::VerifyReport& report) {
    Json data_sets = Json::array();
    for (const audit::DataSetCheck& check : report.data_sets) {
        data_sets.push(
            Json::object().set("id", check.id).set("sha256", check.sha256).set("state", state_text(check.state)));
    }
    Json warnings = Json::array();
    for (const std::string& warning : report.warnings) warnings.push(warning);
    Json json = Json::object();
    json.set("schema", "spark.evidence_verify/1").set("verified", true).set("id", report.id).set("kind", report.kind);
    json.set("nonce", report.nonce).set("files", report.file_count);
    json.set("index", report.has_index ? Json(Json::object()
                                                  .set("row", report.index_row)
                                                  .set("rows", report.index_row_count)
                                                  .set("chain_head", report.chain_head))
                                       : Json(nullptr));
    return json.set("data_sets", std::move(data_sets)).set("warnings", std::move(warnings));
}

}  // namespace

audit::DataSetDigest data_set_digests(Context& context) {
    return [&context](std::string_view id) -> Result<std::string> {
        SPARK_TRY(const store::DataFolder folder, open_data_folder(context, false));
        SPARK_TRY(const store::MappedDataSet data_set, folder.open_data_set(id));
        SPARK_TRY(data_set.check_identity());
        return data_set.sha256().hex();
    };
}

Result<int> evidence_ls(Context& context, const cli::Invocation&) {
    SPARK_TRY(const store::EvidenceFolder folder, open_evidence(context));
    SPARK_TRY(const store::EvidenceList list, folder.list());
    complain_all(context.terminal, list.warnings);
    std::vector<Json> rows;
    for (const audit::IndexEntry& entry : list.entries) rows.push_back(index_entry_json(entry));
    SPARK_TRY(print_evidence_list(context.terminal, rows));
    return 0;
}

Result<int> evidence_show(Context& context, const cli::Invocation& invocation) {
    SPARK_TRY(const store::EvidenceFolder folder, open_evidence(context));
    SPARK_TRY(const store::StoredEvidence stored, folder.read(invocation.positional(0)));
    SPARK_TRY(print_evidence(context.terminal, stored_json(stored)));
    return 0;
}

Result<int> evidence_verify(Context& context, const cli::Invocation& invocation) {
    SPARK_TRY(const store::EvidenceFolder folder, open_evidence(context));
    const audit::DataSetDigest look_up = invocation.has("offline") ? audit::DataSetDigest{} : data_set_digests(context);
    SPARK_TRY(const audit::VerifyReport report, folder.verify(invocation.positional(0), look_up));
    complain_all(context.terminal, report.warnings);
    SPARK_TRY(print_evidence_report(context.terminal, report_json(report)));
    return 0;
}

}  // namespace spark::verbs
