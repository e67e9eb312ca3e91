#include <array>

#include "surface/http/routes/topics.hpp"

namespace spark::http::topics {
namespace {

using identity::Right;

constexpr std::array rows{
    Route{.path = "/api/v1/datasets",
          .operation = "datasets.list",
          .group = Group::data,
          .right = Right::look,
          .summary = {"The data sets there are", "Var olan veri kümeleri"},
          .response_schema = "DataSetList"},
};
static_assert(rows_hold(rows), "a route breaks the table's rules");

}  // namespace

std::span<const Route> data() { return rows; }

}  // namespace spark::http::topics
