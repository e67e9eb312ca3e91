#include "app/verbs/backtest_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "adapters/report/compose.hpp"
#include "adapters/report/html_report.hpp"
#include "adapters/report/pdf_report.hpp"
#include "app/verbs/data_report.hpp"
#include "app/verbs/report_messages.hpp"
#include "foundation/base/files.hpp"

namespace spark::verbs {
namespace {

using cli::say;

constexpr std::size_t attachment_bytes_max = std::size_t{1} << 30U;

std::vector<std::string> warnings_in_words(const wire::Json& document, cli::Language language) {
    std::vector<std::string> words;
    const auto warnings = document.array_at("warnings");
    if (!warnings) return words;
    for (const wire::Json& warning : *warnings) {
        const auto code = warning.as_string();
        if (!code) continue;
        const auto row = std::ranges::find(messages::warning_words, *code, &messages::WarningWords::code);
        words.push_back(row == messages::warning_words.end() ? *code : std::string(row->words.in(language)));
    }
    return words;
}

std::vector<report::Identity> identities_of(const audit::Manifest& manifest) {
    std::vector<report::Identity> identities;
    for (const audit::DataSetRecord& data_set : manifest.inputs.data_sets)
        identities.push_back({data_set.id, "sha256:" + data_set.sha256});
    identities.push_back({"document", "sha256:" + manifest.document.sha256});
    for (const audit::FileRecord& file : manifest.attachments)
        identities.push_back({file.name, "sha256:" + file.sha256});
    identities.push_back({"binary", "sha256:" + manifest.inputs.binary_sha256});
    identities.push_back({"commit", manifest.inputs.commit});
    identities.push_back({"compiler", manifest.inputs.compiler});
    identities.push_back({"nonce", manifest.nonce});
    return identities;
}

/// The data set of the run, when the data folder still has those very rows; else why not, in words.
struct DataOfRun {
    std::optional<store::MappedDataSet> data_set;
    std::string note;
};
DataOfRun data_of_run(Context& context, const store::StoredEvidence& stored, cli::Language language) {
    DataOfRun data;
    const wire::Json* about = stored.document.find("dataset");
    const auto id = about == nullptr ? Result<std::string>(std::string()) : about->string_at("id");
    const auto sha256 = about == nullptr ? Result<std::string>(std::string()) : about->string_at("sha256");
    if (!id || !sha256) return data;
    auto opened = open_checked(context, *id);
    if (!opened && opened.error().fault == Fault::not_found) return data;
    if (!opened)
        data.note = opened.error().message;
    else if (opened->sha256().hex() != *sha256)
        data.note = say<messages::other_rows>(language, *id);
    else
        data.data_set.emplace(*std::move(opened));
    return data;
}

}  // namespace

Result<store::StoredEvidence> read_backtest(const store::EvidenceFolder& folder, std::string_view id_or_nonce) {
    SPARK_TRY(store::StoredEvidence stored, folder.read(id_or_nonce));
    if (stored.entry.kind == "backtest") return stored;
    return fail(Fault::invalid_input,
                fmt::format("{} is {} evidence, not a backtest", stored.entry.id, stored.entry.kind), "RUN",
                fmt::format("spark evidence show {}", stored.entry.id));
}

Result<std::string> read_attachment(const store::StoredEvidence& stored, std::string_view name) {
    const auto& attachments = stored.manifest.attachments;
    if (std::ranges::find(attachments, name, &audit::FileRecord::name) == attachments.end()) return std::string();
    // evidence/<kind>/<id>: the folder of all evidence is two above.
    SPARK_TRY(const auto folder, store::EvidenceFolder::open(stored.attachment_folder.parent_path().parent_path()));
    return folder.read_file_of(stored, name, attachment_bytes_max);
}

Result<ReportFiles> make_reports(Context& context, const WantedReports& wanted, const store::StoredEvidence& stored) {
    const cli::Language language = wanted.language;
    const report::Language written = language == cli::Language::tr ? report::Language::tr : report::Language::en;
    SPARK_TRY(const std::string trades, read_attachment(stored, "trades.csv"));
    SPARK_TRY(const std::string equity, read_attachment(stored, "equity_daily.csv"));
    const DataOfRun data = data_of_run(context, stored, language);
    report::RunEvidence run{.document = stored.document,
                            .trades_csv = trades,
                            .daily_equity_csv = equity,
                            .warnings = warnings_in_words(stored.document, language),
                            .command = stored.manifest.inputs.command,
                            .identities = identities_of(stored.manifest),
                            .data_note = data.note};
    if (data.data_set) {
        run.candles = data.data_set->columns();
        run.quality = &data.data_set->info().quality;
    }
    SPARK_TRY(const report::ReportPage page, report::compose_report(run, written));
    ReportFiles files;
    if (wanted.html) files.html = report::to_html(page);
    if (wanted.pdf) {
        SPARK_TRY(files.pdf, report::to_pdf(page));
    }
    return files;
}

Result<void> write_reports(Context& context, const cli::Invocation& invocation, const store::StoredEvidence& stored) {
    const WantedReports wanted{
        .html = invocation.has("html"), .pdf = invocation.has("pdf"), .language = context.terminal.language()};
    // Both are made before one is written: a run that fails leaves none.
    SPARK_TRY(const ReportFiles files, make_reports(context, wanted, stored));
    if (const auto path = invocation.text("html")) {
        SPARK_TRY(replace_file(std::filesystem::path(*path), files.html));
    }
    if (const auto path = invocation.text("pdf")) SPARK_TRY(replace_file(std::filesystem::path(*path), files.pdf));
    return {};
}

}  // namespace spark::verbs
