#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>

#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"
#include "surface/stream/topics.hpp"

namespace spark::stream {

/// Who may hear an event, beyond the topic's right. Empty: everybody.
struct Audience {
    std::string tenant{};
    std::string user{};

    auto operator<=>(const Audience&) const = default;
};

/// A lossless event as it lies in the log; shared by all who are to hear it.
struct LoggedEvent {
    std::int64_t sequence = 0;
    WallTime at;
    std::string topic;
    const Topic* row = nullptr;
    Audience audience;
    std::string bytes;  ///< `event:`, `data:` and the blank line; the `id:` line stands before it.
};
using SharedEvent = std::shared_ptr<const LoggedEvent>;

/// What a lossless event becomes in the journal, and back. Errors: corrupt.
std::string to_record(const LoggedEvent& event);
Result<LoggedEvent> parse_record(const std::string& record);

/// The newest lossless events, numbered without a hole; the oldest go past 65,536 events or 16 MB.
class EventLog {
  public:
    static constexpr std::size_t events_max = 65'536;
    static constexpr std::size_t bytes_max = 16U << 20U;

    /// Precondition (asserted): its sequence is head() + 1; any where the log is empty and nothing was ever appended.
    void append(SharedEvent event);

    std::int64_t head() const { return head_; }  ///< Sequence of the newest; 0 before the first.
    std::int64_t first() const { return head_ - std::ssize(events_) + 1; }  ///< Of the oldest that is kept.
    /// Precondition (asserted): first() ≤ sequence ≤ head().
    const SharedEvent& at(std::int64_t sequence) const;

  private:
    std::deque<SharedEvent> events_;
    std::int64_t head_ = 0;
    std::size_t bytes_ = 0;
};

}  // namespace spark::stream
