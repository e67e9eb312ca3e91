import type { DataSet } from "@spark/types";
import { useState } from "react";

import { Refusal, api, newIdempotencyKey } from "@/lib/api";
import { useFormat } from "@/lib/format";
import { useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { Badge, Synthetic } from "@/ui/badge";
import { ActDialog } from "@/ui/dialog";
import { Token } from "@/ui/num";
import { EmptyState, ErrorStrip, Loaded, Skeleton } from "@/ui/panel";
import { DataTable, type Column } from "@/ui/table";
import { usePhone } from "@/lib/use-media";
import { useToast } from "@/ui/toast";
import { LinkButton } from "@/ui/button";
import { ResearchButton } from "./right-button";
import { addressOfDataSet, rereadDataSets } from "./use-data-sets";

const words = defineWords({
  label: ["Trash", "Çöp kutusu"],
  name: ["Data set", "Veri kümesi"],
  from: ["First – last", "İlk – son"],
  size: ["Size", "Boyut"],
  acts: ["Acts", "İşlemler"],
  empty: [
    "The trash is empty. What is moved here can be restored; a version's number is never given again.",
    "Çöp kutusu boş. Buraya taşınanlar geri alınabilir; bir sürümün numarası bir daha verilmez.",
  ],
  restore: ["Restore", "Geri al"],
  restored: ["{id} is back", "Geri alındı: {id}"],
  open: ["Open", "Aç"],
  remove: ["Remove for good", "Kalıcı olarak sil"],
  removed: ["{id} is removed for good", "Kalıcı olarak silindi: {id}"],
  remove_text: [
    "The file is deleted and does not come back. Runs that used it keep their evidence, but can no longer be made again from their data. Type the id to confirm:",
    "Dosya silinir ve geri gelmez. Onu kullanan çalıştırmaların kanıtı kalır, ama verilerinden yeniden üretilemezler. Onaylamak için kimliği yazın:",
  ],
  damaged: ["damaged", "hasarlı"],
});

export function TrashList() {
  const say = useWords(words);
  const format = useFormat();
  const toast = useToast();
  const isNarrow = usePhone();
  const query = useApi("/api/v1/datasets/trash", { staleTimeMs: 0 });
  const [removing, setRemoving] = useState<{ id: string; key: string } | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const restore = async (id: string) => {
    setBusy(id);
    setRefusal(null);
    try {
      await api.post("/api/v1/datasets/trash/{id}/restore", { path: { id }, idempotencyKey: newIdempotencyKey() });
      toast({
        text: say.rich("restored", { id: <Token>{id}</Token> }),
        tone: "ok",
        action: (
          <LinkButton kind="quiet" to={addressOfDataSet(id)}>
            {say("open")}
          </LinkButton>
        ),
      });
      await rereadDataSets();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefusal(error);
    } finally {
      setBusy(null);
    }
  };
  const remove = async (id: string, key: string) => {
    await api.remove("/api/v1/datasets/trash/{id}", { path: { id }, query: { confirm: id }, idempotencyKey: key });
    toast({ text: say.rich("removed", { id: <Token>{id}</Token> }), tone: "ok" });
    await rereadDataSets();
  };
  const actsOf = (row: DataSet) => (
    <span className="flex items-center gap-2">
      <ResearchButton
        icon="retry"
        isBusy={busy === row.id}
        aria-label={`${say("restore")}: ${row.id}`}
        onClick={() => void restore(row.id)}
      >
        {say("restore")}
      </ResearchButton>
      <ResearchButton
        kind="danger"
        icon="trash"
        aria-label={`${say("remove")}: ${row.id}`}
        onClick={() => setRemoving({ id: row.id, key: newIdempotencyKey() })}
      >
        {say("remove")}
      </ResearchButton>
    </span>
  );
  const columns: Column<DataSet>[] = [
    {
      key: "id",
      title: say("name"),
      width: isNarrow ? "minmax(30ch, 1fr)" : "minmax(36ch, 2fr)",
      value: (row) => row.id,
      cell: (row) => (
        <span className="flex flex-col gap-1">
          <span className="flex items-center gap-2">
            <Token className="min-w-0 truncate">{row.id}</Token>
            {row.synthetic === true && <Synthetic />}
            {row.damaged && (
              <Badge tone="crit" title={row.damage}>
                {say("damaged")}
              </Badge>
            )}
          </span>
          {isNarrow && actsOf(row)}
        </span>
      ),
    },
    {
      key: "first",
      title: say("from"),
      width: "25ch",
      isMinor: true,
      value: (row) => row.first,
      cell: (row) =>
        row.first === undefined ? "–" : `${format.time(row.first, "day")} – ${format.time(row.last, "day")}`,
    },
    {
      key: "size",
      title: say("size"),
      width: "11ch",
      align: "right",
      isMinor: true,
      value: (row) => row.bytes,
      cell: (row) => format.bytes(row.bytes),
    },
    {
      key: "acts",
      title: say("acts"),
      width: "35ch",
      isMinor: true,
      cell: actsOf,
    },
  ];
  return (
    <>
      {refusal !== null && (
        <div className="px-3 pb-3">
          <ErrorStrip error={refusal} />
        </div>
      )}
      <Loaded
        query={query}
        skeleton={
          <div className="p-3">
            <Skeleton rows={4} height={36} />
          </div>
        }
        isEmpty={(page) => page.data.length === 0}
        empty={<EmptyState text={say("empty")} cli="spark data trash ls" />}
      >
        {(page) => (
          <DataTable
            label={say("label")}
            rows={page.data}
            columns={columns}
            keyOf={(row) => row.id}
            sort="id"
            rowHeight={isNarrow ? 84 : 40}
            maxHeight={620}
          />
        )}
      </Loaded>
      {removing !== null && (
        <ActDialog
          title={say("remove")}
          act={say("remove")}
          kind="danger"
          typed={removing.id}
          onClose={() => setRemoving(null)}
          onAct={() => remove(removing.id, removing.key)}
        >
          <p className="m-0">{say("remove_text")}</p>
          <Token mono className="break-all">
            {removing.id}
          </Token>
        </ActDialog>
      )}
    </>
  );
}
