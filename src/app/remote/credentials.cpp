#include "app/remote/credentials.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>
#include <vector>

#include "foundation/base/files.hpp"
#include "foundation/base/secret_file.hpp"
#include "foundation/base/unfinished_file.hpp"
#include "foundation/wire/json.hpp"

namespace spark::remote {
namespace {

namespace fs = std::filesystem;
using wire::Json;

constexpr std::size_t credentials_bytes_max = std::size_t{1} << 20U;

Result<std::vector<Credential>> read_all(const fs::path& path) {
    std::vector<Credential> all;
    std::error_code no_file;
    if (!fs::exists(path, no_file)) return all;
    SPARK_TRY(check_secret_file(path));
    SPARK_TRY(const std::string text, read_file(path, credentials_bytes_max));
    const auto broken = [&](const Error& error) {
        return fail(Fault::corrupt, "the saved credentials cannot be read: " + error.message, path.string(),
                    "remove the file and sign in again: spark login");
    };
    const auto document = wire::parse_json(text);
    if (!document) return broken(document.error());
    const auto rows = document->array_at("credentials");
    if (!rows) return broken(rows.error());
    for (const Json& row : *rows) {
        Credential one;
        const std::array<std::pair<const char*, std::string*>, 4> fields{
            {{"server", &one.server}, {"user", &one.user}, {"key_id", &one.key_id}, {"secret", &one.secret}}};
        for (const auto& [name, target] : fields) {
            auto value = row.string_at(name);
            if (!value) return broken(value.error());
            *target = *std::move(value);
        }
        all.push_back(std::move(one));
    }
    return all;
}

Result<void> write_all(const fs::path& path, const std::vector<Credential>& all) {
    Json rows = Json::array();
    for (const Credential& one : all) {
        rows.push(Json::object()
                      .set("server", one.server)
                      .set("user", one.user)
                      .set("key_id", one.key_id)
                      .set("secret", one.secret));
    }
    SPARK_TRY(make_folders(path.parent_path()));
    SPARK_TRY(UnfinishedFile file, UnfinishedFile::create(path));
    if (::fchmod(file.descriptor(), S_IRUSR | S_IWUSR) != 0) return fail(file_error("protect", path, errno));
    SPARK_TRY(file.write(
        wire::to_pretty_text(Json::object().set("schema", "spark.credentials/1").set("credentials", std::move(rows)))));
    return file.publish(path, UnfinishedFile::WhenThere::replace);
}

}  // namespace

std::optional<fs::path> credentials_path(const std::map<std::string, std::string>& environment) {
    const auto value = [&](const char* name) {
        const auto found = environment.find(name);
        return found == environment.end() ? std::string() : found->second;
    };
    if (const std::string home = value("XDG_CONFIG_HOME"); !home.empty())
        return fs::path(home) / "spark" / "credentials.json";
    if (const std::string home = value("HOME"); !home.empty())
        return fs::path(home) / ".config" / "spark" / "credentials.json";
    return std::nullopt;
}

Result<std::optional<Credential>> find_credential(const fs::path& path, std::string_view server) {
    SPARK_TRY(std::vector<Credential> all, read_all(path));
    for (Credential& one : all)
        if (one.server == server) return std::optional(std::move(one));
    return std::optional<Credential>{};
}

Result<void> keep_credential(const fs::path& path, const Credential& credential) {
    SPARK_TRY(std::vector<Credential> all, read_all(path));
    std::erase_if(all, [&](const Credential& one) { return one.server == credential.server; });
    all.push_back(credential);
    return write_all(path, all);
}

Result<void> forget_credential(const fs::path& path, std::string_view server) {
    SPARK_TRY(std::vector<Credential> all, read_all(path));
    if (std::erase_if(all, [&](const Credential& one) { return one.server == server; }) == 0) return {};
    return write_all(path, all);
}

}  // namespace spark::remote
