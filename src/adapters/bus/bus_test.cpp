#include "adapters/bus/bus.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "adapters/bus/testing/nats_server.hpp"

namespace spark::bus {
namespace {

using namespace std::chrono_literals;

const StreamRules queue{.name = "WORK", .subjects = {"work.>"}, .is_work_queue = true};
const ConsumerRules takers{.stream = "WORK", .name = "takers", .subject = "work.>", .lease = 1s, .deliveries_max = 5};

class BusTest : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string why_not;
        server_ = bus::testing::NatsServer::start(why_not);
        if (server_ == nullptr) GTEST_SKIP() << why_not;
    }

    Bus connect(const std::string& name = "test") {
        auto bus = Bus::connect({.url = server_->url(), .name = name});
        EXPECT_TRUE(bus.has_value()) << bus.error().message;
        return std::move(bus).value();
    }
    Puller puller(Bus& bus) {
        EXPECT_TRUE(bus.ensure_stream(queue).has_value());
        EXPECT_TRUE(bus.ensure_consumer(takers).has_value());
        auto made = bus.pull_from("WORK", "takers");
        EXPECT_TRUE(made.has_value()) << made.error().message;
        return std::move(made).value();
    }
    /// Waits for the server's return without a guess of how long it takes.
    static bool append_until_stored(Bus& bus, const std::string& data, const std::string& id) {
        const auto deadline = std::chrono::steady_clock::now() + 20s;
        while (std::chrono::steady_clock::now() < deadline)
            if (bus.append("work.a", data, id)) return true;
        return false;
    }

    std::unique_ptr<bus::testing::NatsServer> server_;
};

TEST_F(BusTest, a_message_comes_to_one_taker_and_is_gone_when_accepted) {
    Bus bus = connect();
    Puller first = puller(bus);
    Puller second = puller(bus);
    ASSERT_TRUE(bus.append("work.a", "one", "id1").has_value());

    auto taken = first.pull(10, 2s);
    ASSERT_TRUE(taken.has_value());
    ASSERT_EQ(taken->size(), 1u);
    EXPECT_EQ(taken->front().data(), "one");
    EXPECT_EQ(taken->front().subject(), "work.a");
    EXPECT_TRUE(second.pull(10, 50ms)->empty());
    EXPECT_EQ(bus.standing("WORK", "takers").value(), (ConsumerStanding{.waiting = 0, .unanswered = 1}));

    ASSERT_TRUE(taken->front().accept().has_value());
    ASSERT_TRUE(bus.flush(2s).has_value());
    EXPECT_TRUE(second.pull(10, 1500ms)->empty());
    EXPECT_EQ(bus.standing("WORK", "takers").value(), (ConsumerStanding{.waiting = 0, .unanswered = 0}));
}

TEST_F(BusTest, a_message_that_nobody_accepts_comes_to_another_one_after_its_lease) {
    Bus bus = connect();
    Puller dying = puller(bus);
    Puller living = puller(bus);
    ASSERT_TRUE(bus.append("work.a", "one", "id1").has_value());
    ASSERT_EQ(dying.pull(1, 2s)->size(), 1u);

    const auto begun = std::chrono::steady_clock::now();
    auto again = living.pull(1, 5s);

    ASSERT_EQ(again->size(), 1u);
    EXPECT_EQ(again->front().deliveries(), 2u);
    EXPECT_GE(std::chrono::steady_clock::now() - begun, 700ms);
}

TEST_F(BusTest, a_kept_message_stays_with_its_keeper_past_the_lease) {
    Bus bus = connect();
    Puller slow = puller(bus);
    Puller other = puller(bus);
    ASSERT_TRUE(bus.append("work.a", "one", "id1").has_value());
    auto taken = slow.pull(1, 2s);
    ASSERT_EQ(taken->size(), 1u);

    for (int turn = 0; turn < 5; ++turn) {
        ASSERT_TRUE(taken->front().keep().has_value());
        EXPECT_TRUE(other.pull(1, 400ms)->empty());
    }
}

TEST_F(BusTest, a_message_given_back_comes_at_once_and_a_dropped_one_never) {
    Bus bus = connect();
    Puller one = puller(bus);
    ASSERT_TRUE(bus.append("work.a", "one", "id1").has_value());
    auto taken = one.pull(1, 2s);
    ASSERT_TRUE(taken->front().give_back().has_value());

    auto again = one.pull(1, 900ms);
    ASSERT_EQ(again->size(), 1u);

    ASSERT_TRUE(again->front().drop().has_value());
    EXPECT_TRUE(one.pull(1, 1500ms)->empty());
}

TEST_F(BusTest, a_repeated_message_id_is_stored_once) {
    Bus bus = connect();
    Puller one = puller(bus);

    EXPECT_TRUE(bus.append("work.a", "one", "id1").value());
    EXPECT_FALSE(bus.append("work.a", "one", "id1").value());
    EXPECT_TRUE(bus.append("work.a", "two", "id2").value());

    EXPECT_EQ(one.pull(10, 300ms)->size(), 2u);
}

TEST_F(BusTest, purging_a_subject_leaves_the_others_of_another_consumer) {
    Bus bus = connect();
    ASSERT_TRUE(bus.ensure_stream(queue).has_value());
    const ConsumerRules of_a{.stream = "WORK", .name = "a", .subject = "work.a.>", .lease = 1s};
    const ConsumerRules of_b{.stream = "WORK", .name = "b", .subject = "work.b.>", .lease = 1s};
    ASSERT_TRUE(bus.ensure_consumer(of_a).has_value());
    ASSERT_TRUE(bus.ensure_consumer(of_b).has_value());
    auto one = bus.pull_from("WORK", "b");
    ASSERT_TRUE(one.has_value());
    ASSERT_TRUE(bus.append("work.b.x", "first", "id1").has_value());
    ASSERT_TRUE(bus.append("work.a.x", "one", "id2").has_value());
    ASSERT_TRUE(bus.append("work.b.x", "two", "id3").has_value());
    ASSERT_EQ(one->pull(1, 2s)->size(), 1u);

    ASSERT_TRUE(bus.purge("WORK", "work.a.>").has_value());

    EXPECT_EQ(bus.standing("WORK", "a").value(), (ConsumerStanding{.waiting = 0, .unanswered = 0}));
    EXPECT_EQ(bus.standing("WORK", "b").value(), (ConsumerStanding{.waiting = 1, .unanswered = 1}));
    const auto left = one->pull(1, 300ms);
    ASSERT_EQ(left->size(), 1u);
    EXPECT_EQ(left->front().data(), "two");
}

TEST_F(BusTest, the_last_message_of_a_subject_is_read_without_a_consumer) {
    Bus bus = connect();
    const StreamRules shelf{
        .name = "SHELF", .subjects = {"shelf.>"}, .has_one_per_subject = true, .is_read_by_subject = true};
    ASSERT_TRUE(bus.ensure_stream(shelf).has_value());
    const std::string bytes("a\0b", 3);
    ASSERT_TRUE(bus.append("shelf.x", bytes, "id1").has_value());

    EXPECT_EQ(bus.last("SHELF", "shelf.x").value(), bytes);
    EXPECT_EQ(bus.last("SHELF", "shelf.y").value(), std::nullopt);
}

TEST_F(BusTest, a_listener_hears_what_is_said_while_it_lives) {
    Bus speaker = connect("speaker");
    Bus hearer = connect("hearer");
    auto listener = hearer.listen("presence.*");
    ASSERT_TRUE(hearer.flush(2s).has_value());

    ASSERT_TRUE(speaker.say("presence.w1", "here").has_value());

    const auto heard = listener->next(2s);
    ASSERT_TRUE(heard.has_value());
    EXPECT_EQ(heard->subject, "presence.w1");
    EXPECT_EQ(heard->data, "here");
    EXPECT_FALSE(listener->next(10ms).has_value());
}

TEST_F(BusTest, after_a_crash_of_the_server_stored_messages_and_subscriptions_are_there_again) {
    Bus bus = connect();
    Puller one = puller(bus);
    auto listener = bus.listen("presence.*");
    ASSERT_TRUE(bus.append("work.a", "before", "id1").has_value());

    server_->stop();
    EXPECT_FALSE(bus.append("work.a", "lost", "id2").has_value());
    ASSERT_TRUE(server_->start_again());
    ASSERT_TRUE(append_until_stored(bus, "after", "id3"));

    std::vector<std::string> found;
    for (int turn = 0; turn < 20 && found.size() < 2; ++turn)
        for (const Delivery& delivery : one.pull(10, 500ms).value_or(std::vector<Delivery>{}))
            if (delivery.data() != "lost") found.emplace_back(delivery.data());
    EXPECT_THAT(found, ::testing::UnorderedElementsAre("before", "after"));
    // Here, and not before: a thread of the library says it, which may come later than the connection.
    EXPECT_GE(bus.reconnections(), 1u);
    ASSERT_TRUE(bus.say("presence.w1", "here").has_value());
    EXPECT_TRUE(listener->next(2s).has_value());
}

TEST_F(BusTest, a_consumer_that_is_not_there_is_not_found) {
    Bus bus = connect();
    ASSERT_TRUE(bus.ensure_stream(queue).has_value());

    EXPECT_EQ(bus.pull_from("WORK", "takers").error().fault, Fault::not_found);
    EXPECT_EQ(bus.standing("WORK", "takers").error().fault, Fault::not_found);
    EXPECT_EQ(bus.append("elsewhere", "x", "id").error().fault, Fault::not_found);
}

TEST_F(BusTest, rules_of_a_consumer_can_be_changed) {
    Bus bus = connect();
    Puller one = puller(bus);
    ConsumerRules longer = takers;
    longer.lease = 30s;

    ASSERT_TRUE(bus.ensure_consumer(longer).has_value());
    ASSERT_TRUE(bus.append("work.a", "one", "id1").has_value());

    ASSERT_EQ(one.pull(1, 2s)->size(), 1u);
    EXPECT_TRUE(one.pull(1, 1500ms)->empty());
}

TEST(BusAddress, is_refused_with_a_password_in_it_or_another_scheme) {
    for (const char* url : {"", "nats://user:word@host:4222", "http://host", "host:4222", "nats://a:4222,tls://a:4222",
                            "tls://a:4222,tls://b:4222"}) {
        const auto bus = Bus::connect({.url = url, .name = "test"}, 100ms);
        ASSERT_FALSE(bus.has_value()) << url;
        EXPECT_EQ(bus.error().fault, Fault::invalid_input) << url;
    }
}

TEST(BusAddress, without_a_server_is_unavailable) {
    const auto bus = Bus::connect({.url = "nats://127.0.0.1:1", .name = "test"}, 500ms);

    ASSERT_FALSE(bus.has_value());
    EXPECT_EQ(bus.error().fault, Fault::unavailable);
}

TEST(BusAccounts, tell_a_wrong_password_and_a_refused_subject) {
    std::string why_not;
    const auto server = testing::NatsServer::start(
        why_not,
        "authorization { users = [ { user: worker, password: word, permissions: { publish: [\"presence.>\"],"
        " subscribe: [\"_INBOX_w.>\"] } } ] }\n");
    if (server == nullptr) GTEST_SKIP() << why_not;

    const auto stranger = Bus::connect({.url = server->url(), .name = "test", .user = "worker", .password = "wrong"});
    ASSERT_FALSE(stranger.has_value());
    EXPECT_EQ(stranger.error().fault, Fault::denied);

    auto bus =
        Bus::connect({.url = server->url(), .name = "test", .user = "worker", .password = "word", .inbox = "_INBOX_w"});
    ASSERT_TRUE(bus.has_value()) << bus.error().message;
    ASSERT_TRUE(bus->say("presence.a", "x").has_value());
    ASSERT_TRUE(bus->say("work.a", "x").has_value());
    ASSERT_TRUE(bus->flush(2s).has_value());
    std::optional<std::string> complaint;
    for (int turn = 0; turn < 100 && !complaint; ++turn) {
        ASSERT_TRUE(bus->flush(2s).has_value());
        complaint = bus->last_complaint();
    }
    ASSERT_TRUE(complaint.has_value());
    EXPECT_THAT(*complaint, ::testing::HasSubstr("work.a"));
}

}  // namespace
}  // namespace spark::bus
