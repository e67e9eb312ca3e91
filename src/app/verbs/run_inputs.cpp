#include "app/verbs/run_inputs.hpp"

#include "foundation/base/build_info.hpp"
#include "foundation/base/mapped_file.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::verbs {
namespace {

Result<std::string> read_own_sha256() {
    SPARK_TRY(const MappedFile binary, MappedFile::open("/proc/self/exe"));
    return crypto::sha256_hex(binary.bytes());
}

/// The running binary's own bytes, also when its file has been replaced since; they never change, so they are read
/// once.
Result<std::string> own_sha256() {
    static const Result<std::string> digest = read_own_sha256();
    return digest;
}

bool is_plain(std::string_view word) {
    constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@%+=:,./-";
    return !word.empty() && word.find_first_not_of(plain) == std::string_view::npos;
}

}  // namespace

std::string shell_line(const std::vector<std::string>& words) {
    std::string line;
    for (const std::string& word : words) {
        if (!line.empty()) line += ' ';
        if (is_plain(word)) {
            line += word;
            continue;
        }
        line += '\'';
        for (const char c : word) {
            if (c == '\'')
                line += "'\\''";
            else
                line += c;
        }
        line += '\'';
    }
    return line;
}

Result<audit::Inputs> inputs_of_run(const Context& context, std::span<const store::MappedDataSet* const> data_sets,
                                    std::string_view strategy_text) {
    audit::Inputs inputs;
    for (const store::MappedDataSet* const data_set : data_sets)
        inputs.data_sets.push_back({data_set->id().text(), data_set->sha256().hex()});
    inputs.strategy_sha256 = crypto::sha256_hex(strategy_text);
    SPARK_TRY(inputs.binary_sha256, own_sha256());
    const BuildInfo& build = build_info();
    inputs.commit = std::string(build.commit) + (build.dirty ? "-dirty" : "");
    inputs.compiler = std::string(build.compiler);
    inputs.command = shell_line(context.command_line);
    return inputs;
}

}  // namespace spark::verbs
