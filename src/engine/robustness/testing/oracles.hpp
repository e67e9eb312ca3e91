#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "engine/robustness/testing/sample_returns.hpp"
#include "foundation/wire/json.hpp"

namespace spark::robustness::testing {

/// What numpy, scipy and arch said (make_oracles.py); nothing where the tests do not know the sources' folder.
inline std::optional<wire::Json> read_oracles() {
    const char* const root = std::getenv("SPARK_SOURCE_DIR");
    if (root == nullptr) return std::nullopt;
    std::ifstream file(std::string(root) + "/src/engine/robustness/testing/oracles.json");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    auto json = wire::parse_json(text);
    EXPECT_TRUE(json.has_value());
    if (!json) return std::nullopt;
    return *std::move(json);
}

/// Numbers of oracles.json. A field that is not there fails the test that asks.
inline double number(const wire::Json& json, std::string_view key) {
    const auto value = json.double_at(key);
    EXPECT_TRUE(value.has_value()) << key;
    return value.value_or(-1e300);
}

inline std::size_t count(const wire::Json& json, std::string_view key) {
    return static_cast<std::size_t>(number(json, key));
}

inline std::vector<double> numbers(const wire::Json& json) {
    std::vector<double> values;
    const auto array = json.as_array();
    EXPECT_TRUE(array.has_value());
    if (array) {
        for (const auto& value : *array) values.push_back(value.as_double().value_or(-1e300));
    }
    return values;
}

inline std::vector<wire::Json> cases(const wire::Json& oracles, std::string_view key) {
    const auto array = oracles.array_at(key);
    EXPECT_TRUE(array.has_value() && !array->empty()) << key;
    return array ? std::vector<wire::Json>(array->begin(), array->end()) : std::vector<wire::Json>{};
}

inline ReturnTable sample_of(const wire::Json& json) {
    const auto* const sample = json.find("sample");
    return sample_table({.seed = count(*sample, "seed"),
                         .periods = count(*sample, "periods"),
                         .sets = count(*sample, "sets"),
                         .scale = number(*sample, "scale"),
                         .market_weight = number(*sample, "market_weight"),
                         .memory = number(*sample, "memory"),
                         .drift_first = number(*sample, "drift_first"),
                         .drift_step = number(*sample, "drift_step"),
                         .idle = count(*sample, "idle")});
}

}  // namespace spark::robustness::testing

/// `const auto oracles = …` or the end of the test.
#define ROBUSTNESS_ORACLES_OR_SKIP(name)                                                     \
    const auto name##_read = ::spark::robustness::testing::read_oracles();                   \
    if (!name##_read) GTEST_SKIP() << "SPARK_SOURCE_DIR does not say where oracles.json is"; \
    const auto& name = *name##_read
