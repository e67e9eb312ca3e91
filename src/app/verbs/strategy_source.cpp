#include "app/verbs/strategy_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "adapters/store/strategy_folder.hpp"
#include "app/verbs/kept_strategies.hpp"
#include "engine/strategy/built_ins.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/nearest_name.hpp"

namespace spark::verbs {
namespace {

namespace fs = std::filesystem;

bool is_document_name(const fs::path& path) { return path.extension() == ".toml" || path.extension() == ".json"; }

std::vector<fs::path> document_paths(const Context& context) {
    std::vector<fs::path> paths;
    std::error_code error;
    for (fs::directory_iterator at(fs::path(data_dir(context)) / "strategies", error), end; !error && at != end;
         at.increment(error)) {
        if (is_document_name(at->path())) paths.push_back(at->path());
    }
    std::ranges::sort(paths);
    return paths;
}

bool is_built_in(std::string_view name) { return std::ranges::count(strategy::built_in_names(), name) != 0; }

std::unexpected<Error> twice(const std::string& name, const std::string& first, const std::string& second) {
    return fail(Fault::conflict, fmt::format("two strategies have the name '{}': {} and {}", name, first, second),
                second, "change the name in one of them");
}

}  // namespace

Result<strategy::Definition> load_strategy_file(const fs::path& path) {
    const wire::LocatedLimits limits;
    auto text = read_file(path, limits.bytes_max);
    if (!text && text.error().fault == Fault::exhausted) {
        return fail(Fault::invalid_input,
                    fmt::format("found a document of more than {} bytes, the most allowed", limits.bytes_max),
                    path.string());
    }
    if (!text) return fail(std::move(text).error());
    return strategy::load_definition(*text, path.string(), strategy::syntax_of(path.string()));
}

Result<std::vector<StrategyFile>> strategy_files(const Context& context) {
    std::vector<StrategyFile> files;
    for (const fs::path& path : document_paths(context)) {
        SPARK_TRY(const strategy::Definition definition, load_strategy_file(path));
        files.push_back({path, std::string(definition.name())});
    }
    std::ranges::sort(files, {}, [](const StrategyFile& file) { return std::tie(file.name, file.path); });
    for (std::size_t at = 0; at < files.size(); ++at) {
        if (is_built_in(files[at].name)) return twice(files[at].name, "the built-in one", files[at].path.string());
        if (at > 0 && files[at].name == files[at - 1].name)
            return twice(files[at].name, files[at - 1].path.string(), files[at].path.string());
    }
    return files;
}

bool is_strategy_path(std::string_view name_or_path) {
    return name_or_path.find_first_of("/.") != std::string_view::npos;
}

Result<strategy::Definition> load_strategy(const Context& context, std::string_view name_or_path) {
    if (is_strategy_path(name_or_path)) return load_strategy_file(fs::path(name_or_path));
    if (is_built_in(name_or_path)) return strategy::find_built_in(name_or_path);
    const auto reference = parse_strategy_reference(name_or_path);
    const store::StrategyFolder kept{fs::path(data_dir(context))};
    SPARK_TRY(std::vector<std::string> names, kept.names());
    if (names.empty() && document_paths(context).empty()) return strategy::find_built_in(name_or_path);
    SPARK_TRY(const std::vector<StrategyFile> files, strategy_files(context));
    if (reference && std::ranges::count(names, reference->name) != 0) {
        const auto file = std::ranges::find(files, reference->name, &StrategyFile::name);
        if (file != files.end()) return twice(file->name, "the kept one", file->path.string());
        SPARK_TRY(KeptStrategy strategy, load_kept(context, reference->name, reference->version));
        return std::move(strategy.definition);
    }
    for (const StrategyFile& file : files) {
        if (file.name == name_or_path) return load_strategy_file(file.path);
        names.push_back(file.name);
    }
    auto refused = strategy::find_built_in(name_or_path);
    const auto nearest = nearest_name(name_or_path, names);
    if (!refused && nearest) refused.error().remedy = fmt::format("did you mean '{}'?", *nearest);
    return refused;
}

std::vector<std::string> strategy_names(const Context& context) {
    std::vector<std::string> names;
    for (const std::string_view name : strategy::built_in_names()) names.emplace_back(name);
    if (const auto kept = store::StrategyFolder(fs::path(data_dir(context))).names())
        names.insert(names.end(), kept->begin(), kept->end());
    if (const auto files = strategy_files(context)) {
        for (const StrategyFile& file : *files) names.push_back(file.name);
    }
    return names;
}

}  // namespace spark::verbs
