#pragma once

#include <optional>
#include <string>
#include <vector>

#include "surface/stream/journal.hpp"

namespace spark::stream::testing {

/// A journal in memory that outlives the hubs of a test; it must outlive the Journal made from it.
class MemoryJournal {
  public:
    Journal journal() {
        return {.load = [this]() -> Result<JournalTail> {
                    if (!tail_) return fail(Fault::not_found, "there is no journal");
                    return *tail_;
                },
                .restart = [this](std::int64_t epoch) -> Result<void> {
                    tail_ = JournalTail{.epoch = epoch, .records = {}};
                    return {};
                },
                .append = [this](std::span<const std::string> records) -> Result<void> {
                    if (is_full) return fail(Fault::exhausted, "no room");
                    tail_->records.insert(tail_->records.end(), records.begin(), records.end());
                    return {};
                },
                .discard = [this] { tail_.reset(); }};
    }

    std::optional<JournalTail>& tail() { return tail_; }
    bool is_full = false;

  private:
    std::optional<JournalTail> tail_;
};

}  // namespace spark::stream::testing
