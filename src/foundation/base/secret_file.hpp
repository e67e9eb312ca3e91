#pragma once

#include <filesystem>
#include <string>

#include "foundation/base/result.hpp"

namespace spark {

/// A file for its owner alone. Errors: denied when others than its owner may read it, or it belongs to somebody else;
/// those of reading.
Result<void> check_secret_file(const std::filesystem::path& path);

/// The bytes of a file that holds a secret, blanks at the end left out. Errors: as check_secret_file; invalid_input
/// when it is empty or more than one line.
Result<std::string> read_secret_file(const std::filesystem::path& path);

}  // namespace spark
