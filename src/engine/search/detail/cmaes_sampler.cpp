#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/search/detail/evolution.hpp"
#include "engine/search/detail/methods.hpp"
#include "engine/search/detail/ranking.hpp"
#include "engine/search/detail/scale.hpp"

namespace spark::search::detail {
namespace {

constexpr std::size_t bounds_draws_max = 100;
constexpr std::size_t free_generations_max = 10;  ///< In a row without a new point: it has seen where it is.
constexpr std::size_t free_restarts_max = 5;

/// CMA-ES on the axes scaled to 0..1, each value as wide as the others; restarts with twice the population where it
/// stalls (Auger and Hansen 2005). A sample whose point is known brings its answer along and costs no set.
class CmaesSampler : public BatchSampler {
  public:
    CmaesSampler(const Space& space, std::vector<Condition> conditions, const SearchOptions& options)
        : BatchSampler(space, std::move(conditions), options),
          points_(ground_, rng_.split(1)),
          draws_(rng_.split(2)),
          population_(options.batch > 0 ? std::max<std::size_t>(4, options.batch)
                                        : Evolution::usual_population(ground_.space().axes().size())),
          evolution_(start_at(false)) {
        for (const Axis& axis : ground_.space().axes()) scales_.emplace_back(axis);
    }

  protected:
    std::vector<Proposal> make_batch(std::size_t count_max) override {
        std::size_t free_restarts = 0;
        for (std::size_t free = 0;; ++free) {
            if (free > free_generations_max || has_stalled()) {
                if (++free_restarts > free_restarts_max) return anywhere(count_max);
                // A larger population is for those that stall elsewhere, not for a space that is nearly done.
                restart(free_restarts == 1);
                free = 0;
            }
            generation_.clear();
            for (std::size_t at = 0; at < evolution_.population(); ++at) generation_.push_back(sampled());
            std::vector<Proposal> batch;
            for (const Sample& sample : generation_) {
                if (!sample.is_kept || ground_.is_taken(sample.point) || batch.size() == count_max) continue;
                ground_.take(sample.point);
                batch.push_back({.point = sample.point});
            }
            if (!batch.empty()) return batch;
            evolve();
        }
    }

    void learn(std::span<const Proposal> batch, std::span<const std::optional<double>> answers) override {
        for (std::size_t at = 0; at < batch.size(); ++at) known_.emplace(batch[at].point, answers[at]);
        if (!generation_.empty()) evolve();
    }

  private:
    struct Sample {
        std::vector<double> place;
        Point point;
        bool is_kept = true;  ///< Keeps the conditions; what does not is ranked last and costs no set.
    };

    Evolution::Start start_at(bool is_restart) {
        std::vector<double> mean(ground_.space().axes().size(), 0.5);
        if (is_restart) {
            for (double& each : mean) each = draws_.uniform_real();
        }
        return {.mean = std::move(mean), .population = population_};
    }

    Sample sampled() {
        Sample sample;
        for (std::size_t draw = 0; draw < bounds_draws_max; ++draw) {
            sample.place = evolution_.sample(draws_);
            const bool is_inside =
                std::ranges::all_of(sample.place, [](double each) { return each >= 0 && each <= 1; });
            if (!is_inside && draw + 1 < bounds_draws_max) continue;
            for (double& each : sample.place) each = std::clamp(each, 0.0, 1.0);
            sample.point = point_at(sample.place);
            sample.is_kept = ground_.keeps(sample.point);
            if (sample.is_kept) break;
        }
        return sample;
    }

    Point point_at(std::span<const double> place) const {
        Point point;
        for (std::size_t axis = 0; axis < place.size(); ++axis) {
            const Scale& scale = scales_[axis];
            const double position = scale.low() + place[axis] * (scale.high() - scale.low());
            point.push_back(static_cast<std::uint32_t>(scale.index_at(position)));
        }
        return point;
    }

    /// The generation's answers, all known by now, into the distribution.
    void evolve() {
        std::vector<std::optional<double>> values;
        for (const Sample& sample : generation_) {
            const auto found = sample.is_kept ? known_.find(sample.point) : known_.end();
            values.push_back(found == known_.end() ? std::nullopt : found->second);
        }
        const std::vector<std::size_t> order = ranking(values);
        std::vector<std::vector<double>> ranked;
        for (const std::size_t at : order) ranked.push_back(generation_[at].place);
        evolution_.update(ranked);
        bests_.push_back(values[order.front()]);
        generation_.clear();
    }

    /// It cannot leave its cell any more, its numbers do not carry it, or nothing has changed for long.
    bool has_stalled() const {
        if (evolution_.is_degenerate()) return true;
        bool is_in_cell = true;
        for (std::size_t axis = 0; axis < scales_.size(); ++axis)
            is_in_cell = is_in_cell && evolution_.deviation(axis) < 0.1 / static_cast<double>(scales_[axis].count());
        if (is_in_cell) return true;
        const std::size_t long_enough = 10 + 30 * scales_.size() / evolution_.population();
        if (bests_.size() < long_enough) return false;
        const auto first = bests_.end() - static_cast<std::ptrdiff_t>(long_enough);
        return std::all_of(first, bests_.end(), [&](const std::optional<double>& best) { return best == *first; });
    }

    void restart(bool is_larger) {
        if (is_larger && options_.batch == 0) population_ = std::min<std::size_t>(2 * population_, 4'096);
        evolution_ = Evolution(start_at(true));
        bests_.clear();
    }

    /// Where restarts find nothing new either, the space is nearly done: the rest in random order.
    std::vector<Proposal> anywhere(std::size_t count_max) {
        generation_.clear();
        std::vector<Proposal> batch;
        while (batch.size() < std::min(count_max, population_)) {
            auto point = points_.next();
            if (!point) break;
            ground_.take(*point);
            batch.push_back({.point = *std::move(point)});
        }
        return batch;
    }

    RandomPoints points_;
    Rng draws_;
    std::size_t population_;
    Evolution evolution_;
    std::vector<Scale> scales_;
    std::vector<Sample> generation_;
    std::map<Point, std::optional<double>> known_;
    std::vector<std::optional<double>> bests_;  // of each generation since the restart
};

}  // namespace

Result<std::unique_ptr<Sampler>> make_cmaes(const Space& space, std::vector<Condition> conditions,
                                            const SearchOptions& options) {
    for (const Axis& axis : space.axes()) {
        if (axis.is_ordered()) continue;
        return fail(
            Fault::invalid_input,
            fmt::format("found {} values of '{}', cmaes needs three or more numbers", axis.count(), axis.spec().name),
            fmt::format("--param {}", axis.spec().name),
            fmt::format("set it by --set {}=…, or search by tpe", axis.spec().name));
    }
    return started<CmaesSampler>(space, std::move(conditions), options);
}

}  // namespace spark::search::detail
