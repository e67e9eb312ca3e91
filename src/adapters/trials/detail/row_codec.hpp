#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "adapters/trials/trial_folder.hpp"

namespace spark::trials::detail {

/// Longest reason kept of a set that cannot be run; the rest is cut.
inline constexpr std::size_t refusal_bytes_max = 2'000;
/// No row is longer: 32 axes of 5 bytes, 25 numbers of 10, a reason.
inline constexpr std::size_t row_bytes_max = 4'096;

/// Appends a row: its length, then its fields; those that do not exist take no room. Precondition (asserted): a place
/// on each axis.
void encode_row(const TrialRow& row, std::size_t axes, bool has_details, std::string& out);

/// The row at the beginning of `bytes`, its length in `used`. None when the bytes are no row.
std::optional<TrialRow> decode_row(std::span<const std::byte> bytes, std::size_t axes, std::size_t& used);

}  // namespace spark::trials::detail
