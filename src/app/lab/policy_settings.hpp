#pragma once

#include "engine/policy/policy.hpp"
#include "foundation/config/settings_reader.hpp"

namespace spark::lab {

/// What the settings `policy.*` ask of a strategy document.
policy::Policy policy_of(const config::Settings& settings);

}  // namespace spark::lab
