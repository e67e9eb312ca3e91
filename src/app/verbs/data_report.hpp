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

/// A line of the catalogue: id, bytes, damaged, and what else is known.
wire::Json entry_json(const store::DataSetEntry& entry);

/// `spark.ingest/1` and its siblings: id, rows, sha256, range, quality.
wire::Json saved_json(std::string_view schema, const store::SavedDataSet& saved, const market::CandleColumns& columns,
                      const market::DataSetInfo& info);

/// Prints a saved data set: JSON with --json, else a few lines for people and the next useful command.
void print_saved(Context& context, std::string_view schema, const store::SavedDataSet& saved,
                 const market::CandleColumns& columns, const market::DataSetInfo& info);

/// The counts that are not zero, in one line: `gaps 1 (1 missing)  zero-volume 1`.
std::string quality_line(const market::QualityReport& quality, cli::Language language);

}  // namespace spark::verbs
