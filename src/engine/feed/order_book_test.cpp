#include "engine/feed/order_book.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "engine/feed/testing/samples.hpp"

namespace spark::feed {
namespace {

using testing::delta;
using testing::level;
using testing::snapshot;

OrderBook book_at_10() {
    OrderBook book;
    book.apply(snapshot(10, {level(99, 1), level(98, 2)}, {level(102, 4), level(101, 3)}));
    return book;
}

TEST(OrderBook, serves_nothing_before_its_first_snapshot) {
    OrderBook book;

    EXPECT_EQ(book.apply(delta(1, 1, {level(99, 1)}, {})), BookValidity::waiting);
    EXPECT_FALSE(book.top(5).has_value());
}

TEST(OrderBook, gives_the_best_levels_first_with_spread_mid_and_imbalance) {
    const auto view = book_at_10().top(5).value();

    EXPECT_EQ(view.bids, (std::vector{level(99, 1), level(98, 2)}));
    EXPECT_EQ(view.asks, (std::vector{level(101, 3), level(102, 4)}));
    EXPECT_EQ(spread(view), Price::of_whole(2));
    EXPECT_EQ(mid(view), Price::of_whole(100));
    EXPECT_DOUBLE_EQ(imbalance(view).value(), -0.4);
    EXPECT_EQ(book_at_10().top(1)->asks, std::vector{level(101, 3)});
    EXPECT_FALSE(spread(BookView{}).has_value());
    EXPECT_FALSE(mid(BookView{}).has_value());
    EXPECT_FALSE(imbalance(BookView{}).has_value());
}

TEST(OrderBook, applies_the_next_change_and_one_that_overlaps) {
    OrderBook book = book_at_10();

    EXPECT_EQ(book.apply(delta(11, 11, {level(99, 0)}, {level(101, 7)})), BookValidity::valid);
    EXPECT_EQ(book.apply(delta(9, 13, {level(97, 5)}, {})), BookValidity::valid);

    EXPECT_EQ(book.top(5)->bids, (std::vector{level(98, 2), level(97, 5)}));
    EXPECT_EQ(book.top(1)->asks, std::vector{level(101, 7)});
    EXPECT_EQ(book.sequence(), 13U);
}

TEST(OrderBook, leaves_out_a_change_it_has_already) {
    OrderBook book = book_at_10();

    EXPECT_EQ(book.apply(delta(9, 10, {level(99, 50)}, {})), BookValidity::valid);

    EXPECT_EQ(book.top(1)->bids, std::vector{level(99, 1)});
    EXPECT_EQ(book.old_change_count(), 1U);
}

TEST(OrderBook, is_invalid_in_the_very_change_that_shows_a_gap_and_until_a_new_snapshot) {
    OrderBook book = book_at_10();

    EXPECT_EQ(book.apply(delta(12, 12, {level(99, 5)}, {})), BookValidity::gap);
    EXPECT_FALSE(book.top(5).has_value());
    EXPECT_EQ(book.apply(delta(13, 13, {level(98, 9)}, {})), BookValidity::gap);
    EXPECT_EQ(book.gap_count(), 1U);
    EXPECT_EQ(book.apply(snapshot(11, {level(99, 1)}, {level(101, 1)})), BookValidity::valid);
    EXPECT_EQ(book.top(5)->bids, (std::vector{level(99, 5), level(98, 9)}));
    EXPECT_EQ(book.sequence(), 13U);
}

TEST(OrderBook, joins_a_snapshot_that_ends_exactly_before_the_first_change_held_back) {
    OrderBook book;
    book.apply(delta(5, 7, {level(99, 5)}, {}));
    book.apply(delta(8, 9, {level(98, 5)}, {}));

    EXPECT_EQ(book.apply(snapshot(3, {level(90, 1)}, {level(101, 1)})), BookValidity::snapshot_too_old);
    EXPECT_EQ(book.apply(snapshot(4, {level(90, 1)}, {level(101, 1)})), BookValidity::valid);
    EXPECT_EQ(book.top(5)->bids, (std::vector{level(99, 5), level(98, 5), level(90, 1)}));
}

TEST(OrderBook, does_not_join_changes_that_were_held_back_with_a_gap_between_them) {
    OrderBook book;
    book.apply(delta(5, 5, {level(99, 5)}, {}));
    book.apply(delta(7, 7, {level(98, 5)}, {}));

    EXPECT_EQ(book.apply(snapshot(4, {level(90, 1)}, {level(101, 1)})), BookValidity::gap);
    EXPECT_EQ(book.apply(snapshot(6, {level(90, 1)}, {level(101, 1)})), BookValidity::valid);
    EXPECT_EQ(book.top(1)->bids, std::vector{level(98, 5)});
}

TEST(OrderBook, that_is_crossed_or_locked_is_not_served_until_a_new_snapshot) {
    for (const int bid : {101, 102}) {
        OrderBook book = book_at_10();
        EXPECT_EQ(book.apply(delta(11, 11, {level(bid, 1)}, {})), BookValidity::crossed);
        EXPECT_EQ(book.apply(delta(12, 12, {level(bid, 0)}, {})), BookValidity::crossed);
        EXPECT_FALSE(book.top(1).has_value());
        EXPECT_EQ(book.apply(snapshot(12, {level(99, 1)}, {level(101, 1)})), BookValidity::valid);
    }
    OrderBook book;
    EXPECT_EQ(book.apply(snapshot(1, {level(101, 1)}, {level(101, 1)})), BookValidity::crossed);
}

TEST(OrderBook, refuses_prices_and_quantities_that_cannot_be) {
    for (const Level bad : {level(0, 1), level(-1, 1), level(98, -1)}) {
        OrderBook book = book_at_10();
        EXPECT_EQ(book.apply(delta(11, 11, {bad}, {})), BookValidity::bad_level);
        EXPECT_FALSE(book.top(1).has_value());
    }
    OrderBook book;
    EXPECT_EQ(book.apply(snapshot(1, {level(98, 0)}, {level(101, 1)})), BookValidity::bad_level);
    EXPECT_EQ(book.apply(snapshot(1, {level(98, 1), level(98, 2)}, {})), BookValidity::bad_level);
    EXPECT_EQ(book_at_10().apply(delta(12, 11, {}, {})), BookValidity::bad_level);
}

TEST(OrderBook, without_numbers_is_replaced_whole_and_takes_no_changes) {
    OrderBook book;
    BookSnapshot whole{.origin = testing::origin(0), .sequence = {}, .bids = {level(99, 1)}, .asks = {level(101, 1)}};

    EXPECT_EQ(book.apply(whole), BookValidity::valid);
    whole.bids = {level(98, 1)};
    EXPECT_EQ(book.apply(whole), BookValidity::valid);
    EXPECT_EQ(book.top(5)->bids, std::vector{level(98, 1)});
    EXPECT_EQ(book.apply(delta(1, 1, {level(97, 1)}, {})), BookValidity::unnumbered);
    EXPECT_EQ(book.apply(delta(2, 2, {level(97, 1)}, {})), BookValidity::unnumbered);
    EXPECT_EQ(book.apply(whole), BookValidity::valid);
}

TEST(OrderBook, of_a_new_connection_waits_for_a_snapshot) {
    OrderBook book = book_at_10();

    book.reset();

    EXPECT_EQ(book.validity(), BookValidity::waiting);
    EXPECT_FALSE(book.top(1).has_value());
}

/// The venue's side: a plain map that is always right.
struct NaiveBook {
    std::map<Price, Quantity> bids;
    std::map<Price, Quantity> asks;
    std::uint64_t sequence = 0;

    static void put(std::map<Price, Quantity>& side, const Level& one) {
        if (one.quantity.units() == 0) {
            side.erase(one.price);
        } else {
            side[one.price] = one.quantity;
        }
    }
    void apply(const BookDelta& change) {
        for (const Level& one : change.bids) put(bids, one);
        for (const Level& one : change.asks) put(asks, one);
        sequence = change.sequence_last;
    }
    BookSnapshot shown() const {
        BookSnapshot snapshot{.origin = testing::origin(0), .sequence = sequence, .bids = {}, .asks = {}};
        for (const auto& [price, quantity] : bids) snapshot.bids.push_back({price, quantity});
        for (const auto& [price, quantity] : asks) snapshot.asks.push_back({price, quantity});
        return snapshot;
    }
    std::vector<Level> best_bids() const {
        std::vector<Level> all;
        for (auto level = bids.rbegin(); level != bids.rend(); ++level) all.push_back({level->first, level->second});
        return all;
    }
};

RC_GTEST_PROP(OrderBook, serves_exactly_the_venues_book_or_nothing_whatever_is_lost_doubled_or_late, ()) {
    NaiveBook venue;
    OrderBook book;
    std::vector<NaiveBook> past;
    std::vector<BookDelta> sent;
    bool knows_all = false;  // since a snapshot, nothing was lost
    bool served = false;
    for (int step = 0; step < 200; ++step) {
        const int what = *rc::gen::inRange(0, 20);
        past.push_back(venue);
        if (what == 0) {  // a snapshot, maybe of a while ago
            const auto age = static_cast<std::size_t>(*rc::gen::inRange(0, 6));
            book.apply(past[past.size() - 1 - std::min(age, past.size() - 1)].shown());
        } else if (what == 1 && !sent.empty()) {  // one doubled
            book.apply(sent.back());
        } else {
            BookDelta change{.origin = testing::origin(step),
                             .sequence_first = venue.sequence + 1,
                             .sequence_last = venue.sequence + static_cast<std::uint64_t>(*rc::gen::inRange(1, 4)),
                             .bids = {level(*rc::gen::inRange(90, 100), *rc::gen::inRange(0, 3))},
                             .asks = {level(*rc::gen::inRange(100, 110), *rc::gen::inRange(0, 3))}};
            venue.apply(change);
            sent.push_back(change);
            if (what != 2) book.apply(change);  // or lost
        }
        const auto view = book.top(1'000);
        if (!view) continue;
        served = true;
        // What is served is the venue's book at some moment: the one of that sequence.
        const NaiveBook* then = view->sequence == venue.sequence ? &venue : nullptr;
        for (const NaiveBook& old : past) then = old.sequence == view->sequence ? &old : then;
        RC_ASSERT(then != nullptr);
        RC_ASSERT(view->bids == then->best_bids());
        knows_all = knows_all || then == &venue;
    }
    RC_CLASSIFY(served, "served");
    RC_CLASSIFY(knows_all, "up to date");
}

}  // namespace
}  // namespace spark::feed
