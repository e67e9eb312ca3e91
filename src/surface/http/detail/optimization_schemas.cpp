#include <array>

#include "surface/http/detail/schemas.hpp"

namespace spark::http::detail {
namespace {

constexpr std::array rows{
    Schema{"OptimizationOrder", R"({"type":"object","additionalProperties":false,"required":["backtest","parameters"],
"properties":{"schema":{"const":"spark.optimize-order/1"},
"backtest":{"type":"object","description":"A BacktestOrder without what is searched, oos and band."},
"method":{"enum":["grid","random","tpe","cmaes","halving"]},
"parameters":{"oneOf":[{"type":"string","minLength":1,"maxLength":4096},{"type":"array","minItems":1,"maxItems":64,
"items":{"type":"string","minLength":1,"maxLength":4096}}]},
"where":{"oneOf":[{"type":"string","minLength":1,"maxLength":4096},{"type":"array","maxItems":64,
"items":{"type":"string","minLength":1,"maxLength":4096}}]},
"objective":{"type":"string","minLength":1,"maxLength":4096},
"constraints":{"oneOf":[{"type":"string","minLength":1,"maxLength":4096},{"type":"array","maxItems":64,
"items":{"type":"string","minLength":1,"maxLength":4096}}]},
"trials_max":{"type":"integer","minimum":1},"time_max_s":{"type":"integer","minimum":1},
"seed":{"type":"integer","minimum":0},"batch":{"type":"integer","minimum":0},"oos":{"type":["string","number"]},
"sealed":{"type":"boolean"},"walk_forward":{"type":["string","object"]},
"finalists":{"type":"integer","minimum":1,"maximum":200},"assessment":{"type":"boolean"}},
"description":"docs/reference/optimize_order.md has every field."})"},
    Schema{"OptimizationPreviewOrder", R"({"type":"object","required":["backtest"],"properties":{
"backtest":{"type":"object"},"parameters":{"type":["string","array"]}},
"description":"An OptimizationOrder; without parameters the strategy's own ranges are taken."})"},
    Schema{"OptimizationPreview", R"({"type":"object","required":["schema","parameters","is_suggested","suggestions",
"grid_points","bars","holdout_bars","sets","estimated_s","threads","refusal"],"properties":{
"schema":{"const":"spark.optimization_preview/1"},"parameters":{"type":["array","string"]},
"is_suggested":{"type":"boolean"},"suggestions":{"type":"array","items":{"type":"object","required":["parameter",
"kind","range"],"properties":{"parameter":{"type":"string"},"kind":{"enum":["integer","decimal","flag","choice"]},
"unit":{"type":"string"},"what":{"type":"string"},"what_tr":{"type":"string"},"fallback":{"type":"string"},
"least":{"type":"string"},"most":{"type":"string"},"range":{"type":"string"}}}},
"grid_points":{"type":["integer","null"]},"bars":{"type":"integer"},"holdout_bars":{"type":"integer"},
"sets":{"type":["integer","null"]},"estimated_s":{"type":["number","null"]},"threads":{"type":"integer"},
"measured_sets":{"type":"integer"},"measured_ms":{"type":"number"},"refusal":{"type":["object","null"]}}})"},
    Schema{"OptimizationTrial", R"({"type":"object","required":["number","values","bars_share","objective",
"keeps_constraints","refusal"],"properties":{"number":{"type":"integer"},"sequence":{"type":"integer"},
"place":{"type":"integer"},"values":{"type":"object","additionalProperties":{"type":"string"}},
"bars_share":{"type":"number"},"objective":{"type":["number","null"]},"keeps_constraints":{"type":"boolean"},
"refusal":{"type":["string","null"]},"net_pnl":{"type":"string"},"trades":{"type":"integer"},
"sharpe":{"type":["number","null"]},"max_drawdown_pct":{"type":"number"},"profit_factor":{"type":["number","null"]},
"gross_pnl":{"type":"string"},"fees":{"type":"string"},"final_equity":{"type":"string"},"wins":{"type":"integer"},
"annual_return":{"type":["number","null"]},"volatility":{"type":["number","null"]},
"sortino":{"type":["number","null"]},"result_hash":{"type":"string"}}})"},
    Schema{"OptimizationStanding", R"({"type":"object","required":["done","expected","sets_per_s","eta_s","workers",
"phase","best"],"properties":{"done":{"type":"integer"},"expected":{"type":["integer","null"]},
"sets_per_s":{"type":"number"},"eta_s":{"type":["number","null"]},"workers":{"type":"integer"},
"phase":{"type":"string"},"best":{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/OptimizationTrial"}]},
"queue_position":{"type":["integer","null"]}}})"},
    Schema{"OptimizationResult", R"({"type":"object","required":["schema","id","method","sets","objective"],
"properties":{"schema":{"const":"spark.optimize/1"},"id":{"type":"string"},"created_at":{"type":"string"},
"method":{"type":"string"},"sets":{"type":"integer"},"refused":{"type":"integer"},"bars":{"type":"integer"},
"objective":{"type":"string"},"ranked":{"type":"integer"},"ended":{"enum":["complete","time"]},
"best":{"type":["object","null"]},"space":{"type":"object"},"order":{"type":"object"},
"assessment":{"type":["object","null"]},"files":{"type":"array"},"evidence":{"type":"string"}},
"description":"The document of spark optimize --json; docs/reference/optimize_files.md has every field."})"},
    Schema{"Optimization", R"({"type":"object","required":["schema","id","state","owner","job","created_at","progress",
"order","standing","document","assessment","links"],"properties":{"schema":{"const":"spark.optimization/1"},
"id":{"type":"string"},"state":{"enum":["queued","running","paused","canceled","succeeded","failed","interrupted"]},
"owner":{"type":"string"},"job":{"type":"string"},"created_at":{"type":"string"},
"started_at":{"type":["string","null"]},"ended_at":{"type":["string","null"]},"progress":{"type":"number"},
"order":{"type":"object"},"standing":{"$ref":"#/components/schemas/OptimizationStanding"},
"problem":{"type":"object"},"document":{"oneOf":[{"type":"null"},
{"$ref":"#/components/schemas/OptimizationResult"}]},"assessment":{"oneOf":[{"type":"null"},
{"$ref":"#/components/schemas/OptimizationAssessment"}]},"links":{"type":"object"}}})"},
    Schema{"OptimizationList", R"({"type":"object","required":["data","has_more","next_cursor"],"properties":{
"data":{"type":"array","items":{"type":"object","required":["id","state","owner","job","created_at","progress",
"strategy","dataset","method","objective","parameters","sets","best","verdict","standing"],"properties":{
"id":{"type":"string"},"state":{"enum":["queued","running","paused","canceled","succeeded","failed","interrupted"]},
"owner":{"type":"string"},"job":{"type":"string"},"created_at":{"type":"string"},
"started_at":{"type":["string","null"]},"ended_at":{"type":["string","null"]},"progress":{"type":"number"},
"strategy":{"type":["string","null"]},"dataset":{"type":["string","array","null"]},
"pair":{"type":["string","null"]},"timeframe":{"type":["string","null"]},"method":{"type":["string","null"]},
"objective":{"type":["string","null"]},"parameters":{"type":["array","null"],"items":{"type":"string"}},
"sets":{"type":["integer","null"]},"best":{"type":["object","null"]},"verdict":{"type":["string","null"]},
"standing":{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/OptimizationStanding"}]}}}},
"has_more":{"type":"boolean"},"next_cursor":{"type":["string","null"]}}})"},
    Schema{"OptimizationTrialList", R"({"type":"object","required":["data","has_more","next_cursor"],"properties":{
"data":{"type":"array","items":{"$ref":"#/components/schemas/OptimizationTrial"}},"has_more":{"type":"boolean"},
"next_cursor":{"type":["string","null"]}}})"},
    Schema{"OptimizationHeatMap", R"({"type":"object","required":["schema","id","sets","map"],"properties":{
"schema":{"const":"spark.heatmap/1"},"id":{"type":"string"},"sets":{"type":"integer"},"map":{"type":"object"}},
"description":"One map; docs/reference/optimize_files.md has its fields."})"},
    Schema{"OptimizationSlices", R"({"type":"object","required":["schema","id","metric","slices"],"properties":{
"schema":{"const":"spark.optimization_slices/1"},"id":{"type":"string"},"metric":{"type":"string"},
"slices":{"type":"array","items":{"type":"object","required":["parameter","values_per_cell","values"],"properties":{
"parameter":{"type":"string"},"values_per_cell":{"type":"integer"},"values":{"type":"array","items":{"type":"object",
"required":["value","sets","ranked","worst","lower_quartile","median","upper_quartile","best"],"properties":{
"value":{"type":"string"},"sets":{"type":"integer"},"ranked":{"type":"integer"},"worst":{"type":["number","null"]},
"lower_quartile":{"type":["number","null"]},"median":{"type":["number","null"]},
"upper_quartile":{"type":["number","null"]},"best":{"type":["number","null"]}}}}}}}}})"},
    Schema{"OptimizationRegionSide", R"({"type":"object","additionalProperties":false,"required":["parameter","from",
"to"],"properties":{"parameter":{"type":"string","minLength":1,"maxLength":64},
"from":{"type":["string","number","boolean"]},"to":{"type":["string","number","boolean"]}}})"},
    Schema{"OptimizationRegionOrder", R"({"type":"object","additionalProperties":false,"required":["x"],"properties":{
"x":{"$ref":"#/components/schemas/OptimizationRegionSide"},"y":{"$ref":"#/components/schemas/OptimizationRegionSide"},
"set":{"type":"string","maxLength":4096,"description":"Other parameters held: third=5,fourth=7."},
"metric":{"type":"string","minLength":1,"maxLength":64}}})"},
    Schema{"OptimizationRegion", R"({"type":"object","required":["schema","id","metric","sets","ranked","refused",
"without_trades","count","spread","worst","lower_quartile","median","upper_quartile","best","best_set"],"properties":{
"schema":{"const":"spark.optimization_region/1"},"id":{"type":"string"},"metric":{"type":"string"},
"sets":{"type":"integer"},"ranked":{"type":"integer"},"refused":{"type":"integer"},
"without_trades":{"type":"integer"},"count":{"type":"integer"},"spread":{"type":["number","null"]},
"worst":{"type":["number","null"]},"lower_quartile":{"type":["number","null"]},"median":{"type":["number","null"]},
"upper_quartile":{"type":["number","null"]},"best":{"type":["number","null"]},
"best_set":{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/OptimizationTrial"}]}}})"},
    Schema{"OptimizationSet", R"({"type":"object","required":["schema","id","set","backtest"],"properties":{
"schema":{"const":"spark.optimization_set/1"},"id":{"type":"string"},
"set":{"$ref":"#/components/schemas/OptimizationTrial"},"backtest":{"type":"object",
"description":"The body of POST /api/v1/backtests."}}})"},
    Schema{"OptimizationAssessment", R"({"type":"object","required":["schema"],"properties":{
"schema":{"const":"spark.assessment/1"},"verdict":{"type":"object"},"finalists":{"type":"array"},
"best_point":{"type":["object","null"]},"best_plateau":{"type":["object","null"]},"badges":{"type":"array"}},
"description":"src/app/optimizer/assessment.hpp has every field."})"},
    Schema{"OptimizationBest", R"({"type":"object","required":["schema","id","objective","best"],"properties":{
"schema":{"const":"spark.optimize-best/1"},"id":{"type":"string"},"objective":{"type":"string"},
"best":{"type":["object","null"]}}})"},
};

}  // namespace

std::span<const Schema> optimization_schemas() { return rows; }

}  // namespace spark::http::detail
