#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/expression/step.hpp"
#include "engine/indicators/price_bars.hpp"
#include "foundation/base/result.hpp"
#include "foundation/domain/timeframe.hpp"

namespace spark::expression {

namespace detail {
class Frame;
class Memory;
}  // namespace detail

/// Columns already computed on one set of bars, shared by the programs that run on them. The bars (and those of other
/// symbols) outlive it, it outlives what it gave out. One thread at a time.
class ColumnCache {
  public:
    static constexpr std::size_t bytes_max_default = std::size_t{4} << 30U;

    /// Without the length of the bars, `tf` and `sym` are errors of the run: nothing is guessed from the times.
    explicit ColumnCache(indicators::PriceBars& bars, std::size_t bytes_max = bytes_max_default);
    ColumnCache(indicators::PriceBars& bars, Timeframe timeframe, std::size_t bytes_max = bytes_max_default);
    ~ColumnCache();
    ColumnCache(const ColumnCache&) = delete;
    ColumnCache& operator=(const ColumnCache&) = delete;

    /// Bars that `sym` finds under this name; without a timeframe they are as long as the run's. Before the first run.
    void add_symbol(std::string_view name, indicators::PriceBars& bars, std::optional<Timeframe> timeframe = {});

    /// Of all scopes; a column counts once it is named, computed or not.
    std::size_t column_count() const;
    /// What the columns take.
    std::size_t bytes_used() const;

  private:
    friend class Program;
    struct Symbol {
        std::string name;
        std::uint32_t frame = 0;
    };
    /// Bars of a symbol (0: the run's own, else its place in symbols_ + 1) at a length.
    using FrameName = std::pair<std::uint32_t, Timeframe>;

    /// The frame of a scope inside the frame `outer`. Errors: invalid_input with the scope's place.
    Result<std::uint32_t> frame_of(std::uint32_t outer, const Scope& scope);
    Result<std::uint32_t> longer_bars(std::uint32_t symbol, Timeframe to, const Scope& scope);
    std::uint32_t own_frame(std::uint32_t symbol) const { return symbol == 0 ? 0 : symbols_[symbol - 1].frame; }

    std::unique_ptr<detail::Memory> memory_;
    std::vector<std::unique_ptr<detail::Frame>> frames_;
    std::vector<std::uint32_t> symbol_of_;  ///< Of each frame.
    std::vector<Symbol> symbols_;
    std::map<FrameName, std::uint32_t> resampled_;
};

}  // namespace spark::expression
