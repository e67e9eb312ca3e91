#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "adapters/trials/trial_folder.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::trials {
namespace {

constexpr std::string_view schema = "spark.trials/1";
constexpr std::size_t differences_max = 8;
constexpr std::size_t shown_max = 120;

std::string text_of(const wire::Json* json) {
    if (json == nullptr) return "absent";
    return shown(json->is_string() ? json->as_string().value() : wire::to_text(*json), shown_max);
}

bool is_number(const wire::Json& json) { return json.is_int64() || json.is_double(); }

/// What differs, deepest first where both have the same kind of thing. Order of members does not matter.
class Differences {
  public:
    void compare(const std::string& place, const wire::Json* was, const wire::Json* is) {
        if (was != nullptr && is != nullptr) {
            if (*was == *is) return;
            if (is_number(*was) && is_number(*is) && was->as_double().value() == is->as_double().value()) return;
            if (was->is_object() && is->is_object()) return objects(place, *was, *is);
            if (was->is_array() && is->is_array() && was->size() == is->size()) return arrays(place, *was, *is);
        }
        found_.push_back(fmt::format("{} was {}, is {}", place, text_of(was), text_of(is)));
    }

    const std::vector<std::string>& found() const { return found_; }

  private:
    static std::string below(const std::string& place, std::string_view key) {
        return place.empty() ? std::string(key) : fmt::format("{}/{}", place, key);
    }
    void objects(const std::string& place, const wire::Json& was, const wire::Json& is) {
        const auto members = was.as_object().value();
        for (const wire::JsonMember& member : members)
            compare(below(place, member.key), &member.value, is.find(member.key));
        const auto others = is.as_object().value();
        for (const wire::JsonMember& member : others) {
            if (was.find(member.key) == nullptr) compare(below(place, member.key), nullptr, &member.value);
        }
    }
    void arrays(const std::string& place, const wire::Json& was, const wire::Json& is) {
        const auto before = was.as_array().value();
        const auto after = is.as_array().value();
        for (std::size_t index = 0; index < before.size(); ++index)
            compare(below(place, fmt::format("{}", index)), &before[index], &after[index]);
    }

    std::vector<std::string> found_;
};

}  // namespace

wire::Json TrialHeader::json() const {
    wire::Json out = wire::Json::object();
    out.set("schema", schema);
    out.set("order", order);
    wire::Json list = wire::Json::array();
    for (const TrialAxis& axis : axes) list.push(axis.json());
    out.set("axes", std::move(list));
    out.set("objective", objective);
    out.set("starting_cash", to_text(starting_cash));
    out.set("has_details", has_details);
    return out;
}

Result<TrialHeader> TrialHeader::parse(const wire::Json& json) {
    SPARK_TRY(const std::string found, json.string_at("schema"));
    if (found != schema)
        return fail(Fault::invalid_input, fmt::format("found schema '{}', allowed {}", shown(found), schema));
    TrialHeader header;
    SPARK_TRY(const wire::Json* const order, json.at("order"));
    header.order = *order;
    SPARK_TRY(const auto axes, json.array_at("axes"));
    for (const wire::Json& one : axes) {
        SPARK_TRY(TrialAxis axis, TrialAxis::parse(one));
        header.axes.push_back(std::move(axis));
    }
    if (header.axes.empty() || header.axes.size() > 32)
        return fail(Fault::invalid_input, "a trial folder has 1 to 32 axes");
    SPARK_TRY(header.objective, json.string_at("objective"));
    SPARK_TRY(const std::string cash, json.string_at("starting_cash"));
    SPARK_TRY(header.starting_cash, parse_amount<Notional>(cash));
    SPARK_TRY(header.has_details, json.bool_at("has_details"));
    return header;
}

Result<void> check_same_order(const TrialHeader& was, const TrialHeader& is) {
    Differences differences;
    const wire::Json before = was.json();
    const wire::Json after = is.json();
    differences.compare("", &before, &after);
    const std::vector<std::string>& found = differences.found();
    if (found.empty()) return {};
    std::string message = "the folder is for another order: ";
    for (std::size_t index = 0; index < std::min(found.size(), differences_max); ++index)
        message += (index == 0 ? "" : "; ") + found[index];
    if (found.size() > differences_max) message += fmt::format("; and {} more", found.size() - differences_max);
    return fail(Fault::conflict, std::move(message), {}, "give the order it was begun with, or choose another folder");
}

}  // namespace spark::trials
