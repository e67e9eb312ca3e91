#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>

#include "adapters/store/evidence_folder.hpp"
#include "app/verbs/backtest_replay.hpp"
#include "foundation/base/result.hpp"

namespace spark::server {

/// The few runs that were made again last, so that looking around in one report computes it once. Any thread.
class ReplayShelf {
  public:
    /// The run made again; its result is the one of the evidence, or there is none. Errors: those of replay_backtest;
    /// conflict when another result came out.
    Result<std::shared_ptr<const verbs::ReplayedRun>> get(verbs::Context& context, const store::StoredEvidence& stored);

  private:
    struct Kept {
        std::string manifest_sha256;
        std::shared_ptr<const verbs::ReplayedRun> run;
    };
    static constexpr std::size_t runs_max = 4;  ///< A run of 100,000 bars takes some 15 MB.

    std::mutex mutex_;      ///< Guards kept_.
    std::mutex making_;     ///< One is made at a time: memory stays bounded, and nobody makes the same one twice.
    std::list<Kept> kept_;  ///< Used last first.
};

}  // namespace spark::server
