#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "foundation/base/result.hpp"

namespace spark::store::detail {

/// Where a run lies that was named by a path.
struct EvidencePlace {
    std::filesystem::path folder;  ///< Holds the document.
    std::string id;
    std::optional<std::filesystem::path> root;  ///< The evidence folder above it, where there is an INDEX.
};

/// `path`: a run's document, manifest or attachment folder, or a folder that holds the files of one run.
/// Errors: not_found when nothing is there; invalid_input when it names no run, or several.
Result<EvidencePlace> find_evidence_place(const std::filesystem::path& path);

}  // namespace spark::store::detail
