#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/wire/json.hpp"

namespace spark::audit {

/// What became of an action. A refusal (401, 403, 429, a limit, a gate) is a record like any other.
enum class Outcome : std::uint8_t { allowed, refused, failed };

std::string_view outcome_name(Outcome outcome);
std::optional<Outcome> outcome_of(std::string_view name);

/// Who acted, as far as it was known when the action was decided.
struct Actor {
    std::string kind;  ///< `user`, `key`, `system`, `anonymous`.
    std::string id;
    std::string name;
    std::string role;

    bool operator==(const Actor&) const = default;
};

/// One line of the audit log (docs/reference/audit.md). The last three fields are set by chained_after.
struct AuditRecord {
    WallTime time{};  ///< UTC, kept in whole milliseconds.
    Actor actor;
    std::string action;  ///< `backtests.create`, `auth.login`.
    std::string object;  ///< Id of what was acted on; empty where there is none.
    Outcome outcome = Outcome::allowed;
    std::int64_t status = 0;  ///< HTTP status; 0 where the action was none of HTTP.
    std::string reason;       ///< Code of the refusal or failure; empty when allowed.
    std::string request_id;
    std::string address;
    wire::Json details = wire::Json::object();  ///< Small, and no secret in it.

    std::uint64_t sequence = 0;  ///< 1 for the first record of a log.
    std::string previous{};      ///< `hash` of the record before.
    std::string hash{};          ///< SHA-256 over the line without its member `hash`.

    bool operator==(const AuditRecord&) const = default;
};

/// Bounds of one line: a longer text field is cut (with `…`), larger details give way to their size and SHA-256. A
/// stranger's endless user name must not be able to keep his attempt out of the log.
inline constexpr std::size_t record_text_bytes_max = 256;
inline constexpr std::size_t record_details_bytes_max = 4'096;
inline constexpr std::size_t record_line_bytes_max = 32'768;

/// Where a chain stands: the number and hash of its last record; nothing yet: 0 and chain_start.
struct ChainHead {
    std::uint64_t sequence = 0;
    std::string hash;

    bool operator==(const ChainHead&) const = default;
};
ChainHead empty_chain();

/// A record and the line it is on disk, without line feed.
struct ChainedRecord {
    AuditRecord record;
    std::string line;
};

/// `record` as the one after `head`: fields cut to their bounds; sequence, previous and hash set.
ChainedRecord chained_after(const ChainHead& head, AuditRecord record);

/// What links a line to its neighbours, its own hash checked against its bytes. Quick: the rest is not looked at.
struct LineLink {
    std::uint64_t sequence = 0;
    std::string_view previous;  ///< Views of the line.
    std::string_view hash;
};
/// Errors: corrupt.
Result<LineLink> check_line(std::string_view line);

/// The record of a line, its hash checked. Errors: corrupt.
Result<AuditRecord> parse_record(std::string_view line);

/// For `--json` and HTTP: the members of the line, in its order, with the time as `time` in ISO 8601.
wire::Json record_json(const AuditRecord& record);

}  // namespace spark::audit
