#include "app/workers/protocol.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "app/workers/coordinator.hpp"

namespace spark::workers {
namespace {

sweep::SetOutcome full_outcome() {
    sweep::SetOutcome outcome;
    outcome.figures = {.trades = 12,
                       .wins = 7,
                       .rejected = 1,
                       .net = Notional::of_units(-123),
                       .gross = Notional::of_units(std::numeric_limits<std::int64_t>::max()),
                       .fees = Notional::of_units(5),
                       .final_equity = Notional::of_units(1'000'000),
                       .max_drawdown_pct = -0.1,
                       .profit_factor = 1.0 / 3,
                       .annual_return = {},
                       .volatility = 5e-324,
                       .sharpe = -0.0,
                       .sortino = std::numeric_limits<double>::infinity()};
    outcome.details = {.sqn = 2.5, .cagr = {}, .max_drawdown_bars = 9, .exposure = 0.25, .buy_hold_return = -0.75};
    outcome.result_hash.bytes.fill(0xab);
    outcome.refusal = "too few bars";
    return outcome;
}

BlockResult a_result() {
    return {.job = "opt_1_n_1",
            .spec = "ab",
            .build = "c spark.result/1",
            .block = 3,
            .worker = "w1",
            .cpu_ms = 12.5,
            .results = {{.number = 7, .outcome = full_outcome()}, {.number = 8, .outcome = {}}}};
}

TEST(WorkerProtocol, a_result_comes_back_with_the_same_bits) {
    const BlockResult sent = a_result();

    const auto read = BlockResult::parse(sent.text());

    ASSERT_TRUE(read.has_value()) << read.error().message;
    EXPECT_EQ(read->worker, "w1");
    EXPECT_EQ(read->block, 3u);
    ASSERT_EQ(read->results.size(), 2u);
    EXPECT_EQ(read->results[0].number, 7u);
    EXPECT_EQ(read->text(), sent.text());
    EXPECT_EQ(mark_of(read->results[0].outcome), mark_of(full_outcome()));
    EXPECT_TRUE(std::signbit(*read->results[0].outcome.figures.sharpe));
}

TEST(WorkerProtocol, every_part_of_an_outcome_changes_its_mark) {
    const std::uint64_t mark = mark_of(full_outcome());
    const auto differs = [&](auto change) {
        sweep::SetOutcome outcome = full_outcome();
        change(outcome);
        return mark_of(outcome) != mark;
    };

    EXPECT_TRUE(differs([](auto& o) { o.figures.trades = 13; }));
    EXPECT_TRUE(differs([](auto& o) { o.figures.net = Notional::of_units(-122); }));
    EXPECT_TRUE(differs([](auto& o) { o.figures.annual_return = 0.0; }));
    EXPECT_TRUE(differs([](auto& o) { o.figures.sharpe = 0.0; }));
    EXPECT_TRUE(differs([](auto& o) { o.details.exposure = 0.5; }));
    EXPECT_TRUE(differs([](auto& o) { o.result_hash.bytes[31] = 0; }));
    EXPECT_TRUE(differs([](auto& o) { o.refusal = ""; }));
}

TEST(WorkerProtocol, a_message_cut_anywhere_is_refused) {
    const std::string text = a_result().text();
    for (std::size_t size = 0; size < text.size(); ++size)
        EXPECT_FALSE(BlockResult::parse(std::string_view(text).substr(0, size)).has_value()) << size;
    EXPECT_FALSE(BlockResult::parse(text + "x").has_value());

    const Lease lease{.job = "j", .spec = "s", .build = "b", .block = 1, .tasks = {{.number = 1, .values = {5, 20}}}};
    const std::string lease_text = lease.text();
    for (std::size_t size = 0; size < lease_text.size(); ++size)
        EXPECT_FALSE(Lease::parse(std::string_view(lease_text).substr(0, size)).has_value()) << size;
}

TEST(WorkerProtocol, a_lease_comes_back_as_it_was) {
    const Lease lease{
        .job = "j",
        .spec = "s",
        .build = "b",
        .block = 1,
        .tasks = {{.number = 1, .values = {5, -20}, .bars_share = 0.1}, {.number = 9, .values = {6, 21}}}};

    const auto read = Lease::parse(lease.text());

    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->text(), lease.text());
    EXPECT_EQ(read->tasks[0].values, (sweep::SetValues{5, -20}));
    EXPECT_EQ(read->tasks[0].bars_share, 0.1);
}

TEST(WorkerProtocol, a_sealed_message_opens_with_its_key_and_kind_alone) {
    const std::string sealed = seal("key", Kind::result, "body");

    EXPECT_EQ(open_seal("key", Kind::result, sealed).value(), "body");
    EXPECT_EQ(open_seal("other", Kind::result, sealed).error().fault, Fault::denied);
    EXPECT_EQ(open_seal("key", Kind::lease, sealed).error().fault, Fault::denied);
    EXPECT_EQ(open_seal("", Kind::result, sealed).error().fault, Fault::denied);
    EXPECT_EQ(open_seal("key", Kind::result, seal("", Kind::result, "body")).error().fault, Fault::denied);
    EXPECT_EQ(open_seal("key", Kind::result, sealed + "x").error().fault, Fault::denied);
    EXPECT_EQ(open_seal("key", Kind::result, "something else").error().fault, Fault::invalid_input);
    EXPECT_EQ(open_seal("", Kind::call, seal("", Kind::call, "body")).value(), "body");
}

TEST(WorkerProtocol, calls_and_presence_come_back_as_they_were) {
    const Call call{.job = "j", .build = "b", .spec = "s", .lease_ms = 10'000, .is_over = true, .banned = {"w", "v"}};
    EXPECT_EQ(Call::parse(call.text()).value(), call);
    const Presence presence{
        .worker = "w", .build = "b", .threads = 4, .sets = 7, .cpu_ms = 1.5, .trouble = "t", .is_leaving = true};
    EXPECT_EQ(Presence::parse(presence.text()).value(), presence);
    EXPECT_FALSE(Presence::parse(call.text()).has_value());
}

TEST(WorkerProtocol, a_build_is_its_commit_and_the_version_of_the_result_hash) {
    BuildInfo build{};
    build.commit = "abc";
    EXPECT_EQ(build_id(build), "abc spark.result/1");
    build.dirty = true;
    EXPECT_EQ(build_id(build), "abc+ spark.result/1");
}

TEST(JobSpec, takes_paths_of_data_sets_and_no_others) {
    const auto with = [](const std::string& path) {
        JobSpec spec{.order = wire::Json::object(), .files = {{.path = path, .sha256 = "00", .bytes = 1}}};
        return JobSpec::parse(spec.text());
    };

    EXPECT_TRUE(with("datasets/binance/BTCUSDT/1h/v3.spark").has_value());
    for (const char* path : {"/datasets/binance/BTCUSDT/1h/v3.spark", "datasets/../BTCUSDT/1h/v3.spark",
                             "datasets/binance/BTCUSDT/1h/../v3.spark", "../datasets/binance/BTCUSDT/1h/v3.spark",
                             "datasets/binance/BTCUSDT/1h/v3", "spark.db", "datasets/binance/BTC/USDT/1h/v3.spark", ""})
        EXPECT_FALSE(with(path).has_value()) << path;
}

}  // namespace
}  // namespace spark::workers
