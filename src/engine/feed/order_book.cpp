#include "engine/feed/order_book.hpp"

#include <algorithm>
#include <array>

#include "foundation/base/fixed_point.hpp"

namespace spark::feed {

namespace {

bool is_snapshot_level(const Level& level) { return level.price.units() > 0 && level.quantity.units() > 0; }
bool is_change_level(const Level& level) { return level.price.units() > 0 && level.quantity.units() >= 0; }

bool changes_hold(const BookDelta& delta) {
    return delta.sequence_first <= delta.sequence_last && std::ranges::all_of(delta.bids, is_change_level) &&
           std::ranges::all_of(delta.asks, is_change_level);
}

bool have_a_price_twice(const std::vector<Level>& sorted) {
    return std::ranges::adjacent_find(sorted, {}, &Level::price) != sorted.end();
}

/// Sets, adds or removes one price in levels that `before` sorts.
template <class Before>
void put(std::vector<Level>& levels, const Level& level, Before before) {
    const auto place = std::ranges::lower_bound(levels, level.price, before, &Level::price);
    const bool there = place != levels.end() && place->price == level.price;
    if (level.quantity.units() == 0) {
        // Removing a level that is not there is normal: it lay below what the snapshot showed.
        if (there) levels.erase(place);
    } else if (there) {
        place->quantity = level.quantity;
    } else {
        levels.insert(place, level);
    }
}

std::vector<Level> best_of(const std::vector<Level>& levels, std::size_t count) {
    const auto taken = static_cast<std::ptrdiff_t>(std::min(count, levels.size()));
    return {levels.rbegin(), levels.rbegin() + taken};
}

}  // namespace

std::string_view to_text(BookValidity validity) {
    constexpr std::array<std::string_view, 8> names{"valid",      "waiting", "snapshot_too_old", "gap",
                                                    "unnumbered", "crossed", "bad_level",        "too_deep"};
    return names[static_cast<std::size_t>(validity)];
}

std::optional<Price> spread(const BookView& view) {
    if (view.bids.empty() || view.asks.empty()) return std::nullopt;
    return Price::of_units(view.asks.front().price.units() - view.bids.front().price.units());
}

std::optional<Price> mid(const BookView& view) {
    if (view.bids.empty() || view.asks.empty()) return std::nullopt;
    const Int128 both = static_cast<Int128>(view.asks.front().price.units()) + view.bids.front().price.units();
    return Price::of_units(static_cast<std::int64_t>(divide(both, 2, Rounding::half_even)));
}

std::optional<double> imbalance(const BookView& view) {
    Int128 bid = 0;
    Int128 ask = 0;
    for (const Level& level : view.bids) bid += level.quantity.units();
    for (const Level& level : view.asks) ask += level.quantity.units();
    if (bid + ask == 0) return std::nullopt;
    return static_cast<double>(bid - ask) / static_cast<double>(bid + ask);
}

BookValidity OrderBook::apply(const BookSnapshot& snapshot) {
    bids_ = snapshot.bids;
    asks_ = snapshot.asks;
    sequence_ = snapshot.sequence;
    last_ = snapshot.origin;
    if (!std::ranges::all_of(bids_, is_snapshot_level) || !std::ranges::all_of(asks_, is_snapshot_level)) {
        return invalidate(BookValidity::bad_level);
    }
    std::ranges::sort(bids_, std::ranges::less{}, &Level::price);
    std::ranges::sort(asks_, std::ranges::greater{}, &Level::price);
    if (have_a_price_twice(bids_) || have_a_price_twice(asks_)) return invalidate(BookValidity::bad_level);
    validity_ = BookValidity::valid;
    if (!sequence_) {
        held_.clear();
    } else {
        const BookValidity joined = join_held();
        if (joined != BookValidity::valid) return joined;
    }
    const BookValidity whole = check_whole();
    return whole == BookValidity::valid ? whole : invalidate(whole);
}

BookValidity OrderBook::join_held() {
    while (!held_.empty() && held_.front().sequence_last <= *sequence_) held_.pop_front();
    if (!held_.empty() && held_.front().sequence_first > *sequence_ + 1) {
        // What is held stays: a younger snapshot may still join it.
        validity_ = BookValidity::snapshot_too_old;
        return validity_;
    }
    std::deque<BookDelta> held;
    held.swap(held_);
    for (auto change = held.begin(); change != held.end(); ++change) {
        const BookValidity applied = apply_change(*change);
        if (applied == BookValidity::valid) continue;
        // apply_change holds the change that shows a gap; those after it follow.
        for (auto rest = std::next(change); rest != held.end(); ++rest) hold(*rest);
        return applied;
    }
    return validity_ = BookValidity::valid;
}

BookValidity OrderBook::apply(const BookDelta& delta) {
    if (validity_ == BookValidity::unnumbered) return validity_;
    if (validity_ != BookValidity::valid) {
        hold(delta);
        return validity_;
    }
    if (!sequence_) return invalidate(BookValidity::unnumbered);
    const BookValidity applied = apply_change(delta);
    if (applied != BookValidity::valid) return applied;
    const BookValidity whole = check_whole();
    return whole == BookValidity::valid ? whole : invalidate(whole);
}

BookValidity OrderBook::apply_change(const BookDelta& delta) {
    if (!changes_hold(delta)) return invalidate(BookValidity::bad_level);
    if (delta.sequence_last <= *sequence_) {
        ++old_change_count_;
        return validity_;
    }
    if (delta.sequence_first > *sequence_ + 1) {
        ++gap_count_;
        invalidate(BookValidity::gap);
        hold(delta);
        return validity_;
    }
    for (const Level& level : delta.bids) put(bids_, level, std::ranges::less{});
    for (const Level& level : delta.asks) put(asks_, level, std::ranges::greater{});
    sequence_ = delta.sequence_last;
    last_ = delta.origin;
    return validity_;
}

void OrderBook::hold(const BookDelta& delta) {
    // When full the oldest goes: a later snapshot that needs it will be found too old, and the next one asked for.
    if (held_.size() == held_changes_max) held_.pop_front();
    held_.push_back(delta);
}

BookValidity OrderBook::check_whole() const {
    if (bids_.size() > levels_max || asks_.size() > levels_max) return BookValidity::too_deep;
    if (!bids_.empty() && !asks_.empty() && bids_.back().price >= asks_.back().price) return BookValidity::crossed;
    return BookValidity::valid;
}

BookValidity OrderBook::invalidate(BookValidity why) {
    bids_.clear();
    asks_.clear();
    held_.clear();
    sequence_.reset();
    validity_ = why;
    return why;
}

void OrderBook::reset() { invalidate(BookValidity::waiting); }

std::optional<BookView> OrderBook::top(std::size_t count) const {
    if (!is_valid()) return std::nullopt;
    return BookView{.bids = best_of(bids_, count),
                    .asks = best_of(asks_, count),
                    .sequence = sequence_,
                    .event_time = last_->event_time,
                    .received_at = last_->received_at,
                    .is_synthetic = last_->is_synthetic};
}

}  // namespace spark::feed
