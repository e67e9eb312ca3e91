#include "adapters/synthetic/detail/maker_book.hpp"

#include <algorithm>

#include "foundation/base/stable_math.hpp"

namespace spark::synthetic::detail {

namespace {

/// Share of the levels whose quantity changes without a reason, nearest the best.
constexpr double change_chance = 0.08;

template <class Side>
auto changes_between(const Side& told, const Side& now) {
    std::vector<std::pair<std::int64_t, std::int64_t>> changes;
    auto before = told.begin();
    auto after = now.begin();
    const auto comes_first = now.key_comp();
    while (before != told.end() || after != now.end()) {
        if (after == now.end() || (before != told.end() && comes_first(before->first, after->first))) {
            changes.emplace_back(before->first, 0);
            ++before;
        } else if (before == told.end() || comes_first(after->first, before->first)) {
            changes.emplace_back(*after);
            ++after;
        } else {
            if (before->second != after->second) changes.emplace_back(*after);
            ++before;
            ++after;
        }
    }
    return changes;
}

}  // namespace

feed::Level MakerBook::level(std::int64_t price_units, std::int64_t lots) const {
    return {.price = Price::of_units(price_units), .quantity = Quantity::of_units(lots * row_.lot_units)};
}

std::int64_t MakerBook::lots(Rng& rng) const {
    return 1 + static_cast<std::int64_t>(rng.exponential() * static_cast<double>(row_.level_lots_mean));
}

template <class Side_>
void MakerBook::requote_side(Side_& side, std::int64_t first_units, std::int64_t step_units, Rng& rng) {
    while (!side.empty() && side.key_comp()(side.begin()->first, first_units)) side.erase(side.begin());
    std::int64_t price_units = first_units;
    for (std::size_t index = 0; index < book_levels; ++index, price_units += step_units) {
        if (price_units <= 0) break;
        const auto [place, is_new] = side.try_emplace(price_units, 0);
        if (is_new || rng.chance(change_chance)) place->second = lots(rng);
    }
    while (side.size() > book_levels) side.erase(std::prev(side.end()));
}

void MakerBook::requote(double log_price, Rng& rng) {
    const std::int64_t step_units = row_.tick_units * row_.level_ticks;
    const auto units = static_cast<std::int64_t>(exp_stable(log_price) * static_cast<double>(units_per_one));
    const std::int64_t bid_units = std::max<std::int64_t>(units / step_units, 1) * step_units;
    requote_side(bids_, bid_units, -step_units, rng);
    requote_side(asks_, bid_units + step_units, step_units, rng);
}

template <class Side_>
std::vector<MakerBook::Execution> MakerBook::take_from(Side_& side, std::int64_t lots) {
    std::vector<Execution> executions;
    while (lots > 0 && !side.empty()) {
        const auto best = side.begin();
        const bool is_last = side.size() == 1;
        const std::int64_t taken = std::min(lots, is_last ? best->second - 1 : best->second);
        if (taken <= 0) break;
        executions.push_back({Price::of_units(best->first), Quantity::of_units(taken * row_.lot_units)});
        lots -= taken;
        best->second -= taken;
        if (best->second == 0) side.erase(best);
        if (is_last) break;
    }
    return executions;
}

std::vector<MakerBook::Execution> MakerBook::take(Side taker_side, std::int64_t lots) {
    return taker_side == Side::buy ? take_from(asks_, lots) : take_from(bids_, lots);
}

MakerBook::Changes MakerBook::take_changes() {
    Changes changes;
    for (const auto& [price_units, lots] : changes_between(bids_told_, bids_)) {
        changes.bids.push_back(level(price_units, lots));
    }
    for (const auto& [price_units, lots] : changes_between(asks_told_, asks_)) {
        changes.asks.push_back(level(price_units, lots));
    }
    bids_told_ = bids_;
    asks_told_ = asks_;
    return changes;
}

std::vector<feed::Level> MakerBook::bids() const {
    std::vector<feed::Level> levels;
    for (const auto& [price_units, lots] : bids_) levels.push_back(level(price_units, lots));
    return levels;
}

std::vector<feed::Level> MakerBook::asks() const {
    std::vector<feed::Level> levels;
    for (const auto& [price_units, lots] : asks_) levels.push_back(level(price_units, lots));
    return levels;
}

std::optional<feed::Level> MakerBook::best_bid() const {
    if (bids_.empty()) return std::nullopt;
    return level(bids_.begin()->first, bids_.begin()->second);
}

std::optional<feed::Level> MakerBook::best_ask() const {
    if (asks_.empty()) return std::nullopt;
    return level(asks_.begin()->first, asks_.begin()->second);
}

}  // namespace spark::synthetic::detail
