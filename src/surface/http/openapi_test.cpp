#include "surface/http/openapi.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "foundation/wire/json.hpp"
#include "surface/http/detail/schemas.hpp"
#include "surface/http/route.hpp"

namespace spark::http {
namespace {

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
        ASSERT_NE(path, nullptr) << route.path;
        const wire::Json* const operation = path->find(route.method == Method::get ? "get" : "post");
        ASSERT_NE(operation, nullptr) << route.path;
        EXPECT_EQ(operation->string_at("x-spark-role").value(), to_text(route.role));
        EXPECT_EQ(operation->find("requestBody") != nullptr, !route.request_schema.empty()) << route.path;
        EXPECT_EQ(operation->array_at("security").value().empty(), route.role == Role::anyone) << route.path;
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
