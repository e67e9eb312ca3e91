#pragma once

#include <string_view>

namespace spark::web {

/// The pack this binary was built with; empty where it was built without the web page.
std::string_view embedded_pack();

}  // namespace spark::web
