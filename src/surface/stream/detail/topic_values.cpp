#include "surface/stream/detail/topic_values.hpp"

#include <algorithm>

#include "foundation/base/assert.hpp"

namespace spark::stream::detail {

void TopicValues::append_update(std::string& out, std::uint64_t seen, std::uint64_t& skipped) const {
    SPARK_ASSERT(seen < count);
    const std::uint64_t fresh = count - seen;
    if (!row->has(Delivery::batched)) {
        skipped = fresh - 1;
        out += latest;
        return;
    }
    const auto shown = static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(fresh, items.size()));
    skipped = fresh - static_cast<std::uint64_t>(shown);
    out += R"({"t":")" + name + R"(","ts":)" + std::to_string(ms_of(last_at)) + R"(,"d":[)";
    for (auto item = items.end() - shown; item != items.end(); ++item) {
        if (item != items.end() - shown) out += ',';
        out += *item;
    }
    out += "]}";
}

TopicValues& TopicTable::of(const Topic& row, std::string_view name, const Audience& audience) {
    const Key key{std::string(name), audience};
    const auto found = values_.find(key);
    if (found != values_.end()) return *found->second;
    if (values_.size() >= values_max) drop_most_silent();
    auto values = std::make_shared<TopicValues>();
    values->name = name;
    values->row = &row;
    values->audience = audience;
    values_.emplace(key, values);
    order_.push_back(values);
    return *values;
}

void TopicTable::forget(std::string_view name) {
    const auto first = values_.lower_bound(Key{std::string(name), Audience{}});
    auto last = first;
    while (last != values_.end() && std::get<0>(last->first) == name) {
        last->second->is_gone = true;
        ++last;
    }
    if (first == last) return;
    values_.erase(first, last);
    compact();
}

void TopicTable::drop_most_silent() {
    const auto silent = std::ranges::min_element(values_, {}, [](const auto& entry) { return entry.second->last_at; });
    silent->second->is_gone = true;
    values_.erase(silent);
    compact();
}

void TopicTable::compact() {
    std::erase_if(order_, [](const SharedValues& values) { return values->is_gone; });
    ++generation_;
}

}  // namespace spark::stream::detail
