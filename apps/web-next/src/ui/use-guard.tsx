import { useEffect } from "react";
import { useBlocker } from "react-router";

import { defineWords, useWords } from "@/lib/words";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";

const words = defineWords({
  title: ["Leave without saving?", "Kaydetmeden çıkılsın mı?"],
  text: ["What was changed here and not saved would be lost.", "Burada değiştirilip kaydedilmeyenler kaybolur."],
  stay: ["Stay", "Burada kal"],
  leave: ["Leave", "Çık"],
});

/** Asks before unsaved changes are left behind: by a link of the page, or by closing it. */
export function UnsavedGuard({ isDirty }: { isDirty: boolean }) {
  const say = useWords(words);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => isDirty && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!isDirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [isDirty]);
  if (blocker.state !== "blocked") return null;
  return (
    <Dialog title={say("title")} onClose={() => blocker.reset()}>
      <p className="mt-0">{say("text")}</p>
      <div className="flex justify-end gap-2">
        <Button onClick={() => blocker.reset()}>{say("stay")}</Button>
        <Button kind="danger" onClick={() => blocker.proceed()}>
          {say("leave")}
        </Button>
      </div>
    </Dialog>
  );
}
