#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "foundation/base/result.hpp"

namespace spark {

/// Files of this process. All functions are blocking and may be called from any thread.
/// Faults of all of them: denied (rights, read-only device), not_found (a folder or the file is absent), conflict (it
/// exists already), exhausted (disk, quota, file size limit, memory, descriptors), invalid_input (a folder where a file
/// is meant, name too long), unavailable (any other device error). The message names the path, the remedy says the next
/// step. A file size limit (RLIMIT_FSIZE) becomes `exhausted` only when SIGXFSZ is ignored; main does that once at
/// start.

/// The whole file. Errors: those above; exhausted when it is longer than `size_max`.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t size_max);

/// Replaces or creates the file whole: temporary file in the same folder, fsync, rename, fsync of the folder. A reader,
/// and a crash at any moment, see either the old bytes or the new ones. Leaves no temporary file behind on error.
Result<void> replace_file(const std::filesystem::path& path, std::string_view bytes);

/// As replace_file, but never replaces. Errors: conflict when the path exists.
Result<void> create_file_exclusive(const std::filesystem::path& path, std::string_view bytes);

/// Appends `line` and a line feed with one write, then fsync; creates the file when absent. Precondition (asserted): no
/// line feed in it. After a partial write (disk full) the file is cut back to its old length.
Result<void> append_durable(const std::filesystem::path& path, std::string_view line);

/// Creates the folder and its parents where absent; every new entry is made durable.
Result<void> make_folders(const std::filesystem::path& path);

/// Makes creations, renames and removals inside the folder durable.
Result<void> sync_folder(const std::filesystem::path& path);

/// Removes what crashed writers of UnfinishedFile left in the folder. Call only while holding the folder's lock: it
/// cannot tell a dead writer's file from a living one's. Returns how many were removed; 0 when the folder is absent.
Result<std::int64_t> remove_unfinished_files(const std::filesystem::path& folder);

/// The fault table above, for an errno.
Fault fault_of_errno(int error_number);

/// An Error for a system call on a path: `write /x/y: No space left on device`, with the remedy that fits the fault.
Error file_error(std::string_view action, const std::filesystem::path& path, int error_number);

}  // namespace spark
