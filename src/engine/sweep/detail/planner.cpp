#include "engine/sweep/detail/planner.hpp"

#include <deque>
#include <optional>

#include "engine/expression/column_cache.hpp"
#include "engine/indicators/price_bars.hpp"

namespace spark::sweep::detail {

struct Planner::Columns {
    explicit Columns(const SweepInput& input) : bars(input.candles) {
        if (input.timeframe)
            cache.emplace(bars, *input.timeframe);
        else
            cache.emplace(bars);
        for (const strategy::BoundSymbol& symbol : input.symbols)
            cache->add_symbol(symbol.name, others.emplace_back(symbol.candles), symbol.timeframe);
    }

    indicators::PriceBars bars;
    std::deque<indicators::PriceBars> others;
    std::optional<expression::ColumnCache> cache;
};

Planner::Planner(const SweepInput& input, const strategy::Definition& definition, std::size_t bytes_kept)
    : input_(input), definition_(definition), bytes_kept_(bytes_kept), columns_(std::make_unique<Columns>(input)) {}

Planner::~Planner() = default;

void Planner::renew() {
    columns_ = std::make_unique<Columns>(input_);
    ++renewals_;
}

Result<strategy::SignalPlan> Planner::plan(std::span<const std::int64_t> values) {
    const auto planned = [&] {
        return definition_.plan({.candles = input_.candles,
                                 .values = values,
                                 .timeframe = input_.timeframe,
                                 .symbols = input_.symbols,
                                 .columns = &*columns_->cache});
    };
    if (columns_->cache->bytes_used() > bytes_kept_) renew();
    auto made = planned();
    if (made || made.error().fault != Fault::exhausted) return made;
    renew();
    return planned();
}

}  // namespace spark::sweep::detail
