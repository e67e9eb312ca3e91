#include "adapters/store/upload_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <vector>

#include "foundation/base/files.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/base/ulid.hpp"
#include "foundation/wire/json.hpp"
#include "foundation/wire/utf8.hpp"

namespace spark::store {
namespace {

using wire::Json;

constexpr std::size_t about_bytes_max = 4'096;
constexpr std::string_view about_schema = "spark.upload-info/1";

std::unexpected<Error> none(std::string_view id) {
    return fail(Fault::not_found, fmt::format("no upload is called '{}'", shown(id, 80)), {},
                "uploads are kept for a day; send the file again");
}

Result<Upload> read_about(std::string_view id, std::string_view text) {
    SPARK_TRY(const Json json, wire::parse_json(text));
    Upload upload;
    SPARK_TRY(const std::string schema, json.string_at("schema"));
    SPARK_TRY(upload.id, json.string_at("id"));
    if (schema != about_schema || upload.id != id) return fail(Fault::invalid_input, "it is of another upload");
    SPARK_TRY(upload.name, json.string_at("name"));
    SPARK_TRY(upload.sha256, json.string_at("sha256"));
    SPARK_TRY(upload.owner, json.string_at("owner"));
    SPARK_TRY(const std::int64_t bytes, json.int64_at("bytes"));
    SPARK_TRY(const std::string created_at, json.string_at("created_at"));
    SPARK_TRY(upload.created_at, parse_iso8601(created_at));
    upload.bytes = static_cast<std::uint64_t>(bytes);
    return upload;
}

}  // namespace

Result<void> check_upload_name(std::string_view name) {
    const auto refuse = [](std::string what) {
        return fail(Fault::invalid_input, std::move(what), "name", "give the file's own name, for example prices.csv");
    };
    if (name.empty() || name.size() > UploadFolder::name_bytes_max)
        return refuse(
            fmt::format("found a name of {} bytes, allowed 1 to {}", name.size(), UploadFolder::name_bytes_max));
    if (!wire::is_utf8(name)) return refuse("found a name that is not UTF-8");
    const bool has_path = name.find_first_of("/\\") != std::string_view::npos || name == "." || name == "..";
    if (has_path) return refuse(fmt::format("found name '{}', allowed no path", shown(name, 80)));
    const bool has_control = std::ranges::any_of(
        name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) == 0x7F; });
    if (has_control) return refuse(fmt::format("found name '{}', allowed no control characters", shown(name, 80)));
    return {};
}

Result<void> UploadFolder::add(const Upload& upload, std::string_view bytes) const {
    SPARK_TRY(check_upload_name(upload.name));
    SPARK_TRY(parse_id("upl", upload.id));
    SPARK_TRY(make_folders(folder_));
    SPARK_TRY(create_file_exclusive(file_of(upload), bytes));
    const Json about = Json::object()
                           .set("schema", about_schema)
                           .set("id", upload.id)
                           .set("name", upload.name)
                           .set("sha256", upload.sha256)
                           .set("owner", upload.owner)
                           .set("bytes", upload.bytes)
                           .set("created_at", format_iso8601(upload.created_at));
    auto written = create_file_exclusive(folder_ / (upload.id + ".json"), wire::to_text(about) + "\n");
    if (written) return {};
    std::error_code ignored;
    std::filesystem::remove(file_of(upload), ignored);
    return written;
}

std::filesystem::path UploadFolder::file_of(const Upload& upload) const { return folder_ / (upload.id + ".bin"); }

Result<Upload> UploadFolder::find(std::string_view id) const {
    const auto ulid = parse_id("upl", id);
    // One spelling: an id read in lower case would be another file name.
    if (!ulid || make_id("upl", *ulid) != id) return none(id);
    const std::filesystem::path path = folder_ / (std::string(id) + ".json");
    auto text = read_file(path, about_bytes_max);
    if (!text && text.error().fault == Fault::not_found) return none(id);
    if (!text) return fail(std::move(text).error());
    auto upload = read_about(id, *text);
    if (upload) return upload;
    return fail(Fault::corrupt, fmt::format("{}: {}", path.string(), upload.error().message), path.string(),
                "remove the upload and send the file again");
}

Result<void> UploadFolder::remove(std::string_view id) const {
    SPARK_TRY(const Upload upload, find(id));
    std::error_code error;
    // The sidecar first: without it the rest is no upload.
    std::filesystem::remove(folder_ / (upload.id + ".json"), error);
    if (!error) std::filesystem::remove(file_of(upload), error);
    if (error) return fail(file_error("remove", file_of(upload), error.value()));
    return sync_folder(folder_);
}

Result<std::int64_t> UploadFolder::remove_older(WallTime before) const {
    std::vector<std::filesystem::path> old;
    std::error_code error;
    for (std::filesystem::directory_iterator at(folder_, error), end; !error && at != end; at.increment(error)) {
        const auto ulid = parse_id("upl", at->path().stem().string());
        if (ulid && ulid->time() < before) old.push_back(at->path());
    }
    if (error && error != std::errc::no_such_file_or_directory) return fail(file_error("list", folder_, error.value()));
    // Sidecars first (`.json` after `.bin` by name).
    std::ranges::sort(old, std::ranges::greater());
    std::int64_t removed = 0;
    for (const std::filesystem::path& path : old) {
        if (std::filesystem::remove(path, error) && path.extension() == ".bin") ++removed;
        if (error) return fail(file_error("remove", path, error.value()));
    }
    return removed;
}

}  // namespace spark::store
