#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace spark {

/// The name that was probably meant, for "did you mean": the smallest Damerau-Levenshtein distance (insert, delete,
/// replace, swap of two neighbours), ASCII case ignored, at most a third of the longer text and at least 1; else the
/// shortest name that `wanted` (3 characters or more) begins. Ties go to the earlier name. Empty when nothing is near.
std::optional<std::string_view> nearest_name(std::string_view wanted, std::span<const std::string_view> names);
std::optional<std::string_view> nearest_name(std::string_view wanted, std::span<const std::string> names);

/// The distance by itself, case ignored.
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace spark
