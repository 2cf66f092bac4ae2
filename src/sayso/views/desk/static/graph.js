// A network of a page, drawn by Cytoscape where the page has a place for one. Its nodes stand where
// the server put them; the list beside it says the same.
"use strict";

// Cytoscape would add a <style> of its own, which the pages' policy forbids; desk.css has the rule.
document.head.append(Object.assign(document.createElement("template"), { id: "__________cytoscape_stylesheet" }));

function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(`--${name}`).trim();
  return { ink: of("ink"), soft: of("soft"), rule: of("field"), sheet: of("sheet"), deny: of("deny"), open: of("open"), link: of("link"), shade: of("shade") };
}

function look() {
  const c = colours();
  const shape = (name, more) => ({ selector: `.${name}`, style: more });
  return [
    { selector: "node", style: {
      label: "data(label)", color: c.ink, "background-color": c.sheet, "border-color": c.ink, "border-width": 2,
      width: 22, height: 22, "font-size": 13, "text-wrap": "wrap", "text-max-width": 150, "text-valign": "bottom",
      "text-margin-y": 5, "text-background-color": c.sheet, "text-background-opacity": 0.85, "text-background-padding": 2 } },
    { selector: "edge", style: {
      width: "data(width)", "line-color": c.rule, "target-arrow-color": c.rule, "target-arrow-shape": "triangle",
      "curve-style": "bezier", label: "data(label)", color: c.soft, "font-size": 11, "text-rotation": "autorotate",
      "text-background-color": c.sheet, "text-background-opacity": 0.9, "text-background-padding": 2 } },
    shape("origin", { shape: "ellipse", "background-color": c.ink, width: 30, height: 30, "font-weight": "bold", "text-halign": "left", "text-valign": "center", "text-margin-x": -8, "text-margin-y": 0, "text-max-width": 190 }),
    shape("centre", { shape: "ellipse", "background-color": c.ink, width: 36, height: 36, "font-weight": "bold", "font-size": 15 }),
    shape("denier", { shape: "octagon", "background-color": c.sheet, "border-color": c.deny, "border-width": 4, width: 32, height: 32, "font-weight": "bold", color: c.deny, "text-halign": "left", "text-valign": "center", "text-margin-x": -8, "text-margin-y": 0, "text-max-width": 190 }),
    shape("report", { shape: "rectangle" }),
    shape("outlet", { shape: "rectangle" }),
    shape("cited", { shape: "rectangle", "border-style": "dashed" }),
    shape("government", { shape: "pentagon" }),
    shape("organisation", { shape: "hexagon" }),
    shape("armed-group", { shape: "diamond" }),
    shape("document", { shape: "round-tag" }),
    { selector: "edge.past", style: { display: "none" } },
    { selector: "node.past", style: { opacity: 0.25 } },
    { selector: ":selected", style: { "border-color": c.link, "border-width": 5 } },
  ];
}

// All of it where its words can be read; else its beginning, to be moved about in.
function settle(graph) {
  graph.fit(undefined, 24);
  if (graph.zoom() > 1) { graph.zoom(1); graph.center(); }
  if (graph.zoom() < 0.6) {
    graph.zoom(0.75);
    const box = graph.elements().renderedBoundingBox();
    graph.panBy({ x: 12 - box.x1, y: 12 - box.y1 });
  }
}

function draw(place) {
  const told = JSON.parse(place.dataset.elements);
  const range = (axis) => {
    const all = told.nodes.map((node) => node.position[axis]);
    return Math.max(...all) - Math.min(...all);
  };
  const zoom = Math.min(1, (place.clientWidth - 160) / (range("x") || 1));
  place.style.height = `${Math.max(180, Math.min(range("y") * zoom + 110, innerHeight * 0.85))}px`;
  const graph = window.cytoscape({
    container: place, elements: told, layout: { name: "preset", fit: true, padding: 34 }, style: look(),
    minZoom: 0.15, maxZoom: 2.5, autoungrabify: false, boxSelectionEnabled: false, userZoomingEnabled: false,
  });
  settle(graph);
  graph.on("tap", "node", (event) => {
    const to = event.target.data("href");
    if (to) location.assign(to);
  });
  graph.on("mouseover", "node", () => { place.style.cursor = "pointer"; });
  graph.on("mouseout", "node", () => { place.style.cursor = ""; });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => graph.style(look()));
  new ResizeObserver(() => { graph.resize(); settle(graph); }).observe(place);
  const steps = { in: 1.25, out: 0.8 };
  document.querySelectorAll(`[data-graph="${place.id}"]`).forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const step = steps[button.dataset.zoom];
      if (!button.dataset.zoom) return;
      if (step) graph.zoom({ level: graph.zoom() * step, renderedPosition: { x: place.clientWidth / 2, y: place.clientHeight / 2 } });
      else graph.fit(undefined, 24);
    });
  });
  const when = document.querySelector(`[data-when="${place.id}"]`);
  if (when) when.addEventListener("change", () => {
    graph.edges().forEach((edge) => edge.toggleClass("past", Boolean(when.value) && !edge.data("months").includes(when.value)));
    graph.nodes().forEach((node) => node.toggleClass("past", Boolean(when.value) && node.connectedEdges(":visible").empty()));
  });
  place.dataset.drawn = graph.nodes().length;
}

document.querySelectorAll(".graph[data-elements]").forEach(draw);
