#pragma once

#include "adapters/database/database.hpp"
#include "engine/identity/records.hpp"

namespace spark::database {

/// Users, sessions and API keys in the store's tables `users`, `sessions` and `api_keys`. Times are kept to the
/// millisecond. Any thread, as the database.
class IdentityRecords final : public identity::Records {
  public:
    /// The database outlives it.
    explicit IdentityRecords(Database& database) : database_(database) {}

    Result<identity::Snapshot> load() override;
    Result<void> commit(const identity::Change& change) override;
    Result<void> note(const identity::Notes& notes) override;

  private:
    Database& database_;
};

}  // namespace spark::database
