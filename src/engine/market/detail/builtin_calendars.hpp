#pragma once

#include <string_view>

namespace spark::market::detail {

/// The text of data/calendars/bist.cal, compiled in.
std::string_view bist_calendar_text();

}  // namespace spark::market::detail
