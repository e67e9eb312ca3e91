#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"

namespace spark::store {

/// Where a version's text came from: a generation (`gen_…`), or an optimization's set whose values it took. One of the
/// two ids is there.
struct StrategyOrigin {
    std::string generation{};
    bool is_edited = false;  ///< The text is no longer what was generated.
    std::string optimization{};
    std::int64_t set = 0;  ///< The set's number in that optimization.

    bool operator==(const StrategyOrigin&) const = default;
};

/// One version of a strategy's document: who kept it, when, and why. Never changed.
struct StrategyVersion {
    std::uint32_t version = 0;  ///< From 1.
    std::string file_name{};    ///< `0003.toml` or `0003.json`.
    std::string sha256{};       ///< Of the document's bytes.
    std::string author{};
    WallTime created_at{};
    std::string message{};
    std::optional<std::uint32_t> parent{};         ///< The version it was made from.
    std::optional<std::uint32_t> restored_from{};  ///< The version whose bytes it has, where it was restored.
    std::optional<StrategyOrigin> origin{};        ///< None: somebody wrote it.
};

/// A document to keep. `name` is a strategy's name (letters, digits, `_`, `-`), vouched for by the caller.
struct NewStrategyVersion {
    std::string name;
    std::string text;
    bool is_json = false;
    std::string author;
    WallTime created_at{};
    std::string message;
    std::optional<std::uint32_t> restored_from{};
    std::optional<StrategyOrigin> origin{};
};

/// Documents with their history below the data folder: strategies/<name>/versions/NNNN.toml (or .json), and
/// NNNN.about.json, which is written last: without it a version is not there. Writing takes strategies/.lock. Any
/// thread, any number of processes.
class StrategyFolder {
  public:
    static constexpr std::uint32_t version_max = 9'999;
    static constexpr std::size_t message_bytes_max = 1'000;

    explicit StrategyFolder(std::filesystem::path data_folder) : data_folder_(std::move(data_folder)) {}

    /// The strategies that have a version, sorted. Errors: denied, unavailable.
    Result<std::vector<std::string>> names() const;

    /// Oldest first. Errors: not_found where there is none; corrupt for an about file that cannot be read.
    Result<std::vector<StrategyVersion>> versions(std::string_view name) const;

    /// The newest one, or that of the number. Errors: as versions.
    Result<StrategyVersion> find(std::string_view name, std::optional<std::uint32_t> version) const;

    /// The document's bytes, held against their SHA-256. Errors: corrupt.
    Result<std::string> text_of(std::string_view name, const StrategyVersion& version) const;
    std::filesystem::path path_of(std::string_view name, const StrategyVersion& version) const;

    /// Keeps the document as the version after `parent` (none: as the first). Durable when it returns.
    /// Errors: conflict when the newest version is another one; denied; exhausted.
    Result<StrategyVersion> add(const NewStrategyVersion& made, std::optional<std::uint32_t> parent) const;

    /// Moves the strategy with all its versions to trash/strategies/<name>.<suffix>. Errors: not_found; denied.
    Result<void> move_to_trash(std::string_view name, std::string_view suffix) const;

  private:
    std::filesystem::path strategies() const { return data_folder_ / "strategies"; }
    std::filesystem::path versions_folder(std::string_view name) const;

    std::filesystem::path data_folder_;
};

}  // namespace spark::store
