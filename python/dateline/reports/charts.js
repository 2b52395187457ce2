// Bars. Each is a button; `chosen(filter)` is called with what its items have in common.

/** Columns over time. Of a window: `label`, `from`, `to`, `count` (null: unknown), `lower`, `upper`, `complete`. */
function columns(windows, title, chosen, top = highest(windows), more = {}) {
  const step = roundStep(top / 3);
  const ticks = [];
  for (let value = 0; value <= top; value += step) ticks.push(value);
  const lines = ticks.map((value) => sized(element("span", { class: "tick" }, number(value)), { bottom: value / top }));
  const bars = windows.map((window) => column(window, top, chosen, more));
  const every = Math.ceil(windows.length / (windows[0].label.length > 4 ? 4 : 6));
  const labels = windows.flatMap((window, index) =>
    index % every === 0
      ? [sized(element("span", {}, window.label.split(" to ")[0]), { left: (index + 0.5) / windows.length })]
      : [],
  );
  return element(
    "div",
    { class: "columns", role: "group", "aria-label": title },
    element("div", { class: "plot" }, element("div", { class: "ticks", "aria-hidden": "true" }, lines), bars),
    element("div", { class: "labels", "aria-hidden": "true" }, labels),
  );
}

/** What the vertical axis of some windows has to reach. */
function highest(windows) {
  return Math.max(1, ...windows.map((window) => window.upper ?? 0));
}

function column(window, scale, chosen, more) {
  if (window.count === null) {
    const said = `${window.label}: nothing was published, so nothing is known`;
    return element("span", { class: "column silent", role: "img", "aria-label": said, title: said });
  }
  const partial = window.complete ? "" : "; the window reaches beyond the archive";
  const said =
    `${window.label}: ${counted(window.count, "item")}, 95 % interval ` +
    `${number(window.lower)} to ${number(window.upper)}; ${counted(window.issues, "issue")}${partial}`;
  const filter = { from: window.from, to: window.to, ...more };
  return element(
    "button",
    {
      type: "button",
      class: window.complete ? "column" : "column partial",
      "aria-label": said,
      title: said,
      click: (event) => chosen(filter, event.currentTarget),
    },
    sized(element("span", { class: "bar" }), { height: window.count / scale }),
    sized(element("span", { class: "interval" }), {
      bottom: window.lower / scale,
      height: (window.upper - window.lower) / scale,
    }),
  );
}

/** 1, 2 or 5 times a power of ten, not below what is asked for. */
function roundStep(wanted) {
  const power = 10 ** Math.floor(Math.log10(Math.max(wanted, 1)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= wanted);
}

/** A list of lines, the first dozen at once and the others when asked for. */
function lines(made, noun, total = made.length) {
  const FIRST = 12;
  const list = element(
    "ol",
    { class: "lines" },
    made.map((line) => element("li", {}, line)),
  );
  if (made.length <= FIRST) return [list];
  const hidden = [...list.children].slice(FIRST);
  const hide = (closed) => hidden.forEach((line) => line.toggleAttribute("hidden", closed));
  hide(true);
  const cut = total > made.length ? `the first ${number(made.length)} of ${number(total)}` : `all ${number(total)}`;
  const button = element("button", { type: "button", class: "plain", "aria-expanded": "false" }, `Show ${cut} ${noun}`);
  button.addEventListener("click", () => {
    const opens = button.getAttribute("aria-expanded") === "false";
    hide(!opens);
    button.setAttribute("aria-expanded", String(opens));
    button.textContent = opens ? "Show fewer" : `Show ${cut} ${noun}`;
  });
  return [list, button];
}

/** One line of a chart: a button with a label, a track that `marks` stand in, and a value. */
function line({ label, code = null, value, said, marks, filter, chosen, kind = "" }) {
  const made = element(
    "button",
    { type: "button", class: `line ${kind}`, "aria-label": said, title: said },
    element("span", { class: "label" }, name(label), code === null ? null : element("small", {}, ` ${code}`)),
    element("span", { class: "track" }, marks),
    element("span", { class: "value" }, value),
  );
  made.addEventListener("click", () => chosen(filter, made));
  return made;
}

/** Lines of features with their shares, of which the interval is drawn: `share` of all items. */
function shares(rows, field, chosen) {
  const scale = Math.max(...rows.map((row) => row.upper));
  return rows.map((row) =>
    line({
      label: row.name,
      code: row.name === row.value ? null : row.value,
      value: `${number(row.count)} · ${percent(row.share)}`,
      said:
        `${row.name}: ${counted(row.count, "item")}, ${percent(row.share)} of all, ` +
        `95 % interval ${percent(row.lower)} to ${percent(row.upper)}`,
      marks: [
        sized(element("span", { class: "bar" }), { width: row.share / scale }),
        sized(element("span", { class: "interval" }), {
          left: row.lower / scale,
          width: (row.upper - row.lower) / scale,
        }),
      ],
      filter: { [field]: row.value },
      chosen,
    }),
  );
}

/** Lines from the first to the third quartile of days, with the median marked, under an axis of days. */
function quartiles(rows, chosen) {
  const least = Math.min(0, ...rows.map((row) => row.q1));
  const most = Math.max(1, ...rows.map((row) => row.q3));
  const step = roundStep((most - least) / 3);
  const ticks = [0];
  while (ticks.at(-1) + step <= most) ticks.push(ticks.at(-1) + step);
  const place = (days) => (days - least) / (most - least);
  const axis = element(
    "div",
    { class: "line axis", "aria-hidden": "true" },
    element("span"),
    element(
      "span",
      { class: "track" },
      ticks.map((days) => sized(element("span", {}, number(days)), { left: place(days) })),
    ),
    element("span", { class: "value" }, "median · items"),
  );
  const made = rows.map((row) => {
    const label = row.value ?? "no known outlet";
    return line({
      label,
      value: `${number(row.median)} d · ${number(row.items)}`,
      said:
        `${label}: median ${counted(row.median, "day")}, half of them between ${number(row.q1)} and ` +
        `${number(row.q3)}, all between ${number(row.min)} and ${number(row.max)}; ` +
        `${counted(row.items, "item")}, ${counted(row.outliers, "outlier")}`,
      marks: [
        sized(element("span", { class: "range" }), { left: place(row.q1), width: place(row.q3) - place(row.q1) }),
        sized(element("span", { class: "median" }), { left: place(row.median) }),
      ],
      filter: { lag: row.value },
      chosen,
    });
  });
  return [axis, made];
}

/** Lines of words with their scores, and how often each stands in the period and before. */
function scores(rows, period, scale, filters, chosen) {
  return rows.map((row) =>
    line({
      label: row.feature,
      value: `${number(row.target)} · ${number(row.reference)}`,
      said:
        `${row.feature}: ${number(row.target)} of ${number(row.target_total)} words in ${period}, ` +
        `${number(row.reference)} of ${number(row.reference_total)} before; ` +
        `likelihood ratio ${number(Math.abs(row.score))}, q ${row.q < 0.001 ? "below 0.001" : row.q.toFixed(3)}`,
      marks: [
        sized(element("span", { class: row.score < 0 ? "bar less" : "bar" }), { width: Math.abs(row.score) / scale }),
      ],
      filter: { search: `"${row.feature}"`, ...filters },
      chosen,
    }),
  );
}
