#include <fmt/format.h>

#include <algorithm>

#include "engine/search/detail/methods.hpp"
#include "engine/search/detail/ranking.hpp"
#include "foundation/base/assert.hpp"

namespace spark::search::detail {
namespace {

/// Successive halving (Jamieson and Talwalkar 2016, algorithm 1, with the factor of Li et al. 2018): many random sets
/// on the first part of the bars, the best of them on more, until a few have seen all.
class HalvingSampler : public BatchSampler {
  public:
    HalvingSampler(const Space& space, std::vector<Condition> conditions, const SearchOptions& options)
        : BatchSampler(space, std::move(conditions), options), points_(ground_, rng_) {
        // From the whole history down, so that the last step is as large as the others.
        for (double share = 1; share >= options.bars_share_least; share /= options.halving_factor)
            shares_.insert(shares_.begin(), share);
    }

    std::uint64_t expected_sets() const override {
        if (is_over()) return BatchSampler::expected_sets();
        std::uint64_t sum = run_;
        std::size_t size = size_;
        for (std::size_t rung = rung_; rung < shares_.size() && size > 0; ++rung) {
            sum += size;
            size = kept_of(size);
        }
        return sum;
    }

  protected:
    std::vector<Proposal> make_batch(std::size_t count_max) override {
        if (rung_ == shares_.size()) return {};
        if (rung_ == 0) {
            const std::size_t wanted = first_size(count_max);
            while (going_on_.size() < wanted) {
                auto point = points_.next();
                if (!point) break;
                ground_.take(*point);
                going_on_.push_back(*std::move(point));
            }
        }
        std::vector<Proposal> batch;
        for (Point& point : going_on_) batch.push_back({.point = std::move(point), .bars_share = shares_[rung_]});
        size_ = batch.size();
        going_on_.clear();
        return batch;
    }

    void learn(std::span<const Proposal> batch, std::span<const std::optional<double>> answers) override {
        std::vector<std::size_t> order = ranking(answers);
        order.resize(std::min(order.size(), kept_of(batch.size())));
        std::erase_if(order, [answers](std::size_t at) { return !answers[at].has_value(); });
        std::ranges::sort(order);
        for (const std::size_t at : order) going_on_.push_back(batch[at].point);
        run_ += batch.size();
        size_ = order.size();
        ++rung_;
    }

  private:
    std::size_t kept_of(std::size_t size) const {
        return static_cast<std::size_t>(static_cast<double>(size) / options_.halving_factor);
    }
    std::uint64_t total_of(std::size_t size) const {
        std::uint64_t sum = 0;
        for (std::size_t rung = 0; rung < shares_.size(); ++rung, size = kept_of(size)) sum += size;
        return sum;
    }
    /// The most sets to begin with, so that all rungs together keep the bound.
    std::size_t first_size(std::size_t count_max) const {
        std::size_t least = 0;
        std::size_t most = count_max;
        while (least < most) {
            const std::size_t middle = most - (most - least) / 2;
            if (total_of(middle) <= count_max) {
                least = middle;
            } else {
                most = middle - 1;
            }
        }
        return least;
    }

    RandomPoints points_;
    std::vector<double> shares_;
    std::vector<Point> going_on_;
    std::size_t rung_ = 0;
    std::size_t size_ = 0;  // of the rung that is run, or comes next
    std::uint64_t run_ = 0;
};

}  // namespace

Result<std::unique_ptr<Sampler>> make_halving(const Space& space, std::vector<Condition> conditions,
                                              const SearchOptions& options) {
    if (!(options.halving_factor >= 1.5) || !(options.halving_factor <= 100)) {
        return fail(Fault::invalid_input, fmt::format("found factor {}, allowed 1.5 to 100", options.halving_factor),
                    "--halving-factor");
    }
    if (!(options.bars_share_least >= 0.001) || !(options.bars_share_least <= 1)) {
        return fail(Fault::invalid_input,
                    fmt::format("found {} of the bars to begin with, allowed 0.001 to 1", options.bars_share_least),
                    "--bars-share-least");
    }
    // Enough that one set is left for the whole history.
    double least = 1;
    double sum = 1;
    for (double share = 1 / options.halving_factor; share >= options.bars_share_least;
         share /= options.halving_factor) {
        least = static_cast<double>(static_cast<std::uint64_t>(least * options.halving_factor + 0.999999));
        sum += least;
    }
    if (static_cast<double>(*options.trials_max) < sum) {
        return fail(Fault::invalid_input,
                    fmt::format("found {} sets, allowed {} or more: fewer leave none for the whole history",
                                *options.trials_max, sum),
                    "--max-trials", fmt::format("--max-trials {}", 10 * sum));
    }
    return started<HalvingSampler>(space, std::move(conditions), options);
}

}  // namespace spark::search::detail
