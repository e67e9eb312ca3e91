#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "adapters/store/audit_log.hpp"
#include "adapters/store/audit_reader.hpp"
#include "adapters/store/checkpoint_key.hpp"
#include "engine/audit/testing/sample_log.hpp"
#include "engine/audit/verify_log.hpp"

namespace spark::store::testing {

inline AuditLogOptions audit_options() {
    AuditLogOptions options;
    options.clock = [] { return wall_time_of_ms(1'763'624'712'345); };
    options.emergency_bytes = 0;
    return options;
}

inline Result<std::unique_ptr<AuditLog>> open_audit(const std::filesystem::path& folder,
                                                    AuditLogOptions options = audit_options()) {
    return AuditLog::open(folder, std::move(options));
}

/// What the verifier says of a log on disk, under its own public key.
inline audit::LogReport verified(const std::filesystem::path& folder) {
    const audit::LogTrust trust{.key = read_public_key(folder / checkpoint_public_key_name).value()};
    return audit::verify_log(AuditFolderReader(folder), trust).value();
}

}  // namespace spark::store::testing
