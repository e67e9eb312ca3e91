#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/search/condition.hpp"
#include "engine/search/space.hpp"
#include "foundation/base/result.hpp"

namespace spark::search {

enum class Method : std::uint8_t { grid, random, tpe, cmaes, halving };
std::string_view method_name(Method method);
std::optional<Method> method_of(std::string_view name);

/// A set to be run. Numbers count from 0 in the order of proposals, without holes.
struct Proposal {
    std::uint64_t number = 0;
    Point point;
    /// Share of the bars it is run on, from the first bar; below 1 only in successive halving.
    double bars_share = 1;
};

/// What came of it, as the search sees it: the objective, none where it has none or a constraint is broken.
struct Told {
    std::uint64_t number = 0;
    std::optional<double> objective;
};

struct SearchOptions {
    Method method = Method::grid;
    std::uint64_t seed = 0;
    /// Sets to run at most; grid without a bound runs all.
    std::optional<std::uint64_t> trials_max{};
    /// Proposals of TPE, CMA-ES and halving that are made before the answers to them are known. Part of the identity
    /// of a search: with the same options the same sets come in the same order for any number of workers.
    std::size_t batch = 0;  ///< 0: the method's own (TPE 1 + answers / 8 up to 16, CMA-ES its population).
                            ///< Halving takes a rung at once, grid and random learn nothing.
    /// TPE as Optuna's TPESampler by default: 10 random ones first, gamma = min(ceil(0.1 n), 25), 24 candidates, prior
    /// weight 1, magic clip.
    std::size_t random_first = 10;
    double halving_factor = 3;  ///< One of so many goes on, on so many times the bars.
    double bars_share_least = 0.1;
    std::uint64_t grid_sets_max = 50'000'000;  ///< A larger grid is refused.
};

/// Proposes sets and learns from what came of them. Deterministic: the same options, space and answers give the same
/// proposals, whoever runs them in whatever order. Points that break a condition, and points proposed before (on the
/// same share of bars), are skipped and do not count. One thread at a time.
class Sampler {
  public:
    virtual ~Sampler() = default;

    /// The next proposals, at most `count_max`; fewer or none when answers are missing (ask again after tell) or the
    /// search is over.
    virtual std::vector<Proposal> ask(std::size_t count_max) = 0;
    /// Answers in any order, each once.
    virtual void tell(std::span<const Told> answers) = 0;
    /// Nothing will be proposed any more, whatever is told.
    virtual bool is_over() const = 0;
    /// Sets this search runs in all, as far as is known by now.
    virtual std::uint64_t expected_sets() const = 0;
};

/// Errors: invalid_input when the grid has more sets than allowed (with the count and how to narrow it), no point keeps
/// the conditions, the method needs a bound it was not given (trials_max for random, tpe, cmaes, halving), or cmaes is
/// asked on an axis without an order.
Result<std::unique_ptr<Sampler>> make_sampler(const Space& space, std::vector<Condition> conditions,
                                              const SearchOptions& options);

}  // namespace spark::search
