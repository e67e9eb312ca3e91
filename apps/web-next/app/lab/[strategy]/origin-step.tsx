import type { Strategy } from "@spark/types";
import { useSearchParams } from "react-router";

import { useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { LinkButton } from "@/ui/button";
import { Loaded, Panel, Skeleton } from "@/ui/panel";
import { GeneratePanel } from "../_generate/generate-panel";
import { GenerationView } from "../_generate/generation-view";
import { MadeBy } from "../_generate/made-by";
import { generationIdOf, originOf } from "./origin";

const words = defineWords({
  title: ["Where it comes from", "Nereden geliyor"],
  by_hand: [
    "No version of this strategy comes from a sentence: it was written by hand.",
    "Bu stratejinin hiçbir sürümü bir cümleden gelmiyor: elle yazılmış.",
  ],
  built_in: [
    "A built-in strategy: it was written by hand and comes with the program.",
    "Yerleşik strateji: elle yazılmış, programla birlikte gelir.",
  ],
  from: ["Version {version} came from this sentence.", "{version}. sürüm bu cümleden geldi."],
  from_edited: [
    "Version {version} came from this sentence and was edited before it was kept.",
    "{version}. sürüm bu cümleden geldi, saklanmadan önce düzenlendi.",
  ],
  since: [
    "The newest version is {version}: look at what changed since under Versions.",
    "En yeni sürüm {version}: o günden beri değişenler Sürümler adımında.",
  ],
  another: ["Begin another from a sentence", "Bir cümleyle yenisine başla"],
  box: [
    "A sentence in the box below begins another strategy; this one stays as it is.",
    "Aşağıdaki kutuya yazılan cümle yeni bir strateji başlatır; bu strateji olduğu gibi kalır.",
  ],
});

/** Step 1 of a strategy there is: the sentence it came from, with what it cost; or that there is none. */
export default function OriginStep({ strategy }: { strategy: Strategy }) {
  const say = useWords(words);
  const [search] = useSearchParams();
  const isKept = strategy.from === "versions";
  const versions = useApi("/api/v1/strategies/{name}/versions", {
    path: { name: strategy.name },
    query: { limit: 200 },
    enabled: isKept,
  });
  // The newest version that came from a sentence; `?from_version=` looks at another one.
  const rows = versions.data?.data ?? [];
  const asked = Number(search.get("from_version"));
  const row =
    rows.find((one) => one.version === asked && generationIdOf(originOf(one)) !== null) ??
    rows.find((one) => generationIdOf(originOf(one)) !== null);
  const origin = originOf(row);
  const id = generationIdOf(origin);
  const generation = useApi("/api/v1/generations/{id}", {
    path: { id: id ?? "" },
    enabled: id !== null,
    staleTimeMs: Infinity,
  });
  const another = (
    <LinkButton icon="plus" to="/lab?generate=1">
      {say("another")}
    </LinkButton>
  );
  if (isKept && versions.data === undefined)
    return (
      <Panel title={say("title")}>
        <Loaded query={versions} skeleton={<Skeleton rows={4} />}>
          {() => null}
        </Loaded>
      </Panel>
    );
  if (row === undefined || id === null)
    return (
      <div className="flex min-w-0 flex-col gap-3">
        <Panel title={say("title")}>
          <p className="m-0 text-text-2" data-by-hand>
            {say(isKept ? "by_hand" : "built_in")} {say("box")}
          </p>
        </Panel>
        <GeneratePanel />
      </div>
    );
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <Panel title={say("title")} actions={another}>
        <p className="mt-0 mb-2">
          {say(origin?.is_edited === true ? "from_edited" : "from", { version: String(row.version) })}{" "}
          {row.version !== strategy.version && (
            <span className="text-text-2">{say("since", { version: String(strategy.version) })}</span>
          )}
        </p>
        <Loaded query={generation} skeleton={<Skeleton rows={4} />}>
          {(data) => <MadeBy generation={data} />}
        </Loaded>
      </Panel>
      {generation.data !== undefined && <GenerationView generation={generation.data} isPast />}
    </div>
  );
}
