#include <fmt/format.h>

#include <algorithm>

#include "engine/search/detail/methods.hpp"

namespace spark::search::detail {
namespace {

/// A grid this small is counted, a larger one's sets that keep the conditions are estimated.
constexpr std::uint64_t counted_max = 1'000'000;
/// Points a grid with conditions may have for each set that is allowed: they are asked one by one.
constexpr std::uint64_t points_a_set_max = 4;
constexpr std::uint64_t sampled = 100'000;

/// 1,000,000,000,000
std::string grouped(UInt128 number) {
    std::string text;
    for (int digit = 0; number > 0 || digit == 0; ++digit, number /= 10) {
        if (digit > 0 && digit % 3 == 0) text += ',';
        text += static_cast<char>('0' + static_cast<int>(number % 10));
    }
    std::ranges::reverse(text);
    return text;
}

/// Points in their order, one step at a time: the last axis turns fastest.
class Odometer {
  public:
    explicit Odometer(const Space& space) : space_(space), point_(space.axes().size()) {}
    const Point& point() const { return point_; }
    bool is_past() const { return is_past_; }
    void turn() {
        for (std::size_t at = point_.size(); at-- > 0;) {
            if (++point_[at] < space_.axes()[at].count()) return;
            point_[at] = 0;
        }
        is_past_ = true;
    }

  private:
    const Space& space_;
    Point point_;
    bool is_past_ = false;
};

/// Points that keep the conditions; stops past `most`.
std::uint64_t kept_count(Ground& ground, std::uint64_t most) {
    std::uint64_t kept = 0;
    for (Odometer at(ground.space()); !at.is_past() && kept <= most; at.turn())
        kept += ground.keeps(at.point()) ? 1 : 0;
    return kept;
}

Error too_large(const Space& space, UInt128 found, std::uint64_t allowed, bool is_kept) {
    std::string axes;
    for (const Axis& axis : space.axes())
        axes += fmt::format("{}{} {}", axes.empty() ? "" : " × ", axis.spec().name, grouped(axis.count()));
    const bool is_most = found == ~UInt128{0};
    return {Fault::invalid_input,
            fmt::format("found {}{} sets ({}{}), allowed {}", is_kept || is_most ? "more than " : "",
                        grouped(is_kept ? UInt128{allowed} : found), axes,
                        is_kept ? fmt::format(" = {}, before the conditions", grouped(found)) : std::string{},
                        grouped(allowed)),
            "--param",
            "take larger steps or fewer values, or try some of them: random, tpe or cmaes with --max-trials"};
}

class GridSampler : public Sampler {
  public:
    GridSampler(const Space& space, std::vector<Condition> conditions, const SearchOptions& options)
        : ground_(space, std::move(conditions)), at_(ground_.space()), options_(options) {}

    /// Errors: as make_sampler.
    Result<void> start() {
        const UInt128 count = ground_.space().count();
        const std::uint64_t allowed = options_.grid_sets_max;
        const bool may_shrink = ground_.has_conditions() && count <= UInt128{allowed} * points_a_set_max;
        if (count > allowed && !may_shrink) return fail(too_large(ground_.space(), count, allowed, false));
        points_ = static_cast<std::uint64_t>(count);
        if (!ground_.has_conditions()) {
            kept_ = points_;
        } else if (points_ <= counted_max || points_ > allowed) {
            kept_ = kept_count(ground_, allowed);
            if (*kept_ > allowed) return fail(too_large(ground_.space(), count, allowed, true));
        } else {
            RandomOrder order(points_, Rng(options_.seed).split(2));
            std::uint64_t kept = 0;
            Point point(ground_.space().axes().size());
            for (std::uint64_t at = 0; at < sampled; ++at) {
                ground_.space().put_point(order.at(at), point);
                kept += ground_.keeps(point) ? 1 : 0;
            }
            kept_share_ = static_cast<double>(kept) / static_cast<double>(sampled);
        }
        skip();
        if (at_.is_past()) return fail(nothing_kept(ground_));
        return {};
    }

    std::vector<Proposal> ask(std::size_t count_max) override {
        std::vector<Proposal> made;
        while (made.size() < count_max && !is_over()) {
            made.push_back({.number = proposed_++, .point = at_.point()});
            turn();
            skip();
        }
        return made;
    }
    void tell(std::span<const Told> /*answers*/) override {}
    bool is_over() const override { return at_.is_past() || proposed_ == options_.trials_max; }

    std::uint64_t expected_sets() const override {
        if (is_over()) return proposed_;
        const auto left = static_cast<double>(points_ - passed_);
        const std::uint64_t all = kept_ ? *kept_ : proposed_ + 1 + static_cast<std::uint64_t>(left * kept_share_);
        return std::min(all, options_.trials_max.value_or(all));
    }

  private:
    void turn() {
        at_.turn();
        ++passed_;
    }
    void skip() {
        while (!at_.is_past() && !ground_.keeps(at_.point())) turn();
    }

    Ground ground_;
    Odometer at_;
    SearchOptions options_;
    std::uint64_t points_ = 0;
    std::uint64_t passed_ = 0;
    std::uint64_t proposed_ = 0;
    std::optional<std::uint64_t> kept_;  // known
    double kept_share_ = 1;              // estimated
};

class RandomSampler : public Sampler {
  public:
    RandomSampler(const Space& space, std::vector<Condition> conditions, const SearchOptions& options)
        : ground_(space, std::move(conditions)),
          points_(ground_, Rng(options.seed)),
          trials_max_(*options.trials_max) {}

    Result<void> start() {
        next_ = points_.next();
        if (!next_) return fail(nothing_kept(ground_));
        return {};
    }

    std::vector<Proposal> ask(std::size_t count_max) override {
        std::vector<Proposal> made;
        while (made.size() < count_max && !is_over()) {
            ground_.take(*next_);
            made.push_back({.number = proposed_++, .point = *std::move(next_)});
            next_ = proposed_ < trials_max_ ? points_.next() : std::nullopt;
        }
        return made;
    }
    void tell(std::span<const Told> /*answers*/) override {}
    bool is_over() const override { return !next_ || proposed_ == trials_max_; }
    std::uint64_t expected_sets() const override {
        if (is_over()) return proposed_;
        const UInt128 count = ground_.space().count();
        return count < trials_max_ ? static_cast<std::uint64_t>(count) : trials_max_;
    }

  private:
    Ground ground_;
    RandomPoints points_;
    std::uint64_t trials_max_;
    std::uint64_t proposed_ = 0;
    std::optional<Point> next_;
};

}  // namespace

Result<std::unique_ptr<Sampler>> make_grid(const Space& space, std::vector<Condition> conditions,
                                           const SearchOptions& options) {
    return started<GridSampler>(space, std::move(conditions), options);
}

Result<std::unique_ptr<Sampler>> make_random(const Space& space, std::vector<Condition> conditions,
                                             const SearchOptions& options) {
    return started<RandomSampler>(space, std::move(conditions), options);
}

}  // namespace spark::search::detail
