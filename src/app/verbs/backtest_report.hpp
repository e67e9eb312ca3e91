#pragma once

#include <string>
#include <string_view>

#include "adapters/store/evidence_folder.hpp"
#include "app/cli/invocation.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"

namespace spark::verbs {

/// The backtest of this id or NONCE. Errors: as EvidenceFolder::read; invalid_input for other evidence.
Result<store::StoredEvidence> read_backtest(const store::EvidenceFolder& folder, std::string_view id_or_nonce);

/// The bytes of a run's attachment, checked against its manifest; empty where it has none of this name. Errors: corrupt
/// with the file as place; those of reading a file.
Result<std::string> read_attachment(const store::StoredEvidence& stored, std::string_view name);

struct WantedReports {
    bool html = false;
    bool pdf = false;
    cli::Language language = cli::Language::en;
};

/// A run's report; what was not wanted is empty.
struct ReportFiles {
    std::string html{};
    std::string pdf{};
};

/// Candles come from the data folder when it has the very data set that was run. Errors: corrupt, when the evidence
/// cannot be read; unavailable, when the libraries of PDF are not installed.
Result<ReportFiles> make_reports(Context& context, const WantedReports& wanted, const store::StoredEvidence& stored);

/// Writes the run's report to the files of --html and --pdf, each whole or not at all; a file that is there is
/// replaced, as by --trades. Candles come from the data folder when it has the very data set that was run. Errors:
/// corrupt, when the evidence cannot be read; those of writing a file; unavailable, when the libraries of --pdf are
/// not installed.
Result<void> write_reports(Context& context, const cli::Invocation& invocation, const store::StoredEvidence& stored);

}  // namespace spark::verbs
