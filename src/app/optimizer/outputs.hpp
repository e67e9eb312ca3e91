#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/trials/trial_folder.hpp"
#include "app/optimizer/run.hpp"
#include "engine/audit/manifest.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::optimizer {

/// Names inside an optimization's folder, beside the journal of its trials.
inline constexpr std::string_view leaderboard_name = "leaderboard.csv";
inline constexpr std::string_view unranked_name = "unranked.csv";
inline constexpr std::string_view best_name = "best.json";
inline constexpr std::string_view heat_map_name = "heatmap.json";
inline constexpr std::string_view assessment_name = "assessment.json";
inline constexpr std::string_view document_name = "optimize.json";
inline constexpr std::string_view manifest_name = "manifest.json";

/// A set as it stands in documents: rank, number, params (all of the strategy's), objective, figures, result_hash.
wire::Json set_json(const Bench& bench, const trials::TrialRow& row, std::uint64_t rank);

/// A file's size and digest. Errors: those of reading it.
Result<audit::FileRecord> record_of(const std::filesystem::path& folder, std::string_view name);
wire::Json records_json(const std::vector<audit::FileRecord>& records);

/// `spark.optimize-manifest/1`: what the folder holds, with a digest of itself; the last file that is written, so a
/// folder that has it is finished.
Result<void> write_manifest(const std::filesystem::path& folder, std::string_view id,
                            const std::vector<audit::FileRecord>& records);

/// Files of a finished folder as the manifest says. Errors: not_found without one; corrupt when it, or a file it
/// names, is not what was written, with the file as place.
Result<wire::Json> check_manifest(const std::filesystem::path& folder);

/// The document of a finished folder. Errors: not_found; those of reading it.
Result<wire::Json> read_document(const std::filesystem::path& folder);

/// Puts an assessment that was made anew (a look) in the place of the one that is there, and says so in the manifest.
/// Errors: those of check_manifest and of writing.
Result<void> replace_assessment(const std::filesystem::path& folder, const wire::Json& assessment);

}  // namespace spark::optimizer
