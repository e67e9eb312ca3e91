#include "engine/search/detail/ground.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>

#include "foundation/base/assert.hpp"

namespace spark::search::detail {
namespace {

constexpr UInt128 numbered_max = std::numeric_limits<std::int64_t>::max();

}  // namespace

Ground::Ground(Space space, std::vector<Condition> conditions)
    : space_(std::move(space)),
      conditions_(std::move(conditions)),
      values_(space_.base().begin(), space_.base().end()),
      has_numbers_(space_.count() <= numbered_max) {}

bool Ground::keeps(const Point& point) {
    if (conditions_.empty()) return true;
    space_.put_values(point, values_);
    return std::ranges::all_of(conditions_, [this](const Condition& condition) { return condition.holds(values_); });
}

bool Ground::is_taken(const Point& point) const {
    return has_numbers_ ? numbers_.contains(space_.number(point)) : points_.contains(point);
}

void Ground::take(const Point& point) {
    const bool is_new = has_numbers_ ? numbers_.insert(space_.number(point)) : points_.insert(point).second;
    SPARK_ASSERT(is_new);
    ++taken_;
}

std::string Ground::conditions_text() const {
    std::string text;
    for (const Condition& condition : conditions_) text += (text.empty() ? "" : " and ") + condition.text();
    return text;
}

RandomOrder::RandomOrder(std::uint64_t count, Rng rng) : count_(count) {
    constexpr std::uint64_t shuffled_max = 65'536;
    if (count <= shuffled_max) {
        shuffled_.resize(count);
        std::iota(shuffled_.begin(), shuffled_.end(), 0U);
        for (std::size_t at = count; at > 1; --at)
            std::swap(shuffled_[at - 1],
                      shuffled_[static_cast<std::size_t>(rng.uniform(0, static_cast<std::int64_t>(at) - 1))]);
        return;
    }
    half_bits_ = (static_cast<unsigned>(std::bit_width(count - 1)) + 1) / 2;
    for (std::uint64_t& key : keys_) key = rng.bits();
}

std::uint64_t RandomOrder::at(std::uint64_t place) const {
    SPARK_ASSERT(place < count_);
    if (!shuffled_.empty()) return shuffled_[place];
    const std::uint64_t mask = (std::uint64_t{1} << half_bits_) - 1;
    do {
        std::uint64_t left = place >> half_bits_;
        std::uint64_t right = place & mask;
        for (const std::uint64_t key : keys_) {
            const std::uint64_t next = left ^ (mixed(right + key) & mask);
            left = right;
            right = next;
        }
        place = (left << half_bits_) | right;
    } while (place >= count_);
    return place;
}

RandomPoints::RandomPoints(Ground& ground, const Rng& rng) : ground_(ground), rng_(rng.split(1)) {
    const UInt128 count = ground_.space().count();
    if (count > numbered_max) return;
    count_ = static_cast<std::uint64_t>(count);
    order_.emplace(count_, rng.split(0));
}

std::optional<Point> RandomPoints::next() {
    Point point(ground_.space().axes().size());
    for (std::uint64_t misses = 0; misses < misses_max; ++misses) {
        if (order_) {
            if (place_ == count_) return std::nullopt;
            ground_.space().put_point(order_->at(place_++), point);
        } else {
            for (std::size_t at = 0; at < point.size(); ++at) {
                const auto last = static_cast<std::int64_t>(ground_.space().axes()[at].count()) - 1;
                point[at] = static_cast<std::uint32_t>(rng_.uniform(0, last));
            }
        }
        if (!ground_.is_taken(point) && ground_.keeps(point)) return point;
    }
    return std::nullopt;
}

}  // namespace spark::search::detail
