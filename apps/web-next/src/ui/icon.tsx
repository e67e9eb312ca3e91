/** Inline drawings, 16 × 16, in the text's colour. No pictographs of fonts: they are missing on some machines. */
const paths = {
  dashboard: "M2 2h5v5H2zM9 2h5v3H9zM9 7h5v7H9zM2 9h5v5H2z",
  market: "M4 2v3M4 11v3M2.5 5h3v6h-3zM11 1v4M11 10v4M9.5 5h3v5h-3z",
  lab: "M6 2v5L2.5 13.5h11L10 7V2M5 2h6M4.5 10h7",
  backtest: "M2 13.5h12M2.5 11l3.5-4 3 2.5L14 3",
  optimizer:
    "M2 2h3v3H2zM6.5 2h3v3h-3zM11 2h3v3h-3zM2 6.5h3v3H2zM6.5 6.5h3v3h-3zM11 6.5h3v3h-3zM2 11h3v3H2zM6.5 11h3v3h-3z",
  orders: "M3 3h10M3 6.5h10M3 10h7M3 13.5h5",
  portfolio: "M8 1.5a6.5 6.5 0 1 0 6.5 6.5H8zM10.5 1.8V5.5h3.7",
  drift: "M1.5 6c2-4 4.500 4 6.500 0s4.500 4 6.500 0M1.5 11h13",
  guardrails: "M8 1.500 13.500 4v4c0 3.500-2.500 5.500-5.500 6.500C5 13.500 2.500 11.500 2.500 8V4z",
  copilot: "M2 3h12v8H7l-3 3v-3H2z",
  audit: "M3 1.500h7l3 3v10H3zM5.500 6h5M5.500 9h5M5.500 12h3",
  exports: "M8 2v8M5 7l3 3 3-3M2.500 11v3h11v-3",
  observability: "M1.500 8h3l2-5 3 10 2-5h3",
  settings: "M2 4h7M12 4h2M2 8h2M7 8h7M2 12h6M11 12h3M9.500 2.500v3M5.500 6.500v3M9.500 10.500v3",
  data: "M2.500 4c0-1.400 2.500-2.500 5.500-2.500s5.500 1.100 5.500 2.500v8c0 1.400-2.500 2.500-5.500 2.500S2.500 13.400 2.500 12zM2.500 4c0 1.400 2.500 2.500 5.500 2.500s5.500-1.100 5.500-2.500M2.500 8c0 1.400 2.500 2.500 5.500 2.500s5.500-1.100 5.500-2.500",
  search: "M7 2a5 5 0 1 0 0 10A5 5 0 0 0 7 2zM11 11l3 3",
  close: "M3.500 3.500l9 9M12.500 3.500l-9 9",
  check: "M2.500 8.500l3.500 3.500 7.500-8",
  copy: "M5 5h8.500v8.500H5zM2.500 11V2.500H11",
  down: "M3.500 6l4.500 4.500L12.500 6",
  up: "M3.500 10.500 8 6l4.500 4.500",
  left: "M10 3.500 5.500 8l4.500 4.500",
  right: "M6 3.500 10.500 8 6 12.500",
  menu: "M2 4h12M2 8h12M2 12h12",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  fit: "M2 5.500V2h3.500M10.500 2H14v3.500M14 10.500V14h-3.500M5.500 14H2v-3.500",
  end: "M3 3.500 7.500 8 3 12.500M12 3v10",
  trash: "M2.500 4h11M6 4V2h4v2M4 4l.7 10h6.600L12 4M6.500 7v4.500M9.500 7v4.500",
  play: "M4.500 2.500v11l9-5.500z",
  stop: "M3.500 3.500h9v9h-9z",
  retry: "M13.500 8A5.500 5.500 0 1 1 11.500 3.700M13.500 1.500v3.500H10",
  download: "M8 2v8M5 7l3 3 3-3M2.500 13.500h11",
  upload: "M8 10V2M5 5l3-3 3 3M2.500 13.500h11",
  warning: "M8 2 1.500 13.500h13zM8 6.500v3.500M8 11.500v.6",
  info: "M8 1.500a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13zM8 7v4.500M8 4.500v.6",
  gate: "M2.500 14V3h11v11M6.200 14V3M9.800 14V3",
  user: "M8 2a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM2.500 14.500c.5-3.500 2.800-5 5.500-5s5 1.500 5.500 5",
  link: "M6.500 9.500l3-3M7 4.500l1.500-1.500a3 3 0 0 1 4.500 4.500L11.500 9M9 11.500 7.500 13A3 3 0 0 1 3 8.500L4.500 7",
  help: "M8 1.500a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13zM6 6.300c0-2.600 4-2.600 4 0 0 1.500-2 1.700-2 3.200M8 11.500v.6",
  jobs: "M2.500 5h11v8.500h-11zM6 5V2.500h4V5M2.500 8.500h11",
  bell: "M4 11V7a4 4 0 0 1 8 0v4l1.500 1.500h-11zM6.500 14.500h3",
  pause: "M5 3v10M11 3v10",
  external: "M9 2.500h4.500V7M13.500 2.500 7 9M11 9v4.500H2.500V5H7",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 16, className }: { name: IconName; size?: number; className?: string }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      aria-hidden
      strokeLinecap="round"
      strokeLinejoin="round"
      className={`shrink-0 ${className ?? ""}`}
    >
      <path d={paths[name]} />
    </svg>
  );
}
