#pragma once

#include <string_view>

#include "engine/feed/events.hpp"
#include "engine/market/calendar.hpp"

namespace spark::synthetic::detail {

struct Session {
    feed::SessionPhase phase = feed::SessionPhase::closed;
    std::string_view reason;
};

/// Where Borsa Istanbul's day stands: orders are collected for 20 minutes before the session and 10 after it.
/// Source: docs/explanation/market_data.md (phases of the equity market).
Session session_at(const market::Calendar& calendar, WallTime venue_time);

}  // namespace spark::synthetic::detail
