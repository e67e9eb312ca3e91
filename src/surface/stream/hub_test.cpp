#include "surface/stream/hub.hpp"

#include <gtest/gtest.h>

#include "surface/stream/testing/hub_fixture.hpp"

namespace spark::stream {
namespace {

using std::chrono::milliseconds;
using testing::Browser;
using testing::everything;
using testing::numbers;
using testing::Server;

TEST(Hub, greets_with_the_streams_id_its_epoch_and_the_time) {
    Server server;
    const std::string sid = server.hub->open({everything(), {"orders"}}, server.now).value();

    const std::string bytes = server.hub->collect(sid, server.now, 0)->bytes;

    EXPECT_TRUE(sid.starts_with("st_"));
    EXPECT_EQ(bytes, "retry: 2000\n\nevent: hello\nid: 1759963504.0\ndata: {\"sid\":\"" + sid +
                         "\",\"server_time\":1759963504000,\"epoch\":1759963504}\n\n");
}

TEST(Hub, sends_a_lossless_event_once_and_as_documented) {
    Server server;
    const std::string sid = server.hub->open({everything(), {"orders"}}, server.now).value();
    static_cast<void>(server.hub->collect(sid, server.now, 0));

    ASSERT_TRUE(server.order(5).has_value());

    EXPECT_EQ(server.hub->collect(sid, server.now, 0)->bytes,
              "id: 1759963504.1\nevent: order\n"
              "data: {\"t\":\"orders\",\"seq\":1,\"ts\":1759963504000,\"d\":{\"number\":5}}\n\n");
    EXPECT_EQ(server.hub->collect(sid, server.now, 0)->bytes, "");
}

TEST(Hub, sends_the_latest_values_on_subscription_and_then_the_last_one_of_each_batch) {
    Server server;
    ASSERT_TRUE(server.ticker("ticker.binance.BTCUSDT", 1).has_value());
    ASSERT_TRUE(server.ticker("ticker.binance.BTCUSDT", 2).has_value());
    Browser browser{server, {"ticker.*"}};
    browser.connect();

    browser.collect();
    EXPECT_EQ(browser.last_of("ticker.binance.BTCUSDT"), 2);
    EXPECT_EQ(server.metrics.value("spark_stream_conflated_total"), 0U) << "what was before is no loss";
    for (int value = 3; value <= 9; ++value) static_cast<void>(server.ticker("ticker.binance.BTCUSDT", value));
    ASSERT_TRUE(server.ticker("ticker.binance.ETHUSDT", 70).has_value());
    browser.client.take_events();
    server.wait(milliseconds{99});
    browser.collect();
    EXPECT_TRUE(browser.events("batch").empty());
    server.wait(milliseconds{1});
    browser.collect();

    int times = 0;
    EXPECT_EQ(browser.last_of("ticker.binance.BTCUSDT", &times), 9);
    EXPECT_EQ(times, 1);
    EXPECT_EQ(browser.last_of("ticker.binance.ETHUSDT"), 70);
    EXPECT_EQ(browser.events("batch").size(), 1U);
    EXPECT_EQ(server.metrics.value("spark_stream_conflated_total"), 6U);
    EXPECT_EQ(server.metrics.value({"spark_stream_events_total", "conflated"}), 10U);
}

TEST(Hub, keeps_to_ten_batches_a_second_and_to_each_topics_own_rate) {
    Server server;
    Browser browser{server, {"ticker.*", "equity"}};
    browser.connect();
    int equity_times = 0;
    for (int step = 0; step < 400; ++step) {  // ten seconds in steps of 25 ms
        static_cast<void>(server.ticker("ticker.binance.BTCUSDT", step));
        static_cast<void>(server.ticker("equity", step));
        browser.collect();
        server.wait(milliseconds{25});
    }

    EXPECT_EQ(browser.events("batch").size(), 100U);
    static_cast<void>(browser.last_of("equity", &equity_times));
    EXPECT_EQ(equity_times, 10);
}

TEST(Hub, batches_trades_and_keeps_the_newest_200) {
    Server server;
    Browser browser{server, {"trades.binance.BTCUSDT"}};
    browser.connect();
    const auto publish = [&](std::int64_t from, std::int64_t to) {
        for (std::int64_t number = from; number <= to; ++number) {
            static_cast<void>(
                server.hub->publish_conflated({.topic = "trades.binance.BTCUSDT", .at = server.now}, number));
        }
    };
    const auto received = [&] {
        std::vector<std::int64_t> all;
        for (const auto& event : browser.client.take_events()) {
            if (event.name != "batch") continue;
            for (const auto& item : event.data.array_at("u").value()[0].array_at("d").value()) {
                all.push_back(item.as_int64().value());
            }
        }
        return all;
    };

    publish(1, 3);
    browser.collect();
    EXPECT_EQ(received(), numbers(1, 3));
    publish(4, 303);
    server.wait(milliseconds{100});
    browser.collect();
    EXPECT_EQ(received(), numbers(104, 303));
    EXPECT_EQ(server.metrics.value("spark_stream_conflated_total"), 100U);
}

TEST(Hub, sends_a_heartbeat_every_15_seconds) {
    Server server;
    Browser browser{server, {"orders"}};
    browser.connect();
    browser.collect();

    server.wait(milliseconds{14'999});
    browser.collect();
    EXPECT_EQ(browser.client.comment_count(), 0U);
    server.wait(milliseconds{1});
    EXPECT_EQ(server.hub->collect(browser.sid, server.now, 0)->bytes, ": hb 1759963519000\n\n");
}

TEST(Hub, lets_no_value_break_out_of_its_event) {
    Server server;
    Browser browser{server, {"orders", "ticker.*"}};
    browser.connect();
    wire::Json data = wire::Json::object();
    data.set("note", "x\n\nevent: fill\ndata: {}\r\n\x01");

    ASSERT_TRUE(server.hub->publish_lossless({.topic = "orders", .at = server.now}, "order", data).has_value());
    ASSERT_TRUE(server.hub->publish_conflated({.topic = "ticker.a.B", .at = server.now}, data).has_value());
    for (const char* raw : {"{}\n", "{\r}", "{\"a\":\"\t\"}", ""}) {
        EXPECT_EQ(server.hub->publish_conflated_text({.topic = "ticker.a.B", .at = server.now}, raw).error().fault,
                  Fault::invalid_input);
    }
    browser.collect();

    ASSERT_EQ(browser.client.events().size(), 3U);
    EXPECT_EQ(browser.client.events()[1].data.find("d")->string_at("note").value(),
              "x\n\nevent: fill\ndata: {}\r\n\x01");
}

TEST(Hub, refuses_topics_events_and_sizes_outside_the_table) {
    Server server;
    const wire::Json data = wire::Json::object();
    const auto lossless_fault = [&](std::string_view topic, std::string_view event) {
        return server.hub->publish_lossless({.topic = topic, .at = server.now}, event, data).error().fault;
    };

    EXPECT_EQ(lossless_fault("nonsense", "order"), Fault::invalid_input);
    EXPECT_EQ(lossless_fault("ticker.a.B", "tick"), Fault::invalid_input) << "conflated only";
    for (const char* name : {"", "batch", "hello", "gap", "auth", "message", "Order", "a\nb"}) {
        EXPECT_EQ(lossless_fault("orders", name), Fault::invalid_input) << name;
    }
    EXPECT_EQ(server.hub->publish_conflated({.topic = "orders", .at = server.now}, data).error().fault,
              Fault::invalid_input);
    const std::string most = "\"" + std::string(value_bytes_max - 2, 'x') + "\"";
    EXPECT_TRUE(server.hub->publish_conflated_text({.topic = "equity", .at = server.now}, most).has_value());
    EXPECT_FALSE(server.hub->publish_conflated_text({.topic = "equity", .at = server.now}, most + " ").has_value());
    EXPECT_EQ(server.hub->head(), 0);
}

TEST(Hub, lets_a_reader_hear_only_what_it_has_the_right_to) {
    Server server;
    Reader viewer{.user = "eve", .tenant = "t1", .rights = {"read"}};
    EXPECT_EQ(server.hub->open({viewer, {"orders"}}, server.now).error().fault, Fault::denied);
    EXPECT_EQ(server.hub->open({viewer, {"no.such"}}, server.now).error().fault, Fault::invalid_input);
    Browser eve{server, {"ticker.*", "job.*"}, viewer};
    Browser ada{server, {"orders", "job.*"}};
    Browser other{server, {"orders", "job.*"}, {.user = "ada", .tenant = "t2", .rights = {"account", "jobs"}}};
    Browser admin{server, {"orders", "job.*"}, everything("root")};
    admin.reader.hears_all_users = true;
    for (Browser* browser : {&eve, &ada, &other, &admin}) browser->connect();

    const wire::Json data = wire::Json::object();
    const Audience tenant{.tenant = "t1", .user = {}};
    const Audience one{.tenant = "t1", .user = "ada"};
    ASSERT_TRUE(server.hub->publish_lossless({"orders", server.now, tenant}, "order", data).has_value());
    ASSERT_TRUE(server.hub->publish_lossless({"job.x", server.now, one}, "job", data).has_value());
    ASSERT_TRUE(server.hub->publish_conflated({"job.x", server.now, one}, data).has_value());
    for (Browser* browser : {&eve, &ada, &other, &admin}) browser->collect();

    EXPECT_EQ(eve.client.events().size(), 1U) << "hello alone";
    EXPECT_EQ(ada.client.events().size(), 4U);
    EXPECT_EQ(other.client.events().size(), 1U);
    EXPECT_EQ(admin.client.events().size(), 4U);
    EXPECT_EQ(server.hub->set_topics(ada.sid, viewer, {"ticker.*"}).error().fault, Fault::not_found);
    EXPECT_EQ(server.hub->set_topics(eve.sid, viewer, {"fills"}).error().fault, Fault::denied);
}

TEST(Hub, refuses_the_sixth_stream_of_a_user_and_no_other_users_first) {
    Server server;
    std::vector<std::string> sids;
    for (int stream = 0; stream < 5; ++stream) {
        sids.push_back(server.hub->open({everything(), {}}, server.now).value());
    }

    for (int attempt = 0; attempt < 1'000; ++attempt) {
        EXPECT_EQ(server.hub->open({everything(), {}}, server.now).error().fault, Fault::exhausted);
    }
    EXPECT_TRUE(server.hub->open({everything("bob"), {}}, server.now).has_value());
    server.hub->close(sids[0]);
    EXPECT_TRUE(server.hub->open({everything(), {}}, server.now).has_value());
    EXPECT_EQ(server.hub->stream_count(), 6U);
    EXPECT_TRUE(server.metrics.render().contains("\nstream_clients 6\n"));
    EXPECT_EQ(server.hub->open({everything("carl"), std::vector<std::string>(201, "orders")}, server.now).error().fault,
              Fault::invalid_input);
}

TEST(Hub, changes_topics_without_a_loss_or_a_double) {
    Server server;
    Browser browser{server, {"orders"}};
    browser.connect();
    browser.collect();
    ASSERT_TRUE(server.order(1).has_value());
    ASSERT_TRUE(server.ticker("ticker.a.B", 7).has_value());
    ASSERT_TRUE(server.hub->set_topics(browser.sid, browser.reader, {"ticker.*"}).has_value());
    ASSERT_TRUE(server.order(2).has_value());
    browser.collect();
    EXPECT_EQ(browser.orders(), numbers(1, 1));
    EXPECT_EQ(browser.last_of("ticker.a.B"), 7);

    ASSERT_TRUE(server.hub->set_topics(browser.sid, browser.reader, {"ticker.a.B", "orders"}).has_value());
    ASSERT_TRUE(server.order(3).has_value());
    browser.client.take_events();
    server.wait(milliseconds{1'000});
    browser.collect();

    EXPECT_EQ(browser.orders(), numbers(3, 3));
    EXPECT_FALSE(browser.last_of("ticker.a.B").has_value()) << "the client has that value";
}

TEST(Hub, forgets_the_values_of_a_topic_that_is_over) {
    Server server;
    Browser browser{server, {"job.*"}};
    browser.connect();
    ASSERT_TRUE(server.ticker("job.a", 1).has_value());
    ASSERT_TRUE(server.ticker("job.b", 2).has_value());
    server.hub->forget("job.a");
    server.hub->forget("job.never");
    browser.collect();

    EXPECT_FALSE(browser.last_of("job.a").has_value());
    EXPECT_EQ(browser.last_of("job.b"), 2);
}

TEST(Hub, keeps_telling_the_topics_that_stay_while_thousands_of_others_come_and_go) {
    Server server;
    Browser browser{server, {"job.*", "equity"}};
    browser.connect();
    ASSERT_TRUE(server.ticker("equity", -1).has_value());
    for (int job = 0; job < 3'000; ++job) {
        const std::string topic = "job." + std::to_string(job);
        ASSERT_TRUE(server.ticker(topic.c_str(), job).has_value());
        server.wait(milliseconds{1'000});
        browser.collect();
        EXPECT_EQ(browser.last_of(topic), job);
        if (job == 2'000) {
            ASSERT_TRUE(server.ticker("equity", job).has_value());
        }
        if (job % 100 == 1) browser.client.take_events();
        server.hub->forget(topic);
    }
    ASSERT_TRUE(server.ticker("equity", 7).has_value());
    browser.client.take_events();
    server.wait(milliseconds{1'000});
    browser.collect();

    int times = 0;
    EXPECT_EQ(browser.last_of("equity", &times), 7);
    EXPECT_EQ(times, 1);
    EXPECT_EQ(server.metrics.value("spark_stream_conflated_total"), 0U);
}

TEST(Hub, keeps_as_many_topics_as_it_may_and_drops_the_one_silent_longest) {
    Server server;
    for (int job = 0; job <= static_cast<int>(detail::TopicTable::values_max); ++job) {
        server.wait(milliseconds{1});
        ASSERT_TRUE(server.ticker(("job." + std::to_string(job)).c_str(), job).has_value());
    }
    Browser browser{server, {"job.0", "job.1", "job.8192"}};
    browser.connect();
    browser.collect();

    EXPECT_FALSE(browser.last_of("job.0").has_value());
    EXPECT_EQ(browser.last_of("job.1"), 1);
    EXPECT_EQ(browser.last_of("job.8192"), 8'192);
}

TEST(Hub, ends_the_streams_of_a_user_whose_rights_changed) {
    Server server;
    Browser ada{server, {"orders"}};
    Browser bob{server, {"orders"}, everything("bob")};
    ada.connect();
    bob.connect();

    server.hub->end_streams_of("t1", "ada");

    EXPECT_FALSE(ada.collect());
    EXPECT_EQ(ada.events("auth").size(), 1U);
    EXPECT_TRUE(bob.collect());
    EXPECT_EQ(server.hub->stream_count(), 1U);
    EXPECT_EQ(server.hub->collect(ada.sid, server.now, 0).error().fault, Fault::not_found);
}

}  // namespace
}  // namespace spark::stream
