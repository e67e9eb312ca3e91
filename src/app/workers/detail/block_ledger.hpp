#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/cli/text.hpp"
#include "app/optimizer/executor.hpp"
#include "app/workers/coordinator.hpp"
#include "app/workers/protocol.hpp"
#include "foundation/base/result.hpp"
#include "foundation/base/rng.hpp"

namespace spark::workers::detail {

/// A set to be run here, to see who is right.
struct Check {
    std::uint64_t block = 0;
    std::size_t index = 0;  ///< Of the set in its block.
    optimizer::Task task;
};

/// What was given out, what came back from whom, and what of it is believed. Decides and does nothing: no bus, no
/// clock. One thread.
///
/// A block is out until a worker's results of it come. They are held while samples of them are run here, and handed on
/// when the samples agree. A worker whose results differ is banned: what is held of it goes out again, and so does what
/// was handed on, to be compared; until that is over nothing more is handed on.
class BlockLedger {
  public:
    BlockLedger(double sample_share, std::uint64_t sample_seed, cli::Language language = cli::Language::en)
        : sample_share_(sample_share), rng_(sample_seed), language_(language) {}

    /// Takes over the lease's sets; returns the block's number, which it writes into the lease.
    std::uint64_t add(Lease lease);
    const std::string& lease_text(std::uint64_t block) const;
    /// Blocks to be given out (again), each once.
    std::vector<std::uint64_t> take_to_give();

    /// Returns why it was not taken; empty when it was, also as a repeat.
    std::string receive(BlockResult result);
    /// Sets to be run here, each once.
    std::vector<Check> take_checks();
    /// Errors: corrupt when a result that was handed on by then turns out to be wrong.
    Result<void> checked(const Check& check, sweep::SetOutcome outcome);
    /// Nobody else runs it: all of its sets are run here.
    void run_here(std::uint64_t block);
    /// A block without results that is to go out again.
    void give_again(std::uint64_t block);

    /// A message that was none of ours.
    void refuse() { ++figures_.refused; }
    /// Forgets all blocks; who is banned stays so, and numbers go on.
    void drop_all();

    /// Results to be handed on, each set's once.
    std::vector<optimizer::TaskResult> take_ready();
    /// Sets not handed on yet, and those of blocks that are compared again.
    std::size_t under_way() const;
    /// Blocks that wait for a worker.
    std::vector<std::uint64_t> blocks_out() const;
    const FleetFigures& figures() const { return figures_; }
    bool is_banned(const std::string& worker) const { return banned_.contains(worker); }
    std::size_t times_given(std::uint64_t block) const { return blocks_.at(block).times_given; }

  private:
    enum class State : std::uint8_t { out, held, here, done };
    struct Block {
        std::string lease_text;
        std::size_t sets = 0;
        State state = State::out;
        bool is_compared_again = false;  ///< Done, by a worker that was banned afterwards.
        bool is_compared_here = false;
        std::string worker{};
        std::vector<std::uint64_t> marks{};  ///< Of the results that are held or were handed on.
        std::vector<optimizer::TaskResult> held{};
        std::size_t checks_open = 0;
        std::size_t times_given = 0;
    };
    struct Claim {
        std::string worker;
        std::uint64_t mark = 0;
        bool is_of_block = false;  ///< What is held or was handed on.
    };

    void hold(std::uint64_t number, Block& block, BlockResult result);
    void compare(std::uint64_t number, Block& block, const BlockResult& result);
    void want_check(std::uint64_t number, Block& block, std::size_t index, std::optional<Claim> claim);
    std::vector<std::size_t> draw_samples(const std::string& worker, std::size_t sets);
    void finish(Block& block);
    void finish_held(Block& block);
    void prove(const std::string& worker);
    void send_out(std::uint64_t number, Block& block);
    void ban(const std::string& worker);
    void finish_here(Block& block);
    Result<void> judge(const Block& block, const Check& check, std::uint64_t truth);
    void forget_claims(std::uint64_t number);

    double sample_share_;
    Rng rng_;
    cli::Language language_;
    std::map<std::uint64_t, Block> blocks_;
    std::uint64_t next_ = 0;
    std::vector<std::uint64_t> to_give_;
    std::vector<Check> checks_;
    std::map<std::pair<std::uint64_t, std::size_t>, std::vector<Claim>> claims_;
    std::vector<optimizer::TaskResult> ready_;
    std::set<std::string> seen_;
    std::set<std::string> unproven_;  ///< Of seen_: no sample of theirs was looked at yet.
    std::set<std::string> banned_;
    std::size_t compared_again_ = 0;
    std::size_t sets_under_way_ = 0;
    FleetFigures figures_;
};

}  // namespace spark::workers::detail
