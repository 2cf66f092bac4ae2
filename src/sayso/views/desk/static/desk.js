// The desk's own script. Every page works without it; with it, a mark and its note find each other,
// a file can be dropped, and what happens meanwhile is told.
"use strict";

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

function tell(words) {
  const live = $("#live");
  if (live) { live.textContent = ""; setTimeout(() => { live.textContent = words; }, 50); }
}

// --- marks and notes: a click on either shows the other -------------------------------------

function light(key) {
  $$(".on").forEach((one) => one.classList.remove("on"));
  if (!key) return;
  $$(`[data-of="${CSS.escape(key)}"], [data-note="${CSS.escape(key)}"]`).forEach((one) => one.classList.add("on"));
}

function inView(element) {
  const box = element.getBoundingClientRect();
  return box.top >= 0 && box.bottom <= innerHeight;
}

function scrollTo(element) {
  if (element && !inView(element)) element.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
}

// Wide pages show text and notes side by side: there the note is scrolled to, and nothing else moves.
function beside() {
  return matchMedia("(min-width: 64rem)").matches;
}

function show(key, from) {
  light(key);
  const note = document.getElementById(`n-${key}`);
  const mark = document.getElementById(`m-${key}`);
  if (!note || !mark) return false;
  history.replaceState(history.state, "", `#${from === "text" ? note.id : mark.id}`);
  const to = from === "text" ? note : mark;
  if (from !== "text" || beside()) scrollTo(to);
  if (from === "text" && !beside()) return false; // the link itself leads to the note
  return true;
}

document.addEventListener("click", (event) => {
  const reading = event.target.closest("[data-reading]");
  if (!reading || getSelection().toString()) return;
  const link = event.target.closest("a");
  if (link && !link.classList.contains("no")) return;
  const mark = event.target.closest(".text [data-of]");
  const note = event.target.closest("[data-note]");
  if (mark && !mark.dataset.of.startsWith("r-")) {
    if (show(mark.dataset.of, "text")) {
      event.preventDefault();
      if (link) $(".note-head .no", document.getElementById(`n-${mark.dataset.of}`)).focus({ preventScroll: true });
    }
  } else if (note && !event.target.closest("details")) {
    if (show(note.dataset.note, "notes") && link) {
      event.preventDefault();
      document.getElementById(`m-${note.dataset.note}`).focus({ preventScroll: true });
    }
  }
});

document.addEventListener("focusin", (event) => {
  const place = event.target.closest("[data-reading] .text [data-of], [data-reading] [data-note]");
  if (place) light(place.dataset.of || place.dataset.note);
});

// j and k, or the arrows down and up, go from note to note.
document.addEventListener("keydown", (event) => {
  const note = event.target.closest("[data-note]");
  const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  if (!note || !step || event.ctrlKey || event.metaKey || event.altKey) return;
  const notes = $$("[data-note]");
  const next = notes[notes.indexOf(note) + step];
  if (next) {
    event.preventDefault();
    $(".note-head .no", next).focus();
    scrollTo(document.getElementById(`m-${next.dataset.note}`));
  }
});

if (location.hash.startsWith("#n-") || location.hash.startsWith("#m-")) light(decodeURIComponent(location.hash.slice(3)));

// --- the form that reads ------------------------------------------------------------------

function reader(form) {
  const area = $("textarea", form);
  const file = $("input[type=file]", form);
  const told = $("#reader-told", form);
  const say = (words) => { told.textContent = words; };

  for (const kind of ["dragenter", "dragover"]) {
    form.addEventListener(kind, (event) => { event.preventDefault(); form.classList.add("dropping"); });
  }
  for (const kind of ["dragleave", "drop"]) {
    form.addEventListener(kind, (event) => { event.preventDefault(); form.classList.remove("dropping"); });
  }
  form.addEventListener("drop", (event) => {
    const files = event.dataTransfer.files;
    const words = event.dataTransfer.getData("text/plain");
    if (files.length) {
      file.files = files;
      say(files.length > 1 ? "Several files were dropped; the first is taken." : `${files[0].name} is ready to be read.`);
    } else if (words) { area.value = words; say("The text is ready to be read."); }
  });
  file.addEventListener("change", () => { if (file.files.length) say(`${file.files[0].name} is ready to be read.`); });
  form.addEventListener("submit", (event) => {
    if (!area.value.trim() && !file.files.length && !$("input[name=url]", form).value.trim()) {
      event.preventDefault();
      say("Paste a text, choose a file or give an address first.");
      area.focus();
      return;
    }
    (event.submitter || $("button", form)).classList.add("busy");
    say("Reading …");
    tell("Reading the report");
  });
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
}
$$("[data-reader]").forEach(reader);

// --- progress of a job: an address of server-sent events in data-events ----------------------

function follow(place) {
  const source = new EventSource(place.dataset.events);
  const words = $("[data-told]", place);
  let last = 0;
  const show = (job) => {
    words.textContent = !job.read ? "Reading …" : `${job.read} read, ${job.added} added, ${job.known} known already, ${job.skipped} left out`;
    if (Date.now() - last > 10000) { last = Date.now(); tell(words.textContent); }
  };
  source.addEventListener("progress", (event) => show(JSON.parse(event.data)));
  source.addEventListener("done", (event) => {
    const job = JSON.parse(event.data);
    source.close();
    if (job.documents.length === 1 && !job.several) location.assign(`/documents/${job.documents[0]}`);
    else location.reload();
  });
  source.addEventListener("error", () => {
    words.textContent = "The desk does not answer. This page tries again by itself.";
  });
}
$$("[data-events]").forEach(follow);

// --- lists that answer while one types -----------------------------------------------------

let before = null;
document.addEventListener("htmx:before:request", (event) => {
  const more = event.target.closest(".more");
  before = more ? { list: more.parentElement, count: more.parentElement.children.length - 1 } : null;
});
document.addEventListener("htmx:after:swap", () => {
  if (before && before.list.isConnected) {
    const first = before.list.children[before.count];
    const added = before.list.children.length - before.count - (before.list.querySelector(":scope > .more") ? 1 : 0);
    const link = first && $("a", first);
    if (link) link.focus();
    tell(`${added} more shown`);
    before = null;
    return;
  }
  const results = $("#results");
  if (results) {
    const count = $$(":scope .rows > *:not(.more)", results).length;
    tell(count ? `${count}${$(".more", results) ? " or more" : ""} found` : "Nothing found");
  }
});
document.addEventListener("htmx:error", () => tell("The desk did not answer. Try again."));

// --- small helps ---------------------------------------------------------------------------

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy || $(button.dataset.from).textContent);
    tell("Copied");
    button.textContent = "Copied";
  } catch {
    tell("The browser does not let this page copy; select the words instead.");
  }
});
