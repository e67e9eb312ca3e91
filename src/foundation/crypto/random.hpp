#pragma once

#include <cstddef>
#include <functional>
#include <span>

namespace spark::crypto {

/// Fills bytes that nobody can foretell: what engine code that makes secrets takes as an argument.
using FillRandom = std::function<void(std::span<std::byte>)>;

/// Random bytes of the kernel, fit for secrets. Waits, at most once after the machine's start, until the kernel has
/// collected enough. Call it in app code only, or hand it down as a FillRandom. Any thread.
void random_bytes(std::span<std::byte> bytes);

}  // namespace spark::crypto
