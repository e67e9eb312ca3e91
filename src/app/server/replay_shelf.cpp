#include "app/server/replay_shelf.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace spark::server {

Result<std::shared_ptr<const verbs::ReplayedRun>> ReplayShelf::get(verbs::Context& context,
                                                                   const store::StoredEvidence& stored) {
    const std::string& key = stored.entry.manifest_sha256;
    const auto look_up = [&]() -> std::shared_ptr<const verbs::ReplayedRun> {
        const std::lock_guard lock(mutex_);
        const auto found = std::ranges::find(kept_, key, &Kept::manifest_sha256);
        if (found == kept_.end()) return nullptr;
        kept_.splice(kept_.begin(), kept_, found);
        return found->run;
    };
    if (auto known = look_up()) return known;
    const std::lock_guard making(making_);
    if (auto known = look_up()) return known;
    auto run = std::make_shared<verbs::ReplayedRun>();
    SPARK_TRY(replay_backtest(context, stored, *run));
    SPARK_TRY(const std::string expected, stored.document.string_at("result_hash"));
    if (run->result_hash != expected)
        return fail(Fault::conflict,
                    fmt::format("this program makes another result of the run: {}, its evidence says {}",
                                run->result_hash, expected),
                    {},
                    "POST .../reconcile tells what differs; resolution=day and trades are served as they were kept");
    const std::lock_guard lock(mutex_);
    kept_.push_front({key, run});
    if (kept_.size() > runs_max) kept_.pop_back();
    return run;
}

}  // namespace spark::server
