#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::lab {

/// Generations below the data folder: generations/gen_….json, each whole or not there. Any thread, any process.
class GenerationFolder {
  public:
    explicit GenerationFolder(const std::filesystem::path& data_folder) : folder_(data_folder / "generations") {}

    /// Durable when it returns. Errors: those of files.
    Result<void> save(std::string_view id, const wire::Json& generation) const;

    /// Errors: not_found; corrupt for a file that is no generation.
    Result<wire::Json> read(std::string_view id) const;

    /// Ids, newest first. Errors: unavailable when the folder cannot be read.
    Result<std::vector<std::string>> ids() const;

  private:
    std::filesystem::path folder_;
};

/// `gen_` and 26 letters and digits: nothing else becomes a file's name.
bool is_generation_id(std::string_view id);

}  // namespace spark::lab
