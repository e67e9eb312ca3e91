#include "adapters/store/evidence_folder.hpp"
#include "app/server/operations/operations.hpp"
#include "app/verbs/evidence_document.hpp"
#include "surface/http/call.hpp"

namespace spark::server {

void add_evidence_operations(House& house, http::Operations& operations) {
    operations.add("evidence.show", [&house](http::Call& call) {
        const auto made = [&]() -> Result<wire::Json> {
            SPARK_TRY(const store::EvidenceFolder evidence, store::EvidenceFolder::open(house.folder() / "evidence"));
            SPARK_TRY(const store::StoredEvidence stored, evidence.read(call.path_part(0)));
            return verbs::stored_json(stored);
        };
        return http::answered(made());
    });
}

}  // namespace spark::server
