#pragma once

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

#include "app/server/house.hpp"

namespace spark::server {

/// Idempotency keys that a dead process left running: those of calls that give a job are free again (the job's own key
/// keeps it from being done twice); the others are told that nobody knows what became of them. Before the server runs.
/// Errors: of the store.
Result<void> settle_left_calls(database::Database& database);

/// What a server does beside its calls: last uses are written and ended sessions forgotten every five seconds, answers
/// past their time every hour. Life: made → runs → destroyed, which waits for what is under way.
class Upkeep {
  public:
    /// `house` outlives it.
    explicit Upkeep(House& house);
    ~Upkeep();
    Upkeep(const Upkeep&) = delete;
    Upkeep& operator=(const Upkeep&) = delete;

  private:
    void run(const std::stop_token& stop);
    void tell(std::string_view what, const Result<void>& done);

    House& house_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::jthread thread_;
};

}  // namespace spark::server
