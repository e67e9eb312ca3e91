#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "foundation/base/wall_time.hpp"
#include "surface/stream/event_log.hpp"
#include "surface/stream/topics.hpp"

namespace spark::stream::detail {

/// The values of one topic for one audience: the latest, or the newest 200. Texts are made once and shared by all
/// subscribers.
struct TopicValues {
    std::string name;
    const Topic* row = nullptr;
    Audience audience;
    std::uint64_t count = 0;        ///< Values ever published.
    std::string latest;             ///< `{"t":…,"ts":…,"d":…}` where conflated.
    std::deque<std::string> items;  ///< Texts of the newest values where batched.
    WallTime last_at;
    bool is_gone = false;  ///< Forgotten: nobody shall send it any more.

    /// What a subscriber that has seen `seen` values is sent; precondition (asserted): seen < count. `skipped` is how
    /// many it will never see.
    void append_update(std::string& out, std::uint64_t seen, std::uint64_t& skipped) const;
};
using SharedValues = std::shared_ptr<TopicValues>;

inline constexpr std::size_t batch_items_max = 200;

/// All topics that ever had a conflated or batched value, in the order they first had one.
class TopicTable {
  public:
    static constexpr std::size_t values_max = 8'192;  ///< The one that was silent longest makes room.

    TopicValues& of(const Topic& row, std::string_view name, const Audience& audience);
    void forget(std::string_view name);

    const std::vector<SharedValues>& all() const { return order_; }
    /// Changes when entries are removed: what was read by position must be read anew.
    std::uint64_t generation() const { return generation_; }

  private:
    using Key = std::tuple<std::string, Audience>;
    void drop_most_silent();
    void compact();

    std::map<Key, SharedValues> values_;
    std::vector<SharedValues> order_;
    std::uint64_t generation_ = 0;
};

}  // namespace spark::stream::detail
