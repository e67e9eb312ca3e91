#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/trials/trial_axis.hpp"
#include "engine/search/sampler.hpp"
#include "engine/sweep/set_runner.hpp"
#include "foundation/base/result.hpp"
#include "foundation/domain/amounts.hpp"
#include "foundation/wire/json.hpp"

namespace spark::trials {

/// One set that was run. `outcome.details` are kept when the folder was made with them.
struct TrialRow {
    std::uint64_t number = 0;
    double bars_share = 1;
    search::Point point{};
    std::optional<double>
        objective{};  ///< As ranked: none when a constraint is broken, too. What is not finite is none.
    bool keeps_constraints = true;
    sweep::SetOutcome outcome{};  ///< A refusal is kept up to its first 2,000 bytes.
};

/// Whether it has a place on the leaderboard: an objective, all of the bars, not refused.
bool is_ranked(const TrialRow& row);

/// What a folder is for: everything that decides its results. Its SHA-256 guards against resuming with another data
/// set, strategy, rule, search or build.
struct TrialHeader {
    wire::Json order{};             ///< `spark.optimize-order/1`, with the digests of data set and strategy.
    std::vector<TrialAxis> axes{};  ///< trial_axes(space.axes())
    std::string objective{};        ///< As shown over maps and tables.
    Notional starting_cash{};
    bool has_details = false;

    /// `spark.trials/1`, the text whose SHA-256 is the identity.
    wire::Json json() const;
    /// Errors: invalid_input.
    static Result<TrialHeader> parse(const wire::Json& json);
};

/// Nothing when both are for the same results. Errors: conflict, saying field by field what was and what is
/// ("order/dataset/sha256 was …, is …").
Result<void> check_same_order(const TrialHeader& was, const TrialHeader& is);

/// Names inside a trial folder.
inline constexpr std::string_view journal_name = "trials.journal";
inline constexpr std::string_view trial_lock_name = "trials.lock";

/// Trials on disk while an optimization runs: an append-only journal of rows in checksummed blocks, so that after a
/// kill at any moment every row that was acknowledged as durable is there once, and a torn tail is cut off. One process
/// at a time (locked). docs/reference/optimize_files.md has the format. One thread at a time; the const functions from
/// any number while nobody appends. Memory: 8 bytes a row.
class TrialFolder {
  public:
    /// A new one; creates the folder. Errors: conflict when the folder holds something (an optimization: "resume it, or
    /// choose another folder") or another process writes it; exhausted, denied.
    static Result<TrialFolder> create(const std::filesystem::path& folder, const TrialHeader& header);
    /// An unfinished or finished one, to go on or to read. Errors: not_found; conflict when another process writes it;
    /// corrupt with the block that is not what was written (foreign or edited).
    static Result<TrialFolder> open_to_resume(const std::filesystem::path& folder);
    /// Without the lock, of a live one too: the rows that are whole.
    static Result<TrialFolder> open_to_read(const std::filesystem::path& folder);
    TrialFolder(TrialFolder&&) noexcept;
    TrialFolder& operator=(TrialFolder&&) noexcept;
    ~TrialFolder();

    const TrialHeader& header() const;
    const std::filesystem::path& path() const;
    std::uint64_t count() const;  ///< Rows.
    bool has(std::uint64_t number) const;
    /// Bytes of a torn tail that opening cut off (or, to read, passed over).
    std::uint64_t torn_bytes() const;

    /// Appends rows as one block: all or none of them survive. Written through to the process's death at once, to a
    /// power cut at `sync`. Errors: exhausted when the disk is full (the folder stays whole; append may be tried
    /// again); conflict when a number is there already, and nothing is written; invalid_input for more than 64 MiB of
    /// rows or a number past 2^32 - 1. Precondition (asserted): opened to write; points on the axes.
    Result<void> append(std::span<const TrialRow> rows);
    Result<void> sync();
    /// Of one opened to read: takes in the blocks that came since. Errors: corrupt.
    Result<void> refresh();

    /// Every row in the order appended, one block in memory at a time; false from `see` stops. Errors: corrupt.
    Result<void> for_each(const std::function<bool(const TrialRow&)>& see) const;
    /// One row. Errors: not_found.
    Result<TrialRow> row(std::uint64_t number) const;

    /// Numbers of the rows that are ranked (an objective, full bars), best first: by objective falling, then exact net
    /// falling, then number rising. Memory: 32 bytes a row.
    Result<std::vector<std::uint64_t>> ranking() const;

  private:
    struct Parts;
    explicit TrialFolder(std::unique_ptr<Parts> parts);
    static Result<TrialFolder> open(const std::filesystem::path& folder, bool to_write);
    std::unique_ptr<Parts> parts_;
};

}  // namespace spark::trials
