#pragma once

#include <string_view>

#include "adapters/trials/trial_folder.hpp"
#include "app/optimizer/run.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::optimizer {

/// Luck told from skill, after the search: `spark.assessment/1`. Asks `follower` and tells it the phases "walk_forward"
/// and "assessment". The same rows, order and data give the same document but for `timing_ms`, and for `holdout`, which
/// counts looks (and with it the deflated Sharpe ratio). Errors: those of running sets and of the holdout ledger
/// (conflict, corrupt, exhausted); unavailable when the follower cancelled.
///
/// Its fields; a part that does not exist (no --oos, no --walk-forward, too few sets or trades) is null, and `missing`
/// says in words why:
///   schema, optimization, verdict {verdict: skill|luck|undecided, text, text_tr,
///     rules [{key, holds: true|false|null, found, allowed, text, text_tr}]}
///   thresholds {dsr_least, pbo_most, spa_p_most, trades_least, …}
///   best_point, best_plateau: FINALIST or null (no set is ranked); finalists [FINALIST], best first
///     FINALIST {what set_json gives (rank, number, params, objective, net_pnl, trades, …),
///       plateau {score, median, smoothed, neighbours, with_value}, edge_of_range [names],
///       out_of_sample {objective, decay_pct, total_return, trades, net_pnl, sharpe, max_drawdown_pct, …} or null,
///       badges [BADGE]}
///   badges [BADGE {key, tone: good|bad|note, number or null, text, text_tr}]: those of the best point with those of
///     the whole optimization
///   plateau {method: grid|nearest, sets, share_kept, surroundings, region [{parameter, value, least, most}]} or null
///   importance [{parameter, share, values, is_binned, slice [{value, objective}]}]
///   sharpe {daily, annual, days, skewness, kurtosis, psr, dsr, dsr_all_sets (as if all sets were
///     independent), trials, effective_trials, average_correlation, looks, sets_sampled, expected_max_daily,
///     expected_max_annual}
///   sample {sets_run, sets_tested, is_sample}: at most 2,000 sets are in overfitting and data_snooping
///   overfitting {pbo, blocks, combinations, sets, days, …}; data_snooping {benchmark: cash,
///     reality_check_p, spa_p, replications, …, against_buy_hold {the same, buy_hold_return} or null}
///   monte_carlo {trades, runs, shuffled, resampled, block_resampled, skipped {final_equity BANDS, max_drawdown BANDS,
///     ruin_probability, loss_probability, worse_drawdown_share,
///     fan [BANDS with trades]}}; costs {gross_pnl, fees, break_even_factor, …}
///   walk_forward {is_anchored, purge_bars, embargo_bars, folds [{train [{from, to, bars}], test_from, test_to, sets,
///     number, params, train_objective, test {objective, total_return, net_pnl, trades, …}, distance}],
///     stitched {bars, total_return, sharpe, max_drawdown_pct, trades, equity [{time, equity}]},
///     stability [{parameter, values, distinct, changes, least, most}], mean_distance, efficiency}
///   holdout {from, to, bars, is_sealed, seen, ledger {sequence, hash}}
///   missing [{part, text, text_tr}], timing_ms
Result<wire::Json> assess(verbs::Context& context, const Bench& bench, std::string_view optimization_id,
                          const trials::TrialFolder& trials, const Follower& follower);

/// `spark optimize look DIR`: opens a holdout that was sealed, or looks once more (the count rises by one either way),
/// and gives the assessment with the finalists' out-of-sample figures, badges and verdict. `earlier`: the assessment
/// there is, whose walk forward is taken over; null runs it anew. Errors: invalid_input when the order keeps no
/// holdout; those of assess.
Result<wire::Json> look(verbs::Context& context, const Bench& bench, std::string_view optimization_id,
                        const trials::TrialFolder& trials, const wire::Json* earlier, const Follower& follower);

}  // namespace spark::optimizer
