#include "engine/robustness/badges.hpp"

#include <utility>

#include <fmt/format.h>

namespace spark::robustness {
namespace {

/// Percent as Turkish writes it: the sign before the number.
std::string tr_pct(double pct) { return fmt::format("%{:.0f}", pct); }

void add_out_of_sample(const BadgeFacts& facts, const Thresholds& limits, std::vector<Badge>& badges) {
    if (facts.out_of_sample_return) {
        const double pct = *facts.out_of_sample_return * 100;
        const bool held = pct > 0;
        badges.push_back({.key = held ? "oos_held" : "oos_lost",
                          .tone = held ? Tone::good : Tone::bad,
                          .number = pct,
                          .text = fmt::format("out of sample {} {:.2f} %", held ? "earned" : "came to", pct),
                          .text_tr = fmt::format("ayrılan dönemde sonuç %{:.2f}", pct)});
    }
    if (facts.decay_pct) {
        const bool is_bad = *facts.decay_pct < -limits.decay_pct_most;
        badges.push_back({.key = "decay",
                          .tone = is_bad ? Tone::bad : Tone::note,
                          .number = facts.decay_pct,
                          .text = fmt::format("the objective changes by {:+.0f} % out of sample", *facts.decay_pct),
                          .text_tr = fmt::format("amaç değeri ayrılan dönemde %{:+.0f} değişiyor", *facts.decay_pct)});
    }
}

void add_statistics(const BadgeFacts& facts, const Thresholds& limits, std::vector<Badge>& badges) {
    if (facts.pbo) {
        badges.push_back({.key = "pbo",
                          .tone = *facts.pbo <= limits.pbo_most ? Tone::good : Tone::bad,
                          .number = facts.pbo,
                          .text = fmt::format("{:.0f} % of the ways to split the history overfit", *facts.pbo * 100),
                          .text_tr = fmt::format("geçmişi bölmenin yollarından {} kadarında aşırı uyum var",
                                                 tr_pct(*facts.pbo * 100))});
    }
    if (facts.dsr) {
        badges.push_back({.key = "dsr",
                          .tone = *facts.dsr >= limits.dsr_least ? Tone::good : Tone::bad,
                          .number = facts.dsr,
                          .text = fmt::format("{:.0f} % chance that the Sharpe ratio is above what so many tries show "
                                              "by luck",
                                              *facts.dsr * 100),
                          .text_tr = fmt::format("Sharpe oranının, bu kadar denemenin şansla göstereceğini aşma "
                                                 "olasılığı {}",
                                                 tr_pct(*facts.dsr * 100))});
    }
    if (facts.trades && *facts.trades < limits.trades_least) {
        badges.push_back({.key = "few_trades",
                          .tone = Tone::bad,
                          .number = static_cast<double>(*facts.trades),
                          .text = fmt::format("only {} trades; {} are the least to say anything", *facts.trades,
                                              limits.trades_least),
                          .text_tr = fmt::format("yalnızca {} işlem; bir şey söylemek için en az {} gerekir",
                                                 *facts.trades, limits.trades_least)});
    }
}

void add_surroundings(const BadgeFacts& facts, const Thresholds& limits, std::vector<Badge>& badges) {
    if (!facts.edges.empty()) {
        std::string names;
        for (const std::string& name : facts.edges) names += (names.empty() ? "" : ", ") + name;
        badges.push_back({.key = "edge_of_range",
                          .tone = Tone::bad,
                          .number = static_cast<double>(facts.edges.size()),
                          .text = fmt::format("on the border of the range of {}: widen it", names),
                          .text_tr = fmt::format("{} aralığının sınırında: aralığı genişletin", names)});
    }
    const bool is_lonely =
        facts.has_no_good_neighbour || (facts.plateau_score && *facts.plateau_score < limits.score_lonely);
    if (is_lonely) {
        const double kept_pct = facts.plateau_score.value_or(0) * 100;
        badges.push_back(
            {.key = "lonely_peak",
             .tone = Tone::bad,
             .number = facts.plateau_score,
             .text = facts.plateau_score ? fmt::format("one step aside only {:.0f} % of the value is left", kept_pct)
                                         : std::string("one step aside most sets have no value at all"),
             .text_tr = facts.plateau_score
                            ? fmt::format("bir adım yanında değerin yalnızca {} kadarı kalıyor", tr_pct(kept_pct))
                            : std::string("bir adım yanındaki kümelerin çoğunun değeri yok")});
    } else if (facts.plateau_score && *facts.plateau_score >= limits.score_plateau) {
        badges.push_back(
            {.key = "plateau",
             .tone = Tone::good,
             .number = facts.plateau_score,
             .text = fmt::format("one step aside {:.0f} % of the value is left", *facts.plateau_score * 100),
             .text_tr = fmt::format("bir adım yanında değerin {} kadarı kalıyor", tr_pct(*facts.plateau_score * 100))});
    }
}

void add_costs(const BadgeFacts& facts, const Thresholds& limits, std::vector<Badge>& badges) {
    if (facts.break_even_cost_factor && *facts.break_even_cost_factor < limits.cost_factor_least) {
        badges.push_back(
            {.key = "cost_sensitive",
             .tone = Tone::bad,
             .number = facts.break_even_cost_factor,
             .text = fmt::format("nothing is left when costs are {:.2f} times as high", *facts.break_even_cost_factor),
             .text_tr = fmt::format("maliyetler {:.2f} katına çıkınca geriye bir şey kalmıyor",
                                    *facts.break_even_cost_factor)});
    }
    if (facts.holdout_seen) {
        const bool is_used_up = *facts.holdout_seen > limits.looks_most;
        badges.push_back({.key = "holdout_seen",
                          .tone = is_used_up ? Tone::bad : Tone::note,
                          .number = static_cast<double>(*facts.holdout_seen),
                          .text = fmt::format("holdout seen {} times{}", *facts.holdout_seen,
                                              is_used_up ? ": it no longer speaks for a set" : ""),
                          .text_tr = fmt::format("ayrılan döneme {} kez bakıldı{}", *facts.holdout_seen,
                                                 is_used_up ? ": artık bir kümeden yana konuşmaz" : "")});
    }
}

}  // namespace

std::string_view tone_name(Tone tone) {
    switch (tone) {
        case Tone::good: return "good";
        case Tone::bad: return "bad";
        case Tone::note: break;
    }
    return "note";
}

std::vector<Badge> badges_of(const BadgeFacts& facts, const Thresholds& thresholds) {
    std::vector<Badge> badges;
    add_out_of_sample(facts, thresholds, badges);
    add_statistics(facts, thresholds, badges);
    add_surroundings(facts, thresholds, badges);
    add_costs(facts, thresholds, badges);
    return badges;
}

}  // namespace spark::robustness
