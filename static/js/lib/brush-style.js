// The look of <motion-brush>: it lives in a shadow root, so its sheet is made here. Colours come from tokens only.

import { sheet } from "studio/lib/dom.js"

export const style = sheet(`
:host { display: grid; gap: var(--space-3); font-size: var(--text-2); color: var(--color-ink); }
* { box-sizing: border-box; }
:focus-visible { outline: 2px solid var(--focus-outer); outline-offset: 2px; box-shadow: 0 0 0 2px var(--focus-inner), 0 0 0 5px var(--focus-inner); border-radius: var(--radius-control); }
.icon { inline-size: 16px; block-size: 16px; fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; flex: none; }
button, input, select { font: inherit; color: inherit; }
.button { display: inline-flex; align-items: center; justify-content: center; gap: 6px; inline-size: var(--control-height); min-block-size: var(--control-height); padding: 0; border: 0; border-radius: var(--radius-control); background: none; cursor: pointer; color: var(--color-ink-2); }
.button:hover { background: var(--color-hover); color: var(--color-ink); }
.button:disabled { color: var(--color-ink-3); opacity: .6; cursor: not-allowed; background: none; }
.button[aria-pressed="true"] { background: var(--color-selected); color: var(--color-ink); box-shadow: inset 0 0 0 1px var(--color-edge); }
.words { inline-size: auto; padding-inline: 12px; background: var(--color-control); color: var(--color-ink); white-space: nowrap; }
.words:hover { background: var(--color-control-hover); }
.head, .bar { display: flex; align-items: center; gap: var(--space-3); flex-wrap: wrap; }
.end { margin-inline-start: auto; }
.swatches { display: flex; flex-wrap: wrap; gap: 6px; }
[data-brush="1"] { --brush: var(--brush-1); } [data-brush="2"] { --brush: var(--brush-2); } [data-brush="3"] { --brush: var(--brush-3); }
[data-brush="4"] { --brush: var(--brush-4); } [data-brush="5"] { --brush: var(--brush-5); } [data-brush="6"] { --brush: var(--brush-6); }
.swatch { position: relative; display: grid; }
.swatch input { position: absolute; inset: 0; opacity: 0; margin: 0; inline-size: 100%; block-size: 100%; cursor: pointer; }
.swatch span, .key { display: grid; place-items: center; min-inline-size: 32px; block-size: 32px; border-radius: var(--radius-control); background: var(--brush); color: var(--color-on-paper); font-weight: var(--weight-strong); }
.swatch[data-empty] span { background: none; color: inherit; box-shadow: inset 0 0 0 2px var(--brush, var(--color-edge)); }
.swatch[data-brush="0"] span { padding-inline: 10px; }
.swatch[data-brush="0"]:not([data-empty]) span, .key[data-brush="0"] { background: repeating-linear-gradient(-45deg, var(--color-hatch) 0 5px, var(--color-mark-on) 5px 8px); color: var(--color-on-picture); }
.swatch input:checked + span { outline: 2px solid var(--color-ink); outline-offset: 2px; }
.swatch input:focus-visible + span { outline: 3px solid var(--focus-outer); outline-offset: 2px; box-shadow: 0 0 0 2px var(--focus-inner), 0 0 0 7px var(--focus-inner); }
.work { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: var(--space-3); align-items: start; }
.tools { display: grid; gap: 2px; }
.board { position: relative; justify-self: center; line-height: 0; touch-action: none; cursor: crosshair; border-radius: var(--radius-media); overflow: hidden; }
.board[data-hand] { cursor: grab; }
.board[data-hand]:active { cursor: grabbing; }
.board img { transform-origin: 0 0; inline-size: auto; block-size: auto; max-inline-size: 100%; max-block-size: max(240px, 100dvh - 330px); min-inline-size: min(100%, 320px); }
.board canvas { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; }
.bar label { display: flex; align-items: center; gap: var(--space-2); color: var(--color-ink-2); font-size: var(--text-1); }
.bar input { inline-size: 96px; accent-color: var(--color-ink); }
.zoom { display: flex; align-items: center; gap: 2px; }
.zoom output { min-inline-size: 48px; text-align: center; font-size: var(--text-1); font-variant-numeric: tabular-nums; color: var(--color-ink-2); }
.ask { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2); padding: var(--space-2) var(--space-3); border-inline-start: 2px solid var(--color-warn); background: var(--color-control); }
.ask[hidden] { display: none; }
.ask p { margin: 0; margin-inline-end: auto; }
.ask .words { background: var(--color-control-hover); }
.warn { color: var(--color-warn); font-size: var(--text-1); }
.warn .words { min-block-size: 24px; padding-inline: 8px; font-size: var(--text-1); }
.pair { display: flex; flex-wrap: wrap; gap: var(--space-2); }
.status { margin: 0; font-size: var(--text-1); color: var(--color-ink-2); }
.status[data-tone="bad"] { color: var(--color-bad); }
.status:empty { display: none; }
table { border-collapse: collapse; inline-size: 100%; }
:is(th, td) { text-align: start; font-weight: var(--weight-plain); padding: 0 8px 0 0; }
.areas :is(th, td) { block-size: 40px; border-block-start: 1px solid var(--color-line); }
.areas th { white-space: nowrap; display: flex; align-items: center; gap: 8px; }
.areas tr[aria-current="true"] th { font-weight: var(--weight-strong); }
.areas td:last-child { text-align: end; white-space: nowrap; padding: 0; }
.areas .button { display: inline-flex; }
.key { min-inline-size: 20px; block-size: 20px; border-radius: 3px; font-size: var(--text-1); }
.numbers { display: flex; flex-wrap: wrap; gap: var(--space-4) var(--space-5); border-block-start: 1px solid var(--color-line); padding-block-start: var(--space-3); align-items: start; }
fieldset { border: 0; margin: 0; padding: 0; display: grid; gap: var(--space-2); justify-items: start; min-inline-size: 0; }
legend { padding: 0 0 8px; font-size: var(--text-1); color: var(--color-ink-2); }
.pad { display: grid; grid-template-columns: repeat(3, var(--control-height)); gap: 2px; }
.pad .key { align-self: center; justify-self: center; min-inline-size: 24px; block-size: 24px; }
.pad .button { background: var(--color-control); }
.pad .button:not(:disabled):hover { background: var(--color-control-hover); }
[data-turn="0"] .icon { transform: rotate(45deg); } [data-turn="1"] .icon { transform: rotate(90deg); } [data-turn="2"] .icon { transform: rotate(135deg); } [data-turn="3"] .icon { transform: rotate(180deg); }
[data-turn="4"] .icon { transform: rotate(225deg); } [data-turn="5"] .icon { transform: rotate(270deg); } [data-turn="6"] .icon { transform: rotate(315deg); } [data-turn="7"] .icon { transform: rotate(0deg); }
.field { display: grid; gap: 4px; font-size: var(--text-1); color: var(--color-ink-2); }
:is(input[type="number"], select) { inline-size: 76px; min-block-size: 28px; padding: 2px 8px; border: 1px solid var(--color-edge); border-radius: var(--radius-control); background: var(--color-field); color: var(--color-ink); font-size: var(--text-2); }
select { inline-size: auto; min-inline-size: 104px; }
.rect { display: grid; grid-template-columns: auto auto; gap: var(--space-2); }
.table { max-block-size: 260px; overflow: auto; }
.table th { color: var(--color-ink-3); font-size: var(--text-1); }
.hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 760px) {
  .work { grid-template-columns: minmax(0, 1fr); }
  .tools { grid-auto-flow: column; justify-content: start; }
  .swatch span { min-inline-size: 40px; block-size: var(--control-height); }
  .areas tr { display: grid; grid-template-columns: 1fr; padding-block: 4px; border-block-start: 1px solid var(--color-line); }
  .areas :is(th, td) { block-size: auto; border: 0; }
  .areas td:last-child { text-align: start; }
}
@media (forced-colors: active) {
  .swatch span, .key { forced-color-adjust: none; border: 1px solid CanvasText; }
  .swatch[data-empty] span { forced-color-adjust: auto; }
  .swatch input:checked + span, .button[aria-pressed="true"] { outline: 2px solid Highlight; }
  :focus-visible, .button:focus-visible, .swatch input:focus-visible + span { outline: 4px double CanvasText; }
}
`)
