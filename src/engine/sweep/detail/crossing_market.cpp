#include "engine/sweep/detail/crossing_market.hpp"

#include <algorithm>
#include <array>

#include "engine/statistics/daily_statistics.hpp"

namespace spark::sweep::detail {
namespace {

constexpr std::int64_t day_ns = 86'400'000'000'000;
constexpr std::size_t batch_bytes_max = std::size_t{4} << 20U;

std::int64_t start_of_day(std::int64_t time_ns) { return time_ns - ((time_ns % day_ns) + day_ns) % day_ns; }

/// What one pair carries from tile to tile.
struct SetState {
    CrossingPair pair;
    std::size_t place;  ///< Of the pair in the batch.
    SignState signs;
    AccountState account;
    OpenEntry open{};
};

/// How many sets from `first` on are taken together: those of one slow length whose fast ones rise by one step, or one.
std::size_t lengths_from(std::span<const SetState> sets, std::size_t first) {
    if (sets.size() - first < lengths_together) return 1;
    const CrossingPair& start = sets[first].pair;
    const std::size_t step = sets[first + 1].pair.fast - start.fast;
    for (std::size_t index = 1; index < lengths_together; ++index) {
        const CrossingPair& pair = sets[first + index].pair;
        if (pair.slow != start.slow || pair.fast != start.fast + index * step) return 1;
    }
    return lengths_together;
}

}  // namespace

struct CrossingMarket::Batch {
    Batch(const LeadSums& sums, const Kernels& with) : kernels(with), lead(sums, with.lanes), ranges(tile_bars) {}

    const Kernels& kernels;
    LeadTile lead;
    TileRanges ranges;
    std::array<TileSigns, lengths_together> signs;
    TileEvents events;
    CashAfterExits cash;
    std::vector<SetState> sets;
    std::vector<RecordHash> hashes;  ///< Of the sets; none when they are not wanted.
    RecordQueue records;
    Column<std::int64_t> day_equity;  ///< Every day of the first set, then of the second, …
};

std::optional<CrossingMarket> CrossingMarket::make(const market::CandleColumns& candles,
                                                   const backtest::RunRules& rules) {
    auto columns = fill_columns(candles, rules);
    if (!columns) return std::nullopt;
    CrossingMarket made;
    made.candles_ = candles;
    made.starting_cash_ = rules.cash.units();
    made.first_bar_ = rules.first_bar;
    made.columns_ = std::move(*columns);
    made.find_days();
    return made;
}

void CrossingMarket::find_days() {
    const std::span<const std::int64_t> times = candles_.open_time_ns;
    std::vector<std::int64_t> day_starts;
    for (std::size_t first = 0; first < times.size(); first += tile_bars) {
        Tile tile{first, std::min(tile_bars, times.size() - first), day_starts.size(), {}};
        for (std::size_t bar = first; bar < first + tile.bars; ++bar) {
            const std::int64_t start = start_of_day(times[bar]);
            if (bar + 1 < times.size() && times[bar + 1] < start + day_ns) continue;
            day_starts.push_back(start);
            tile.day_ends.push_back(static_cast<std::uint16_t>(bar - first));
        }
        tiles_.push_back(std::move(tile));
    }
    day_count_ = day_starts.size();
    periods_per_year_ = statistics::has_weekends(day_starts) ? 365 : 252;
}

void CrossingMarket::run_tile(const Tile& tile, Batch& batch) const {
    const std::size_t bars = candles_.size();
    const std::int64_t* const values = columns_.values.data() + tile.first_bar;
    batch.ranges.build(std::span(values, tile.bars));
    const WalkTile shown{.fills = columns_.is_sized() ? nullptr : columns_.fills.data() + tile.first_bar,
                         .sized_fills = columns_.is_sized() ? columns_.sized_fills.data() + tile.first_bar : nullptr,
                         .prices = columns_.prices.data() + tile.first_bar,
                         .quantity = columns_.quantity,
                         .first_fill = first_bar_ + static_cast<std::uint32_t>(tile.first_bar) + 1,
                         .fee_rate = columns_.fee_rate,
                         .values = values,
                         .ranges = batch.ranges,
                         .day_ends = tile.day_ends,
                         .bars = tile.bars,
                         .amounts_are_small = columns_.amounts_are_small};
    const WalkKernel walk = walk_kernel(columns_.is_sized(), batch.kernels.bit_ways);
    const std::size_t edge_end = std::min(bars - 1 - tile.first_bar, tile_bars);
    std::size_t slow_ready = 0;
    for (std::size_t first = 0; first < batch.sets.size();) {
        const std::size_t slow = batch.sets[first].pair.slow;
        if (slow != slow_ready) batch.lead.prepare(tile.first_bar, slow);
        slow_ready = slow;
        const std::size_t count = lengths_from(batch.sets, first);
        const std::size_t fast = batch.sets[first].pair.fast;
        const std::size_t step = count == 1 ? 0 : batch.sets[first + 1].pair.fast - fast;
        batch.lead.signs({.first = fast, .step = step}, std::span(batch.signs).first(count));
        const std::size_t undefined = slow - 1 > tile.first_bar ? slow - 1 - tile.first_bar : 0;
        for (std::size_t index = 0; index < count; ++index) {
            SetState& state = batch.sets[first + index];
            RecordWriter records{.out = nullptr, .open = state.open};
            if (!batch.hashes.empty()) records.out = batch.records.open(batch.hashes[first + index]);
            const std::byte* const start = records.out;
            walk(shown, {.signs = batch.signs[index],
                         .bounds = {.undefined_end = undefined, .edge_end = edge_end},
                         .sign_state = state.signs,
                         .account = state.account,
                         .events = batch.events,
                         .cash = batch.cash,
                         .day_equity = batch.day_equity.data() + state.place * day_count_ + tile.first_day,
                         .records = records});
            if (start != nullptr) batch.records.close(static_cast<std::size_t>(records.out - start) / record_bytes);
        }
        first += count;
    }
    batch.records.flush();
}

bool CrossingMarket::run(const LeadSums& sums, const CrossingWork& work, const CrossingResults& results,
                         const std::function<bool()>& keep_on) const {
    const std::span<const CrossingPair> pairs = work.pairs;
    Batch batch(sums, work.kernels);
    batch.sets.reserve(pairs.size());
    for (std::size_t place = 0; place < pairs.size(); ++place) {
        results.figures[place].reset();
        if (sums.is_exact(pairs[place].fast, pairs[place].slow))
            batch.sets.push_back({pairs[place], place, {}, AccountState(starting_cash_)});
    }
    if (!results.hashes.empty()) batch.hashes.resize(batch.sets.size());
    batch.day_equity.resize(pairs.size() * day_count_);
    for (const Tile& tile : tiles_) {
        // A tile of a whole batch takes a few milliseconds.
        if (!keep_on()) return false;
        run_tile(tile, batch);
    }
    for (std::size_t index = 0; index < batch.sets.size(); ++index) {
        const SetState& state = batch.sets[index];
        if (state.account.out_of_range) continue;
        const std::span days(batch.day_equity.data() + state.place * day_count_, day_count_);
        results.figures[state.place] = figures_of(state.account, days);
        if (!results.day_equity.empty())
            std::ranges::copy(days, results.day_equity.begin() + static_cast<std::ptrdiff_t>(state.place * day_count_));
        if (results.hashes.empty()) continue;
        results.hashes[state.place] = batch.hashes[index].finish(end_of(state.account, state.open, days.back()));
    }
    return true;
}

backtest::EndRecord CrossingMarket::end_of(const AccountState& account, const OpenEntry& open,
                                           std::int64_t final_equity) const {
    backtest::EndRecord end{.trades = static_cast<std::uint64_t>(account.trades), .starting_cash = starting_cash_};
    end.final_equity = final_equity;
    if (!account.holding) return end;
    end.open_entry_bar = open.bar;
    end.open_entry_price = open.price;
    end.open_quantity = open.quantity;
    end.open_entry_value = account.position.paid - account.position.paid_fee;
    end.open_entry_fee = account.position.paid_fee;
    return end;
}

SetFigures CrossingMarket::figures_of(const AccountState& account, std::span<const std::int64_t> day_equity) const {
    const std::int64_t cash_before = account.cash + (account.holding ? account.position.paid : 0);
    const std::int64_t net = cash_before - starting_cash_;
    SetFigures figures;
    figures.trades = account.trades;
    figures.wins = account.wins;
    figures.rejected = account.rejected;
    figures.net = Notional::of_units(net);
    figures.fees = Notional::of_units(account.fees);
    figures.gross = Notional::of_units(net + account.fees);
    figures.final_equity = Notional::of_units(day_equity.back());
    const double deepest = deepest_fall(account);
    figures.max_drawdown_pct = deepest > 0 ? -100 * deepest : 0;
    const auto won = static_cast<Int128>(account.won);
    if (const Int128 lost = won - net; lost > 0)
        figures.profit_factor = static_cast<double>(won) / static_cast<double>(lost);
    const statistics::DailyStatistics daily = statistics::daily_statistics(day_equity, periods_per_year_);
    figures.annual_return = daily.annual_return;
    figures.volatility = daily.volatility;
    figures.sharpe = daily.sharpe;
    figures.sortino = daily.sortino;
    return figures;
}

std::size_t batch_size(std::size_t days) {
    const std::size_t bytes = sizeof(SetState) + days * sizeof(std::int64_t);
    return std::clamp<std::size_t>(batch_bytes_max / bytes, 64, 1024);
}

}  // namespace spark::sweep::detail
