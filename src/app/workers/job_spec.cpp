#include <fmt/format.h>

#include <filesystem>

#include "adapters/store/data_set_id.hpp"
#include "app/workers/coordinator.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::workers {
namespace {

using wire::Json;

constexpr std::string_view schema = "spark.fleet-job/1";

/// `datasets/<venue>/<SYMBOL>/<timeframe>/v<N>.spark` and nothing else: the path comes from a message.
Result<void> check_path(const std::string& text) {
    const std::filesystem::path path(text);
    std::vector<std::string> words;
    for (const auto& word : path) words.push_back(word.string());
    if (words.size() == 5 && words[0] == "datasets" && words[4].starts_with("v") && words[4].ends_with(".spark")) {
        const std::string version = words[4].substr(1, words[4].size() - 7);
        const auto id = store::DataSetId::parse(fmt::format("ds_{}_{}_{}@v{}", words[1], words[2], words[3], version));
        if (id) return {};
    }
    return fail(Fault::invalid_input, fmt::format("found {}, allowed the path of a data set", shown(text)), "/files");
}

}  // namespace

std::string JobSpec::text() const {
    Json list = Json::array();
    for (const JobFile& file : files)
        list.push(Json::object().set("path", file.path).set("sha256", file.sha256).set("bytes", file.bytes));
    return wire::to_text(Json::object().set("schema", schema).set("order", order).set("files", std::move(list)));
}

Result<JobSpec> JobSpec::parse(std::string_view text) {
    SPARK_TRY(const Json json, wire::parse_json(text));
    SPARK_TRY(const std::string found, json.string_at("schema"));
    if (found != schema) return fail(Fault::invalid_input, fmt::format("found {}, allowed {}", found, schema));
    JobSpec spec;
    SPARK_TRY(const Json* order, json.at("order"));
    spec.order = *order;
    SPARK_TRY(const auto files, json.array_at("files"));
    for (const Json& file : files) {
        JobFile& made = spec.files.emplace_back();
        SPARK_TRY(made.path, file.string_at("path"));
        SPARK_TRY(check_path(made.path));
        SPARK_TRY(made.sha256, file.string_at("sha256"));
        SPARK_TRY(const std::int64_t bytes, file.int64_at("bytes"));
        if (bytes < 0) return fail(Fault::invalid_input, fmt::format("found {} bytes", bytes), "/files");
        made.bytes = static_cast<std::uint64_t>(bytes);
    }
    return spec;
}

}  // namespace spark::workers
