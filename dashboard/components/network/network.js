// The network view. One cytoscape for each place on the page; what changes is added and taken away, never
// rebuilt, so that nothing a user has in mind moves. Texts come through `data` only and are never read as HTML.
const PALETTE = {
  ENTITY: "#2f6db3", PERSON: "#b7791f", ADJACENT: "#7b8794", CONTROLLED: "#6b46c1", LIABLE: "#c53030",
  INK: "#1f2933", PAPER: "#fbfcfd", RING: "#f0b429",
};
const LEGEND = [
  ["关联", "ADJACENT", "solid"], ["控制", "CONTROLLED", "dashed"], ["责任", "LIABLE", "double"],
];
const SHAPES = [["单位", "ENTITY"], ["自然人", "PERSON"]];
const KINDS = { ENTITY: "单位", PERSON: "自然人" };
const RELATIONS = { CENTRE: "中心", ADJACENT: "关联", CONTROLLED: "控制", LIABLE: "责任", ABSENT: "当日没有关系" };
const TOLD = "单击主体或连线，这里先显示要点；右侧是详情和来源。";
// With more relations than these their words wait for a closer look; of so many of one subject all are shown.
const MANY = 60, NEAR = 40;
const places = new WeakMap();

const STYLE = [
  { selector: "node", style: {
    "label": "data(label)", "font-size": 12, "text-wrap": "wrap", "text-max-width": 112, "text-valign": "bottom",
    "text-margin-y": 5, "color": PALETTE.INK, "min-zoomed-font-size": 6, "width": 34, "height": 34,
    "text-background-color": PALETTE.PAPER, "text-background-opacity": 0.85, "text-background-padding": 2,
    "font-family": "Noto Sans CJK SC, Noto Sans SC, Microsoft YaHei, sans-serif",
    "border-width": 1.5, "border-color": "#fff" } },
  { selector: "node[kind='ENTITY']", style: { "shape": "round-rectangle", "background-color": PALETTE.ENTITY } },
  { selector: "node[kind='PERSON']", style: { "shape": "ellipse", "background-color": PALETTE.PERSON } },
  { selector: "node[relation='CENTRE']", style: {
    "width": 46, "height": 46, "border-width": 4, "border-color": PALETTE.INK, "font-weight": "bold" } },
  { selector: "node[relation='LIABLE']", style: { "border-width": 4, "border-color": PALETTE.LIABLE } },
  { selector: "node[relation='CONTROLLED']", style: { "border-width": 4, "border-color": PALETTE.CONTROLLED } },
  { selector: "node[relation='ABSENT']", style: {
    "background-opacity": 0.25, "border-width": 1.5, "border-style": "dashed", "border-color": PALETTE.ADJACENT, "color": "#7b8794" } },
  { selector: "node[?hub]", style: {
    "shape": "hexagon", "width": 44, "height": 44, "background-color": "#9aa5b1", "border-style": "double", "border-width": 4, "border-color": "#52606d" } },
  { selector: "edge", style: {
    "curve-style": "bezier", "width": 1.6, "line-color": PALETTE.ADJACENT, "target-arrow-color": PALETTE.ADJACENT,
    "target-arrow-shape": "triangle", "arrow-scale": 0.9, "label": "data(label)", "font-size": 9.5,
    "color": "#52606d", "text-rotation": "autorotate", "min-zoomed-font-size": 7,
    "text-background-color": PALETTE.PAPER, "text-background-opacity": 0.9, "text-background-padding": 1 } },
  { selector: "edge[relation='CONTROLLED']", style: {
    "line-color": PALETTE.CONTROLLED, "target-arrow-color": PALETTE.CONTROLLED, "line-style": "dashed", "width": 2.2 } },
  { selector: "edge[relation='LIABLE']", style: {
    "line-color": PALETTE.PAPER, "width": 2, "line-outline-width": 1.6, "line-outline-color": PALETTE.LIABLE,
    "target-arrow-color": PALETTE.LIABLE } },
  { selector: "edge.cg-many", style: { "min-zoomed-font-size": 10 } },
  { selector: "edge.cg-near", style: { "min-zoomed-font-size": 0, "color": PALETTE.INK, "z-index": 8 } },
  { selector: "node.cg-laid", style: { "width": 46, "height": 46, "border-width": 4, "font-weight": "normal" } },
  { selector: "node.cg-laid[?hub]", style: { "label": "一类关联：另有 1,000 个" } },
  { selector: ".cg-faded", style: { "opacity": 0.14, "text-opacity": 0.14 } },
  { selector: ".cg-lit", style: { "width": 4, "z-index": 9 } },
  { selector: "node.cg-lit", style: { "width": 40, "height": 40, "z-index": 10 } },
  { selector: ".cg-gone", style: { "display": "none" } },
  { selector: ":selected", style: { "overlay-color": PALETTE.RING, "overlay-opacity": 0.35, "overlay-padding": 5 } },
];

function make(tag, className, text) {
  const found = document.createElement(tag);
  if (className) found.className = className;
  if (text !== undefined) found.textContent = text;
  return found;
}

function line(kind, style) {
  const ns = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(ns, "svg");
  svg.setAttribute("width", "34");
  svg.setAttribute("height", "10");
  for (const y of style === "double" ? [3, 7] : [5]) {
    const one = document.createElementNS(ns, "line");
    for (const [name, value] of Object.entries({ x1: 0, x2: 34, y1: y, y2: y, stroke: PALETTE[kind] })) one.setAttribute(name, value);
    one.setAttribute("stroke-width", style === "double" ? "1.6" : "2.2");
    if (style === "dashed") one.setAttribute("stroke-dasharray", "6 4");
    svg.append(one);
  }
  return svg;
}

function patch(kind) {
  const found = make("i");
  found.style.cssText = `display:inline-block;width:13px;height:13px;background:${PALETTE[kind]};border-radius:${kind === "PERSON" ? "50%" : "3px"}`;
  return found;
}

function frame(parent, height) {
  const root = make("div", "cg"), bar = make("div", "cg-bar"), told = make("div", "cg-told", TOLD), canvas = make("div", "cg-canvas"), legend = make("div", "cg-legend");
  told.setAttribute("role", "status");
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", "关联网络图：方向键选择，回车查看，E 展开，退格键返回，Esc 取消；下方表格内容相同");
  canvas.style.height = height ? `${height}px` : "max(380px, calc(100vh - 378px))";
  for (const [text, kind] of SHAPES) { const item = make("span"); item.append(patch(kind), text); legend.append(item); }
  for (const [text, kind, style] of LEGEND) { const item = make("span"); item.append(line(kind, style), text); legend.append(item); }
  legend.append(make("span", "", "⬡ 数量过多的关联折叠为一个，双击列出下一页"), make("span", "", "◌ 当日没有关系的主体留在原处"));
  legend.append(make("span", "cg-hint", "单击查看，双击展开；键盘：方向键、回车、E、退格、Esc"));
  root.append(bar, told, canvas, legend);
  parent.append(root);
  return { root, bar, told, canvas };
}

function save(name, content, type) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = make("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function text(value) {
  return String(value).replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
}

// As it is drawn: bent where two relations join the same subjects, with its arrow.
function edgeSvg(edge) {
  const from = edge.sourceEndpoint(), to = edge.targetEndpoint(), bends = edge.controlPoints() || [], middle = edge.midpoint();
  const relation = edge.data("relation"), color = PALETTE[relation] || PALETTE.ADJACENT;
  const bend = bends.length === 1 ? `Q ${bends[0].x} ${bends[0].y} ` : `${bends.map((one) => `L ${one.x} ${one.y} `).join("")}L `;
  const way = `M ${from.x} ${from.y} ${bend}${to.x} ${to.y}`;
  const dash = relation === "CONTROLLED" ? ' stroke-dasharray="6 4"' : "", before = bends.length ? bends[bends.length - 1] : from;
  const turn = (Math.atan2(to.y - before.y, to.x - before.x) * 180) / Math.PI;
  const faded = edge.hasClass("cg-faded") ? ' opacity="0.2"' : "";
  const parts = [`<path d="${way}" fill="none" stroke="${color}" stroke-width="${relation === "LIABLE" ? 4.8 : 1.8}"${dash}/>`];
  if (relation === "LIABLE") parts.push(`<path d="${way}" fill="none" stroke="#fff" stroke-width="1.8"/>`);
  parts.push(`<path d="M 0 0 L -9 -4.5 L -9 4.5 Z" fill="${color}" transform="translate(${to.x} ${to.y}) rotate(${turn})"/>`);
  const label = `x="${middle.x}" y="${middle.y + 3}" font-size="9.5" text-anchor="middle"`;
  parts.push(`<text ${label} stroke="#fff" stroke-width="4">${text(edge.data("label"))}</text><text ${label} fill="#52606d">${text(edge.data("label"))}</text>`);
  return `<g${faded}>${parts.join("")}</g>`;
}

function svgOf(cy) {
  const shown = cy.elements().filter((one) => one.visible());
  const box = shown.boundingBox({ includeLabels: true });
  const parts = [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box.x1 - 20} ${box.y1 - 20} ${box.w + 40} ${box.h + 40}" font-family="Noto Sans CJK SC, Microsoft YaHei, sans-serif"><rect x="${box.x1 - 20}" y="${box.y1 - 20}" width="${box.w + 40}" height="${box.h + 40}" fill="#fff"/>`];
  shown.edges().forEach((edge) => parts.push(edgeSvg(edge)));
  shown.nodes().forEach((node) => {
    const { x, y } = node.position(), half = node.width() / 2, fill = node.data("hub") ? "#9aa5b1" : PALETTE[node.data("kind")];
    const border = { CENTRE: PALETTE.INK, LIABLE: PALETTE.LIABLE, CONTROLLED: PALETTE.CONTROLLED, ABSENT: PALETTE.ADJACENT }[node.data("relation")] || "#fff";
    const pale = node.data("relation") === "ABSENT" || node.hasClass("cg-faded") ? ' opacity="0.3"' : "";
    const look = `fill="${fill}" stroke="${border}" stroke-width="3"${pale}`;
    parts.push(node.data("kind") === "PERSON" ? `<circle cx="${x}" cy="${y}" r="${half}" ${look}/>` : `<rect x="${x - half}" y="${y - half}" width="${2 * half}" height="${2 * half}" rx="6" ${look}/>`);
    parts.push(`<text x="${x}" y="${y + half + 15}" font-size="12" fill="${PALETTE.INK}" text-anchor="middle">${text(node.data("label"))}</text>`);
  });
  return `${parts.join("")}</svg>`;
}

// Who stands where, by squares: whether a spot is free is asked of its neighbourhood only.
function crowd(room) {
  const squares = new Map(), square = (value) => Math.floor(value / room);
  return {
    add: ({ x, y }) => {
      const key = `${square(x)},${square(y)}`;
      squares.set(key, [...(squares.get(key) || []), { x, y }]);
    },
    isFree: ({ x, y }) => {
      for (const dx of [-1, 0, 1]) {
        for (const dy of [-1, 0, 1]) {
          for (const other of squares.get(`${square(x) + dx},${square(y) + dy}`) || []) {
            if ((other.x - x) ** 2 + (other.y - y) ** 2 <= room * room) return false;
          }
        }
      }
      return true;
    },
  };
}

// New nodes go to the nearest free places around the one that was expanded; nobody else moves. Who was here before
// goes back to where he was.
function settle(place, fresh, name) {
  const { cy, spots } = place;
  const known = fresh.filter((one) => spots.has(one.id()));
  known.forEach((one) => { one.position({ ...spots.get(one.id()) }); });
  const rest = fresh.difference(known);
  const taken = crowd(88);
  cy.nodes().difference(rest).forEach((one) => taken.add(one.position()));
  const anchor = cy.getElementById(name), centre = anchor.nonempty() ? anchor.position() : { x: 0, y: 0 };
  let step = 0;
  rest.forEach((node) => {
    for (;; step += 1) {
      const radius = 120 + 13 * Math.sqrt(step) * 2.2, angle = step * 2.399963;
      const spot = { x: centre.x + radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle) };
      if (taken.isFree(spot)) {
        node.position(spot);
        taken.add(spot);
        break;
      }
    }
  });
}

// The layout draws lots: the same ones each time, so that a shared view looks the same everywhere.
function seeded(work) {
  const before = Math.random;
  let state = 20201217;
  Math.random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  try { work(); } finally { Math.random = before; }
}

function layoutOf(place, name, some) {
  const { cy } = place, on = some || cy.elements();
  const options = name === "dagre"
    ? { name: "dagre", rankDir: "TB", nodeSep: 110, rankSep: 90, animate: false, fit: true, padding: 36 }
    : { name: "fcose", quality: on.nodes().length > 400 ? "default" : "proof", animate: false, randomize: true, nodeRepulsion: 9000, idealEdgeLength: 110, nodeSeparation: 90, fit: true, padding: 36, packComponents: true };
  // All as large as the largest: a colour or border that an expansion or a role brings makes no room of its own.
  on.nodes().addClass("cg-laid");
  seeded(() => on.layout(options).run());
  on.nodes().removeClass("cg-laid");
}

function fit(place) {
  const { cy } = place;
  cy.fit(cy.elements(":visible"), 36);
  if (cy.zoom() > 1.4) { cy.zoom(1.4); cy.center(); }
}

// Not everybody sees every liability: where the two are tied anyway, it does not decide where they stand.
// What a later expansion found has no say in it either, tie or relation.
function pulls(edge, step) {
  const isLiability = (one) => one.data("relation") === "LIABLE", came = (one) => (one.data("step") || 0) <= step;
  return came(edge) && (!isLiability(edge) || edge.parallelEdges().filter(came).every(isLiability));
}

// By the steps in which nodes and edges came: first the layout of the beginning, then each expansion around its anchor.
function arrange(place, fresh, first) {
  const { cy } = place;
  const steps = [...new Set(fresh.map((one) => one.data("step") || 0))].sort((a, b) => a - b);
  for (const step of steps) {
    const some = fresh.filter((one) => (one.data("step") || 0) === step);
    if (first && step === steps[0]) layoutOf(place, place.data.layout, some.union(some.edgesWith(some).filter((one) => pulls(one, step))));
    else {
      const later = fresh.filter((one) => (one.data("step") || 0) > step);
      later.forEach((one) => { one.position({ x: 1e6, y: 1e6 }); });
      const anchors = new Set(some.map((one) => one.data("by") || ""));
      for (const by of anchors) settle(place, some.filter((one) => (one.data("by") || "") === by), by);
    }
  }
  if (first) fit(place);
}

// A saved view looks as it did: who stood somewhere then stands there again.
function restore(place, positions) {
  const known = place.cy.nodes().filter((one) => Array.isArray(positions[one.id()]));
  known.forEach((one) => { const [x, y] = positions[one.id()]; one.position({ x, y }); });
  if (known.nonempty()) fit(place);
}

function spotsOf(cy) {
  const found = {};
  cy.nodes().forEach((one) => { const { x, y } = one.position(); found[one.id()] = [Math.round(x * 10) / 10, Math.round(y * 10) / 10]; });
  return JSON.stringify(found);
}

// What is in the picture as it was told: only what differs is touched.
function differences(place, data) {
  const wanted = new Map(), { cy, known } = place;
  for (const one of data.nodes) wanted.set(one.id, { group: "nodes", data: one });
  for (const one of data.edges) wanted.set(one.id, { group: "edges", data: one });
  const gone = cy.elements().filter((one) => !wanted.has(one.id())), fresh = [], changed = [];
  for (const [id, one] of wanted) {
    const told = JSON.stringify(one.data);
    if (cy.getElementById(id).empty()) fresh.push(one);
    else if (known.get(id) !== told) changed.push(one.data);
    known.set(id, told);
  }
  return { gone, fresh, changed };
}

function mark(cy, data) {
  const hidden = new Set(data.hidden || []), lit = new Set(data.highlight || []);
  cy.elements().removeClass("cg-faded cg-lit cg-gone cg-many");
  cy.edges().filter((edge) => hidden.has(edge.data("type"))).addClass("cg-gone");
  const shown = cy.edges().not(".cg-gone");
  if (shown.length > MANY) shown.addClass("cg-many");
  if (!lit.size) return;
  const path = cy.edges().filter((edge) => lit.has(edge.id()));
  const kept = path.union(path.connectedNodes());
  cy.elements().difference(kept).addClass("cg-faded");
  kept.addClass("cg-lit");
}

function update(place, data) {
  const { cy } = place;
  if (place.data.scene !== data.scene) {
    cy.elements().remove();
    place.spots.clear();
    place.known.clear();
  }
  const first = cy.nodes().empty();
  let fresh = cy.collection();
  place.data = data;
  cy.nodes().forEach((one) => { place.spots.set(one.id(), { ...one.position() }); });
  cy.batch(() => {
    const found = differences(place, data);
    found.gone.remove();
    for (const one of found.changed) cy.getElementById(one.id).data(one);
    fresh = cy.add(found.fresh);
    mark(cy, data);
  });
  if (fresh.nodes().nonempty()) arrange(place, fresh.nodes(), first);
  if (first) restore(place, data.positions || {});
  tell(place);
}

function wordsOf(one) {
  const data = one.data(), name = (end) => end.data("label");
  if (one.isEdge()) {
    return [`${name(one.source())} → ${name(one.target())}`, data.label, data.valid_from && `自 ${data.valid_from}`, data.origin && `来源 ${data.origin}`];
  }
  if (data.hub) return [data.label, "双击列出下一页"];
  const counts = new Map();
  one.connectedEdges().forEach((edge) => { const label = edge.data("label").split(" ")[0]; counts.set(label, (counts.get(label) || 0) + 1); });
  const drawn = [...counts].map(([label, number]) => `${label} ${number}`).join("、");
  return [data.label, KINDS[data.kind], data.id, RELATIONS[data.relation], drawn && `图中：${drawn}`];
}

// At once, from what is in the picture: the panel with sources follows when the service has answered.
function tell(place, one) {
  const chosen = one || place.cy.elements(":selected").first();
  place.told.textContent = chosen.nonempty() && chosen.inside() ? wordsOf(chosen).filter(Boolean).join("　") : TOLD;
  place.told.title = place.told.textContent;
  place.cy.edges(".cg-near").removeClass("cg-near");
  const near = chosen.isEdge && chosen.nonempty() ? (chosen.isEdge() ? chosen : chosen.connectedEdges()) : place.cy.collection();
  if (near.length <= NEAR) near.addClass("cg-near");
}

function say(place, event) {
  place.trigger("event", { ...event, at: Date.now() });
}

function toolbar(place, bar) {
  const { cy } = place;
  const zoom = (factor) => cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  const buttons = [
    ["适应窗口", () => fit(place)], ["放大", () => zoom(1.3)], ["缩小", () => zoom(1 / 1.3)],
    ["重新布局", () => { layoutOf(place, place.data.layout); fit(place); }], ["返回", () => say(place, { kind: "back" })],
    ["保存到工作区", () => say(place, { kind: "save", id: spotsOf(cy) })],
    ["下载 PNG", () => save("network.png", cy.png({ output: "blob", full: true, scale: 2, bg: "#fff" }))],
    ["下载 SVG", () => save("network.svg", svgOf(cy), "image/svg+xml")],
    ["全屏", () => (document.fullscreenElement ? document.exitFullscreen() : place.root.requestFullscreen())],
  ];
  for (const [label, act] of buttons) {
    const button = make("button", "", label);
    button.type = "button";
    button.addEventListener("click", act);
    bar.append(button);
  }
}

function nearest(cy, from, key) {
  const here = from.position(), [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  let best = null, least = Infinity;
  cy.nodes(":visible").difference(from).forEach((node) => {
    const x = node.position("x") - here.x, y = node.position("y") - here.y, along = x * dx + y * dy;
    const cost = along + 2.5 * Math.abs(x * dy - y * dx);
    if (along > 1 && cost < least) { least = cost; best = node; }
  });
  return best;
}

function keyboard(place, canvas) {
  const { cy } = place;
  canvas.addEventListener("keydown", (press) => {
    const chosen = cy.nodes(":selected").first();
    if (press.key.startsWith("Arrow")) {
      const next = chosen.nonempty() ? nearest(cy, chosen, press.key) : cy.nodes("[relation='CENTRE']").first();
      if (next && next.nonempty()) { cy.elements().unselect(); next.select(); tell(place); }
    } else if (press.key === "Enter" && chosen.nonempty()) say(place, { kind: "node", id: chosen.id() });
    else if (press.key.toLowerCase() === "e" && chosen.nonempty()) say(place, { kind: "expand", id: chosen.id() });
    else if (press.key === "Backspace") say(place, { kind: "back" });
    else if (press.key === "Escape") { cy.elements().unselect(); tell(place); say(place, { kind: "clear" }); }
    else if (press.key === "+" || press.key === "=") cy.zoom(cy.zoom() * 1.2);
    else if (press.key === "-") cy.zoom(cy.zoom() / 1.2);
    else return;
    press.preventDefault();
  });
}

function begin(parent, data) {
  const { root, bar, told, canvas } = frame(parent, data.height);
  const cy = CreditgraphCytoscape.default({ container: canvas, style: STYLE, minZoom: 0.08, maxZoom: 4, boxSelectionEnabled: false });
  const place = { cy, root, told, data, text: "", spots: new Map(), known: new Map(), trigger: () => {} };
  toolbar(place, bar);
  keyboard(place, canvas);
  // The page above may have grown since: where the canvas stands is asked anew before each press.
  for (const press of ["mousedown", "touchstart"]) root.addEventListener(press, () => cy.resize(), { capture: true, passive: true });
  cy.on("tap", "node, edge", (event) => tell(place, event.target));
  // `onetap` waits for a second tap, so a double click is one event and not three.
  cy.on("onetap", "node", (event) => say(place, { kind: "node", id: event.target.id() }));
  cy.on("onetap", "edge", (event) => say(place, { kind: "edge", id: event.target.id() }));
  cy.on("dbltap", "node", (event) => say(place, { kind: "expand", id: event.target.id() }));
  let seen = [canvas.clientWidth, canvas.clientHeight];
  new ResizeObserver(() => {
    const now = [canvas.clientWidth, canvas.clientHeight];
    cy.resize();
    // From a laptop to a projector, or full screen: the picture takes the new room.
    if (Math.max(Math.abs(now[0] - seen[0]), Math.abs(now[1] - seen[1])) > 60 && cy.nodes().nonempty()) fit(place);
    seen = now;
  }).observe(canvas);
  return place;
}

export default function (component) {
  const { parentElement, setTriggerValue } = component, text = component.data && component.data.view;
  if (!text) return undefined;
  let place = places.get(parentElement);
  if (place) place.trigger = setTriggerValue;
  // A click changes nothing in the picture: the same text comes again, and nothing is to be done.
  if (place && place.text === text) return undefined;
  const data = JSON.parse(text);
  if (!place) {
    place = begin(parentElement, data);
    places.set(parentElement, place);
  }
  place.trigger = setTriggerValue;
  place.drawn = (place.drawn || 0) + 1;
  update(place, data);
  place.text = text;
  if (data.probe) {
    window.__cg = window.__cg || {};
    window.__cg[data.probe] = {
      positions: () => Object.fromEntries(place.cy.nodes().map((one) => [one.id(), { ...one.position() }])),
      rendered: (id) => { const box = place.root.querySelector(".cg-canvas").getBoundingClientRect(), at = place.cy.getElementById(id).renderedPosition(); return { x: box.left + at.x, y: box.top + at.y }; },
      shown: () => place.cy.elements(":visible").map((one) => one.id()),
      told: () => place.told.textContent,
      drawn: () => place.drawn,
      words: () => { const zoom = place.cy.zoom(); return place.cy.edges(":visible").filter((one) => one.pstyle("font-size").pfValue * zoom >= one.pstyle("min-zoomed-font-size").pfValue).map((one) => one.data("label")); },
      zoom: (level) => { place.cy.zoom(level); },
      move: (id, x, y) => { place.cy.getElementById(id).position({ x, y }); },
      faded: () => place.cy.elements(".cg-faded").length,
      lit: () => place.cy.edges(".cg-lit").map((one) => one.id()),
      edges: () => place.cy.edges().map((one) => ({ ...one.data(), shown: one.visible() })),
      node: (id) => ({ ...place.cy.getElementById(id).data() }),
      look: (id) => { const one = place.cy.getElementById(id); return { color: one.style("line-color"), outline: one.style("line-outline-color"), line: one.style("line-style"), width: one.style("line-outline-width") }; },
      middle: (id) => { const box = place.root.querySelector(".cg-canvas").getBoundingClientRect(), at = place.cy.getElementById(id).renderedMidpoint(); return { x: box.left + at.x, y: box.top + at.y }; },
    };
  }
  return undefined;
}
