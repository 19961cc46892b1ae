// Styles of <mention-text>: the row and the mirror in its shadow root, the menu in the room around it.

export const ROW = `
:host { display: block; }
.box { position: relative; }
.mirror { position: absolute; inset: 0; overflow: hidden; pointer-events: none; }
.letters { box-sizing: border-box; white-space: pre-wrap; color: transparent; border: 0 solid transparent; }
mark { background: var(--color-chip); color: transparent; border-radius: 2px; box-shadow: 0 0 0 2px var(--color-chip); }
.missing { background: none; box-shadow: none; text-decoration: underline wavy var(--color-bad); text-underline-offset: 3px; }
.row { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 6px; padding: 2px 8px 4px; font-size: var(--text-1); color: var(--color-ink-2); line-height: 1.3; }
.row[hidden] { display: none; }
button { all: unset; box-sizing: border-box; cursor: pointer; }
button:focus-visible { outline: 2px solid var(--focus-outer); outline-offset: 1px; border-radius: 3px; box-shadow: 0 0 0 1px var(--focus-inner); }
.tool { display: grid; place-items: center; inline-size: var(--control-height-small); block-size: var(--control-height-small); border-radius: var(--radius-control); color: var(--color-ink-2); }
.tool:hover, .chip--silent:hover { background: var(--color-hover); color: var(--color-ink); }
.chip { display: inline-flex; align-items: center; gap: 4px; min-block-size: 22px; padding-inline: 3px 7px; border-radius: 3px; background: var(--color-chip); color: var(--color-ink); overflow-wrap: anywhere; }
.chip--silent { min-block-size: max(24px, calc(var(--control-height-small) - 2px)); background: none; color: var(--color-ink-2); box-shadow: inset 0 0 0 1px var(--color-warn); }
.chip--missing { background: none; padding-inline: 2px 0; text-decoration: underline wavy var(--color-bad); text-underline-offset: 3px; }
.pair { display: inline-flex; flex-wrap: wrap; align-items: center; gap: 0 5px; }
.fix { min-block-size: 24px; display: inline-flex; align-items: center; text-decoration: underline; text-underline-offset: 3px; color: var(--color-ink); }
img { inline-size: 16px; block-size: 16px; object-fit: cover; border-radius: 2px; }
small { font-size: inherit; color: var(--color-ink-3); }
svg { inline-size: 16px; block-size: 16px; fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; flex: none; }
@media (pointer: coarse), (max-width: 760px) {
  .tool { inline-size: var(--control-height); }
  .tool, .chip--silent, .fix { min-block-size: var(--control-height); }
}
@media (forced-colors: active) {
  .letters, mark { forced-color-adjust: none; color: transparent; }
  mark { background: none; box-shadow: none; outline: 1px solid Highlight; }
  .missing { outline: 0; text-decoration: underline wavy LinkText; }
  .chip { border: 1px solid; }
  .chip--silent { border-style: dashed; }
}
`

export const MENU = `
mention-text { display: block; }
mention-text > textarea { position: relative; background: none; }
.mentions { position: fixed; inset: auto; margin: 0; box-sizing: border-box; inline-size: min(320px, calc(100vw - 12px)); padding: 4px; overflow-y: auto; border: 0; border-radius: var(--radius-panel); background: var(--color-raised); color: var(--color-ink); box-shadow: var(--shadow-float); font-size: var(--text-2); list-style: none; }
.mentions [role=option] { display: grid; grid-template-columns: 28px auto minmax(0, 1fr); align-items: center; gap: 8px; min-block-size: max(36px, var(--control-height)); padding: 4px 8px; border-radius: var(--radius-control); cursor: pointer; }
.mentions [role=option]:hover { background: var(--color-hover); }
.mentions [aria-selected=true] { background: var(--color-control-hover); }
.mentions [aria-disabled=true] b { color: var(--color-ink-3); }
.mentions img { inline-size: 28px; block-size: 28px; object-fit: cover; border-radius: var(--radius-media); }
.mentions .icon, .mentions svg { justify-self: center; inline-size: 18px; block-size: 18px; fill: none; stroke: currentColor; stroke-width: 1.5; }
.mentions b { max-inline-size: 20ch; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.mentions small { font-size: var(--text-1); color: var(--color-ink-3); text-align: end; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
@media (forced-colors: active) {
  .mentions { border: 1px solid; }
  .mentions [aria-selected=true] { outline: 2px solid Highlight; outline-offset: -2px; }
}
`
