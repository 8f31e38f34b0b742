import { escapeHtml } from "../display/escape";

interface BarState {
  readonly value: number;
  /** `undefined`: nobody knows. */
  readonly total: number | undefined;
  readonly label: string;
  /** Since the beginning. */
  readonly seconds: number;
  readonly over: boolean;
}

/** A bar by media type. Colours come from JupyterLab's theme where there is one. */
export function barForms(state: BarState): Readonly<Record<string, string>> {
  const { value, total, label, seconds, over } = state;
  const share = total === undefined ? undefined : total > 0 ? Math.min(1, Math.max(0, value / total)) : 1;
  const percent = share === undefined ? [] : [`${Math.floor(100 * share)} %`];
  const facts = [
    total === undefined ? String(value) : `${value}/${total}`,
    over ? `in ${duration(seconds)}` : duration(seconds),
    ...(over ? [] : leftText(share, seconds)),
    ...speedText(value, seconds),
  ].join(" · ");
  return {
    "text/html": `<div style="max-width: 640px; font-size: 13px">
<div>${[label && `<b>${escapeHtml(label)}</b>`, ...percent, escapeHtml(facts)].filter(Boolean).join(" ")}</div>
<div style="height: 6px; margin-top: 4px; border-radius: 3px; background: var(--jp-layout-color3, #e3e6ea)">\
<div style="height: 6px; border-radius: 3px; width: ${(100 * (share ?? (over ? 1 : 0))).toFixed(1)}%; background: var(--jp-brand-color1, #0072b2)"></div></div>
</div>`,
    "text/plain": [label, ...(share === undefined ? [] : [blocks(share)]), ...percent, facts]
      .filter(Boolean)
      .join(" "),
  };
}

function blocks(share: number): string {
  const full = Math.floor(20 * share);
  return "█".repeat(full) + "░".repeat(20 - full);
}

function leftText(share: number | undefined, seconds: number): string[] {
  if (share === undefined || share === 0 || share === 1 || seconds < 0.5) return [];
  return [`about ${duration((seconds / share) * (1 - share))} left`];
}

function speedText(value: number, seconds: number): string[] {
  if (value === 0 || seconds < 0.5) return [];
  const speed = value / seconds;
  return [
    speed >= 1 ? `${speed >= 100 ? Math.round(speed) : speed.toFixed(1)}/s` : `${duration(1 / speed)} each`,
  ];
}

/** `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`. */
function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
