#include <array>

#include "surface/http/routes/topics.hpp"

namespace spark::http::topics {
namespace {

using identity::Right;

constexpr std::array rows{
    Route{.method = Method::post,
          .path = "/api/v1/strategies/{name}/adopt",
          .operation = "strategies.adopt",
          .group = Group::strategies,
          .right = Right::research,
          .rate = RateClass::compute,
          .summary = {"Keep the next version with a set's values of an optimization as its defaults",
                      "Bir optimizasyonun bir kümesinin değerlerini varsayılan yapan sonraki sürümü sakla"},
          .request_schema = "StrategyAdopt",
          .response_schema = "Strategy",
          .example = R"(-X POST -H 'x-admin-token: TOKEN' -H 'content-type: application/json' -H 'If-Match: "1"')"
                     R"( -d '{"optimization":"opt_01K7","set":"plateau"}')"},
    Route{.path = "/api/v1/strategies/{name}/versions/{version}/promotion",
          .operation = "strategies.promotion",
          .group = Group::strategies,
          .right = Right::research,
          .rate = RateClass::compute,
          .summary = {"What a version still lacks to be promoted; its run and its set are run again for the answer",
                      "Bir sürümün yükseltilmek için neyi eksik; yanıt için koşusu ve kümesi yeniden koşulur"},
          .response_schema = "PromotionCheck"},
    Route{.method = Method::post,
          .path = "/api/v1/strategies/{name}/versions/{version}/promote",
          .operation = "strategies.promote",
          .group = Group::strategies,
          .right = Right::trade,
          .rate = RateClass::compute,
          .once = Once::needed,
          .summary = {"Propose a version for promotion; refused with the checklist unless it is whole",
                      "Bir sürümü yükseltme için öner; liste tamam değilse listeyle birlikte reddedilir"},
          .request_schema = "PromotionOrder",
          .response_schema = "Proposal",
          .example = R"(-X POST -H 'x-admin-token: TOKEN' -H 'content-type: application/json')"
                     R"( -H 'Idempotency-Key: one-intent' -d '{"note":"for the desk"}')",
          .status = 201},
    Route{.path = "/api/v1/strategies/{name}/lineage",
          .operation = "strategies.lineage",
          .group = Group::strategies,
          .right = Right::look,
          .rate = RateClass::compute,
          .summary = {"The chain from prompt to proposal that led to a version, sealed link by link",
                      "Bir sürüme götüren, istekten öneriye zincir; her halka mühürlü"},
          .response_schema = "Lineage",
          .query = "version"},
    Route{.path = "/api/v1/proposals",
          .operation = "proposals.list",
          .group = Group::strategies,
          .right = Right::look,
          .summary = {"Proposals, newest first", "Öneriler, en yenisi önce"},
          .response_schema = "ProposalList",
          .query = "limit cursor"},
    Route{.path = "/api/v1/proposals/{id}",
          .operation = "proposals.show",
          .group = Group::strategies,
          .right = Right::look,
          .summary = {"One proposal with the checklist it was made with", "Bir öneri ve yapıldığı andaki liste"},
          .response_schema = "Proposal"},
};
static_assert(rows_hold(rows), "a route breaks the table's rules");

}  // namespace

std::span<const Route> promotion() { return rows; }

}  // namespace spark::http::topics
