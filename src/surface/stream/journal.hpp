#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "foundation/base/result.hpp"

namespace spark::stream {

/// What a journal still holds: records in the order they were appended, all of one epoch.
struct JournalTail {
    std::int64_t epoch = 0;
    std::vector<std::string> records;
};

/// Where lossless events survive a restart of the process: the app fills these in. Empty functions: no journal. Called
/// by one thread at a time.
struct Journal {
    /// Errors: not_found where there is none; corrupt where it cannot be trusted to be whole.
    std::function<Result<JournalTail>()> load{};
    /// Empties it for a new epoch.
    std::function<Result<void>(std::int64_t epoch)> restart{};
    std::function<Result<void>(std::span<const std::string> records)> append{};
    /// Makes the next load fail: records are missing from it.
    std::function<void()> discard{};

    bool is_there() const { return load && restart && append && discard; }
};

}  // namespace spark::stream
