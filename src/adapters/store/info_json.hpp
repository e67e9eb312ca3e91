#pragma once

#include "engine/market/data_set_info.hpp"
#include "foundation/wire/json.hpp"

namespace spark::store {

/// A data set's description as JSON: every member always there, in one order, so that the same description has the same
/// text. Times are ISO-8601 text in UTC.
wire::Json info_to_json(const market::DataSetInfo& info);

/// The quality report alone, as it stands in the description.
wire::Json quality_to_json(const market::QualityReport& quality);

/// Reads what info_to_json writes; members it does not know are passed over.
/// Errors: invalid_input with the member as place.
Result<market::DataSetInfo> info_of_json(const wire::Json& json);

}  // namespace spark::store
