// What a client has after disconnects, restarts, slowness and forged ids is exactly what the server sent, or it is
// told.
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "foundation/base/rng.hpp"
#include "surface/stream/testing/hub_fixture.hpp"
#include "surface/stream/testing/memory_journal.hpp"

namespace spark::stream {
namespace {

using std::chrono::milliseconds;
using testing::Browser;
using testing::everything;
using testing::MemoryJournal;
using testing::numbers;
using testing::Server;

/// Sends a random part of what the server has for the client, then cuts the line.
void collect_and_cut(Browser& browser, Rng& rng) {
    const std::string bytes = browser.server.hub->collect(browser.sid, browser.server.now, 0)->bytes;
    browser.client.receive(
        std::string_view(bytes).substr(0, static_cast<std::size_t>(rng.uniform(0, std::ssize(bytes)))));
    browser.disconnect();
}

TEST(Replay, gives_a_client_the_servers_log_exactly_over_1000_random_disconnects_and_restarts) {
    for (const std::uint64_t seed : {1U, 2U}) {
        SCOPED_TRACE(seed);
        Rng rng(seed);
        MemoryJournal journal;
        Server server(journal.journal());
        Browser browser{server, {"orders", "ticker.*"}};
        browser.connect();
        browser.collect();
        std::int64_t published = 0;
        for (int disconnects = 0; disconnects < 1'000;) {
            server.wait(milliseconds{rng.uniform(1, 200)});
            for (std::int64_t more = rng.uniform(0, 4); more > 0; --more) {
                ASSERT_TRUE(server.order(++published).has_value());
                static_cast<void>(server.ticker("ticker.a.B", published));
            }
            if (rng.chance(0.7)) {
                ASSERT_TRUE(server.hub->flush_journal().has_value());
            }
            if (rng.chance(0.4)) {
                collect_and_cut(browser, rng);
                ++disconnects;
                if (rng.chance(0.04)) {
                    // Killed: what was not in the journal was not sent either; the engine publishes it again.
                    const auto kept = std::ssize(journal.tail()->records);
                    server.restart(journal.journal());
                    ASSERT_EQ(server.hub->head(), kept);
                    while (published > kept) --published;
                }
                browser.connect();
            } else {
                browser.collect();
            }
        }
        ASSERT_TRUE(server.hub->flush_journal().has_value());
        server.wait(milliseconds{200});
        browser.collect();

        EXPECT_EQ(browser.orders(), numbers(1, published));
        EXPECT_GT(published, 1'000);
        EXPECT_TRUE(browser.events("gap").empty());
        EXPECT_EQ(browser.last_of("ticker.a.B").value_or(published), published);
    }
}

TEST(Replay, waits_for_the_topics_of_a_client_that_names_them_later) {
    Server server;
    Browser browser{server, {"orders"}};
    browser.connect();
    browser.collect();
    browser.disconnect();
    for (int number = 1; number <= 3; ++number) ASSERT_TRUE(server.order(number).has_value());

    browser.topics = {};
    browser.connect();
    browser.collect();
    EXPECT_TRUE(browser.orders().empty());
    ASSERT_TRUE(server.hub->set_topics(browser.sid, browser.reader, {"orders"}).has_value());
    browser.collect();

    EXPECT_EQ(browser.orders(), numbers(1, 3));
}

TEST(Replay, of_a_long_absence_goes_out_in_pieces_and_is_no_overflow) {
    Server server;
    Browser browser{server, {"orders"}};
    browser.connect();
    browser.collect();
    browser.disconnect();
    for (int number = 1; number <= 20'000; ++number) ASSERT_TRUE(server.order(number).has_value());

    browser.connect();
    std::size_t collects = 0;
    while (std::ssize(browser.orders()) < 20'000 && ++collects < 100) {
        ASSERT_TRUE(browser.collect(0));
        ASSERT_TRUE(browser.collect(5'000)) << "a moment later some bytes are still on their way";
    }

    EXPECT_EQ(browser.orders(), numbers(1, 20'000));
    EXPECT_GT(collects, 5U);
    EXPECT_TRUE(browser.events("gap").empty());
}

TEST(Replay, of_more_than_the_log_holds_tells_the_client_to_reload) {
    Server server;
    Browser browser{server, {"orders"}};
    browser.connect();
    browser.collect();
    browser.disconnect();
    for (int number = 1; number <= 65'537; ++number) ASSERT_TRUE(server.order(number).has_value());

    browser.connect();
    browser.collect();

    const auto gaps = browser.events("gap");
    ASSERT_EQ(gaps.size(), 1U);
    EXPECT_EQ(gaps[0].data.string_at("t").value(), "*");
    EXPECT_EQ(gaps[0].data.string_at("reason").value(), "too_old");
    EXPECT_TRUE(gaps[0].data.find("refetch")->is_null());
    EXPECT_TRUE(browser.orders().empty());
}

TEST(Replay, of_exactly_what_the_log_holds_is_whole) {
    Server server;
    Browser browser{server, {"orders"}};
    browser.connect();
    browser.collect();
    browser.disconnect();
    for (int number = 1; number <= 65'536; ++number) ASSERT_TRUE(server.order(number).has_value());

    browser.connect();
    for (int collects = 0; collects < 100; ++collects) browser.collect();

    EXPECT_EQ(browser.orders().size(), 65'536U);
    EXPECT_TRUE(browser.events("gap").empty());
}

TEST(Replay, treats_a_forged_id_as_none_and_tells_the_client_to_reload) {
    Server server;
    ASSERT_TRUE(server.order(1).has_value());
    const std::string epoch = std::to_string(server.hub->epoch());
    for (const std::string& forged :
         {std::string("-1.5"), epoch + ".-1", epoch + ".2", std::string("1.1"), epoch + ".1\r\nevent: order",
          std::string(10'000, '9'), std::string("orders.1"), epoch + ".999999999999999999"}) {
        const std::string sid =
            server.hub->open({.reader = everything(), .topics = {"orders"}, .last_event_id = forged}, server.now)
                .value();
        testing::EventClient client;
        client.receive(server.hub->collect(sid, server.now, 0)->bytes);
        server.hub->close(sid);

        ASSERT_EQ(client.events().size(), 2U) << forged.substr(0, 40);
        EXPECT_EQ(client.events()[0].name, "hello");
        EXPECT_EQ(client.events()[1].name, "gap");
        EXPECT_EQ(client.events()[1].data.string_at("reason").value(), "unknown_id");
        EXPECT_EQ(client.last_event_id(), epoch + ".1");
    }
}

TEST(Replay, begins_a_new_epoch_when_the_journal_is_missing_broken_or_was_left) {
    MemoryJournal journal;
    Server server(journal.journal());
    Browser browser{server, {"orders"}};
    browser.connect();
    ASSERT_TRUE(server.order(1).has_value());
    ASSERT_TRUE(server.order(2).has_value());
    ASSERT_TRUE(server.hub->flush_journal().has_value());
    browser.collect();
    browser.disconnect();
    const std::int64_t epoch = server.hub->epoch();

    server.restart(journal.journal());
    EXPECT_EQ(server.hub->epoch(), epoch);
    EXPECT_EQ(server.hub->head(), 2);

    journal.tail()->records.erase(journal.tail()->records.begin());
    journal.tail()->records.push_back("{}");
    server.restart(journal.journal());
    EXPECT_GT(server.hub->epoch(), epoch);
    EXPECT_EQ(server.hub->head(), 0);
    browser.connect();
    browser.collect();
    EXPECT_EQ(browser.events("gap").size(), 1U);

    const std::int64_t second = server.hub->epoch();
    journal.tail().reset();
    server.restart(journal.journal());
    EXPECT_GT(server.hub->epoch(), second);
    EXPECT_TRUE(journal.tail().has_value());
}

TEST(Replay, sends_nothing_that_the_journal_does_not_hold_until_the_journal_fails) {
    MemoryJournal journal;
    Server server(journal.journal());
    Browser browser{server, {"orders"}};
    browser.connect();
    ASSERT_TRUE(server.order(1).has_value());
    browser.collect();
    EXPECT_TRUE(browser.orders().empty());
    ASSERT_TRUE(server.hub->flush_journal().has_value());
    browser.collect();
    EXPECT_EQ(browser.orders(), numbers(1, 1));

    journal.is_full = true;
    ASSERT_TRUE(server.order(2).has_value());
    EXPECT_EQ(server.hub->flush_journal().error().fault, Fault::exhausted);
    EXPECT_TRUE(server.hub->flush_journal().has_value()) << "said once";
    ASSERT_TRUE(server.order(3).has_value());
    browser.collect();

    EXPECT_EQ(browser.orders(), numbers(1, 3));
    EXPECT_FALSE(journal.tail().has_value()) << "the next start must not believe it";
}

TEST(SlowClient, gets_the_last_value_and_every_lossless_event_once_it_reads_again) {
    Server server;
    Browser browser{server, {"orders", "ticker.*"}};
    browser.connect();
    browser.collect();
    for (int number = 1; number <= 4'096; ++number) {
        ASSERT_TRUE(server.order(number).has_value());
        static_cast<void>(server.ticker("ticker.a.B", number));
    }
    for (int step = 0; step < 20; ++step) {
        server.wait(milliseconds{100});
        EXPECT_EQ(server.hub->collect(browser.sid, server.now, 1'000)->bytes, "");
    }
    EXPECT_TRUE(server.metrics.render().contains("\nspark_stream_backlog_bytes 1000\n"));

    while (browser.orders().size() < 4'096) ASSERT_TRUE(browser.collect());

    EXPECT_EQ(browser.orders(), numbers(1, 4'096));
    EXPECT_EQ(browser.last_of("ticker.a.B"), 4'096);
    EXPECT_TRUE(browser.events("gap").empty());
}

TEST(SlowClient, is_told_of_a_gap_past_4096_events_and_closed_the_second_time) {
    Server server;
    Browser browser{server, {"orders", "fills"}};
    browser.connect();
    browser.collect();
    std::int64_t number = 0;
    const auto fall_behind = [&] {
        for (int event = 0; event < 4'097; ++event) static_cast<void>(server.order(++number));
        return server.hub->collect(browser.sid, server.now, 1'000).value();
    };

    EXPECT_FALSE(fall_behind().must_close);
    browser.collect();
    const auto gaps = browser.events("gap");
    ASSERT_EQ(gaps.size(), 1U);
    EXPECT_EQ(gaps[0].data.string_at("t").value(), "orders");
    EXPECT_EQ(gaps[0].data.string_at("reason").value(), "slow_client");
    EXPECT_EQ(gaps[0].data.string_at("refetch").value(), "/api/v1/orders");
    ASSERT_TRUE(server.order(++number).has_value());
    browser.collect();
    EXPECT_EQ(browser.orders(), numbers(4'098, 4'098));

    const Collected second = fall_behind();
    EXPECT_TRUE(second.must_close);
    EXPECT_TRUE(second.bytes.starts_with("event: gap\n"));
    EXPECT_EQ(server.metrics.value("spark_stream_gap_total"), 2U);
}

TEST(SlowClient, overflows_by_bytes_too_and_others_hear_everything) {
    Server server;
    Browser slow{server, {"orders"}};
    Browser quick{server, {"orders"}};
    slow.connect();
    quick.connect();
    slow.collect();
    quick.collect();
    const wire::Json big(std::string(100'000, 'x'));
    for (int event = 0; event < 11; ++event) {
        ASSERT_TRUE(server.hub->publish_lossless({.topic = "orders", .at = server.now}, "big", big).has_value());
        static_cast<void>(server.hub->collect(slow.sid, server.now, 1));
        quick.collect();
    }
    slow.collect();
    quick.collect();

    EXPECT_EQ(slow.events("gap").size(), 1U);
    EXPECT_EQ(slow.events("big").size(), 0U);
    EXPECT_EQ(quick.events("big").size(), 11U);
}

TEST(SlowClient, that_takes_no_byte_for_30_seconds_is_given_up_and_one_that_takes_some_is_not) {
    Server server;
    Browser dead{server, {"orders"}};
    Browser slow{server, {"orders"}};
    for (Browser* browser : {&dead, &slow}) {
        browser->connect();
        browser->collect();
    }
    std::size_t left = 100'000;
    for (int second = 0; second <= 30; ++second) {
        const bool is_last = second == 30;
        EXPECT_EQ(server.hub->collect(dead.sid, server.now, 500)->must_close, is_last) << second;
        EXPECT_FALSE(server.hub->collect(slow.sid, server.now, left -= 1'000)->must_close);
        server.wait(milliseconds{1'000});
    }
}

/// Publishes from two threads while a third writes the journal; each client collects in one of its own.
TEST(Hub, gives_every_client_the_whole_log_while_all_threads_call_at_once) {
    constexpr std::int64_t each = 2'000;
    MemoryJournal journal;
    Server server(journal.journal());
    std::vector<Browser> browsers(3, Browser{server, {"orders", "ticker.*"}});
    for (Browser& browser : browsers) browser.connect();
    {
        std::vector<std::jthread> threads;
        for (int publisher = 0; publisher < 2; ++publisher) {
            threads.emplace_back([&, publisher] {
                for (std::int64_t number = 1; number <= each; ++number) {
                    EXPECT_TRUE(server.order(publisher * each + number).has_value());
                    EXPECT_TRUE(server.ticker("ticker.a.B", number).has_value());
                }
            });
        }
        threads.emplace_back([&] {
            while (server.hub->head() < 2 * each) EXPECT_TRUE(server.hub->flush_journal().has_value());
            EXPECT_TRUE(server.hub->flush_journal().has_value());
        });
        for (Browser& browser : browsers) {
            threads.emplace_back([&browser] {
                const auto is_last = [&](const testing::EventClient::Event& event) {
                    return event.name == "order" && event.data.int64_at("seq").value() == 2 * each;
                };
                std::size_t looked_at = 0;
                for (bool has_all = false; !has_all; looked_at = browser.client.events().size()) {
                    browser.collect();
                    const auto begin = browser.client.events().begin() + static_cast<std::ptrdiff_t>(looked_at);
                    has_all = std::any_of(begin, browser.client.events().end(), is_last);
                }
            });
        }
    }

    for (const Browser& browser : browsers) {
        const auto events = browser.events("order");
        ASSERT_EQ(std::ssize(events), 2 * each);
        for (std::int64_t index = 0; index < 2 * each; ++index) {
            ASSERT_EQ(events[static_cast<std::size_t>(index)].data.int64_at("seq").value(), index + 1);
        }
        auto orders = browser.orders();
        std::ranges::sort(orders);
        EXPECT_EQ(orders, numbers(1, 2 * each));
    }
}

}  // namespace
}  // namespace spark::stream
