#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/base/result.hpp"

namespace spark::wire {

/// A file of an archive: its path with `/`, and when it was changed, in seconds since the epoch.
struct TarFile {
    std::string name;
    std::int64_t changed_at_s = 0;
};

/// Appends a plain file to an archive (POSIX ustar): readable by all, owned by nobody in particular, so that the same
/// files give the same bytes anywhere. Errors: invalid_input for a name that does not fit: empty, absolute, with `..`,
/// or longer than 100 bytes behind its last folder of up to 155.
Result<void> append_tar_file(std::string& archive, const TarFile& file, std::string_view bytes);

/// The two empty blocks an archive ends with.
void end_tar(std::string& archive);

}  // namespace spark::wire
