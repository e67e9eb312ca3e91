#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace spark::audit {

/// Fixed names inside an evidence folder.
inline constexpr std::string_view index_name = "INDEX.jsonl";
inline constexpr std::string_view index_lock_name = ".INDEX.lock";
inline constexpr std::string_view torn_prefix = "INDEX.torn-";
/// Runs not finished yet: one folder each, `<kind>.<id>`, there from before the first byte until after the INDEX line.
inline constexpr std::string_view writing_folder = ".writing";

/// A run's files, relative to the folder of its kind.
std::string document_name(std::string_view id);
std::string manifest_name(std::string_view id);

/// A run's folder inside `.writing`. Neither a kind nor an id holds a dot, so it can be taken apart again.
std::string marker_name(std::string_view kind, std::string_view id);

/// What a reader says of bytes after the last line feed of the INDEX.
std::string torn_warning(std::size_t size_bytes);

}  // namespace spark::audit
