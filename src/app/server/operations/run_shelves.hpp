#pragma once

#include <map>
#include <mutex>
#include <string>

#include "app/server/house.hpp"
#include "app/server/replay_shelf.hpp"
#include "app/server/run_index.hpp"
#include "app/server/run_notes.hpp"

namespace spark::server {

/// What the routes of backtests share: held by the operations, as long as the server is there. Any thread.
struct RunShelves {
    explicit RunShelves(const House& house)
        : index(house.folder() / "evidence"), notes(house.folder() / "notes" / "backtests.json") {}

    /// The evidence of a backtest, its manifest and document checked. Errors: not_found, the same for what there is not
    /// and for evidence of another kind; corrupt with the bad file as place.
    Result<store::StoredEvidence> open(std::string_view id) {
        SPARK_TRY(const audit::IndexEntry entry, index.find(id));
        if (entry.kind != "backtest") {
            // Said as for what there is not.
            SPARK_TRY(index.find(std::string(id) + "?"));
        }
        SPARK_TRY(const store::EvidenceFolder folder, store::EvidenceFolder::open(index.root()));
        return folder.read_entry(entry);
    }

    RunIndex index;
    RunNotes notes;
    ReplayShelf replays;
    std::mutex reconciled_mutex;
    std::map<std::string, wire::Json> reconciled;  ///< By run; the last ones of this process.
};

}  // namespace spark::server
