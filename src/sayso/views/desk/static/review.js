// Review by keyboard, and parts of an attribution taken from the text. Every page works without it:
// words are then typed, and the desk looks for them.
"use strict";

(() => {
  const excerpt = $("#excerpt");
  const fix = $("#fix");
  const correct = $("#correct");
  const help = $("#keys");

  // --- the text, counted in code points as the desk does --------------------------------------

  const pieces = [];
  let points = [];
  if (excerpt) {
    const walker = document.createTreeWalker(excerpt, NodeFilter.SHOW_TEXT);
    let at = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const letters = Array.from(node.data);
      pieces.push({ node, from: at, to: at + letters.length });
      points = points.concat(letters);
      at += letters.length;
    }
  }
  const start = excerpt ? Number(excerpt.dataset.start) : 0;

  // A place in the page (a node and UTF-16 units in it) as a number of the whole text, and back.
  function numberOf(node, units) {
    const range = document.createRange();
    range.setStart(excerpt, 0);
    range.setEnd(node, units);
    return start + Array.from(range.toString()).length;
  }

  function placeOf(number, end) {
    const at = number - start;
    const piece = pieces.find((one) => (end ? at > one.from && at <= one.to : at >= one.from && at < one.to));
    if (!piece) return null;
    return [piece.node, points.slice(piece.from, at).join("").length];
  }

  const wordsOf = (spans) => spans.map(([from, to]) => points.slice(from - start, to - start).join("")).join(" … ");
  const inside = (spans) => spans.every(([from, to]) => from >= start && to <= start + points.length);

  // --- parts ------------------------------------------------------------------------------------

  const spansOf = {};
  let chosen = null;

  function paint() {
    if (!window.CSS || !CSS.highlights) return;
    CSS.highlights.delete("chosen");
    const ranges = ((chosen && spansOf[chosen]) || []).flatMap(([from, to]) => {
      const [first, last] = [placeOf(from, false), placeOf(to, true)];
      if (!first || !last) return [];
      const range = document.createRange();
      range.setStart(...first);
      range.setEnd(...last);
      return [range];
    });
    if (ranges.length) CSS.highlights.set("chosen", new Highlight(...ranges));
  }

  function choose(part) {
    chosen = part;
    $$(".part", fix).forEach((one) => one.classList.toggle("chosen", one.dataset.part === part));
    paint();
  }

  function set(part, spans, words) {
    spansOf[part] = spans;
    $(`#${part}`, fix).value = wordsOf(spans);
    $(`input[name=${part}_spans]`, fix).value = JSON.stringify(spans);
    choose(part);
    tell(`${part}: ${words || wordsOf(spans)}`);
  }

  // What is selected in the text, without space around it.
  function selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!excerpt.contains(range.startContainer) || !excerpt.contains(range.endContainer)) return null;
    let from = numberOf(range.startContainer, range.startOffset);
    let to = numberOf(range.endContainer, range.endOffset);
    while (from < to && !points[from - start].trim()) from += 1;
    while (to > from && !points[to - 1 - start].trim()) to -= 1;
    return from < to ? [from, to] : null;
  }

  let last = null; // a button takes the focus, and with it the selection
  document.addEventListener("selectionchange", () => {
    if (excerpt) last = selected() || (document.activeElement === document.body ? null : last);
  });

  function take(part, more) {
    const span = selected() || last;
    if (!span) { tell("Select words in the text first."); return; }
    const old = more ? (spansOf[part] || []) : [];
    const spans = [...old.filter(([from, to]) => to <= span[0] || from >= span[1]), span].sort((a, b) => a[0] - b[0]);
    set(part, spans);
  }

  const gap = (at) => !points[at] || !points[at].trim();

  // The next start (or end) of a word from a place on, in one direction.
  function byWord(place, step, end) {
    let at = place - start + step;
    const edge = (n) => (end ? n > 0 && !gap(n - 1) && gap(n) : !gap(n) && (n === 0 || gap(n - 1)));
    while (at > 0 && at < points.length && !edge(at)) at += step;
    return start + Math.min(Math.max(at, 0), points.length);
  }

  function moveEnd(part, step, end) {
    const spans = (spansOf[part] || []).map((one) => [...one]);
    if (!spans.length) { tell("This part has no words yet: select some in the text and take them."); return; }
    const span = end ? spans[spans.length - 1] : spans[0];
    const place = byWord(span[end ? 1 : 0], step, end);
    const moved = end ? [span[0], place] : [place, span[1]];
    const before = end ? spans[spans.length - 2] : null;
    const after = end ? null : spans[1];
    if (moved[0] >= moved[1] || (before && moved[0] < before[1]) || (after && moved[1] > after[0])) {
      tell("It cannot be moved further.");
      return;
    }
    spans[end ? spans.length - 1 : 0] = moved;
    const words = wordsOf([moved]).split(/\s+/);
    set(part, spans, `${end ? "ends" : "starts"} with ${end ? words[words.length - 1] : words[0]}`);
  }

  if (fix && excerpt) {
    $$("[data-script]", fix).forEach((one) => { one.hidden = false; });
    for (const place of $$(".part", fix)) {
      const part = place.dataset.part;
      const given = JSON.parse(place.dataset.spans || "[]");
      spansOf[part] = inside(given) ? given : [];
      $(".part-tools", place).hidden = false;
      place.addEventListener("focusin", () => choose(part));
      $("textarea", place).addEventListener("input", () => {
        $(`input[name=${part}_spans]`, fix).value = "";
        spansOf[part] = [];
        paint();
      });
      for (const [kind, more] of [["take", false], ["more", true]]) {
        const button = $(`[data-${kind}]`, place);
        button.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
        button.addEventListener("click", () => take(part, more));
      }
      $("[data-ends]", place).addEventListener("keydown", (event) => {
        if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
        event.preventDefault();
        moveEnd(part, event.key === "ArrowRight" ? 1 : -1, event.shiftKey);
      });
      $("[data-ends]", place).addEventListener("click", () => tell("Right and left move its start by a word, with Shift its end."));
    }
    fix.addEventListener("reset", () => setTimeout(() => location.reload(), 0));
  }
  if (correct) correct.addEventListener("toggle", () => { if (correct.open) $("#content").focus(); });

  const done = $(".done p");
  if (done) tell(done.textContent.trim().replace(/\s+/g, " "));

  // --- keys ---------------------------------------------------------------------------------------

  const on = $("#keys-on");
  if (on) {
    try { on.checked = localStorage.getItem("sayso-keys") !== "off"; } catch { /* kept for this page only */ }
    on.addEventListener("change", () => {
      try { localStorage.setItem("sayso-keys", on.checked ? "on" : "off"); } catch { /* likewise */ }
    });
  }
  const helper = $("#help");
  const explain = () => { if (help && !help.open) help.showModal(); };
  if (helper) { helper.hidden = false; helper.addEventListener("click", explain); }

  const click = (selector) => { const found = $(selector); if (found) found.click(); return Boolean(found); };
  const KEYS = {
    a: () => click("[data-key=a]"),
    r: () => click("[data-key=r]"),
    e: () => { if (!correct) return Boolean(fix && ($("#content").focus(), true)); correct.open = true; $("#content").focus(); return true; },
    j: () => click("a[rel=next]"),
    k: () => click("a[rel=prev]"),
    u: () => click("[data-undo] button"),
    "?": () => { explain(); return true; },
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "Escape" && typing) { typing.blur(); return; }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || (help && help.open)) return;
    if (on && !on.checked && event.key !== "?") return;
    const act = KEYS[event.key];
    if (act && act()) event.preventDefault();
  });
})();
