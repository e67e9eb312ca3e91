#pragma once

#include <filesystem>

#include "foundation/base/result.hpp"

namespace spark::trials {

/// Whether the files made of the journal are the ones its rows give: the journal is read whole, leaderboard.csv,
/// unranked.csv and heatmap.json are made anew and compared byte by byte. One that is not there is passed over.
/// Errors: not_found without an optimization; corrupt, naming the first bad file and, of a table, its first line that
/// differs ("leaderboard.csv line 3 is not what the trials give: it was changed after it was written, or belongs to
/// another optimization"); exhausted when the temporary folder has no room for the second copy.
Result<void> check_folder(const std::filesystem::path& folder);

}  // namespace spark::trials
