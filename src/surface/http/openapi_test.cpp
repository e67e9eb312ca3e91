#include "surface/http/openapi.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "foundation/wire/json.hpp"
#include "surface/http/detail/schema_check.hpp"
#include "surface/http/detail/schemas.hpp"
#include "surface/http/query_parameters.hpp"
#include "surface/http/route.hpp"

namespace spark::http {
namespace {

std::string lower(std::string_view text) {
    std::string out;
    for (const char c : text) out += static_cast<char>(c | 0x20);
    return out;
}

void collect_references(const wire::Json& json, std::set<std::string>& found) {
    if (json.is_array()) {
        for (const wire::Json& item : *json.as_array()) collect_references(item, found);
    } else if (json.is_object()) {
        for (const wire::JsonMember& member : *json.as_object()) {
            if (member.key == "$ref") found.insert(*member.value.as_string());
            collect_references(member.value, found);
        }
    }
}

TEST(OpenApi, names_every_route_and_every_schema_it_refers_to) {
    const auto json = wire::parse_json(openapi_text()).value();

    EXPECT_EQ(json.string_at("openapi").value(), "3.1.0");
    for (const Route& route : routes()) {
        const wire::Json* const path = json.find("paths")->find(route.path);
        if (route.is_page) {
            EXPECT_EQ(path, nullptr) << route.path << " is for browsers";
            continue;
        }
        ASSERT_NE(path, nullptr) << route.path;
        const wire::Json* const operation = path->find(lower(to_text(route.method)));
        ASSERT_NE(operation, nullptr) << route.path;
        EXPECT_EQ(operation->string_at("x-spark-right").value(), right_text(route));
        EXPECT_EQ(operation->find("requestBody") != nullptr, route.has_body()) << route.path;
        EXPECT_EQ(operation->array_at("security").value().empty(), route.who == Who::anybody) << route.path;
    }
    std::set<std::string> references;
    collect_references(json, references);
    const wire::Json& schemas = *json.find("components")->find("schemas");
    for (const std::string& reference : references)
        EXPECT_NE(schemas.find(reference.substr(std::string("#/components/schemas/").size())), nullptr) << reference;
    EXPECT_EQ(references.size(), detail::schemas().size()) << "a schema nothing refers to";
}

TEST(OpenApi, and_the_reference_name_the_same_routes) {
    const std::string page = api_markdown();
    for (const Route& route : routes())
        EXPECT_NE(page.find("`" + std::string(route.path) + "`"), std::string::npos) << route.path;
}

TEST(Routes, have_one_operation_each_and_no_address_twice) {
    std::set<std::string> operations;
    std::set<std::string> addresses;
    for (const Route& route : routes()) {
        EXPECT_TRUE(operations.insert(std::string(route.operation)).second) << route.operation;
        EXPECT_TRUE(addresses.insert(std::string(to_text(route.method)) + std::string(route.path)).second)
            << route.path;
        EXPECT_EQ(find_operation(route.operation), &route);
        EXPECT_FALSE(parameters_of(route).empty());
    }
}

TEST(Schemas, use_only_what_is_checked) {
    for (const detail::Schema& schema : detail::schemas())
        EXPECT_EQ(detail::unknown_keywords(detail::schema_of(schema.name)), std::vector<std::string>{}) << schema.name;
}

TEST(Match, fits_whole_paths_only) {
    const std::vector<std::string> two{"api", "x"};

    EXPECT_EQ(match("/api/{id}", two), std::vector<std::string>{"x"});
    EXPECT_EQ(match("/api/x", two), std::vector<std::string>{});
    EXPECT_FALSE(match("/api", two).has_value());
    EXPECT_FALSE(match("/api/x/y", two).has_value());
    EXPECT_TRUE(match("/", {}).has_value());
    EXPECT_FALSE(match("/{id}", {}).has_value());
}

}  // namespace
}  // namespace spark::http
