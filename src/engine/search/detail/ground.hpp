#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "engine/search/condition.hpp"
#include "engine/search/detail/number_set.hpp"
#include "engine/search/space.hpp"
#include "foundation/base/rng.hpp"

namespace spark::search::detail {

/// The points that may be proposed: those of the space that keep the conditions, each once.
class Ground {
  public:
    Ground(Space space, std::vector<Condition> conditions);

    const Space& space() const { return space_; }
    bool has_conditions() const { return !conditions_.empty(); }
    bool keeps(const Point& point);
    bool is_taken(const Point& point) const;
    void take(const Point& point);
    std::uint64_t taken() const { return taken_; }
    /// Texts of the conditions, joined for messages.
    std::string conditions_text() const;

  private:
    Space space_;
    std::vector<Condition> conditions_;
    sweep::SetValues values_;
    bool has_numbers_;  // points have numbers of 64 bits
    std::uint64_t taken_ = 0;
    NumberSet numbers_;
    std::set<Point> points_;  // where they have none
};

/// A random order of the numbers below `count`, each once, without keeping them: shuffled where they are few, else a
/// Feistel network whose results past the end are walked on from (Black and Rogaway, "Ciphers with arbitrary finite
/// domains", 2002, cycle walking).
class RandomOrder {
  public:
    RandomOrder(std::uint64_t count, Rng rng);
    std::uint64_t at(std::uint64_t place) const;

  private:
    static constexpr std::size_t rounds = 8;

    std::uint64_t count_;
    std::vector<std::uint32_t> shuffled_;
    unsigned half_bits_ = 1;
    std::array<std::uint64_t, rounds> keys_{};
};

/// New points of the ground at random; every one comes in the end where they have numbers of 63 bits.
class RandomPoints {
  public:
    RandomPoints(Ground& ground, const Rng& rng);
    /// One not taken yet, or none: there are no more, or misses_max tries in a row broke the conditions.
    std::optional<Point> next();

    static constexpr std::uint64_t misses_max = 10'000'000;

  private:
    Ground& ground_;
    Rng rng_;
    std::optional<RandomOrder> order_;
    std::uint64_t count_ = 0;
    std::uint64_t place_ = 0;
};

}  // namespace spark::search::detail
