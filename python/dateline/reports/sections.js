// Sections of figures, each from its rows.

const UNITS = { "1d": "day", "1w": "week", "1mo": "month", "1q": "quarter", "1y": "year", "10y": "ten years" };

/** What was read and what was not understood, into the section that the template has for it. */
function drawSummary(figures) {
  const { summary } = figures;
  const unparsed = figures.coverage.find((row) => row.role === "unparsed");
  const whole = (text) => element("span", { class: "whole" }, text);
  const span =
    summary.first === null
      ? ["no item has a date"]
      : ["sources dated ", whole(summary.first), " to ", whole(summary.last)];
  const sizes = `${counted(summary.issues, "issue")}, ${counted(summary.items, "item")}, `;
  document.getElementById("span").append(sizes, ...span);
  const facts = [
    [
      number(summary.issues),
      "issues",
      summary.renderings ? `${counted(summary.renderings, "duplicate")} left out` : "",
    ],
    [number(summary.items), "items", `${number(summary.undated)} without a date`],
    [number(summary.citations), "citations", ""],
    [number(summary.mentions), "mentions of countries", ""],
    // Rounded down: 100 % has to mean all of it.
    [percent(Math.floor(1000 * (1 - (unparsed?.share ?? 0))) / 1000), "of the text understood", ""],
    [number(summary.errors), "errors", counted(summary.warnings, "warning")],
  ];
  const cards = facts.map(([value, label, more]) =>
    element(
      "li",
      {},
      element("strong", {}, value),
      element("span", {}, label),
      more ? element("small", {}, more) : null,
    ),
  );
  const series = figures.series.map((row) => [
    name(row.series ?? "unknown"),
    number(row.issues),
    number(row.items),
    row.first_number === null ? "" : element("span", { class: "whole" }, `${row.first_number} to ${row.last_number}`),
    number(row.missing),
    row.first === null ? "" : element("span", { class: "whole" }, `${row.first} to ${row.last}`),
  ]);
  const roles = figures.coverage.map((row) => [row.role, number(row.bytes), percent(row.share)]);
  document
    .getElementById("summary")
    .append(
      element("ul", { class: "cards" }, cards),
      element("h3", {}, "Series"),
      table(["Series", "#Issues", "#Items", "Numbers", "#Missing", "Published"], series, "Series"),
      element(
        "div",
        { class: "grid" },
        element(
          "div",
          {},
          element("h3", {}, "What the text was taken for"),
          table(["Role", "#Bytes", "#Share"], roles, "Coverage"),
        ),
        element("div", {}, element("h3", {}, "What was not understood"), diagnostics(figures.diagnostics)),
      ),
    );
}

function diagnostics(kinds) {
  if (kinds.length === 0) return element("p", {}, "Nothing: there are no diagnostics.");
  const drawn = kinds.map((kind) => {
    const cut =
      kind.count > kind.places.length
        ? [element("li", {}, `… and ${number(kind.count - kind.places.length)} more`)]
        : [];
    const places = kind.places.map((row) =>
      element("li", {}, element("b", {}, name(row.place)), " ", name(row.message)),
    );
    const summary = element(
      "summary",
      {},
      element("span", { class: `severity ${kind.severity}` }, kind.severity),
      ` ${kind.code} `,
      element("b", {}, number(kind.count)),
    );
    return element("details", {}, summary, element("ul", {}, places, cut));
  });
  return element("div", { class: "diagnostics" }, drawn);
}

/** All figures; `chosen(filter, bar)` is called when a bar is. */
function drawFigures(figures, chosen) {
  const unit = UNITS[figures.every] ?? `window of ${figures.every}`;
  const total = figures.summary.items;
  const parts = [drawTimeline(figures, unit, chosen)];
  const grid = element("div", { class: "grid" });
  const features = [
    ["countries", "country", "Countries", "countries", "that mention a country, out of all"],
    ["outlets", "outlet", "Outlets", "outlets", "that cite an outlet, out of all"],
    ["categories", "category", "Categories", "categories", "by their principal category, out of all"],
  ];
  for (const [key, field, title, noun, what] of features) {
    const { rows, features: all, none } = figures[key];
    const said = `Items ${what} ${number(total)}: number and share. The thin line is the 95 % interval of the share.`;
    const rest = none === 0 ? null : without(none, field, chosen);
    const drawn =
      rows.length === 0 ? [element("p", {}, "None was found.")] : lines(shares(rows, field, chosen), noun, all);
    grid.append(section(key, `${title} (${number(all)})`, said, ...drawn, rest));
  }
  grid.append(drawLag(figures.lag, chosen));
  parts.push(grid);
  if (figures.keyness !== null) parts.push(drawKeyness(figures.keyness, chosen));
  document.getElementById("figures").append(...parts);
}

function without(count, field, chosen) {
  const click = (event) => chosen({ [field]: null }, event.currentTarget);
  return element("button", { type: "button", class: "plain", click }, `${counted(count, "item")} without any`);
}

function drawTimeline(figures, unit, chosen) {
  const windows = figures.timeline;
  const said =
    `Items per ${unit}, by the date of the source they rest on. Thin line: 95 % interval of a Poisson count. ` +
    "Lighter: the window reaches beyond the archive. Hatched: nothing was published, so the count is unknown and " +
    "not zero.";
  const { undated } = figures.summary;
  const made = section("timeline", "Over time", said);
  made.append(
    windows.length === 0 ? element("p", {}, "No item has a date.") : columns(windows, `Items per ${unit}`, chosen),
  );
  if (undated > 0) {
    const click = (event) => chosen({ undated: true }, event.currentTarget);
    made.append(
      element("button", { type: "button", class: "plain", click }, `${counted(undated, "item")} without a date`),
    );
  }
  const top = highest(figures.timelines);
  const groups = [...new Set(figures.timelines.map((window) => window.group))];
  const small = groups.map((group) =>
    element(
      "div",
      {},
      element("h3", {}, name(group)),
      columns(
        figures.timelines.filter((window) => window.group === group),
        `${group}: items per ${unit}`,
        chosen,
        top,
        { series: group },
      ),
    ),
  );
  if (small.length > 0) made.append(element("div", { class: "grid small" }, small));
  return made;
}

function drawLag(rows, chosen) {
  const said =
    "Days from the date of the source to the issue, by the outlet an item rests on first. The bar spans the middle " +
    "half of the items, the tick is their median. Items without two dates of their own are not counted.";
  if (rows.length === 0) return section("lag", "Age of the news", said, element("p", {}, "No item has both dates."));
  const [axis, drawn] = quartiles(rows, chosen);
  return section("lag", "Age of the news", said, axis, ...lines(drawn, "outlets"));
}

function drawKeyness({ label, from, to, before, more, less }, chosen) {
  const said =
    `Words that ${label} has more or less often than all before it, by their likelihood ratio; then how often they ` +
    "stand in it and before. Only words with q up to 0.05 (Benjamini and Hochberg).";
  const scale = Math.max(...[...more, ...less].map((row) => Math.abs(row.score)));
  const side = (title, rows, filters) => {
    const drawn = lines(scores(rows, label, scale, filters, chosen), "words");
    return element(
      "div",
      {},
      element("h3", {}, title),
      ...(rows.length === 0 ? [element("p", {}, "None stands out.")] : drawn),
    );
  };
  const sides = [side("More often", more, { from, to }), side("Less often", less, { to: before })];
  return section("keyness", `Words of ${label}`, said, element("div", { class: "grid" }, sides));
}
