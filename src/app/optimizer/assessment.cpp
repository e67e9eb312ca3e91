#include "app/optimizer/assessment.hpp"

#include <cmath>
#include <utility>

#include "app/optimizer/assessed_holdout.hpp"
#include "app/optimizer/assessed_returns.hpp"
#include "app/optimizer/assessed_sets.hpp"
#include "app/optimizer/outputs.hpp"
#include "app/optimizer/set_pool.hpp"
#include "app/optimizer/walk_forward.hpp"
#include "engine/robustness/badges.hpp"
#include "engine/robustness/verdict.hpp"

namespace spark::optimizer {
namespace {

using wire::Json;

Json number_or_null(std::optional<double> number) { return number ? Json(*number) : Json(nullptr); }

Json thresholds_json(const robustness::Thresholds& limits) {
    return Json::object()
        .set("dsr_least", limits.dsr_least)
        .set("pbo_most", limits.pbo_most)
        .set("loss_most", limits.loss_most)
        .set("spa_p_most", limits.spa_p_most)
        .set("trades_least", limits.trades_least)
        .set("efficiency_least", limits.efficiency_least)
        .set("looks_most", limits.looks_most)
        .set("score_plateau", limits.score_plateau)
        .set("score_lonely", limits.score_lonely)
        .set("decay_pct_most", limits.decay_pct_most)
        .set("cost_factor_least", limits.cost_factor_least);
}

Json verdict_json(const robustness::Judgement& judgement) {
    Json rules = Json::array();
    for (const robustness::VerdictRule& rule : judgement.rules)
        rules.push(Json::object()
                       .set("key", rule.key)
                       .set("holds", rule.holds ? Json(*rule.holds) : Json(nullptr))
                       .set("found", number_or_null(rule.found))
                       .set("allowed", rule.allowed)
                       .set("text", rule.text)
                       .set("text_tr", rule.text_tr));
    return Json::object()
        .set("verdict", robustness::verdict_name(judgement.verdict))
        .set("text", judgement.text)
        .set("text_tr", judgement.text_tr)
        .set("rules", std::move(rules));
}

Json badges_json(const robustness::BadgeFacts& facts, const robustness::Thresholds& limits) {
    Json list = Json::array();
    const auto badges = robustness::badges_of(facts, limits);
    for (const robustness::Badge& badge : badges)
        list.push(Json::object()
                      .set("key", badge.key)
                      .set("tone", robustness::tone_name(badge.tone))
                      .set("number", number_or_null(badge.number))
                      .set("text", badge.text)
                      .set("text_tr", badge.text_tr));
    return list;
}

/// The parts of one assessment, in the order they come about.
class Assessment {
  public:
    Assessment(verbs::Context& context, const Bench& bench, std::string_view id, const Follower& follower)
        : context_(context), bench_(bench), id_(id), follower_(follower), watch_(context) {}

    Result<Json> make(const trials::TrialFolder& trials, LookKind kind, const Json* earlier) {
        if (follower_.is_cancelled()) return fail(Fault::unavailable, "the assessment was cancelled");
        say("assessment");
        SPARK_TRY(const AssessedSets sets, assessed_sets(bench_, trials));
        lap("sets");
        // The walk forward does not see the holdout, so it comes before the look that is counted.
        SPARK_TRY(walk(sets, earlier));
        lap("walk_forward");
        say("assessment");
        if (bench_.holdout_bars > 0) {
            SPARK_TRY(holdout_, assessed_holdout(context_, bench_, id_, sets, kind, follower_));
        } else {
            miss("holdout", "no bars are kept out of the search (--oos)", "arama dışında tutulan bar yok (--oos)");
        }
        lap("holdout");
        const std::uint64_t looks = holdout_ ? holdout_->seen : 0;
        if (!sets.finalists.empty()) {
            SPARK_TRY(returns_, assessed_returns(bench_, sets, looks, follower_, missing_));
        } else {
            miss("finalists", "no set has an objective and keeps the constraints",
                 "amaç değeri olan ve koşullara uyan küme yok");
        }
        lap("returns");
        return document(sets);
    }

  private:
    Result<void> walk(const AssessedSets& sets, const Json* earlier) {
        if (!bench_.order.walk_forward) {
            miss("walk_forward", "not asked for (--walk-forward)", "istenmedi (--walk-forward)");
            return {};
        }
        if (earlier != nullptr && earlier->find("walk_forward") != nullptr &&
            earlier->find("walk_forward")->is_object()) {
            walk_json_ = *earlier->find("walk_forward");
            SPARK_TRY(const Json* stitched, walk_json_.at("stitched"));
            SPARK_TRY(walk_return_, stitched->double_at("total_return"));
            const Json* const efficiency = walk_json_.find("efficiency");
            if (efficiency != nullptr && !efficiency->is_null()) {
                SPARK_TRY(efficiency_, efficiency->as_double());
            }
            return {};
        }
        if (sets.finalists.empty()) return {};
        auto walked = walk_forward(bench_, follower_);
        if (!walked && walked.error().fault == Fault::invalid_input) {
            miss("walk_forward", walked.error().message, "pencereler bu geçmişe sığmıyor: " + walked.error().message);
            return {};
        }
        if (!walked) return fail(std::move(walked).error());
        walk_return_ = walked->total_return;
        efficiency_ = walked->efficiency;
        walk_json_ = json_of(*walked, bench_);
        return {};
    }

    robustness::Evidence evidence(const AssessedSets& sets) const {
        robustness::Evidence evidence{.dsr = returns_.dsr, .pbo = returns_.pbo, .spa_p = returns_.spa_p};
        if (holdout_ && !holdout_->finalists.empty())
            evidence.out_of_sample_return = holdout_->finalists.front().run.total_return;
        if (holdout_) evidence.holdout_seen = holdout_->seen;
        evidence.loss_probability = returns_.loss_probability;
        evidence.walk_forward_return = walk_return_;
        evidence.efficiency = efficiency_;
        if (!sets.finalists.empty()) evidence.trades = sets.finalists.front().row.outcome.figures.trades;
        return evidence;
    }

    /// `is_best`: with what is known of the whole optimization, which is about the best set.
    robustness::BadgeFacts facts_of(const AssessedSets& sets, std::size_t index, bool is_best) const {
        const Finalist& finalist = sets.finalists[index];
        robustness::BadgeFacts facts;
        facts.trades = finalist.row.outcome.figures.trades;
        facts.edges = finalist.edges;
        facts.plateau_score = finalist.plateau.score;
        facts.has_no_good_neighbour = finalist.plateau.neighbours > 0 && !finalist.plateau.median;
        if (holdout_ && index < holdout_->finalists.size()) {
            facts.out_of_sample_return = holdout_->finalists[index].run.total_return;
            facts.decay_pct = holdout_->finalists[index].decay_pct;
        }
        if (!is_best) return facts;
        facts.pbo = returns_.pbo;
        facts.dsr = returns_.dsr;
        facts.break_even_cost_factor = returns_.break_even_cost_factor;
        if (holdout_) facts.holdout_seen = holdout_->seen;
        return facts;
    }

    Json finalist_json(const AssessedSets& sets, std::size_t index) const {
        const Finalist& finalist = sets.finalists[index];
        Json edges = Json::array();
        for (const std::string& name : finalist.edges) edges.push(name);
        Json json = set_json(bench_, finalist.row, finalist.rank);
        json.set("plateau", surroundings_json(finalist.plateau)).set("edge_of_range", std::move(edges));
        const bool was_run = holdout_ && index < holdout_->finalists.size();
        json.set("out_of_sample", was_run ? json_of(holdout_->finalists[index]) : Json(nullptr));
        json.set("badges", badges_json(facts_of(sets, index, index == 0), limits_));
        return json;
    }

    Json document(const AssessedSets& sets) {
        Json finalists = Json::array();
        for (std::size_t index = 0; index < sets.finalists.size(); ++index) finalists.push(finalist_json(sets, index));
        const auto one = [&](std::optional<std::size_t> index) {
            return index ? finalist_json(sets, *index) : Json(nullptr);
        };
        const bool has_best = !sets.finalists.empty();
        Json json = Json::object();
        json.set("schema", "spark.assessment/1").set("optimization", id_);
        json.set("verdict", verdict_json(robustness::judge(evidence(sets), limits_)));
        json.set("thresholds", thresholds_json(limits_));
        json.set("best_point", one(has_best ? std::optional<std::size_t>(0) : std::nullopt));
        json.set("best_plateau", one(sets.plateau_finalist)).set("finalists", std::move(finalists));
        json.set("badges", has_best ? badges_json(facts_of(sets, 0, true), limits_) : Json::array());
        json.set("plateau", plateau_json(bench_, sets)).set("importance", importance_json(bench_, sets));
        json.set("sharpe", returns_.sharpe).set("sample", returns_.sample).set("overfitting", returns_.overfitting);
        json.set("data_snooping", returns_.data_snooping).set("monte_carlo", returns_.monte_carlo);
        json.set("costs", returns_.costs).set("walk_forward", walk_json_);
        json.set("holdout", holdout_ ? json_of(*holdout_) : Json(nullptr));
        Json missing = Json::array();
        for (const MissingPart& part : missing_)
            missing.push(Json::object().set("part", part.part).set("text", part.text).set("text_tr", part.text_tr));
        json.set("missing", std::move(missing));
        timing_.set("total", rounded(watch_.total()));
        json.set("timing_ms", timing_);
        return json;
    }

    void miss(std::string part, std::string text, std::string text_tr) {
        missing_.push_back({std::move(part), std::move(text), std::move(text_tr)});
    }
    static double rounded(double ms) { return std::round(ms * 1000) / 1000; }
    void lap(std::string name) { timing_.set(std::move(name), rounded(watch_.lap())); }
    void say(std::string phase) const {
        Standing standing;
        standing.phase = std::move(phase);
        standing.workers = assessment_threads(bench_);
        follower_.standing(standing);
    }

    verbs::Context& context_;
    const Bench& bench_;
    std::string id_;
    const Follower& follower_;
    verbs::Stopwatch watch_;
    robustness::Thresholds limits_;
    AssessedReturns returns_;
    std::optional<AssessedHoldout> holdout_;
    Json walk_json_;
    std::optional<double> walk_return_;
    std::optional<double> efficiency_;
    std::vector<MissingPart> missing_;
    Json timing_ = Json::object();
};

}  // namespace

Result<Json> assess(verbs::Context& context, const Bench& bench, std::string_view optimization_id,
                    const trials::TrialFolder& trials, const Follower& follower) {
    return Assessment(context, bench, optimization_id, follower).make(trials, LookKind::finish, nullptr);
}

Result<Json> look(verbs::Context& context, const Bench& bench, std::string_view optimization_id,
                  const trials::TrialFolder& trials, const Json* earlier, const Follower& follower) {
    if (bench.holdout_bars == 0)
        return fail(Fault::invalid_input, "this optimization kept no bars out of its search", "--oos",
                    "optimize again with --oos 30%");
    return Assessment(context, bench, optimization_id, follower).make(trials, LookKind::look, earlier);
}

}  // namespace spark::optimizer
