#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::server {

/// What people say of a run. Version 0: nothing was said yet.
struct RunNote {
    std::string note{};
    std::vector<std::string> tags{};
    std::int64_t version = 0;
    std::string updated_at{};
};

/// What to change of it; none: stays.
struct NoteChange {
    std::optional<std::string> note{};
    std::optional<std::vector<std::string>> tags{};
    std::optional<std::int64_t> version_expected{};
    std::string now{};  ///< ISO 8601.
};

/// Notes and tags of runs: one file beside the evidence, never in it, replaced whole and durably at every change. Read
/// once; one process at a time changes it. Any thread.
class RunNotes {
  public:
    explicit RunNotes(std::filesystem::path file) : file_(std::move(file)) {}

    /// Errors: corrupt when the file cannot be understood.
    Result<RunNote> find(std::string_view run_id);
    /// All of them, for a list.
    Result<std::map<std::string, RunNote, std::less<>>> all();
    /// Returns when it is durable. Errors: conflict when the version is another; those of writing a file.
    Result<RunNote> change(const std::string& run_id, NoteChange change);

  private:
    Result<void> load();

    std::filesystem::path file_;
    std::mutex mutex_;
    bool is_loaded_ = false;
    std::map<std::string, RunNote, std::less<>> notes_;
};

/// note, tags, version, updated_at (null where nothing was said).
wire::Json note_json(std::string_view run_id, const RunNote& note);

}  // namespace spark::server
