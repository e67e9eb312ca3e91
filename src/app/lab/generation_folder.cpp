#include "app/lab/generation_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "foundation/base/files.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::lab {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view prefix = "gen_";
constexpr std::string_view suffix = ".json";
constexpr std::size_t ulid_size = 26;
constexpr std::size_t file_bytes_max = std::size_t{4} << 20U;

}  // namespace

bool is_generation_id(std::string_view id) {
    const auto fits = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); };
    return id.starts_with(prefix) && id.size() == prefix.size() + ulid_size &&
           std::ranges::all_of(id.substr(prefix.size()), fits);
}

Result<void> GenerationFolder::save(std::string_view id, const wire::Json& generation) const {
    SPARK_TRY(make_folders(folder_));
    return replace_file(folder_ / (std::string(id) + std::string(suffix)), wire::to_pretty_text(generation));
}

Result<wire::Json> GenerationFolder::read(std::string_view id) const {
    const auto none = [&] {
        return fail(Fault::not_found, fmt::format("no generation is called '{}'", shown(id)), {},
                    "GET /api/v1/generations lists them");
    };
    if (!is_generation_id(id)) return none();
    const fs::path path = folder_ / (std::string(id) + std::string(suffix));
    const auto text = read_file(path, file_bytes_max);
    if (!text && text.error().fault == Fault::not_found) return none();
    if (!text) return fail(text.error());
    auto json = wire::parse_json(*text);
    if (json && json->string_at("id").value_or("") == id) return *std::move(json);
    return fail(Fault::corrupt, "the file is no generation", path.string(),
                fmt::format("its evidence holds the same document: spark evidence show {}", id));
}

Result<std::vector<std::string>> GenerationFolder::ids() const {
    std::vector<std::string> ids;
    std::error_code problem;
    for (fs::directory_iterator entry(folder_, problem), end; !problem && entry != end; entry.increment(problem)) {
        const std::string name = entry->path().filename().string();
        if (!name.ends_with(suffix)) continue;
        std::string id = name.substr(0, name.size() - suffix.size());
        if (is_generation_id(id)) ids.push_back(std::move(id));
    }
    if (problem && problem != std::errc::no_such_file_or_directory)
        return fail(Fault::unavailable, fmt::format("read {}: {}", folder_.string(), problem.message()));
    std::ranges::sort(ids, std::greater{});
    return ids;
}

}  // namespace spark::lab
