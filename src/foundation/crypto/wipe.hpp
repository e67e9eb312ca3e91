#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace spark::crypto {

/// Overwrites bytes that were a secret; the compiler cannot leave it out.
void wipe(std::span<std::byte> bytes);

/// The same for a text, which is empty afterwards.
void wipe(std::string& text);

}  // namespace spark::crypto
