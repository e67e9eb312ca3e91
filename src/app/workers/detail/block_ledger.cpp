#include "app/workers/detail/block_ledger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/workers/messages.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::workers::detail {
namespace {

using cli::say;

/// A lease this program has written itself.
Lease own_lease(const std::string& text) {
    auto lease = Lease::parse(text);
    SPARK_ASSERT(lease.has_value());
    return std::move(lease).value();
}

bool is_about(const BlockResult& result, const Lease& lease) {
    return std::ranges::equal(result.results, lease.tasks, {}, &optimizer::TaskResult::number,
                              &optimizer::Task::number);
}

}  // namespace

std::uint64_t BlockLedger::add(Lease lease) {
    const std::uint64_t number = next_++;
    lease.block = number;
    Block& block = blocks_[number];
    block.sets = lease.tasks.size();
    block.lease_text = lease.text();
    sets_under_way_ += block.sets;
    send_out(number, block);
    return number;
}

const std::string& BlockLedger::lease_text(std::uint64_t block) const { return blocks_.at(block).lease_text; }

void BlockLedger::send_out(std::uint64_t number, Block& block) {
    ++block.times_given;
    to_give_.push_back(number);
}

std::vector<std::uint64_t> BlockLedger::take_to_give() { return std::exchange(to_give_, {}); }
std::vector<Check> BlockLedger::take_checks() { return std::exchange(checks_, {}); }

std::string BlockLedger::receive(BlockResult result) {
    if (banned_.contains(result.worker)) {
        ++figures_.refused;
        return say<messages::is_banned>(language_, shown(result.worker));
    }
    const auto found = blocks_.find(result.block);
    if (found == blocks_.end()) {
        ++figures_.refused;
        return say<messages::block_unknown>(language_, std::to_string(result.block));
    }
    const std::uint64_t number = found->first;
    Block& block = found->second;
    if (!result.problem.empty()) {
        if (block.state == State::out) run_here(number);
        return say<messages::block_not_run>(language_, shown(result.worker), std::to_string(number),
                                            shown(result.problem, 300));
    }
    if (!is_about(result, own_lease(block.lease_text))) {
        ++figures_.refused;
        if (block.state == State::out) send_out(number, block);
        return say<messages::block_of_other_sets>(language_, shown(result.worker), std::to_string(number));
    }
    if (block.state == State::out)
        hold(number, block, std::move(result));
    else if (block.state != State::here)
        compare(number, block, result);
    return {};
}

std::vector<std::size_t> BlockLedger::draw_samples(const std::string& worker, std::size_t sets) {
    std::vector<std::size_t> drawn;
    for (std::size_t index = 0; index < sets; ++index)
        if (rng_.chance(sample_share_)) drawn.push_back(index);
    const bool is_first = seen_.insert(worker).second;
    if (is_first) unproven_.insert(worker);
    if (is_first && drawn.empty())
        drawn.push_back(static_cast<std::size_t>(rng_.uniform(0, static_cast<std::int64_t>(sets) - 1)));
    return drawn;
}

void BlockLedger::hold(std::uint64_t number, Block& block, BlockResult result) {
    block.state = State::held;
    block.worker = result.worker;
    block.marks.clear();
    for (const optimizer::TaskResult& each : result.results) block.marks.push_back(mark_of(each.outcome));
    block.held = std::move(result.results);
    for (const std::size_t index : draw_samples(block.worker, block.sets)) want_check(number, block, index, {});
    finish_held(block);
}

/// Nothing of a worker is handed on before a first sample of its results was found right.
void BlockLedger::finish_held(Block& block) {
    if (block.state == State::held && block.checks_open == 0 && !unproven_.contains(block.worker)) finish(block);
}

void BlockLedger::prove(const std::string& worker) {
    if (unproven_.erase(worker) == 0) return;
    for (auto& [number, block] : blocks_)
        if (block.worker == worker) finish_held(block);
}

void BlockLedger::compare(std::uint64_t number, Block& block, const BlockResult& result) {
    for (std::size_t index = 0; index < block.sets; ++index) {
        const std::uint64_t mark = mark_of(result.results[index].outcome);
        if (mark == block.marks[index]) continue;
        want_check(number, block, index, Claim{.worker = result.worker, .mark = mark});
        return;
    }
    ++figures_.repeats;
    if (!std::exchange(block.is_compared_again, false)) return;
    block.worker = result.worker;
    --compared_again_;
}

void BlockLedger::want_check(std::uint64_t number, Block& block, std::size_t index, std::optional<Claim> claim) {
    std::vector<Claim>& claims = claims_[{number, index}];
    if (claims.empty()) {
        checks_.push_back({.block = number, .index = index, .task = own_lease(block.lease_text).tasks[index]});
        ++block.checks_open;
    }
    if (std::ranges::none_of(claims, &Claim::is_of_block))
        claims.push_back({.worker = block.worker, .mark = block.marks[index], .is_of_block = true});
    if (claim) claims.push_back(std::move(*claim));
}

void BlockLedger::run_here(std::uint64_t number) {
    Block& block = blocks_.at(number);
    if (block.is_compared_again && !std::exchange(block.is_compared_here, true)) {
        ++figures_.run_here;
        for (std::size_t index = 0; index < block.sets; ++index) want_check(number, block, index, {});
    }
    if (block.state != State::out) return;
    ++figures_.run_here;
    block.state = State::here;
    std::vector<optimizer::Task> tasks = own_lease(block.lease_text).tasks;
    block.held.resize(tasks.size());
    block.checks_open = tasks.size();
    for (std::size_t index = 0; index < tasks.size(); ++index) {
        // A sample of a banned worker's results may be on its way; it is the same set.
        if (claims_.contains({number, index})) continue;
        checks_.push_back({.block = number, .index = index, .task = std::move(tasks[index])});
    }
}

void BlockLedger::give_again(std::uint64_t number) {
    Block& block = blocks_.at(number);
    if (block.state != State::out && !block.is_compared_again) return;
    ++figures_.republished;
    send_out(number, block);
}

void BlockLedger::finish_here(Block& block) {
    block.marks.clear();
    for (const optimizer::TaskResult& each : block.held) block.marks.push_back(mark_of(each.outcome));
    block.worker.clear();
    finish(block);
}

/// Bans who claimed something else. Errors: corrupt when that was handed on.
Result<void> BlockLedger::judge(const Block& block, const Check& check, std::uint64_t truth) {
    const auto node = claims_.extract({check.block, check.index});
    if (node.empty()) return {};
    ++figures_.checks;
    for (const Claim& claim : node.mapped()) {
        if (claim.mark == truth) prove(claim.worker);
        if (claim.mark == truth) continue;
        if (claim.is_of_block && block.state == State::done)
            return fail(Fault::corrupt,
                        fmt::format("worker {} gave a wrong result of set {}, which was taken for right before",
                                    claim.worker, check.task.number),
                        "--nats", "its results are in the folder: begin a new one, without that worker");
        ban(claim.worker);
    }
    return {};
}

Result<void> BlockLedger::checked(const Check& check, sweep::SetOutcome outcome) {
    Block& block = blocks_.at(check.block);
    const bool was_compared_again = block.is_compared_again;
    SPARK_TRY(judge(block, check, mark_of(outcome)));
    --block.checks_open;
    if (block.state == State::here)
        block.held[check.index] = {.number = check.task.number, .outcome = std::move(outcome)};
    if (block.is_compared_here) {
        if (block.checks_open > 0) return {};
        block.is_compared_here = block.is_compared_again = false;
        block.worker.clear();
        --compared_again_;
    } else if (was_compared_again) {
        send_out(check.block, block);
    } else if (block.checks_open == 0 && block.state == State::here) {
        finish_here(block);
    } else {
        finish_held(block);
    }
    return {};
}

void BlockLedger::finish(Block& block) {
    block.state = State::done;
    ++figures_.blocks;
    sets_under_way_ -= block.sets;
    std::ranges::move(block.held, std::back_inserter(ready_));
    block.held = {};
}

void BlockLedger::ban(const std::string& worker) {
    if (worker.empty() || !banned_.insert(worker).second) return;
    figures_.banned.push_back(worker);
    unproven_.erase(worker);
    for (auto& [number, block] : blocks_) {
        if (block.worker != worker) continue;
        if (block.state == State::held) {
            block.state = State::out;
            block.held = {};
            block.worker.clear();
            forget_claims(number);
            send_out(number, block);
        } else if (block.state == State::done && !block.is_compared_again) {
            block.is_compared_again = true;
            ++compared_again_;
            send_out(number, block);
        }
    }
}

/// What the block held is not its claim any more; who made it is still judged by it.
void BlockLedger::forget_claims(std::uint64_t number) {
    for (auto at = claims_.lower_bound({number, 0}); at != claims_.end() && at->first.first == number; ++at)
        for (Claim& claim : at->second) claim.is_of_block = false;
}

std::vector<optimizer::TaskResult> BlockLedger::take_ready() {
    if (compared_again_ > 0) return {};
    return std::exchange(ready_, {});
}

void BlockLedger::drop_all() {
    blocks_.clear();
    to_give_.clear();
    checks_.clear();
    claims_.clear();
    ready_.clear();
    // Whose first sample was not looked at is sampled again.
    for (const std::string& worker : unproven_) seen_.erase(worker);
    unproven_.clear();
    compared_again_ = 0;
    sets_under_way_ = 0;
}

std::size_t BlockLedger::under_way() const { return sets_under_way_ + ready_.size() + compared_again_; }

std::vector<std::uint64_t> BlockLedger::blocks_out() const {
    std::vector<std::uint64_t> numbers;
    for (const auto& [number, block] : blocks_)
        if (block.state == State::out || (block.is_compared_again && !block.is_compared_here))
            numbers.push_back(number);
    return numbers;
}

}  // namespace spark::workers::detail
