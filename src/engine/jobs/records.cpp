#include "engine/jobs/records.hpp"

#include <array>

namespace spark::jobs {
namespace {

constexpr std::array<std::string_view, priority_count> priority_names{"interactive", "normal", "batch"};
constexpr std::array<std::string_view, 6> status_names{"queued", "running",  "succeeded",
                                                       "failed", "canceled", "interrupted"};
constexpr std::array<std::string_view, 4> level_names{"debug", "info", "warning", "error"};

template <class Enum, class Names>
std::optional<Enum> value_of(const Names& names, std::string_view name) {
    for (std::size_t index = 0; index < names.size(); ++index) {
        if (names[index] == name) return static_cast<Enum>(index);
    }
    return std::nullopt;
}

}  // namespace

std::string_view priority_name(Priority priority) { return priority_names[static_cast<std::size_t>(priority)]; }
std::string_view status_name(Status status) { return status_names[static_cast<std::size_t>(status)]; }
std::string_view log_level_name(LogLevel level) { return level_names[static_cast<std::size_t>(level)]; }
std::optional<Priority> priority_of(std::string_view name) { return value_of<Priority>(priority_names, name); }
std::optional<Status> status_of(std::string_view name) { return value_of<Status>(status_names, name); }
std::optional<LogLevel> log_level_of(std::string_view name) { return value_of<LogLevel>(level_names, name); }

}  // namespace spark::jobs
