import { useEffect } from "react";
import { Link } from "react-router";

import { useSession } from "@/lib/session";
import { defineWords, useWords } from "@/lib/words";
import { dismissChecklist, markStep, useChecklist, type Step } from "@/shell/checklist-steps";
import { useFirstRun } from "@/shell/first-run";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Panel } from "@/ui/panel";

const words = defineWords({
  title: ["First steps", "İlk adımlar"],
  of: ["{done} of {all} done", "{done} / {all} tamam"],
  dismiss: ["Do not show again", "Bir daha gösterme"],
  language: ["Pick a language and how it looks", "Dili ve görünümü seçin"],
  log_in: ["Log in, to run and change things", "Çalıştırmak ve değiştirmek için oturum açın"],
  see: ["See a backtest", "Bir test sonucunu inceleyin"],
  run: ["Run one yourself", "Kendiniz bir test çalıştırın"],
  connect: ["Connect a venue", "Bir borsaya bağlanın"],
  not_yet: ["not yet", "henüz yok"],
  done: ["done", "tamam"],
});

const steps: Step[] = ["language", "log_in", "see", "run"];

/** Steps count as they are done, wherever: the shell calls this once. */
export function useChecklistWatch(pathname: string): void {
  const session = useSession().data;
  useEffect(() => {
    if (/^\/backtest\/bt_/.test(pathname)) markStep("see");
  }, [pathname]);
  useEffect(() => {
    if (session?.kind === "session") markStep("log_in");
  }, [session?.kind]);
}

/** What is left to do on a first visit; for the dashboard. Nothing once all is done or it was dismissed. */
export function Checklist() {
  const { done, isDismissed } = useChecklist();
  return isDismissed || steps.every((step) => done.includes(step)) ? null : <Steps done={done} />;
}

function Steps({ done }: { done: Step[] }) {
  const say = useWords(words);
  const { newest } = useFirstRun();
  const places: Record<Step, string> = {
    language: "/welcome",
    log_in: "/login?next=%2F",
    see: newest === undefined ? "/welcome" : `/backtest/${newest}`,
    run: "/backtest?new=1",
  };
  const count = steps.filter((step) => done.includes(step)).length;
  return (
    <Panel
      title={say("title")}
      actions={
        <>
          <span>{say("of", { done: count, all: steps.length })}</span>
          <Button kind="quiet" onClick={dismissChecklist}>
            {say("dismiss")}
          </Button>
        </>
      }
    >
      <ol className="m-0 flex list-none flex-wrap gap-x-6 gap-y-1 p-0">
        {steps.map((step) => {
          const isDone = done.includes(step);
          return (
            <li key={step} className="flex min-h-7 items-center gap-2">
              <Mark isDone={isDone} />
              {isDone ? (
                <span className="text-text-3">
                  {say(step)}
                  <span className="sr-only"> ({say("done")})</span>
                </span>
              ) : (
                <Link to={places[step]}>{say(step)}</Link>
              )}
            </li>
          );
        })}
        <li className="flex min-h-7 items-center gap-2 text-text-3">
          <Mark isDone={false} />
          {say("connect")} ({say("not_yet")})
        </li>
      </ol>
    </Panel>
  );
}

const Mark = ({ isDone }: { isDone: boolean }) => (
  <span
    aria-hidden
    className={`grid size-4 place-items-center rounded-full border ${isDone ? "border-ok text-ok" : "border-line-strong"}`}
  >
    {isDone && <Icon name="check" size={10} />}
  </span>
);
