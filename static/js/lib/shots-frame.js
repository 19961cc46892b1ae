// The frame of <shot-list>: its HTML, without any value.

import "studio/elements/mention-text.js"
import { icon } from "studio/lib/dom.js"
import { ACTS } from "studio/lib/shots-acts.js"
import { menu } from "studio/lib/shots-menu.js"

/** The frame of the interface; parts are found by [data-part], actions by [data-do], what is done to a shot by [data-act]. */
export const frame = () => `
<div class="head">
  <h2>Shots</h2>
  <span class="total" data-part="total" role="status"></span>
  <slot name="director"></slot>
  <div class="end">
    <button class="button" type="button" data-do="list" data-part="opener" aria-expanded="false">Paste a list</button>
    <span class="end__acts" role="group" aria-label="This shot" data-part="tools">
      <button class="button button--icon" type="button" data-do="undo" aria-label="Undo" title="Undo (Ctrl Z)">${icon("undo")}</button>
      ${["split", "duplicate", "remove"].map(tool).join("")}
      <button class="button button--icon" type="button" data-do="menu" aria-label="More for this shot" title="More for this shot" aria-haspopup="menu">${icon("more")}</button>
    </span>
  </div>
</div>
<div data-part="list" hidden><slot name="list"></slot></div>
<div class="none" data-part="none">
  <p><slot name="none">One prompt, one take. Cut it into shots to say what each one shows and how long it lasts.</slot></p>
  <button class="button button--fill" type="button" data-do="begin">${icon("scissors")}Cut into shots</button>
  <slot name="turn"></slot>
</div>
<div data-part="board">
  <div class="look"><label for="look">Look</label><input id="look" data-part="look" autocomplete="off" placeholder="Goes before every shot: 35 mm, soft fog, low sun"></div>
  <div class="strip" data-part="strip">
    <div class="ruler" data-part="ruler" aria-hidden="true"></div>
    <ol class="track" data-part="track" aria-label="Shots in order; Alt with an arrow moves one"></ol>
  </div>
  <div class="edit">
    <div class="prompt">
      <mention-text><textarea data-part="prompt" rows="2" placeholder="What is seen, how the camera moves" aria-autocomplete="list" aria-haspopup="listbox"></textarea><ul class="mentions" id="names" role="listbox" aria-label="Names for the shot" popover="manual"></ul></mention-text>
      <div class="words-row" data-part="words" role="group" aria-label="Shot size and camera move, as words of the prompt"><span class="chips"></span><span class="lists"></span></div>
      <div class="bar"><span data-part="hint">One main move per shot</span><span class="count" data-part="count"></span></div>
    </div>
    <div class="facts">
      <label for="seconds">Seconds</label><input id="seconds" data-part="seconds" type="number" inputmode="numeric" step="1">
      <span id="place">Place</span>
      <div class="pair" role="group" aria-labelledby="place">${["left", "right"].map(tool).join("")}</div>
    </div>
  </div>
</div>
<slot name="foot"></slot>${menu()}`

const tool = (name) => {
  const { words, icon: picture, keys } = ACTS[name]
  return `<button class="button button--icon" type="button" data-act="${name}" aria-label="${words}" title="${words} (${keys.replace("Alt+Arrow", "Alt ")})">${icon(picture)}</button>`
}
