// What <record-voice> shows, and its styles. Parts are found by [data-part], actions by [data-do], states by [data-in].

import { icon, sheet } from "studio/lib/dom.js"

export const frame = () => `
<div class="line" data-in="idle"><button type="button" data-do="begin" data-part="begin">${icon("sound")}Record it here</button></div>
<div class="line" data-in="recording">
  <button type="button" class="stop" data-do="stop" data-part="stop">Stop</button>
  <span class="meter" data-part="meter" aria-hidden="true"><i data-part="level"></i></span><span data-part="words" class="muted"></span>
  <span data-part="clock" class="clock"></span>
</div>
<div class="line" data-in="recorded">
  <audio data-part="heard" controls preload="metadata" aria-label="What was recorded"></audio>
  <button type="button" class="main" data-do="use" data-part="use">Use it</button><button type="button" data-do="begin" data-part="again">Record again</button><button type="button" data-do="drop">Throw it away</button>
</div>
<p class="said" data-part="said" role="status"></p>`

export const style = sheet(`
:host { display: grid; gap: 6px; font-size: var(--text-2); }
.line { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; min-inline-size: 0; }
[hidden] { display: none; }
button { all: unset; box-sizing: border-box; display: inline-flex; align-items: center; gap: 6px; min-block-size: var(--control-height); padding-inline: 12px; border-radius: var(--radius-control); background: var(--color-control); color: var(--color-ink); cursor: pointer; }
button:hover { background: var(--color-control-hover); }
button:focus-visible { outline: 2px solid var(--focus-outer); outline-offset: 2px; box-shadow: 0 0 0 2px var(--focus-inner), 0 0 0 5px var(--focus-inner); }
button:disabled { opacity: .6; cursor: default; }
.main { background: var(--color-primary); color: var(--color-on-primary); }
.main:hover { background: var(--color-primary-hover); }
.stop::before { content: ""; inline-size: 10px; block-size: 10px; background: var(--color-bad); border-radius: 2px; }
.meter { flex: 1 1 80px; block-size: 8px; border-radius: 4px; background: var(--color-control-hover); overflow: hidden; --tone: var(--color-ink-3); }
.meter[data-tone=ok] { --tone: var(--color-ok); }
.meter[data-tone=warn] { --tone: var(--color-warn); }
.meter i { display: block; block-size: 100%; background: var(--tone); }
.clock { min-inline-size: 8ch; text-align: end; font-variant-numeric: tabular-nums; }
.muted { color: var(--color-ink-3); min-inline-size: 8ch; }
audio { inline-size: 100%; block-size: 36px; }
.said { margin: 0; font-size: var(--text-1); line-height: 1.4; color: var(--color-ink-2); overflow-wrap: anywhere; }
.said[data-tone=bad] { color: var(--color-bad); }
.said[data-tone=warn] { color: var(--color-warn); }
.said[data-tone=ok] { color: var(--color-ok); }
svg { inline-size: 16px; block-size: 16px; fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
@media (forced-colors: active) {
  button { border: 1px solid; }
  .meter { border: 1px solid; }
  .meter i { forced-color-adjust: none; background: Highlight; }
}
`)
