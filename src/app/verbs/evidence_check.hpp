#pragma once

#include <string>

#include "adapters/store/evidence_folder.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {

/// `spark.evidence_check/1`: the offline verifier's answer (`verified`, `problem`), and each file by itself: equal,
/// altered, missing or added. Errors: those of looking; what is wrong with the run is no error here.
Result<wire::Json> check_evidence(Context& context, const store::EvidenceFolder& folder,
                                  const audit::IndexEntry& entry);

/// A run as a tar archive: document, manifest, and its attachments in a folder of its id, as `spark evidence verify`
/// takes a copy. Every byte is checked before; the same run always gives the same bytes. Errors: corrupt; exhausted
/// above 256 MiB.
Result<std::string> evidence_archive(const store::EvidenceFolder& folder, const store::StoredEvidence& stored);

}  // namespace spark::verbs
