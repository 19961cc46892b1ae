// The look of <shot-list>: it lives in a shadow root, so its sheet is made here. Colours come from tokens only.

import { sheet } from "studio/lib/dom.js"

export const style = sheet(`
:host { display: flex; flex-direction: column; flex: 1; font-size: var(--text-2); }
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
h2, p, ol { margin: 0; padding: 0; font-size: inherit; list-style: none; }
button, textarea, input { font: inherit; color: inherit; letter-spacing: inherit; }
button { background: none; border: 0; padding: 0; cursor: pointer; text-align: inherit; }
:focus-visible { outline: 2px solid var(--focus-outer); outline-offset: 2px; box-shadow: 0 0 0 2px var(--focus-inner), 0 0 0 5px var(--focus-inner); border-radius: var(--radius-control); z-index: 4; }
.icon { inline-size: 16px; block-size: 16px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
.muted { color: var(--color-ink-3); }
.hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.head { display: flex; align-items: center; gap: var(--space-3); min-block-size: 44px; padding-inline: var(--space-4) var(--space-2); }
.head h2 { font-weight: var(--weight-strong); }
.total { white-space: nowrap; }
.total b { font-weight: var(--weight-strong); }
.total[data-state="over"] { color: var(--color-bad); }
.end, .end__acts { display: flex; align-items: center; gap: 2px; }
.end { margin-inline-start: auto; }
.button { display: inline-flex; align-items: center; justify-content: center; gap: 6px; min-block-size: var(--control-height-small); min-inline-size: var(--control-height-small); padding-inline: 8px; border-radius: var(--radius-control); font-size: var(--text-1); white-space: nowrap; color: var(--color-ink-2); }
.button:hover { background: var(--color-hover); color: var(--color-ink); }
.button:disabled { color: var(--color-ink-3); opacity: .55; cursor: not-allowed; background: none; }
.button--icon { padding: 0; }
.button--fill { background: var(--color-control); color: var(--color-ink); padding-inline: 12px; min-block-size: var(--control-height); font-size: var(--text-2); }
.button--fill:hover { background: var(--color-control-hover); }

.look { display: flex; align-items: center; gap: var(--space-3); padding-inline: var(--space-4); margin-block-end: 6px; font-size: var(--text-1); color: var(--color-ink-3); }
.look input { flex: 1; min-inline-size: 0; min-block-size: var(--control-height-small); padding: 2px 8px; border: 1px solid var(--color-edge); border-radius: var(--radius-control); background: var(--color-field); color: var(--color-ink); font-size: var(--text-2); }
.look input::placeholder { color: var(--color-ink-3); opacity: 1; }

.menu { position: fixed; inset: auto; margin: 0; padding: 4px; border: 1px solid var(--color-edge); border-radius: var(--radius-panel, 8px); background: var(--color-raised, var(--color-panel)); color: var(--color-ink); box-shadow: var(--shadow-menu, none); }
.menu button { display: flex; align-items: center; gap: 10px; inline-size: 100%; min-block-size: var(--control-height); padding-inline: 10px; border-radius: var(--radius-control); font-size: var(--text-2); white-space: nowrap; }
.menu button:hover, .menu button:focus-visible { background: var(--color-hover); }
.menu button[aria-disabled="true"] { color: var(--color-ink-3); cursor: not-allowed; }
.menu kbd { margin-inline-start: auto; padding-inline-start: 24px; font: inherit; font-size: var(--text-1); color: var(--color-ink-3); }

.strip { position: relative; margin-inline: var(--space-4); --longest: 15; }
.ruler { position: relative; display: block; block-size: 16px; font: 11px/1 var(--font-mono); color: var(--color-ink-3); }
.ruler span { position: absolute; inset-inline-start: calc(100% * var(--at) / var(--longest)); white-space: nowrap; }
.ruler span:last-child { inset-inline: auto 0; }
.track { position: relative; display: flex; block-size: 76px; }
.shot { position: relative; flex: 0 0 calc(100% * var(--seconds) / var(--longest)); min-inline-size: 0; padding-inline-end: 3px; }
.card { position: relative; display: block; user-select: none; -webkit-touch-callout: none; inline-size: 100%; block-size: 100%; overflow: hidden; border-radius: var(--radius-media); background: var(--color-mark); color: var(--color-on-picture); }
.card img { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; object-fit: cover; opacity: .78; }
.card:has(img)::after { content: ""; position: absolute; inset: 0; background: linear-gradient(var(--color-picture-shade), transparent 46%, transparent 54%, var(--color-picture-shade)); }
.shot[aria-current="true"] .card { box-shadow: 0 0 0 2px var(--color-panel), 0 0 0 4px var(--color-ink); }
.shot[aria-current="true"] img { opacity: 1; }
.shot--taken .card { opacity: .6; cursor: grabbing; }
.shot[data-state="bad"] .card { outline: 2px solid var(--color-bad); outline-offset: -2px; }
.label { position: absolute; inset: 5px 7px auto; display: flex; justify-content: space-between; gap: 4px; font-size: var(--text-1); line-height: 16px; white-space: nowrap; z-index: 1; }
.label b { font-weight: var(--weight-strong); }
.label .tags { flex: 1; min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; opacity: .86; }
.words { position: absolute; inset: auto 7px 5px; z-index: 1; font-size: var(--text-1); line-height: 16px; max-block-size: 32px; overflow: hidden; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow-wrap: anywhere; }
.edge { position: absolute; inset: 0 -6px 0 auto; inline-size: 15px; cursor: ew-resize; z-index: 2; touch-action: none; border-radius: 3px; }
.edge::before { content: ""; position: absolute; inset: 26px 6px; border-radius: 2px; background: var(--color-on-picture); box-shadow: 0 0 0 1px var(--color-picture-shade); }
.rest { flex: 1; display: flex; min-inline-size: 0; }
.add { flex: 1; display: flex; align-items: center; justify-content: center; gap: 4px; min-inline-size: 0; overflow: hidden; border: 1px dashed var(--color-edge); border-radius: var(--radius-media); font-size: var(--text-1); color: var(--color-ink-2); white-space: nowrap; }
.add:hover { color: var(--color-ink); background: var(--color-hover); }

.edit { display: grid; grid-template-columns: minmax(0, 1fr) 208px; gap: var(--space-4); padding: var(--space-3) var(--space-4) 0; }
.prompt { border: 1px solid var(--color-edge); border-radius: var(--radius-control); background: var(--color-field); }
.prompt:focus-within { border-color: var(--color-ink-2); }
.prompt:has(:focus-visible) { outline: 2px solid var(--focus-outer); outline-offset: 1px; }
.prompt textarea { display: block; inline-size: 100%; min-block-size: 66px; max-block-size: 220px; padding: 9px 11px; border: 0; outline: 0; box-shadow: none; background: none; resize: none; field-sizing: content; font-size: var(--text-3); line-height: 1.55; }
.prompt textarea::placeholder { color: var(--color-ink-3); opacity: 1; }
.words-row, .words-row .chips, .words-row .lists { display: flex; flex-wrap: wrap; gap: 6px; min-inline-size: 0; }
.words-row { padding: 0 10px 4px 11px; }
.words-row .chips:empty { display: none; }
.select { min-block-size: var(--control-height-small); padding: 2px 6px; border: 1px solid var(--color-edge); border-radius: var(--radius-control); background: var(--color-control); color: var(--color-ink-2); font-size: var(--text-1); }
.chip { display: inline-flex; align-items: center; gap: 4px; min-block-size: var(--control-height-small); padding-inline: 10px 6px; border: 1px solid var(--color-edge); border-radius: 14px; font-size: var(--text-1); }
.chip:hover { background: var(--color-hover); }
.chip .icon { inline-size: 12px; block-size: 12px; }
.bar { display: flex; align-items: center; padding: 0 10px 4px 11px; min-block-size: 30px; font-size: var(--text-1); color: var(--color-ink-3); }
.count { margin-inline-start: auto; }
.count[data-state="over"] { color: var(--color-bad); }
.facts { display: grid; grid-template-columns: auto 1fr; gap: 6px 12px; align-items: center; align-content: start; font-size: var(--text-1); color: var(--color-ink-3); }
.facts input { inline-size: 64px; min-block-size: var(--control-height-small); padding: 2px 8px; border: 1px solid var(--color-edge); border-radius: var(--radius-control); background: var(--color-field); color: var(--color-ink); font-size: var(--text-2); }
.facts .button { background: var(--color-control); }
.facts .button:hover { background: var(--color-control-hover); }
.pair { display: flex; gap: 4px; }
.none { display: flex; align-items: center; gap: var(--space-4); flex-wrap: wrap; padding: 0 var(--space-4) var(--space-2); }
.none p { flex: 1 1 220px; max-inline-size: 56ch; color: var(--color-ink-2); line-height: 1.45; }

@media (max-width: 900px) {
  .head { flex-wrap: wrap; padding-block: 8px; gap: 4px 8px; }
  .end { margin-inline: -8px auto; }
  .edit { grid-template-columns: minmax(0, 1fr); }
  .strip { overflow-x: auto; scrollbar-width: none; padding-block: 4px; }
  .ruler, .track { inline-size: 640px; }
}
@media (pointer: coarse), (max-width: 760px) {
  .button, .chip, .select, .look input, .facts input { min-block-size: var(--control-height); }
  .button--icon { min-inline-size: var(--control-height); }
}
@media (max-width: 760px) {
  .strip { margin-inline: 0; padding-inline: var(--space-4); }
  .ruler, .track { inline-size: 760px; }
}
@media (forced-colors: active) {
  .shot[aria-current="true"] .card { outline: 2px solid Highlight; }
  :focus-visible, .shot[aria-current="true"] .card:focus-visible { outline: 4px double CanvasText; }
  .card { border: 1px solid CanvasText; }
  .edge::before { forced-color-adjust: none; background: CanvasText; }
}
`)
