#pragma once

#include "adapters/store/data_folder.hpp"
#include "app/verbs/context.hpp"
#include "engine/market/data_set_info.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {

/// The data folder of `--data-dir`. Errors: as DataFolder::open.
Result<store::DataFolder> open_data_folder(Context& context, bool create);

/// A data set with all its bytes checked, as every run needs it. Errors: not_found with the nearest id; corrupt.
Result<store::MappedDataSet> open_checked(Context& context, std::string_view id);

/// The counts of contract §2, and the further ones; lists of gaps and findings only with `lists`.
wire::Json quality_json(const market::QualityReport& quality, bool lists);

/// `spark.dataset/1`: what `spark data info` knows about a data set: range, quality report, lineage.
wire::Json data_set_json(const store::MappedDataSet& data_set);

/// Checks every byte of a data set and counts what came of it. Errors: corrupt.
Result<void> check_whole(Context& context, const store::MappedDataSet& data_set);

/// `spark.verify/1`, of a data set that was found whole.
wire::Json verified_json(const store::MappedDataSet& data_set);

/// A line of the catalogue: id, bytes, damaged, and what else is known.
wire::Json entry_json(const store::DataSetEntry& entry);

/// `spark.ingest/1` and its siblings: id, rows, sha256, range, quality.
wire::Json saved_json(std::string_view schema, const store::SavedDataSet& saved, const market::CandleColumns& columns,
                      const market::DataSetInfo& info);

/// As print_saved of data_text.hpp, of what this machine has saved.
Result<void> print_saved(Context& context, std::string_view schema, const store::SavedDataSet& saved,
                         const market::CandleColumns& columns, const market::DataSetInfo& info);

}  // namespace spark::verbs
