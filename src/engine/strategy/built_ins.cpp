#include "engine/strategy/built_ins.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "engine/strategy/native_strategies.hpp"
#include "foundation/base/nearest_name.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::strategy {

std::vector<std::string_view> built_in_names() {
    std::vector<std::string_view> names;
    for (const BuiltInDocument& entry : built_ins()) names.push_back(entry.name);
    for (const NativeStrategy& native : native_strategies()) names.push_back(native.name);
    std::ranges::sort(names);
    return names;
}

Result<Definition> find_built_in(std::string_view name) {
    std::vector<std::string_view> names;
    for (const BuiltInDocument& entry : built_ins()) {
        if (entry.name == name)
            return load_definition(entry.toml, fmt::format("{}.toml", entry.name), DocumentSyntax::toml);
        names.push_back(entry.name);
    }
    for (const NativeStrategy& native : native_strategies()) {
        if (native.name == name) return Definition::of_native(native);
        names.push_back(native.name);
    }
    const auto nearest = nearest_name(name, names);
    return fail(Fault::not_found,
                fmt::format("unknown strategy '{}', there are {}", shown(name), fmt::join(names, ", ")), "STRATEGY",
                nearest ? fmt::format("did you mean '{}'?", *nearest)
                        : std::string("a document's path ends in .toml or .json, or holds a '/'"));
}

}  // namespace spark::strategy
