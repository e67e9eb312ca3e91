// Any bytes as a manifest, as an INDEX line and as a whole INDEX: reading must answer, never crash, and what it takes
// must be what writing gives. The first byte chooses: 0 a manifest; 1 a line; 2 an INDEX; 3 a line and 4 a manifest's
// command under hashes that hold, since a hash would turn nearly everything away at the door.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "engine/audit/chain.hpp"
#include "engine/audit/manifest.hpp"
#include "foundation/crypto/sha256.hpp"

namespace {

namespace audit = spark::audit;

void require(bool holds) {
    if (!holds) std::abort();
}

void take_manifest(std::string_view text) {
    const auto manifest = audit::parse_manifest(text);
    if (manifest) {
        require(audit::manifest_text(*manifest).value() == text);
    } else {
        require(manifest.error().fault == spark::Fault::corrupt);
    }
}

void take_line(std::string_view line) {
    const auto entry = audit::parse_index_line(line);
    if (entry) require(audit::index_line(*entry) == line);
}

void take_index(std::string_view index) {
    const auto entries = audit::check_chain(index);
    if (!entries) return;
    std::string written;
    for (const audit::IndexEntry& entry : *entries) written += audit::index_line(entry) + "\n";
    require(written.size() + audit::torn_size(index) == index.size() && index.starts_with(written));
    const auto last = audit::last_entry(index);
    require(last.has_value() && last->has_value() != entries->empty());
}

/// Puts the right hash where a hash member is looked for.
std::string rehashed(std::string_view line) {
    constexpr std::string_view before = R"(","id":")";
    const std::size_t at = line.find(before);
    if (at == std::string_view::npos) return std::string(line);
    const std::string front = std::string(line.substr(0, at)) + R"(",)";
    const std::string back(line.substr(at + 2));
    return front + R"("hash":")" + spark::crypto::sha256_hex(front + back) + R"(",)" + back;
}

void take_command(std::string_view command) {
    const std::string digest(64, 'a');
    audit::Manifest manifest{.kind = "backtest",
                             .id = "bt_1",
                             .nonce = "20251120074512-004217",
                             .created_at = {},
                             .document = {"bt_1.json", command.size(), digest},
                             .attachments = {},
                             .inputs = {.data_sets = {},
                                        .strategy_sha256 = {},
                                        .binary_sha256 = digest,
                                        .commit = "unknown",
                                        .compiler = "Clang",
                                        .command = std::string(command)}};
    const auto text = audit::manifest_text(manifest);
    if (text) require(audit::parse_manifest(*text).value() == manifest);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const void* bytes = data;
    const std::string_view rest(static_cast<const char*>(bytes) + 1, size - 1);
    switch (data[0] % 5) {
        case 0: take_manifest(rest); break;
        case 1: take_line(rest); break;
        case 2: take_index(rest); break;
        case 3: {
            const std::string line = rehashed(rest);
            take_line(line);
            take_index(line + "\n");
            break;
        }
        default: take_command(rest);
    }
    return 0;
}
