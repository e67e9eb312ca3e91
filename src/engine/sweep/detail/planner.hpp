#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "engine/strategy/signal_plan.hpp"
#include "engine/sweep/sweep.hpp"

namespace spark::sweep::detail {

/// Plans of one definition, over columns shared from set to set. Columns of sets long past are of little use: when they
/// may have grown past a bound, all are dropped. Belongs to one thread; input and definition outlive it.
class Planner {
  public:
    static constexpr std::size_t column_bytes_kept = std::size_t{1} << 30U;

    Planner(const SweepInput& input, const strategy::Definition& definition,
            std::size_t bytes_kept = column_bytes_kept);
    ~Planner();
    Planner(const Planner&) = delete;
    Planner& operator=(const Planner&) = delete;

    /// Errors: as strategy::Definition::plan; columns of other sets never make one.
    Result<strategy::SignalPlan> plan(std::span<const std::int64_t> values);

    std::size_t renewals() const { return renewals_; }

  private:
    struct Columns;
    void renew();

    const SweepInput& input_;
    const strategy::Definition& definition_;
    std::size_t bytes_kept_;
    std::unique_ptr<Columns> columns_;
    std::size_t renewals_ = 0;
};

}  // namespace spark::sweep::detail
