#pragma once

#include <memory>
#include <vector>

#include "engine/search/detail/ground.hpp"
#include "engine/search/sampler.hpp"

namespace spark::search::detail {

/// Errors of each: as make_sampler.
Result<std::unique_ptr<Sampler>> make_grid(const Space& space, std::vector<Condition> conditions,
                                           const SearchOptions& options);
Result<std::unique_ptr<Sampler>> make_random(const Space& space, std::vector<Condition> conditions,
                                             const SearchOptions& options);
Result<std::unique_ptr<Sampler>> make_halving(const Space& space, std::vector<Condition> conditions,
                                              const SearchOptions& options);
Result<std::unique_ptr<Sampler>> make_tpe(const Space& space, std::vector<Condition> conditions,
                                          const SearchOptions& options);
Result<std::unique_ptr<Sampler>> make_cmaes(const Space& space, std::vector<Condition> conditions,
                                            const SearchOptions& options);

/// invalid_input: no point keeps the conditions, or none was found.
Error nothing_kept(const Ground& ground);

/// A search that learns between batches: a batch is made when all of the one before is told, so that it depends on
/// neither the order of answers nor how many are asked for at once.
class BatchSampler : public Sampler {
  public:
    BatchSampler(const Space& space, std::vector<Condition> conditions, const SearchOptions& options);

    std::vector<Proposal> ask(std::size_t count_max) final;
    void tell(std::span<const Told> answers) final;
    bool is_over() const final { return next_ == batch_.size() && is_last_; }
    std::uint64_t expected_sets() const override;

    /// Makes the first batch. Errors: nothing_kept.
    Result<void> start();

  protected:
    /// At most `count_max` new sets (numbers are given later); none: the search is over. Every point is taken.
    virtual std::vector<Proposal> make_batch(std::size_t count_max) = 0;
    /// The answers to the last batch, one a proposal.
    virtual void learn(std::span<const Proposal> batch, std::span<const std::optional<double>> answers) = 0;

    Ground ground_;
    SearchOptions options_;
    Rng rng_;

  private:
    void refill();

    std::vector<Proposal> batch_;
    std::vector<std::optional<double>> answers_;
    std::vector<bool> told_;
    std::size_t next_ = 0;
    std::size_t told_count_ = 0;
    std::uint64_t proposed_ = 0;  ///< With those of the batch.
    bool is_last_ = false;
};

/// Made and started. Errors: those of its start.
template <class Made>
Result<std::unique_ptr<Sampler>> started(const Space& space, std::vector<Condition> conditions,
                                         const SearchOptions& options) {
    auto made = std::make_unique<Made>(space, std::move(conditions), options);
    SPARK_TRY(made->start());
    return std::unique_ptr<Sampler>(std::move(made));
}

}  // namespace spark::search::detail
