#include <fmt/format.h>

#include <algorithm>

#include "engine/search/detail/methods.hpp"
#include "foundation/base/assert.hpp"

namespace spark::search::detail {

Error nothing_kept(const Ground& ground) {
    return {Fault::invalid_input,
            fmt::format("no set was found that keeps the conditions ({})", ground.conditions_text()), "--where",
            "widen a --param or loosen a condition"};
}

BatchSampler::BatchSampler(const Space& space, std::vector<Condition> conditions, const SearchOptions& options)
    : ground_(space, std::move(conditions)), options_(options), rng_(options.seed) {}

Result<void> BatchSampler::start() {
    SPARK_ASSERT(proposed_ == 0 && options_.trials_max.has_value());
    if (!RandomPoints(ground_, rng_).next()) return fail(nothing_kept(ground_));
    refill();
    return {};
}

void BatchSampler::refill() {
    const std::uint64_t left = *options_.trials_max - proposed_;
    batch_.clear();
    if (left > 0 && !is_last_) batch_ = make_batch(static_cast<std::size_t>(left));
    for (Proposal& proposal : batch_) proposal.number = proposed_++;
    answers_.assign(batch_.size(), std::nullopt);
    told_.assign(batch_.size(), false);
    next_ = 0;
    told_count_ = 0;
    is_last_ = batch_.empty() || proposed_ == *options_.trials_max;
}

std::vector<Proposal> BatchSampler::ask(std::size_t count_max) {
    const std::size_t count = std::min(count_max, batch_.size() - next_);
    const auto first = batch_.begin() + static_cast<std::ptrdiff_t>(next_);
    next_ += count;
    return {first, first + static_cast<std::ptrdiff_t>(count)};
}

void BatchSampler::tell(std::span<const Told> answers) {
    for (const Told& told : answers) {
        const std::uint64_t first = proposed_ - batch_.size();
        SPARK_ASSERT(told.number >= first && told.number - first < next_);
        const std::size_t place = told.number - first;
        SPARK_ASSERT(!told_[place]);
        told_[place] = true;
        answers_[place] = told.objective;
        if (++told_count_ < batch_.size()) continue;
        learn(batch_, answers_);
        refill();
    }
}

std::uint64_t BatchSampler::expected_sets() const {
    if (is_last_) return proposed_;
    const UInt128 count = ground_.space().count();
    return count < *options_.trials_max ? static_cast<std::uint64_t>(count) : *options_.trials_max;
}

}  // namespace spark::search::detail
