#pragma once

#include "adapters/store/evidence_folder.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {

/// A line of the INDEX: id, kind, nonce, created_at, row, manifest_sha256.
wire::Json index_entry_json(const audit::IndexEntry& entry);

/// The line and what the manifest says: files, data sets, digests, commit, compiler, command.
wire::Json manifest_json(const store::StoredEvidence& stored);

/// `spark.evidence/1`: manifest, document and where the document lies.
wire::Json stored_json(const store::StoredEvidence& stored);

}  // namespace spark::verbs
