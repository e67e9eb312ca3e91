#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "adapters/trials/trial_folder.hpp"
#include "foundation/base/result.hpp"

namespace spark::trials {

inline constexpr std::string_view leaderboard_file_name = "leaderboard.csv";
inline constexpr std::string_view unranked_file_name = "unranked.csv";

/// The ranked sets as CSV, best first: `rank`, one column a parameter, `net_pnl,trades,sharpe,max_drawdown_pct,
/// profit_factor,result_hash`, then the rest. Money exact, statistics in shortest round-trip form, what does not exist
/// empty. The same rows give the same bytes, in whatever order they came. Written row by row; whole or not at all.
/// `ranking`: of folder.ranking(). Errors: exhausted when the disk is full (nothing is left behind); corrupt.
Result<void> write_leaderboard(const TrialFolder& folder, std::span<const std::uint64_t> ranking,
                               const std::filesystem::path& path);

/// The sets that are not ranked, by number, with the reason: refused, broke a constraint, has no objective, was run on
/// a part of the bars only. Errors: as write_leaderboard.
Result<void> write_unranked(const TrialFolder& folder, const std::filesystem::path& path);

}  // namespace spark::trials
