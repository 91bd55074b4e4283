/** The script that draws flame graphs and makes them work. @module */

/**
 * The script of a page with flame graphs: it draws each from the JSON beside it, in the chosen
 * version. A click or Enter zooms in, Escape zooms out, arrows go from frame to frame, and a search
 * marks its matches. Without it, the page has only the table of functions.
 */
export const FLAME_SCRIPT = `
for (const figure of document.querySelectorAll("[data-flame]")) {
  const { frames, sides } = JSON.parse(figure.querySelector("script").textContent);
  const svg = figure.querySelector("svg");
  const status = figure.querySelector("[role=status]");
  const search = figure.querySelector("input[type=search]");
  const radios = [...figure.querySelectorAll("input[type=radio]")];
  const ROW = 20, LEAST_WIDTH = 480, NARROWEST = 0.5, PER_LETTER = 6.8;
  const children = frames.map(() => []);
  const tops = [];
  frames.forEach(({ parent }, index) => (parent === null ? tops : children[parent]).push(index));
  let fullWidth = LEAST_WIDTH;
  let zoomed = null, side = "current", selected = null, shown = new Map();
  const msOf = (index) => frames[index][side];
  const formatMs = (ms) => {
    if (ms === 0) return "0";
    const size = Math.abs(ms);
    const [factor, unit] = size < 1e-3 ? [1e6, "ns"] : size < 1 ? [1e3, "µs"] : [1, "ms"];
    return Number((ms * factor).toPrecision(4)) + " " + unit;
  };
  const describe = (index) => {
    const { name, place, baseline, current } = frames[index];
    const by = current - baseline;
    return name + (place === "" ? "" : " (" + place + ")") + ": " + formatMs(baseline) + " " +
      sides.baseline + ", " + formatMs(current) + " " + sides.current + ", " +
      (by < 0 ? "" : "+") + formatMs(by) + " a call";
  };
  const colorOf = (index) => {
    const whole = Math.max(1e-12, tops.reduce((sum, one) => sum + frames[one].current, 0));
    const { baseline, current } = frames[index];
    const by = (current - baseline) / whole;
    const size = Math.abs(by) > 0.1 ? 3 : Math.abs(by) > 0.03 ? 2 : Math.abs(by) > 0.01 ? 1 : 0;
    return size === 0 ? "same" : (by > 0 ? "slower" : "faster") + size;
  };
  const element = (name, attributes) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const draw = () => {
    fullWidth = Math.max(LEAST_WIDTH, Math.floor(svg.parentElement.clientWidth));
    shown = new Map();
    const path = [];
    for (let at = zoomed; at !== null; at = frames[at].parent) path.unshift(at);
    const open = [];
    path.slice(0, -1).forEach((index, depth) => shown.set(index, { x: 0, width: fullWidth, depth }));
    const spread = (all, from, width, total, depth) => {
      let x = from;
      for (const index of all) {
        const own = total === 0 ? 0 : msOf(index) / total * width;
        if (own >= NARROWEST) open.push({ index, x, width: own, depth });
        x += own;
      }
    };
    if (zoomed === null) {
      spread(tops, 0, fullWidth, tops.reduce((sum, index) => sum + msOf(index), 0), 0);
    } else {
      open.push({ index: zoomed, x: 0, width: fullWidth, depth: path.length - 1 });
    }
    for (let next = 0; next < open.length; next++) {
      const { index, x, width, depth } = open[next];
      shown.set(index, { x, width, depth });
      spread(children[index], x, width, msOf(index), depth + 1);
    }
    const wanted = search.value.trim().toLowerCase();
    const isWanted = (index) => wanted !== "" &&
      (frames[index].name + " " + frames[index].place).toLowerCase().includes(wanted);
    const rows = [...shown.values()].reduce((deepest, { depth }) => Math.max(deepest, depth), 0) + 1;
    svg.setAttribute("viewBox", "0 0 " + fullWidth + " " + rows * ROW);
    svg.style.width = fullWidth + "px";
    svg.replaceChildren(...[...shown].map(([index, { x, width, depth }]) => {
      const { name } = frames[index];
      const found = isWanted(index);
      const group = element("g", {
        class: colorOf(index) + (found ? " found" : "") + (index === selected ? " selected" : ""),
      });
      const title = element("title", {});
      title.textContent = describe(index);
      group.append(title, element("rect", {
        x: x.toFixed(2), y: depth * ROW, width: Math.max(0.4, width - 0.6).toFixed(2), height: ROW - 1,
      }));
      const letters = Math.floor((width - 8) / PER_LETTER);
      if (letters >= 3) {
        const text = element("text", { x: (x + 4).toFixed(2), y: depth * ROW + 14 });
        text.textContent = name.length > letters ? name.slice(0, letters - 1) + "…" : name;
        group.append(text);
      }
      group.addEventListener("click", () => zoom(index));
      return group;
    }));
    const matches = wanted === "" ? "" : [...shown.keys()].filter(isWanted).length + " found. ";
    status.textContent = matches + (selected === null ? "" : describe(selected));
  };
  const zoom = (index) => {
    zoomed = index;
    selected = index;
    draw();
  };
  const move = (key) => {
    if (selected === null || !shown.has(selected)) return shown.keys().next().value ?? null;
    const { parent } = frames[selected];
    if (key === "ArrowUp") return parent ?? selected;
    if (key === "ArrowDown") return children[selected].find((index) => shown.has(index)) ?? selected;
    const row = (parent === null ? tops : children[parent]).filter((index) => shown.has(index));
    return row[row.indexOf(selected) + (key === "ArrowRight" ? 1 : -1)] ?? selected;
  };
  svg.addEventListener("keydown", (event) => {
    if (event.key === "Escape") zoomed = zoomed === null ? null : frames[zoomed].parent;
    else if (event.key === "Enter") zoomed = selected;
    else if (event.key.startsWith("Arrow")) selected = move(event.key);
    else return;
    event.preventDefault();
    draw();
  });
  figure.querySelector("button").addEventListener("click", () => {
    zoomed = selected = null;
    search.value = "";
    draw();
  });
  search.addEventListener("input", draw);
  for (const radio of radios) {
    radio.addEventListener("change", () => {
      side = radio.value;
      draw();
    });
  }
  figure.hidden = false;
  draw();
  new ResizeObserver(draw).observe(svg.parentElement);
}
`;
