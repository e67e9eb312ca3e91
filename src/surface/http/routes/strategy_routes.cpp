#include <array>

#include "surface/http/routes/topics.hpp"

namespace spark::http::topics {
namespace {

using identity::Right;

constexpr std::array rows{
    Route{.path = "/api/v1/strategies",
          .operation = "strategies.list",
          .group = Group::strategies,
          .right = Right::look,
          .summary = {"The strategies there are", "Var olan stratejiler"},
          .response_schema = "StrategyList"},
    Route{.method = Method::post,
          .path = "/api/v1/strategies",
          .operation = "strategies.create",
          .group = Group::strategies,
          .right = Right::research,
          .rate = RateClass::write,
          .once = Once::allowed,
          .summary = {"Keep a new strategy, as its version 1", "Yeni bir stratejiyi 1. sürüm olarak sakla"},
          .request_schema = "StrategyKeep",
          .response_schema = "Strategy",
          .example = R"(-X POST -H 'x-admin-token: TOKEN' -H 'content-type: application/json' -d ')"
                     R"({"document":"name = \"mine\"\nversion = 1\n[long]\nenter = \"close > open\"\nexit =)"
                     R"( \"close < open\"\n","message":"first"}')",
          .status = 201},
    Route{.method = Method::post,
          .path = "/api/v1/strategies/validate",
          .operation = "strategies.validate",
          .group = Group::strategies,
          .right = Right::look,
          .rate = RateClass::compute,
          .summary = {"What a document does, or what is wrong with it", "Bir belge ne yapar ya da nesi yanlış"},
          .request_schema = "StrategyCheck",
          .response_schema = "StrategyValidation",
          .example = R"(-X POST -H 'x-admin-token: TOKEN' -H 'content-type: application/json' -d ')"
                     R"({"document":"name = \"mine\"\nversion = 1\n[long]\nenter = \"close > open\"\nexit =)"
                     R"( \"close < open\"\n"}')",
          .only_asks = true},
    Route{.method = Method::post,
          .path = "/api/v1/strategies/signals",
          .operation = "strategies.preview",
          .group = Group::strategies,
          .right = Right::look,
          .rate = RateClass::compute,
          .summary = {"Signals of a document that is not kept", "Saklanmamış bir belgenin sinyalleri"},
          .request_schema = "SignalOrder",
          .response_schema = "Signals",
          .example = R"(-X POST -H 'x-admin-token: TOKEN' -H 'content-type: application/json' -d ')"
                     R"({"document":"name = \"mine\"\nversion = 1\n[long]\nenter = \"close > open\"\nexit =)"
                     R"( \"close < open\"\n","dataset":"ds_synth_BTCUSDT_1h"}')",
          .only_asks = true},
    Route{.path = "/api/v1/strategies/{name}",
          .operation = "strategies.show",
          .group = Group::strategies,
          .right = Right::look,
          .summary = {"One strategy with its document", "Bir strateji ve belgesi"},
          .response_schema = "Strategy"},
    Route{.method = Method::put,
          .path = "/api/v1/strategies/{name}",
          .operation = "strategies.keep",
          .group = Group::strategies,
          .right = Right::research,
          .rate = RateClass::write,
          .summary = {"Keep a changed document as the next version", "Değişen belgeyi sonraki sürüm olarak sakla"},
          .request_schema = "StrategyKeep",
          .response_schema = "Strategy",
          .example = R"(-X PUT -H 'x-admin-token: TOKEN' -H 'content-type: application/json' -H 'If-Match: "1"')"
                     R"( -d '{"document":"name = \"mine\"\nversion = 1\n[long]\nenter = \"close > open\"\nexit =)"
                     R"( \"close < open\"\n","message":"first"}')"},
    Route{
        .method = Method::remove,
        .path = "/api/v1/strategies/{name}",
        .operation = "strategies.discard",
        .group = Group::strategies,
        .right = Right::research,
        .rate = RateClass::write,
        .summary = {"Move a strategy with its versions to the trash", "Bir stratejiyi sürümleriyle çöp kutusuna taşı"},
        .status = 204},
    Route{.path = "/api/v1/strategies/{name}/versions",
          .operation = "strategies.versions",
          .group = Group::strategies,
          .right = Right::look,
          .summary = {"A strategy's versions, newest first", "Bir stratejinin sürümleri, en yenisi önce"},
          .response_schema = "StrategyVersionList",
          .query = "limit cursor"},
    Route{.path = "/api/v1/strategies/{name}/versions/{version}",
          .operation = "strategies.version",
          .group = Group::strategies,
          .right = Right::look,
          .summary = {"One version with its document", "Bir sürüm ve belgesi"},
          .response_schema = "Strategy"},
    Route{.path = "/api/v1/strategies/{name}/diff",
          .operation = "strategies.diff",
          .group = Group::strategies,
          .right = Right::look,
          .summary = {"What two versions do not share", "İki sürümün ayrıldığı yerler"},
          .response_schema = "StrategyDifference",
          .query = "from to"},
    Route{.method = Method::post,
          .path = "/api/v1/strategies/{name}/restore",
          .operation = "strategies.restore",
          .group = Group::strategies,
          .right = Right::research,
          .rate = RateClass::write,
          .summary = {"Keep an old version's document as the next version",
                      "Eski bir sürümün belgesini sonraki sürüm olarak sakla"},
          .request_schema = "StrategyRestore",
          .response_schema = "Strategy",
          .example = R"(-X POST -H 'x-admin-token: TOKEN' -H 'content-type: application/json' -d '{"version":1}')"},
    Route{.path = "/api/v1/strategies/{name}/signals",
          .operation = "strategies.signals",
          .group = Group::strategies,
          .right = Right::look,
          .rate = RateClass::compute,
          .summary = {"Where a strategy would enter and leave", "Bir strateji nerede girer ve çıkar"},
          .response_schema = "Signals",
          .query = "dataset from to set"},
};
static_assert(rows_hold(rows), "a route breaks the table's rules");

}  // namespace

std::span<const Route> strategies() { return rows; }

}  // namespace spark::http::topics
