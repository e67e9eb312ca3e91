#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/audit/verify.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::audit::testing {

/// An evidence folder in memory: path to bytes.
class MemoryReader : public EvidenceReader {
  public:
    std::map<std::string, std::string> files;

    Result<std::string> read(const std::string& path) const override {
        const auto found = files.find(path);
        if (found == files.end()) return fail(Fault::not_found, "no " + path);
        return found->second;
    }

    Result<FileDigest> digest(const std::string& path) const override {
        SPARK_TRY(const std::string bytes, read(path));
        return FileDigest{.size_bytes = bytes.size(), .sha256 = crypto::sha256_hex(bytes)};
    }

    Result<std::vector<std::string>> names(const std::string& folder) const override {
        const std::string prefix = folder.empty() ? "" : folder + "/";
        std::vector<std::string> names;
        for (const auto& [path, bytes] : files) {
            if (!path.starts_with(prefix)) continue;
            const std::string name = path.substr(prefix.size(), path.find('/', prefix.size()) - prefix.size());
            if (names.empty() || names.back() != name) names.push_back(name);
        }
        if (names.empty() && !folder.empty()) return fail(Fault::not_found, "no " + folder);
        return names;
    }
};

}  // namespace spark::audit::testing
