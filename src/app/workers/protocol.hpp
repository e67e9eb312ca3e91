#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/optimizer/executor.hpp"
#include "foundation/base/build_info.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::workers {

/// Streams and subjects of docs/reference/worker_protocol.md. deploy/nats/nats-server.conf names them too.
inline constexpr std::string_view leases_stream = "SPARK_LEASES";
inline constexpr std::string_view results_stream = "SPARK_RESULTS";
inline constexpr std::string_view data_stream = "SPARK_DATA";
inline constexpr std::string_view calls_subject = "spark.calls";        ///< Coordinators say here what there is to do.
inline constexpr std::string_view presence_subject = "spark.presence";  ///< Workers say here that they are there.

std::string lease_subject(std::string_view job);
std::string result_subject(std::string_view job);
/// A piece of a file that is named by its SHA-256; `part` is a number or `head`.
std::string data_subject(std::string_view sha256, std::string_view part);

/// Which results a build gives: commit and version of the result hash. A worker runs sets of its own build only.
std::string build_id(const BuildInfo& build);

/// What a message says, with who vouches for it: `spark.fleet/1 <HMAC-SHA-256 or ->`, a line feed, the body. The code
/// is over kind, line feed and body, so that a message of one kind cannot stand for one of another.
enum class Kind : std::uint8_t { call, presence, lease, result };
std::string seal(std::string_view key, Kind kind, std::string_view body);
/// The body; empty key: not signed, and nothing signed is expected. Errors: denied when it was not made with this key.
Result<std::string_view> open_seal(std::string_view key, Kind kind, std::string_view message);

/// A coordinator's call: this job is to be worked on, or over.
struct Call {
    std::string job;
    std::string build;
    std::string spec;  ///< SHA-256 of the job's document, which names all it needs.
    std::int64_t lease_ms = 0;
    bool is_over = false;
    std::vector<std::string> banned{};  ///< Workers whose results are not taken any more.

    std::string text() const;
    static Result<Call> parse(std::string_view body);
    bool operator==(const Call&) const = default;
};

/// A worker's sign of life.
struct Presence {
    std::string worker;
    std::string build;
    std::size_t threads = 0;
    std::uint64_t sets = 0;  ///< Run since its start.
    double cpu_ms = 0;
    std::string trouble{};  ///< Why it cannot work on a job; empty: none.
    bool is_leaving = false;

    std::string text() const;
    static Result<Presence> parse(std::string_view body);
    bool operator==(const Presence&) const = default;
};

/// A block of sets for one worker.
struct Lease {
    std::string job;
    std::string spec;
    std::string build;
    std::uint64_t block = 0;
    std::vector<optimizer::Task> tasks;

    std::string text() const;
    static Result<Lease> parse(std::string_view body);
};

/// What came of a block.
struct BlockResult {
    std::string job;
    std::string spec;
    std::string build;
    std::uint64_t block = 0;
    std::string worker;
    double cpu_ms = 0;      ///< Processor time it took, as far as known.
    std::string problem{};  ///< Why it could not be run; then there are no results.
    std::vector<optimizer::TaskResult> results{};

    std::string text() const;
    static Result<BlockResult> parse(std::string_view body);
};

/// 64 bits of SHA-256 over everything an outcome says: whether two workers found the same.
std::uint64_t mark_of(const sweep::SetOutcome& outcome);

}  // namespace spark::workers
