#pragma once

#include <span>
#include <string>
#include <string_view>

namespace spark::market::detail {

/// The remedy of an unknown name: `did you mean 'bist'?`, or the whole list when nothing is near.
std::string did_you_mean(std::string_view wanted, std::span<const std::string_view> names);

}  // namespace spark::market::detail
