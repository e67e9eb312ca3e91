#include "app/optimizer/window_search.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "app/optimizer/set_pool.hpp"
#include "engine/search/sampler.hpp"

namespace spark::optimizer {
namespace {

/// Sets asked for and held at once: a grid gives as many as it is asked for.
constexpr std::size_t ask_sets = 16'384;

/// Sweeps over the first share of each piece.
class PieceSweeps {
  public:
    PieceSweeps(const Bench& bench, std::span<const robustness::BarRange> pieces) : bench_(bench), pieces_(pieces) {}

    std::size_t pieces() const { return pieces_.size(); }
    double weight(std::size_t piece) const { return static_cast<double>(pieces_[piece].size()); }

    Result<const sweep::PreparedSweep*> find(std::size_t piece, double share) {
        const auto found = sweeps_.find({piece, share});
        if (found != sweeps_.end()) return &found->second;
        const robustness::BarRange& whole = pieces_[piece];
        const auto bars = static_cast<std::size_t>(std::ceil(share * static_cast<double>(whole.size())));
        const std::size_t last = std::clamp(whole.first + bars, whole.first + 1, whole.last);
        sweep::SweepNeeds needs = bench_.needs;
        needs.result_hash = false;
        SPARK_TRY(sweep::PreparedSweep made,
                  sweep::PreparedSweep::prepare(bench_.input(whole.first, last), bench_.definition(), needs));
        return &sweeps_.emplace(std::pair(piece, share), std::move(made)).first->second;
    }

  private:
    const Bench& bench_;
    std::span<const robustness::BarRange> pieces_;
    std::map<std::pair<std::size_t, double>, sweep::PreparedSweep> sweeps_;
};

/// Objectives of sets that are all run on one share of the bars.
Result<std::vector<std::optional<double>>> objectives_of(const Bench& bench, PieceSweeps& sweeps,
                                                         std::span<const sweep::SetValues> sets, double share,
                                                         const Follower& follower) {
    std::vector<std::optional<double>> sums(sets.size(), 0.0);
    double weights = 0;
    for (std::size_t piece = 0; piece < sweeps.pieces(); ++piece) {
        SPARK_TRY(const sweep::PreparedSweep* prepared, sweeps.find(piece, share));
        SPARK_TRY(const auto outcomes, run_sets(bench, *prepared, sets, follower));
        weights += sweeps.weight(piece);
        for (std::size_t set = 0; set < sets.size(); ++set) {
            const auto value = ranked_objective(bench, outcomes[set]);
            if (value && sums[set]) {
                *sums[set] += *value * sweeps.weight(piece);
            } else {
                sums[set].reset();
            }
        }
    }
    for (auto& sum : sums) {
        if (sum) *sum /= weights;
    }
    return sums;
}

Result<std::unique_ptr<search::Sampler>> sampler_of(const Bench& bench) {
    std::vector<search::Condition> conditions;
    for (const std::string& text : bench.order.where) {
        SPARK_TRY(search::Condition condition, search::Condition::compile(text, bench.definition().parameters()));
        conditions.push_back(std::move(condition));
    }
    search::SearchOptions options;
    options.method = bench.order.method;
    options.seed = bench.order.seed;
    options.trials_max = bench.order.trials_max;
    options.batch = bench.order.batch;
    return search::make_sampler(*bench.space, std::move(conditions), options);
}

}  // namespace

Result<WindowSearch> search_window(const Bench& bench, std::span<const robustness::BarRange> pieces,
                                   const Follower& follower) {
    SPARK_TRY(const std::unique_ptr<search::Sampler> sampler, sampler_of(bench));
    PieceSweeps sweeps(bench, pieces);
    WindowSearch made;
    while (!sampler->is_over()) {
        const std::vector<search::Proposal> proposals = sampler->ask(ask_sets);
        if (proposals.empty()) break;
        std::vector<search::Told> told(proposals.size());
        for (std::size_t begin = 0; begin < proposals.size();) {
            const double share = proposals[begin].bars_share;
            std::size_t end = begin;
            std::vector<sweep::SetValues> sets;
            for (; end < proposals.size() && proposals[end].bars_share == share; ++end)
                sets.push_back(bench.space->values(proposals[end].point));
            SPARK_TRY(const auto objectives, objectives_of(bench, sweeps, sets, share, follower));
            for (std::size_t at = begin; at < end; ++at) {
                const auto& objective = objectives[at - begin];
                told[at] = {.number = proposals[at].number, .objective = objective};
                ++made.sets;
                if (share != 1 || !objective) continue;
                if (made.best && (made.best->objective > *objective ||
                                  (made.best->objective == *objective && made.best->number < proposals[at].number)))
                    continue;
                made.best = ChosenSet{.number = proposals[at].number,
                                      .point = proposals[at].point,
                                      .values = sets[at - begin],
                                      .objective = *objective};
            }
            begin = end;
        }
        sampler->tell(told);
    }
    return made;
}

}  // namespace spark::optimizer
