import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";

import { useSession, useSessionEnd } from "@/lib/session";
import { useWords } from "@/lib/words";
import { Button } from "@/ui/button";
import { Page } from "@/ui/page";
import { Panel } from "@/ui/panel";

import { LoginForm } from "./login-form";
import { PasswordForm } from "./password-form";
import { nextAddress } from "./next-address";
import { loginWords } from "./words";

export default function LoginPage() {
  const say = useWords(loginWords);
  const session = useSession().data;
  const end = useSessionEnd();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [old, setOld] = useState("");
  const next = nextAddress(search.get("next"));
  const goOn = () => void navigate(next, { replace: true });
  const mustChange = session?.must_change_password ?? false;
  const isIn = session?.kind === "session" && !mustChange && end === "none";
  return (
    <Page title={say("title")}>
      <div className="mx-auto mt-[6dvh] w-full max-w-[380px]">
        <Panel title={mustChange ? say("change_title") : say("title")}>
          {mustChange ? (
            <PasswordForm known={old} onDone={goOn} />
          ) : isIn ? (
            <div className="flex flex-col gap-3">
              <p className="m-0 text-text-2">
                {say.rich("already", { name: <strong translate="no">{session.user?.name}</strong> })}
              </p>
              <div className="flex justify-end">
                <Button kind="primary" onClick={goOn}>
                  {say("go_on")}
                </Button>
              </div>
            </div>
          ) : (
            <LoginForm
              onDone={(made, password) => {
                if (made.must_change_password) setOld(password);
                else goOn();
              }}
            />
          )}
        </Panel>
      </div>
    </Page>
  );
}
