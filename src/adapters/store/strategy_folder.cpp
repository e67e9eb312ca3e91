#include "adapters/store/strategy_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <system_error>

#include "foundation/base/file_lock.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/crypto/sha256.hpp"
#include "foundation/wire/json.hpp"

namespace spark::store {
namespace {

using wire::Json;

constexpr std::size_t about_bytes_max = 16'384;
constexpr std::size_t document_bytes_max = std::size_t{16} << 20U;
constexpr std::string_view about_schema = "spark.strategy-version/1";
constexpr std::string_view about_ending = ".about.json";
constexpr std::chrono::seconds lock_wait{5};

Json number_or_null(const std::optional<std::uint32_t>& number) { return number ? Json(*number) : Json(nullptr); }

Result<std::optional<std::uint32_t>> number_at(const Json& json, std::string_view key) {
    SPARK_TRY(const Json* const value, json.at(key));
    if (value->is_null()) return std::optional<std::uint32_t>{};
    SPARK_TRY(const std::int64_t number, value->as_int64());
    if (number < 1 || number > StrategyFolder::version_max)
        return fail(Fault::invalid_input, fmt::format("found version {}", number), std::string(key));
    return std::optional(static_cast<std::uint32_t>(number));
}

Json origin_json(const StrategyOrigin& origin) {
    if (!origin.generation.empty())
        return Json::object().set("generation", origin.generation).set("is_edited", origin.is_edited);
    return Json::object().set("optimization", origin.optimization).set("set", origin.set);
}

/// None in files of before there were origins, and where somebody wrote the text.
Result<std::optional<StrategyOrigin>> origin_at(const Json& json) {
    const Json* const value = json.find("origin");
    if (value == nullptr) return std::optional<StrategyOrigin>{};
    StrategyOrigin origin;
    if (value->find("generation") != nullptr) {
        SPARK_TRY(origin.generation, value->string_at("generation"));
        SPARK_TRY(origin.is_edited, value->bool_at("is_edited"));
    } else {
        SPARK_TRY(origin.optimization, value->string_at("optimization"));
        SPARK_TRY(origin.set, value->int64_at("set"));
    }
    if (origin.generation.empty() && origin.optimization.empty())
        return fail(Fault::invalid_input, "the origin names nothing", "origin");
    return std::optional(std::move(origin));
}

Json about_json(const StrategyVersion& version) {
    Json json = Json::object()
                    .set("schema", about_schema)
                    .set("version", version.version)
                    .set("file", version.file_name)
                    .set("sha256", version.sha256)
                    .set("author", version.author)
                    .set("created_at", format_iso8601(version.created_at))
                    .set("message", version.message)
                    .set("parent", number_or_null(version.parent))
                    .set("restored_from", number_or_null(version.restored_from));
    if (version.origin) json.set("origin", origin_json(*version.origin));
    return json;
}

Result<StrategyVersion> read_about(const std::filesystem::path& path) {
    SPARK_TRY(const std::string text, read_file(path, about_bytes_max));
    SPARK_TRY(const Json json, wire::parse_json(text));
    SPARK_TRY(const std::string schema, json.string_at("schema"));
    if (schema != about_schema) return fail(Fault::invalid_input, "found another schema");
    StrategyVersion version;
    SPARK_TRY(const std::int64_t number, json.int64_at("version"));
    SPARK_TRY(version.file_name, json.string_at("file"));
    SPARK_TRY(version.sha256, json.string_at("sha256"));
    SPARK_TRY(version.author, json.string_at("author"));
    SPARK_TRY(const std::string created_at, json.string_at("created_at"));
    SPARK_TRY(version.created_at, parse_iso8601(created_at));
    SPARK_TRY(version.message, json.string_at("message"));
    SPARK_TRY(version.parent, number_at(json, "parent"));
    SPARK_TRY(version.restored_from, number_at(json, "restored_from"));
    SPARK_TRY(version.origin, origin_at(json));
    const std::string stem = fmt::format("{:04}", number);
    if (number < 1 || path.filename().string() != stem + std::string(about_ending) ||
        (version.file_name != stem + ".toml" && version.file_name != stem + ".json"))
        return fail(Fault::invalid_input, "it is of another version");
    version.version = static_cast<std::uint32_t>(number);
    return version;
}

std::unexpected<Error> none(std::string_view name) {
    return fail(Fault::not_found, fmt::format("no kept strategy is called '{}'", shown(name)), {},
                "spark strategy ls lists those there are");
}

}  // namespace

std::filesystem::path StrategyFolder::versions_folder(std::string_view name) const {
    return strategies() / std::string(name) / "versions";
}

std::filesystem::path StrategyFolder::path_of(std::string_view name, const StrategyVersion& version) const {
    return versions_folder(name) / version.file_name;
}

Result<std::vector<std::string>> StrategyFolder::names() const {
    std::vector<std::string> names;
    std::error_code error;
    for (std::filesystem::directory_iterator at(strategies(), error), end; !error && at != end; at.increment(error)) {
        std::string name = at->path().filename().string();
        std::error_code ignored;
        if (name.contains('.') || !std::filesystem::is_directory(at->path() / "versions", ignored)) continue;
        const auto found = versions(name);
        if (found || found.error().fault != Fault::not_found) names.push_back(std::move(name));
    }
    if (error && error != std::errc::no_such_file_or_directory)
        return fail(file_error("list", strategies(), error.value()));
    std::ranges::sort(names);
    return names;
}

Result<std::vector<StrategyVersion>> StrategyFolder::versions(std::string_view name) const {
    std::vector<StrategyVersion> list;
    const std::filesystem::path folder = versions_folder(name);
    std::error_code error;
    for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        const std::string file = at->path().filename().string();
        if (file.starts_with('.') || !file.ends_with(about_ending)) continue;
        auto version = read_about(at->path());
        if (!version) {
            return fail(Fault::corrupt, fmt::format("{}: {}", at->path().string(), version.error().message),
                        at->path().string(), "put the file back from a backup");
        }
        list.push_back(std::move(*version));
    }
    const bool is_absent =
        error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory || !error;
    if (!is_absent) return fail(file_error("list", folder, error.value()));
    if (list.empty()) return none(name);
    std::ranges::sort(list, {}, &StrategyVersion::version);
    return list;
}

Result<StrategyVersion> StrategyFolder::find(std::string_view name, std::optional<std::uint32_t> version) const {
    SPARK_TRY(std::vector<StrategyVersion> list, versions(name));
    if (!version) return std::move(list.back());
    const auto found = std::ranges::find(list, *version, &StrategyVersion::version);
    if (found != list.end()) return std::move(*found);
    return fail(Fault::not_found, fmt::format("'{}' has no version {}", shown(name), *version), {},
                fmt::format("there are versions 1 to {}", list.back().version));
}

Result<std::string> StrategyFolder::text_of(std::string_view name, const StrategyVersion& version) const {
    const std::filesystem::path path = path_of(name, version);
    SPARK_TRY(std::string text, read_file(path, document_bytes_max));
    if (crypto::sha256_hex(text) == version.sha256) return text;
    return fail(Fault::corrupt, fmt::format("{} is not what was kept: its SHA-256 differs", path.string()),
                path.string(), "put the file back from a backup, or keep a new version");
}

Result<StrategyVersion> StrategyFolder::add(const NewStrategyVersion& made, std::optional<std::uint32_t> parent) const {
    const std::filesystem::path folder = versions_folder(made.name);
    SPARK_TRY(make_folders(strategies()));
    SPARK_TRY(const FileLock lock, FileLock::acquire(strategies() / ".lock", "spark strategy", lock_wait));
    const auto there = versions(made.name);
    if (!there && there.error().fault != Fault::not_found) return fail(there.error());
    const std::uint32_t newest = there ? there->back().version : 0;
    if (newest != parent.value_or(0)) {
        return fail(Fault::conflict,
                    parent ? fmt::format("'{}' is at version {}, the change is based on {}", made.name, newest, *parent)
                           : fmt::format("a strategy is called '{}' already", made.name),
                    {}, "read it again and repeat the change");
    }
    if (newest == version_max)
        return fail(Fault::exhausted, fmt::format("'{}' has {} versions, the most there can be", made.name, newest));
    SPARK_TRY(make_folders(folder));
    StrategyVersion version{.version = newest + 1,
                            .file_name = fmt::format("{:04}.{}", newest + 1, made.is_json ? "json" : "toml"),
                            .sha256 = crypto::sha256_hex(made.text),
                            .author = made.author,
                            .created_at = made.created_at,
                            .message = made.message,
                            .parent = parent,
                            .restored_from = made.restored_from,
                            .origin = made.origin};
    // What a crash left of this very number has no about file and is nobody's.
    SPARK_TRY(replace_file(folder / version.file_name, made.text));
    const std::filesystem::path about = folder / fmt::format("{:04}{}", version.version, about_ending);
    SPARK_TRY(create_file_exclusive(about, wire::to_text(about_json(version)) + "\n"));
    return version;
}

Result<void> StrategyFolder::move_to_trash(std::string_view name, std::string_view suffix) const {
    SPARK_TRY(versions(name));
    const std::filesystem::path trash = data_folder_ / "trash" / "strategies";
    SPARK_TRY(make_folders(trash));
    SPARK_TRY(const FileLock lock, FileLock::acquire(strategies() / ".lock", "spark strategy", lock_wait));
    const std::filesystem::path from = strategies() / std::string(name);
    if (::rename(from.c_str(), (trash / fmt::format("{}.{}", name, suffix)).c_str()) != 0)
        return fail(file_error("move", from, errno));
    SPARK_TRY(sync_folder(trash));
    return sync_folder(strategies());
}

}  // namespace spark::store
