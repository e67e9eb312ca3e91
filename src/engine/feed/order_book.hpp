#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/feed/events.hpp"
#include "foundation/domain/amounts.hpp"

namespace spark::feed {

/// Why a book is not served. Only `valid` is.
/// waiting: no snapshot yet, or the connection is new. snapshot_too_old: changes are missing between the snapshot and
/// the first change held back. gap: changes are missing. unnumbered: a change came to a book without a sequence.
/// crossed: best bid not below best ask. bad_level: a price or quantity that cannot be, or a price twice in a snapshot.
/// too_deep: more levels than a book may have.
enum class BookValidity : std::uint8_t {
    valid,
    waiting,
    snapshot_too_old,
    gap,
    unnumbered,
    crossed,
    bad_level,
    too_deep
};
std::string_view to_text(BookValidity validity);

/// The best levels of a valid book, best first.
struct BookView {
    std::vector<Level> bids;
    std::vector<Level> asks;
    std::optional<std::uint64_t> sequence;
    WallTime event_time;
    WallTime received_at;
    bool is_synthetic = false;

    bool operator==(const BookView&) const = default;
};

/// Best ask - best bid; none where a side is empty.
std::optional<Price> spread(const BookView& view);
/// Half way between them, half a unit rounded to even; none where a side is empty.
std::optional<Price> mid(const BookView& view);
/// (bid quantity - ask quantity) ÷ their sum over the view's levels, -1 to 1; none where nothing rests.
std::optional<double> imbalance(const BookView& view);

/// The resting orders of one instrument: right, or marked invalid and not served. A numbered book (Binance, BtcTurk
/// `obdiff`) joins a snapshot with the changes held back meanwhile, and becomes invalid in the very event that shows a
/// gap; it then holds changes back until the next snapshot. An unnumbered one (BtcTurk `orderbook`) is replaced whole.
/// Source: Binance web-socket-streams.md, "How to manage a local order book correctly" (text of 2025-11-12); a snapshot
/// that ends exactly before the first change joins too.
class OrderBook {
  public:
    static constexpr std::size_t levels_max = 50'000;       ///< Of one side; ten times a venue's deepest snapshot.
    static constexpr std::size_t held_changes_max = 2'000;  ///< 200 s of changes at one in 100 ms.

    BookValidity apply(const BookSnapshot& snapshot);
    BookValidity apply(const BookDelta& delta);
    /// The connection is new: what is held is worth nothing.
    void reset();

    BookValidity validity() const { return validity_; }
    bool is_valid() const { return validity_ == BookValidity::valid; }
    std::optional<std::uint64_t> sequence() const { return sequence_; }

    /// The best `count` levels of both sides; none unless valid.
    std::optional<BookView> top(std::size_t count) const;

    /// Gaps seen since construction.
    std::uint64_t gap_count() const { return gap_count_; }
    /// Changes left out because the book had them already.
    std::uint64_t old_change_count() const { return old_change_count_; }

  private:
    // Best last, so that what changes most moves least.
    using Levels = std::vector<Level>;

    BookValidity invalidate(BookValidity why);
    BookValidity join_held();
    BookValidity apply_change(const BookDelta& delta);
    void hold(const BookDelta& delta);
    BookValidity check_whole() const;

    Levels bids_;  ///< Ascending.
    Levels asks_;  ///< Descending.
    BookValidity validity_ = BookValidity::waiting;
    std::optional<std::uint64_t> sequence_;
    std::deque<BookDelta> held_;
    std::optional<Origin> last_;
    std::uint64_t gap_count_ = 0;
    std::uint64_t old_change_count_ = 0;
};

}  // namespace spark::feed
