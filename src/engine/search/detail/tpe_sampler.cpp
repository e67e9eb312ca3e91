#include <algorithm>
#include <cmath>

#include "engine/search/detail/methods.hpp"
#include "engine/search/detail/parzen.hpp"
#include "engine/search/detail/ranking.hpp"

namespace spark::search::detail {
namespace {

/// A batch learns nothing of itself: small ones while every answer counts, then so many that workers are kept busy.
constexpr std::size_t batch_most = 16;
constexpr std::size_t seen_a_batch_set = 8;
std::size_t usual_batch(std::size_t seen) { return std::min(batch_most, 1 + seen / seen_a_batch_set); }
constexpr std::size_t candidates = 24;
constexpr std::size_t good_max = 25;
/// A point that is known or breaks a condition is drawn again, from ever fewer candidates: the best value of each axis
/// first, in the end whatever the good ones' density gives.
constexpr std::size_t draws_a_halving = 4;
constexpr std::size_t draws_max = 64;

/// The tree-structured Parzen estimator (Bergstra, Bardenet, Bengio, Kégl 2011): each axis by itself, the value whose
/// share among the good sets is largest against its share among the others. Sets that are still run are not known to
/// it.
class TpeSampler : public BatchSampler {
  public:
    TpeSampler(const Space& space, std::vector<Condition> conditions, const SearchOptions& options)
        : BatchSampler(space, std::move(conditions), options), points_(ground_, rng_.split(1)), draws_(rng_.split(2)) {
        for (const Axis& axis : ground_.space().axes()) scales_.emplace_back(axis);
    }

  protected:
    std::vector<Proposal> make_batch(std::size_t count_max) override {
        const bool is_first = seen_.size() < options_.random_first;
        const std::size_t wanted = is_first              ? options_.random_first - seen_.size()
                                   : options_.batch == 0 ? usual_batch(seen_.size())
                                                         : options_.batch;
        std::vector<Proposal> batch;
        std::vector<Model> models;
        if (!is_first) models = models_of_seen();
        while (batch.size() < std::min(wanted, count_max)) {
            std::optional<Point> point = is_first ? std::nullopt : drawn(models);
            if (!point) point = points_.next();
            if (!point) break;
            ground_.take(*point);
            batch.push_back({.point = *std::move(point)});
        }
        return batch;
    }

    void learn(std::span<const Proposal> batch, std::span<const std::optional<double>> answers) override {
        for (std::size_t at = 0; at < batch.size(); ++at) seen_.push_back(batch[at].point);
        objectives_.insert(objectives_.end(), answers.begin(), answers.end());
    }

  private:
    struct Model {
        Parzen good;
        Parzen others;
    };

    std::vector<Model> models_of_seen() const {
        const std::vector<std::size_t> order = ranking(objectives_);
        const auto valued = objectives_.size() - static_cast<std::size_t>(std::ranges::count_if(
                                                     objectives_, [](const auto& each) { return !each; }));
        const std::size_t good = std::min({(seen_.size() + 9) / 10, good_max, valued});
        std::vector<bool> is_good(seen_.size(), false);
        for (std::size_t at = 0; at < good; ++at) is_good[order[at]] = true;
        std::vector<Model> models;
        for (std::size_t axis = 0; axis < scales_.size(); ++axis) {
            std::vector<std::uint32_t> good_ones;
            std::vector<std::uint32_t> others;
            for (std::size_t at = 0; at < seen_.size(); ++at)
                (is_good[at] ? good_ones : others).push_back(seen_[at][axis]);
            const Axis& known = ground_.space().axes()[axis];
            const Scale* const scale = known.is_ordered() ? &scales_[axis] : nullptr;
            models.push_back({Parzen(known.count(), scale, good_ones), Parzen(known.count(), scale, others)});
        }
        return models;
    }

    std::uint32_t best_value(Model& model, std::size_t tries) {
        std::uint64_t best = 0;
        double best_ratio = -1;
        for (std::size_t at = 0; at < tries; ++at) {
            const std::uint64_t index = model.good.sample(draws_);
            const double ratio = model.good.probability(index) / model.others.probability(index);
            if (ratio <= best_ratio) continue;
            best = index;
            best_ratio = ratio;
        }
        return static_cast<std::uint32_t>(best);
    }

    std::optional<Point> drawn(std::vector<Model>& models) {
        Point point(models.size());
        for (std::size_t draw = 0; draw < draws_max; ++draw) {
            const std::size_t tries =
                std::max<std::size_t>(1, candidates >> std::min<std::size_t>(draw / draws_a_halving, 8));
            for (std::size_t axis = 0; axis < models.size(); ++axis) point[axis] = best_value(models[axis], tries);
            if (!ground_.is_taken(point) && ground_.keeps(point)) return point;
        }
        return std::nullopt;
    }

    RandomPoints points_;
    Rng draws_;
    std::vector<Scale> scales_;
    std::vector<Point> seen_;
    std::vector<std::optional<double>> objectives_;
};

}  // namespace

Result<std::unique_ptr<Sampler>> make_tpe(const Space& space, std::vector<Condition> conditions,
                                          const SearchOptions& options) {
    return started<TpeSampler>(space, std::move(conditions), options);
}

}  // namespace spark::search::detail
