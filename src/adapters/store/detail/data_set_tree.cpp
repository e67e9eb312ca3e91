#include "adapters/store/detail/data_set_tree.hpp"

#include <algorithm>
#include <string>
#include <system_error>

#include "foundation/base/files.hpp"

namespace spark::store::detail {
namespace {

constexpr std::string_view gone_ending = ".gone";

/// The names in a folder, sorted; none when the folder is absent or no folder.
Result<std::vector<std::string>> all_names_in(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        names.push_back(entry->path().filename().string());
    }
    const bool absent = error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory;
    if (error && !absent) return fail(file_error("list", folder, error.value()));
    std::ranges::sort(names);
    return names;
}

/// The same without hidden ones.
Result<std::vector<std::string>> names_in(const std::filesystem::path& folder) {
    SPARK_TRY(std::vector<std::string> names, all_names_in(folder));
    std::erase_if(names, [](const std::string& name) { return name.starts_with('.'); });
    return names;
}

}  // namespace

Result<std::vector<DataSetId>> data_set_folders(const std::filesystem::path& data_folder) {
    std::vector<DataSetId> ids;
    const std::filesystem::path root = data_folder / "datasets";
    SPARK_TRY(const std::vector<std::string> venues, names_in(root));
    for (const std::string& venue_name : venues) {
        const auto venue = Venue::parse(venue_name);
        if (!venue || venue->text() != venue_name) continue;
        SPARK_TRY(const std::vector<std::string> symbols, names_in(root / venue_name));
        for (const std::string& symbol_name : symbols) {
            const auto symbol = Symbol::parse(symbol_name);
            if (!symbol || symbol->text() != symbol_name) continue;
            SPARK_TRY(const std::vector<std::string> timeframes, names_in(root / venue_name / symbol_name));
            for (const std::string& timeframe_name : timeframes) {
                const auto timeframe = Timeframe::parse(timeframe_name);
                if (timeframe && timeframe->text() == timeframe_name)
                    ids.push_back({*venue, *symbol, *timeframe, std::nullopt});
            }
        }
    }
    std::ranges::sort(ids);
    return ids;
}

Result<std::vector<std::uint32_t>> versions_in(const std::filesystem::path& folder) {
    std::vector<std::uint32_t> versions;
    SPARK_TRY(const std::vector<std::string> names, names_in(folder));
    for (const std::string& name : names) {
        if (const auto version = version_of_file_name(name)) versions.push_back(*version);
    }
    std::ranges::sort(versions);
    return versions;
}

Result<std::uint32_t> version_ever_highest(const std::filesystem::path& data_folder, const DataSetId& id) {
    std::uint32_t highest = 0;
    for (const std::filesystem::path& root : {data_folder, data_folder / "trash"}) {
        SPARK_TRY(const std::vector<std::uint32_t> versions, versions_in(root / id.folder()));
        if (!versions.empty()) highest = std::max(highest, versions.back());
    }
    SPARK_TRY(const std::vector<std::string> names, all_names_in(data_folder / id.folder()));
    for (std::string_view name : names) {
        if (!name.starts_with('.') || !name.ends_with(gone_ending)) continue;
        name.remove_prefix(1);
        name.remove_suffix(gone_ending.size());
        if (const auto version = version_of_file_name(std::string(name) + ".spark"))
            highest = std::max(highest, *version);
    }
    return highest;
}

std::filesystem::path gone_mark(const std::filesystem::path& data_folder, const DataSetId& id) {
    const std::string name = std::filesystem::path(file_name_of_version(id.version.value_or(0))).stem().string();
    return data_folder / id.folder() / ("." + name + std::string(gone_ending));
}

}  // namespace spark::store::detail
