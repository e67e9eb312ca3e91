#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"

namespace spark::audit {

/// One file of a run. `name` is relative: the document's is `<id>.json`, an attachment's is its own name inside the
/// folder `<id>/`.
struct FileRecord {
    std::string name;
    std::uint64_t size_bytes = 0;
    std::string sha256;  ///< 64 lower-case hexadecimal digits.

    bool operator==(const FileRecord&) const = default;
};

/// A data set a run has read, and the digest the catalogue gave for it then.
struct DataSetRecord {
    std::string id;
    std::string sha256;

    bool operator==(const DataSetRecord&) const = default;
};

/// What a run was made from: enough to make it again.
struct Inputs {
    std::vector<DataSetRecord> data_sets;  ///< Empty where the run read none.
    std::string strategy_sha256;           ///< Of the strategy document; empty where the run had no strategy.
    std::string binary_sha256;
    std::string commit;
    std::string compiler;
    std::string command;  ///< The command line that repeats the run.

    bool operator==(const Inputs&) const = default;
};

/// The list of a run's files and inputs: `<id>.manifest.json`, schema `spark.manifest/1`
/// (docs/reference/evidence_format.md).
struct Manifest {
    std::string kind;
    std::string id;
    std::string nonce;
    WallTime created_at{};
    FileRecord document;
    std::vector<FileRecord> attachments;  ///< By ascending name, each once.
    Inputs inputs;

    bool operator==(const Manifest&) const = default;
};

/// The manifest's bytes. They carry a digest of themselves (`hash`, see canonical.hpp), so a copy without an INDEX is
/// checkable too. Errors: invalid_input when a field breaks the format's rules (names, digests, order, empty commit,
/// compiler or command, no UTF-8).
Result<std::string> manifest_text(const Manifest& manifest);

/// Reads what manifest_text writes and nothing else: each byte is fixed by the fields, so any flipped byte is found.
/// Errors: corrupt, saying what was found.
Result<Manifest> parse_manifest(std::string_view text);

}  // namespace spark::audit
