import { useId } from "react";

import { useRight, useSession } from "@/lib/session";
import { defineWords, useWords } from "@/lib/words";
import { Button, type ButtonProps } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Token } from "@/ui/num";

const words = defineWords({
  reason: ["Your role may look, not change", "Rolünüz yalnızca bakabilir, değiştiremez"],
  note: [
    "You may look at data here. Making, changing and removing it needs the right {right}; an admin can give it.",
    "Buradaki veriye bakabilirsiniz. Veri oluşturmak, değiştirmek ve kaldırmak için {right} yetkisi gerekir; bunu yönetici verebilir.",
  ],
});

/** A button of an act that changes data: without the right it is shown, disabled, with the reason. */
export function ResearchButton(props: ButtonProps) {
  const say = useWords(words);
  const reason = useId();
  const may = useRight("research");
  const isKnown = useSession().data !== undefined;
  if (may) return <Button {...props} />;
  // Who one is is not known yet: nothing is said about rights.
  if (!isKnown) return <Button {...props} disabled />;
  return (
    <>
      <Button {...props} disabled title={say("reason")} aria-describedby={reason} />
      <span id={reason} className="sr-only">
        {say("reason")}
      </span>
    </>
  );
}

/** Said once on a page to who may only look. */
export function ResearchNote() {
  const say = useWords(words);
  const session = useSession();
  const may = useRight("research");
  if (may || session.data === undefined) return null;
  return (
    <p
      role="note"
      className="m-0 flex items-start gap-2 rounded-md border border-line bg-surface px-3 py-2 text-sm text-text-2"
    >
      <Icon name="info" size={14} className="mt-0.5 shrink-0 text-info" />
      <span>{say.rich("note", { right: <Token mono>research</Token> })}</span>
    </p>
  );
}
