#include "app/lab/model_settings.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "foundation/base/decimal_text.hpp"
#include "foundation/base/rng.hpp"
#include "foundation/base/secret_file.hpp"

namespace spark::lab {
namespace {

using wire::Json;

Result<std::optional<std::int64_t>> price(const std::string& text, std::string_view setting) {
    if (text.empty()) return std::optional<std::int64_t>{};
    const auto units = parse_units(text);
    if (units && units->units >= 0) return std::optional(units->units);
    return fail(Fault::invalid_input, units ? "found a price below 0" : units.error().message, std::string(setting),
                "dollars per million tokens: 2.50");
}

Result<std::string> key_of(const verbs::Context& context) {
    const std::string& file = context.settings.text("lab.llm_key_file");
    if (!file.empty()) return read_secret_file(std::filesystem::path(file));
    const auto found = context.environment.find("SPARK_LLM_KEY");
    return found == context.environment.end() ? std::string() : found->second;
}

}  // namespace

Result<llm::ProviderOptions> model_options(const verbs::Context& context) {
    const config::Settings& settings = context.settings;
    if (settings.text("lab.llm_url").empty())
        return fail(Fault::unavailable, "no language model is set", "lab.llm_url",
                    "set lab.llm_url and lab.llm_model, or take the offline provider");
    if (settings.text("lab.llm_model").empty())
        return fail(Fault::unavailable, "the language model has no name", "lab.llm_model",
                    "set lab.llm_model to a model that lab.llm_url knows");
    llm::ProviderOptions options;
    auto url = net::parse_url(settings.text("lab.llm_url"));
    if (!url) {
        url.error().place = "lab.llm_url";
        return fail(std::move(url).error());
    }
    options.url = *std::move(url);
    options.model = settings.text("lab.llm_model");
    options.authorities_file = settings.text("server.ca_file");
    options.may_be_plain_http = settings.flag("lab.llm_plain_http");
    options.timeout = std::chrono::milliseconds(settings.integer("lab.llm_timeout_ms"));
    options.attempts_max = static_cast<int>(settings.integer("lab.llm_attempts_max"));
    options.wait_seed = seed_from_system();
    SPARK_TRY(options.prompt_price, price(settings.text("lab.llm_prompt_price"), "lab.llm_prompt_price"));
    SPARK_TRY(options.completion_price, price(settings.text("lab.llm_completion_price"), "lab.llm_completion_price"));
    SPARK_TRY(options.key, key_of(context));
    return options;
}

Json providers_json(const verbs::Context& context) {
    Json offline = Json::object().set("kind", "offline").set("name", offline_name).set("model", nullptr);
    offline.set("is_available", true).set("why_not", nullptr);
    Json model = Json::object().set("kind", "model");
    const auto options = model_options(context);
    const auto url = net::parse_url(context.settings.text("lab.llm_url"));
    model.set("name", url ? Json(url->authority()) : Json(nullptr));
    const std::string& name = context.settings.text("lab.llm_model");
    model.set("model", name.empty() ? Json(nullptr) : Json(name)).set("is_available", options.has_value());
    // No place: it may be a path of this machine.
    model.set("why_not",
              options ? Json(nullptr) : Json(fmt::format("{}: {}", options.error().message, options.error().remedy)));
    return Json::array().push(std::move(offline)).push(std::move(model));
}

}  // namespace spark::lab
