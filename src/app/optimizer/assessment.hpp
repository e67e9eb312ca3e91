#pragma once

#include <string_view>

#include "adapters/trials/trial_folder.hpp"
#include "app/optimizer/run.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::optimizer {

/// Luck told from skill, after the search: `spark.assessment/1`. Asks `follower` and tells it the phases "walk_forward"
/// and "assessment". The same rows, order and data give the same document but for `timing_ms`, and `holdout.seen`,
/// which counts looks. Errors: those of running sets and of the holdout ledger (conflict, corrupt, exhausted);
/// unavailable when the follower cancelled.
///
/// Its fields; a part that does not exist (no --oos, no --walk-forward, too few sets or trades) is null, and `missing`
/// says in words why:
///   schema, optimization, verdict {verdict: skill|luck|undecided, text, text_tr,
///     rules [{key, text, text_tr, holds: true|false|null, found, allowed}]}
///   thresholds {dsr_least, pbo_most, spa_p_most, trades_least, …}
///   best_point, best_plateau: FINALIST or null (no set is ranked); finalists [FINALIST], best first
///     FINALIST {rank, number, values {fast: "9", …}, objective, trades, net_pnl, sharpe, max_drawdown_pct,
///     result_hash,
///       plateau {score, median, neighbours, with_value} or null, edge_of_range [names],
///       out_of_sample {objective, decay_pct, trades, net_pnl, sharpe, max_drawdown_pct} or null (sealed, none),
///       badges [{key, tone: good|bad|note, number or null, text, text_tr}]}
///   badges: those of the whole optimization, with those of the best point
///   plateau {method: grid|nearest, sets, level, region [{parameter, value, least, most}]} or null
///   importance [{parameter, share, values, is_binned, slice [{value, objective}]}]
///   sharpe {daily, annual, days, skewness, kurtosis, psr, dsr, trials, effective_trials, looks, expected_max}
///   overfitting {pbo, blocks, combinations, sets, …} or null
///   data_snooping {reality_check_p, spa_p, replications, …} or null
///   monte_carlo {…} or null; costs {as_asked, doubled, break_even_factor} or null
///   walk_forward {is_anchored, purge_bars, embargo_bars, folds [{train_from, train_to, test_from, test_to, number,
///     values, train_objective, test {objective, net_pnl, trades, return}, distance}], stitched {days, return, sharpe,
///     max_drawdown_pct, equity [{time, equity}]}, stability [{parameter, values, least, most, changes}],
///     efficiency} or null
///   holdout {from, to, bars, is_sealed, seen, ledger {sequence, hash}} or null
///   missing [{part, text, text_tr}], timing_ms
Result<wire::Json> assess(verbs::Context& context, const Bench& bench, std::string_view optimization_id,
                          const trials::TrialFolder& trials, const Follower& follower);

/// `spark optimize look DIR`: opens a holdout that was sealed, or looks once more (the count rises by one either way),
/// and gives `assessment` with the finalists' out-of-sample figures, badges and the verdict made anew. Errors:
/// invalid_input when the order keeps no holdout or `assessment` is not of it; those of assess.
Result<wire::Json> look(verbs::Context& context, const Bench& bench, std::string_view optimization_id,
                        wire::Json assessment);

}  // namespace spark::optimizer
