#include "app/workers/detail/block_ledger.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/workers/testing/plain_executor.hpp"

namespace spark::workers::detail {
namespace {

using ::testing::IsEmpty;
using workers::testing::plain_outcome;

Lease lease_of(std::uint64_t first, std::size_t sets) {
    Lease lease{.job = "j", .spec = "s", .build = "b", .block = 0, .tasks = {}};
    for (std::uint64_t number = first; number < first + sets; ++number)
        lease.tasks.push_back({.number = number, .values = {static_cast<std::int64_t>(number), 3}});
    return lease;
}

BlockResult answer(const BlockLedger& ledger, std::uint64_t block, const std::string& worker, std::int64_t lie = 0) {
    const auto lease = Lease::parse(ledger.lease_text(block));
    BlockResult result{.job = "j", .spec = "s", .build = "b", .block = block, .worker = worker};
    for (const optimizer::Task& task : lease->tasks) {
        result.results.push_back({.number = task.number, .outcome = plain_outcome(task)});
        result.results.back().outcome.figures.trades += lie;
    }
    return result;
}

/// Runs what is wanted here; the fault of the first one that is refused.
Result<void> run_checks(BlockLedger& ledger) {
    for (auto checks = ledger.take_checks(); !checks.empty(); checks = ledger.take_checks())
        for (const Check& check : checks) SPARK_TRY(ledger.checked(check, plain_outcome(check.task)));
    return {};
}

std::vector<std::uint64_t> numbers(const std::vector<optimizer::TaskResult>& results) {
    std::vector<std::uint64_t> all;
    for (const auto& result : results) all.push_back(result.number);
    return all;
}

TEST(BlockLedger, hands_on_a_block_once_its_sample_agrees) {
    BlockLedger ledger(0, 1);
    const std::uint64_t block = ledger.add(lease_of(10, 4));
    EXPECT_EQ(ledger.take_to_give(), std::vector<std::uint64_t>{block});
    EXPECT_EQ(ledger.under_way(), 4u);

    EXPECT_EQ(ledger.receive(answer(ledger, block, "w")), "");
    EXPECT_THAT(ledger.take_ready(), IsEmpty());
    ASSERT_TRUE(run_checks(ledger).has_value());

    EXPECT_EQ(numbers(ledger.take_ready()), (std::vector<std::uint64_t>{10, 11, 12, 13}));
    EXPECT_EQ(ledger.under_way(), 0u);
    EXPECT_EQ(ledger.figures().checks, 1u);
}

TEST(BlockLedger, hands_on_nothing_of_a_worker_before_its_first_sample_was_looked_at) {
    BlockLedger ledger(0, 1);
    const std::uint64_t first = ledger.add(lease_of(10, 4));
    const std::uint64_t second = ledger.add(lease_of(14, 4));
    ledger.take_to_give();
    EXPECT_EQ(ledger.receive(answer(ledger, first, "liar", 1)), "");
    EXPECT_EQ(ledger.receive(answer(ledger, second, "liar", 1)), "");
    EXPECT_THAT(ledger.take_ready(), IsEmpty()) << "the second block has no sample of its own";

    ASSERT_TRUE(run_checks(ledger).has_value());

    EXPECT_EQ(ledger.figures().banned, std::vector<std::string>{"liar"});
    EXPECT_EQ(ledger.take_to_give(), (std::vector<std::uint64_t>{first, second}));
    EXPECT_EQ(ledger.receive(answer(ledger, first, "honest")), "");
    EXPECT_EQ(ledger.receive(answer(ledger, second, "honest")), "");
    ASSERT_TRUE(run_checks(ledger).has_value());
    EXPECT_EQ(ledger.take_ready().size(), 8u);
    EXPECT_EQ(ledger.under_way(), 0u);
}

TEST(BlockLedger, takes_a_repeat_that_agrees_for_what_it_is) {
    BlockLedger ledger(0, 1);
    const std::uint64_t block = ledger.add(lease_of(10, 4));
    EXPECT_EQ(ledger.receive(answer(ledger, block, "w")), "");
    EXPECT_EQ(ledger.receive(answer(ledger, block, "v")), "");
    ASSERT_TRUE(run_checks(ledger).has_value());
    EXPECT_EQ(ledger.receive(answer(ledger, block, "w")), "");

    EXPECT_EQ(ledger.take_ready().size(), 4u);
    EXPECT_THAT(ledger.take_ready(), IsEmpty());
    EXPECT_EQ(ledger.figures().repeats, 2u);
    EXPECT_THAT(ledger.figures().banned, IsEmpty());
}

TEST(BlockLedger, bans_a_worker_whose_sample_differs_and_gives_its_blocks_out_again) {
    BlockLedger ledger(0, 1);
    const std::uint64_t block = ledger.add(lease_of(10, 4));
    ledger.take_to_give();
    EXPECT_EQ(ledger.receive(answer(ledger, block, "liar", 1)), "");

    ASSERT_TRUE(run_checks(ledger).has_value());

    EXPECT_THAT(ledger.take_ready(), IsEmpty());
    EXPECT_EQ(ledger.figures().banned, std::vector<std::string>{"liar"});
    EXPECT_EQ(ledger.take_to_give(), std::vector<std::uint64_t>{block});
    EXPECT_NE(ledger.receive(answer(ledger, block, "liar")), "");
    EXPECT_EQ(ledger.receive(answer(ledger, block, "w")), "");
    ASSERT_TRUE(run_checks(ledger).has_value());
    const auto ready = ledger.take_ready();
    ASSERT_EQ(ready.size(), 4u);
    EXPECT_EQ(mark_of(ready[0].outcome), mark_of(plain_outcome(lease_of(10, 4).tasks[0])));
}

TEST(BlockLedger, decides_between_two_answers_by_running_the_set_here) {
    BlockLedger ledger(0, 1);
    const std::uint64_t block = ledger.add(lease_of(10, 4));
    EXPECT_EQ(ledger.receive(answer(ledger, block, "w")), "");
    ASSERT_TRUE(run_checks(ledger).has_value());
    EXPECT_EQ(ledger.take_ready().size(), 4u);

    EXPECT_EQ(ledger.receive(answer(ledger, block, "liar", 5)), "");
    ASSERT_TRUE(run_checks(ledger).has_value());

    EXPECT_EQ(ledger.figures().banned, std::vector<std::string>{"liar"});
    EXPECT_EQ(ledger.under_way(), 0u);
}

TEST(BlockLedger, is_corrupt_when_what_was_handed_on_turns_out_wrong) {
    BlockLedger ledger(0, 1);
    const std::uint64_t honest = ledger.add(lease_of(10, 4));
    const std::uint64_t forged = ledger.add(lease_of(20, 4));
    EXPECT_EQ(ledger.receive(answer(ledger, honest, "liar")), "");
    ASSERT_TRUE(run_checks(ledger).has_value());
    EXPECT_EQ(ledger.receive(answer(ledger, forged, "liar", 5)), "");  // No sample is drawn of it.
    EXPECT_EQ(ledger.take_ready().size(), 8u);

    EXPECT_EQ(ledger.receive(answer(ledger, forged, "w")), "");
    const auto found = run_checks(ledger);

    ASSERT_FALSE(found.has_value());
    EXPECT_EQ(found.error().fault, Fault::corrupt);
    EXPECT_THAT(found.error().message, ::testing::HasSubstr("liar"));
}

TEST(BlockLedger, compares_all_that_a_banned_worker_gave_before_anything_more_is_handed_on) {
    BlockLedger ledger(0, 1);
    const std::uint64_t first = ledger.add(lease_of(10, 4));
    const std::uint64_t second = ledger.add(lease_of(20, 4));
    EXPECT_EQ(ledger.receive(answer(ledger, first, "liar")), "");
    ASSERT_TRUE(run_checks(ledger).has_value());
    EXPECT_EQ(ledger.take_ready().size(), 4u);
    EXPECT_EQ(ledger.receive(answer(ledger, second, "w")), "");
    ASSERT_TRUE(run_checks(ledger).has_value());
    ledger.take_to_give();

    EXPECT_EQ(ledger.receive(answer(ledger, second, "liar", 1)), "");
    ASSERT_TRUE(run_checks(ledger).has_value());

    EXPECT_EQ(ledger.take_to_give(), std::vector<std::uint64_t>{first});
    EXPECT_THAT(ledger.take_ready(), IsEmpty());
    EXPECT_EQ(ledger.receive(answer(ledger, first, "w")), "");
    EXPECT_EQ(ledger.take_ready().size(), 4u);
    EXPECT_EQ(ledger.under_way(), 0u);
}

TEST(BlockLedger, compares_here_what_nobody_else_compares) {
    BlockLedger ledger(0, 1);
    const std::uint64_t first = ledger.add(lease_of(10, 4));
    const std::uint64_t second = ledger.add(lease_of(20, 4));
    EXPECT_EQ(ledger.receive(answer(ledger, first, "liar")), "");
    ASSERT_TRUE(run_checks(ledger).has_value());
    EXPECT_EQ(ledger.receive(answer(ledger, second, "w")), "");
    ASSERT_TRUE(run_checks(ledger).has_value());
    EXPECT_EQ(ledger.receive(answer(ledger, second, "liar", 1)), "");
    ASSERT_TRUE(run_checks(ledger).has_value());

    ledger.run_here(first);
    ASSERT_TRUE(run_checks(ledger).has_value());

    EXPECT_EQ(ledger.take_ready().size(), 8u);
    EXPECT_EQ(ledger.under_way(), 0u);
}

TEST(BlockLedger, runs_here_what_no_worker_can_run) {
    BlockLedger ledger(0, 1);
    const std::uint64_t block = ledger.add(lease_of(10, 4));
    BlockResult refusal = answer(ledger, block, "w");
    refusal.results.clear();
    refusal.problem = "no memory";

    EXPECT_THAT(ledger.receive(std::move(refusal)), ::testing::HasSubstr("no memory"));
    ASSERT_TRUE(run_checks(ledger).has_value());

    EXPECT_EQ(ledger.take_ready().size(), 4u);
    EXPECT_EQ(ledger.figures().run_here, 1u);
}

TEST(BlockLedger, refuses_other_sets_and_unknown_blocks) {
    BlockLedger ledger(0, 1);
    const std::uint64_t block = ledger.add(lease_of(10, 4));
    ledger.take_to_give();
    BlockResult other = answer(ledger, block, "w");
    other.results[2].number = 99;
    BlockResult unknown = answer(ledger, block, "w");
    unknown.block = 7;

    EXPECT_NE(ledger.receive(std::move(other)), "");
    EXPECT_NE(ledger.receive(std::move(unknown)), "");

    EXPECT_EQ(ledger.figures().refused, 2u);
    EXPECT_EQ(ledger.take_to_give(), std::vector<std::uint64_t>{block});
}

/// Random histories: workers that answer, repeat, lie and fall silent. Every set is handed on once and right, or the
/// ledger says corrupt.
TEST(BlockLedger, hands_every_set_on_once_whatever_comes) {
    const std::uint64_t seed = seed_from_system();
    SCOPED_TRACE(seed);
    Rng rng(seed);
    BlockLedger ledger(0.2, seed);
    std::vector<std::uint64_t> blocks;
    std::uint64_t next = 0;
    std::map<std::uint64_t, int> seen;
    std::vector<Check> checks;
    const auto keep = [&](std::vector<optimizer::TaskResult> results) {
        for (const auto& result : results) ++seen[result.number];
    };
    bool is_corrupt = false;
    const auto work_off = [&](std::size_t left) {
        for (Check& check : ledger.take_checks()) checks.push_back(std::move(check));
        while (checks.size() > left && !is_corrupt) {
            const auto at = static_cast<std::ptrdiff_t>(rng.uniform(0, static_cast<std::int64_t>(checks.size()) - 1));
            const Check check = checks[static_cast<std::size_t>(at)];
            checks.erase(checks.begin() + at);
            const auto judged = ledger.checked(check, plain_outcome(check.task));
            is_corrupt = !judged.has_value();
            for (Check& more : ledger.take_checks()) checks.push_back(std::move(more));
        }
    };
    for (int step = 0; step < 300 && !is_corrupt; ++step) {
        const auto what = rng.uniform(0, 9);
        if (what < 3 || blocks.empty()) {
            const auto sets = static_cast<std::size_t>(rng.uniform(1, 6));
            blocks.push_back(ledger.add(lease_of(next, sets)));
            next += sets;
        } else if (what < 8) {
            const std::uint64_t block =
                blocks[static_cast<std::size_t>(rng.uniform(0, static_cast<std::int64_t>(blocks.size()) - 1))];
            const std::string worker = "w" + std::to_string(rng.uniform(0, 5));
            ledger.receive(answer(ledger, block, worker, worker == "w5" && rng.chance(0.5) ? 1 : 0));
        } else if (what == 8) {
            ledger.run_here(
                blocks[static_cast<std::size_t>(rng.uniform(0, static_cast<std::int64_t>(blocks.size()) - 1))]);
        }
        work_off(static_cast<std::size_t>(rng.uniform(0, 3)));
        keep(ledger.take_ready());
    }
    for (int turn = 0; turn < 1000 && ledger.under_way() > 0 && !is_corrupt; ++turn) {
        for (const std::uint64_t block : ledger.blocks_out()) ledger.receive(answer(ledger, block, "w0"));
        work_off(0);
        keep(ledger.take_ready());
    }
    if (!is_corrupt) {
        EXPECT_EQ(ledger.under_way(), 0u);
        EXPECT_EQ(seen.size(), next);
    }
    for (const auto& [number, times] : seen) EXPECT_EQ(times, 1) << number;
    for (const std::string& name : ledger.figures().banned) EXPECT_EQ(name, "w5");
}

}  // namespace
}  // namespace spark::workers::detail
