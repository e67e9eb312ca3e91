#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "adapters/synthetic/options.hpp"
#include "engine/feed/events.hpp"
#include "foundation/base/rng.hpp"

namespace spark::synthetic::detail {

/// The venue's own book of one made-up instrument: makers quote it around the fair price, takers consume it.
class MakerBook {
  public:
    explicit MakerBook(const InstrumentRow& row) : row_(row) {}

    /// What changed since the last take_changes.
    struct Changes {
        std::vector<feed::Level> bids;
        std::vector<feed::Level> asks;
        std::size_t size() const { return bids.size() + asks.size(); }
    };
    struct Execution {
        Price price;
        Quantity quantity;
    };

    /// Makers draw back from what the fair price has overrun, follow it with new levels, and change their minds here
    /// and there. Afterwards each side has `book_levels` levels.
    void requote(double log_price, Rng& rng);

    /// A taker buys or sells so many lots, best level first; what the book does not hold stays undone. One level is
    /// always left on the side.
    std::vector<Execution> take(Side taker_side, std::int64_t lots);

    /// Changes since the last call, each price once with its quantity now.
    Changes take_changes();

    std::vector<feed::Level> bids() const;
    std::vector<feed::Level> asks() const;
    std::optional<feed::Level> best_bid() const;
    std::optional<feed::Level> best_ask() const;

  private:
    using Bids = std::map<std::int64_t, std::int64_t, std::greater<>>;  ///< Price units to lots, best first.
    using Asks = std::map<std::int64_t, std::int64_t>;

    template <class Side_>
    void requote_side(Side_& side, std::int64_t first_units, std::int64_t step_units, Rng& rng);
    template <class Side_>
    std::vector<Execution> take_from(Side_& side, std::int64_t lots);
    std::int64_t lots(Rng& rng) const;
    feed::Level level(std::int64_t price_units, std::int64_t lots) const;

    const InstrumentRow& row_;
    Bids bids_;
    Asks asks_;
    Bids bids_told_;  ///< As the last take_changes left them.
    Asks asks_told_;
};

}  // namespace spark::synthetic::detail
