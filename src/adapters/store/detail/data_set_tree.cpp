#include "adapters/store/detail/data_set_tree.hpp"

#include <algorithm>
#include <string>
#include <system_error>

#include "foundation/base/files.hpp"

namespace spark::store::detail {
namespace {

/// The names in a folder, sorted, without hidden ones; none when the folder is absent or no folder.
Result<std::vector<std::string>> names_in(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        std::string name = entry->path().filename().string();
        if (!name.starts_with('.')) names.push_back(std::move(name));
    }
    const bool absent = error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory;
    if (error && !absent) return fail(file_error("list", folder, error.value()));
    std::ranges::sort(names);
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

}  // namespace spark::store::detail
