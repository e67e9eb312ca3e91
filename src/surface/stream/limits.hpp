#pragma once

#include <chrono>
#include <cstddef>

/// The stream's figures, in one place; docs/reference/stream.md says them to people.
namespace spark::stream {

inline constexpr std::size_t streams_per_user_max = 5;
inline constexpr std::size_t streams_max = 2'000;      ///< Of all users.
inline constexpr std::size_t subscriptions_max = 200;  ///< Of one stream.
inline constexpr std::size_t value_bytes_max = 256U << 10U;

inline constexpr std::chrono::milliseconds batch_every{100};
inline constexpr std::chrono::seconds heartbeat_every{15};
inline constexpr int retry_ms = 2'000;
/// A client that takes no byte for so long is given up; twice a heartbeat.
inline constexpr std::chrono::seconds stuck_max{30};

/// Lossless events that may wait for a client whose bytes are unsent.
inline constexpr std::size_t ring_events_max = 4'096;
inline constexpr std::size_t ring_bytes_max = 1U << 20U;
/// One collect ends with the event that reaches it: a long replay goes out in pieces.
inline constexpr std::size_t collect_bytes_max = 256U << 10U;
/// More topics with a gap are told as one gap of everything.
inline constexpr std::size_t gaps_named_max = 32;

}  // namespace spark::stream
