import type { ButtonHTMLAttributes, ReactNode } from "react";
import { Link, type LinkProps } from "react-router";

import { Icon, type IconName } from "@/ui/icon";

type Kind = "primary" | "secondary" | "quiet" | "danger";

const kinds: Record<Kind, string> = {
  primary: "bg-accent text-on-accent border-accent font-semibold hover:brightness-110",
  secondary: "bg-surface-2 text-text border-line-strong hover:bg-surface-3",
  quiet: "bg-transparent text-text-2 border-transparent hover:bg-surface-2 hover:text-text",
  danger: "bg-transparent text-crit border-crit hover:bg-surface-2 font-semibold",
};

const shape =
  "inline-flex items-center justify-center gap-1.5 rounded-md border px-2.5 min-h-[28px] text-md whitespace-nowrap " +
  "select-none no-underline disabled:opacity-50 disabled:cursor-not-allowed aria-disabled:opacity-50 pointer-coarse:min-h-[36px]";

export type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  kind?: Kind;
  icon?: IconName;
  /** While true the button says so and cannot be pressed again. */
  isBusy?: boolean;
  children?: ReactNode;
};

export function Button({
  kind = "secondary",
  icon,
  isBusy = false,
  className,
  children,
  disabled,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || isBusy}
      aria-busy={isBusy || undefined}
      className={`${shape} ${kinds[kind]} ${className ?? ""}`}
    >
      {icon !== undefined && <Icon name={icon} size={14} />}
      {children}
      {isBusy && <span aria-hidden>…</span>}
    </button>
  );
}

export function LinkButton({
  kind = "secondary",
  icon,
  className,
  children,
  ...rest
}: LinkProps & { kind?: Kind; icon?: IconName }) {
  return (
    <Link {...rest} className={`${shape} ${kinds[kind]} ${className ?? ""}`}>
      {icon !== undefined && <Icon name={icon} size={14} />}
      {children}
    </Link>
  );
}

/** A button that is only a drawing; `label` is what it is called. */
export function IconButton({
  icon,
  label,
  className,
  ...rest
}: Omit<ButtonProps, "children"> & { icon: IconName; label: string }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={`inline-grid place-items-center size-[28px] rounded-md text-text-2 hover:bg-surface-3 hover:text-text disabled:opacity-50 pointer-coarse:size-[36px] ${className ?? ""}`}
    >
      <Icon name={icon} />
    </button>
  );
}
