import { useRef } from "react";
import { Navigate, useSearchParams } from "react-router";

import { defineWords, useWords } from "@/lib/words";
import { LinkButton } from "@/ui/button";
import { JobProgress } from "@/ui/job-progress";
import { Token } from "@/ui/num";
import { Page } from "@/ui/page";
import { Panel } from "@/ui/panel";
import { Tabs } from "@/ui/tabs";
import { ResearchButton, ResearchNote } from "./_parts/right-button";
import { SetList } from "./_parts/set-list";
import { SynthDialog } from "./_parts/synth-dialog";
import { TrashList } from "./_parts/trash-list";
import { UnfinishedUpload } from "./_parts/unfinished-upload";
import { addressOfDataSet, dataSetOfJob, rereadDataSets, useDataJobs } from "./_parts/use-data-sets";

const words = defineWords({
  title: ["Data", "Veri"],
  subtitle: [
    "Candles that backtests run on. A version never changes once it is made.",
    "Geriye dönük testlerin kullandığı mumlar. Bir sürüm oluşturulduktan sonra değişmez.",
  ],
  views: ["Views", "Görünümler"],
  sets: ["Data sets", "Veri kümeleri"],
  trash: ["Trash", "Çöp kutusu"],
  work: ["Work under way", "Süren işler"],
  synth: ["Synthetic market", "Sentetik piyasa"],
  upload: ["Upload", "Dosya yükle"],
  open: ["Open {id}", "{id} veri kümesini aç"],
});

export default function DataPage() {
  const say = useWords(words);
  const started = useRef<string | null>(null);
  const [search, setSearch] = useSearchParams();
  const running = useDataJobs();
  const change = (values: Record<string, string | null>) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(values)) {
          if (value === null) next.delete(name);
          else next.set(name, value);
        }
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  if (search.get("new") === "upload") return <Navigate to="/data/upload" replace />;

  // What was begun here stands in the address and stays after its end; other work is shown while it lasts.
  const own = search.get("job");
  const jobs = [...(own === null ? [] : [own]), ...running.map((job) => job.id).filter((id) => id !== own)];
  return (
    <Page
      title={say("title")}
      subtitle={say("subtitle")}
      actions={
        <>
          <ResearchButton icon="plus" onClick={() => change({ new: "synth" })}>
            {say("synth")}
          </ResearchButton>
          <LinkButton kind="primary" icon="upload" to="/data/upload">
            {say("upload")}
          </LinkButton>
        </>
      }
    >
      <ResearchNote />
      <UnfinishedUpload />
      {jobs.length > 0 && (
        <Panel title={say("work")}>
          <ul className="m-0 flex list-none flex-col gap-3 p-0">
            {jobs.map((id) => (
              <li key={id}>
                <JobProgress
                  id={id}
                  onOver={() => void rereadDataSets()}
                  result={(job) => {
                    const made = dataSetOfJob(job);
                    return made === null ? null : (
                      <LinkButton kind="primary" to={addressOfDataSet(made)}>
                        <span>{say.rich("open", { id: <Token>{made}</Token> })}</span>
                      </LinkButton>
                    );
                  }}
                />
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <Panel flush className="overflow-hidden">
        <Tabs
          label={say("views")}
          tabs={[
            { key: "sets", title: say("sets"), content: () => <SetList onSynth={() => change({ new: "synth" })} /> },
            { key: "trash", title: say("trash"), content: () => <TrashList /> },
          ]}
        />
      </Panel>
      {search.get("new") === "synth" && (
        <SynthDialog
          onStarted={(job) => {
            started.current = job;
          }}
          onClose={() => change({ new: null, ...(started.current === null ? {} : { job: started.current }) })}
        />
      )}
    </Page>
  );
}
