#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"

namespace spark::store {

/// A file that somebody sent and nobody has made a data set of yet.
struct Upload {
    std::string id;    ///< `upl_…`, made by the program.
    std::string name;  ///< As the sender calls it: text to show, never a path.
    std::string sha256;
    std::string owner;
    std::uint64_t bytes = 0;
    WallTime created_at{};
};

/// Uploads below the data folder: uploads/<id>.bin with uploads/<id>.json beside it, which is written last: a file
/// without it is no upload. Any thread, any number of processes.
class UploadFolder {
  public:
    static constexpr std::size_t name_bytes_max = 255;

    explicit UploadFolder(std::filesystem::path data_folder) : folder_(std::move(data_folder) / "uploads") {}

    /// Durable when it returns; on error nothing is left. Errors: invalid_input for a name that is empty, too long, no
    /// UTF-8, or holds a `/`, a backslash or a control character, and for an id that is none; conflict; denied;
    /// exhausted.
    Result<void> add(const Upload& upload, std::string_view bytes) const;

    /// Errors: not_found, also for text that is no id; corrupt.
    Result<Upload> find(std::string_view id) const;
    /// Where its bytes lie. Precondition: it was found.
    std::filesystem::path file_of(const Upload& upload) const;

    /// Errors: not_found; denied.
    Result<void> remove(std::string_view id) const;

    /// Removes uploads made before this time, and what is left of broken ones; says how many. The id tells the time.
    Result<std::int64_t> remove_older(WallTime before) const;

  private:
    std::filesystem::path folder_;
};

/// Errors: invalid_input, as UploadFolder::add says.
Result<void> check_upload_name(std::string_view name);

}  // namespace spark::store
