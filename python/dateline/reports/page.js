// The page: what is listed, and the controls and bars that change it.

const figures = JSON.parse(document.getElementById("data-figures").textContent);
const names = new Map(figures.countries.rows.map((row) => [row.value, row.name]));

/** What is listed, and the bar that asked for it. */
const view = { items: null, filter: {}, found: [], shown: 0, bar: null };
const controls = {};

/** List what a bar stands for. */
function chosen(filter, bar) {
  view.filter = { ...filter };
  view.bar?.removeAttribute("aria-current");
  view.bar = bar;
  bar.setAttribute("aria-current", "true");
  refresh();
  const title = document.getElementById("items-title");
  title.focus({ preventScroll: true });
  title.scrollIntoView({ block: "start" });
}

/** A choice among the values that items have, told apart by their place in the list and not by their text. */
function choice(field, label, values, shown) {
  const sorted = [...new Set(values)].sort(
    (one, other) => (one === null) - (other === null) || shown(one).localeCompare(shown(other)),
  );
  const options = sorted.map((value, index) =>
    element("option", { value: index }, value === null ? NONE : shown(value)),
  );
  const select = element("select", {}, element("option", { value: "" }, "any"), options);
  select.addEventListener("change", () => narrow({ [field]: select.value === "" ? undefined : sorted[select.value] }));
  controls[field] = (value) => (select.value = value === undefined ? "" : String(sorted.indexOf(value)));
  return element("label", {}, label, select);
}

function input(field, label, attributes) {
  const made = element("input", attributes);
  made.addEventListener("input", () => narrow({ [field]: made.value || undefined }));
  controls[field] = (value) => {
    if (made.value !== (value ?? "")) made.value = value ?? "";
  };
  return element("label", { class: field }, label, made);
}

/** Change part of the filter; what a bar asked for beyond that stays. */
function narrow(change) {
  view.filter = { ...view.filter, ...change };
  refresh();
}

function drawItems() {
  const { items } = view;
  const orNone = (lists) => lists.flatMap((list) => (list.length === 0 ? [null] : list));
  const country = (code) => (names.has(code) ? `${names.get(code)} (${code})` : code);
  const form = element(
    "form",
    { role: "search", "aria-label": "Items", submit: (event) => event.preventDefault() },
    input("search", "Search", { type: "search", placeholder: 'words, or "whole words"', autocomplete: "off" }),
    choice(
      "series",
      "Series",
      items.map((item) => item.series),
      String,
    ),
    choice("country", "Country", orNone(items.map((item) => item.countries)), country),
    choice("outlet", "Outlet", orNone(items.map((item) => item.outlets)), String),
    choice(
      "category",
      "Category",
      items.map((item) => item.category),
      String,
    ),
    input("from", "From", { type: "date" }),
    input("to", "To", { type: "date" }),
  );
  controls.status = element("p", { id: "status", role: "status" });
  controls.asked = element("ul", { class: "asked", "aria-label": "What is listed" });
  controls.list = element("ol", { class: "items" });
  controls.more = element("button", { type: "button", class: "plain", id: "more", click: more }, "Show more");
  const legend = ["country", "outlet", "date", "category", "citation"].map((kind) =>
    element("span", { class: `kind-${kind}` }, kind),
  );
  document.getElementById("items").append(
    form,
    controls.asked,
    controls.status,
    element(
      "p",
      { class: "legend" },
      "Marked in the text: ",
      legend.flatMap((mark) => [mark, " "]),
      "Hold the pointer over a mark for its rule.",
    ),
    controls.list,
    controls.more,
  );
}

/** What is asked for, each as a button that takes it back. */
function drawAsked() {
  const said = {
    lag: "Age of the news, first source",
    undated: "Without a date",
    from: "From",
    to: "To",
    search: "Search",
  };
  const filter = Object.entries(view.filter).filter(([, value]) => value !== undefined);
  const asked = filter.map(([field, value]) => {
    const label = said[field] ?? field[0].toUpperCase() + field.slice(1);
    const shown =
      value === true ? "" : `: ${field === "country" && names.has(value) ? names.get(value) : (value ?? NONE)}`;
    const click = () => narrow({ [field]: undefined });
    return element(
      "li",
      {},
      element(
        "button",
        { type: "button", click, "aria-label": `${label}${shown}, take back` },
        name(`${label}${shown}`),
        " ×",
      ),
    );
  });
  if (asked.length > 0) {
    const clear = () => {
      view.filter = {};
      refresh();
    };
    asked.push(
      element("li", {}, element("button", { type: "button", class: "plain", click: clear }, "List all items")),
    );
  }
  if (view.bar !== null && asked.length > 0) {
    const back = () => {
      view.bar.focus();
      view.bar.scrollIntoView({ block: "center" });
    };
    asked.push(
      element("li", {}, element("button", { type: "button", class: "plain", click: back }, "Back to the figure")),
    );
  }
  controls.asked.replaceChildren(...asked);
}

function refresh() {
  if (view.items === null) return;
  view.found = matching(view.items, view.filter);
  view.shown = 0;
  for (const field of ["search", "series", "country", "outlet", "category", "from", "to"])
    controls[field](view.filter[field]);
  controls.list.replaceChildren();
  drawAsked();
  more();
}

function more() {
  const next = view.found.slice(view.shown, view.shown + PER_PAGE);
  controls.list.append(...next.map((item) => itemView(item, view.filter.search, names)));
  view.shown += next.length;
  const left = view.found.length - view.shown;
  const shown = left === 0 ? "" : `, the first ${number(view.shown)} shown`;
  controls.status.textContent = `${number(view.found.length)} of ${counted(view.items.length, "item")}${shown}`;
  controls.more.hidden = left === 0;
  controls.more.textContent = `Show ${number(Math.min(left, PER_PAGE))} more of ${number(left)}`;
}

/** The items are deflated; unpacking them is the one thing that an older browser cannot do. */
async function unpack() {
  const packed = Uint8Array.from(atob(document.getElementById("data-items").textContent), (letter) =>
    letter.charCodeAt(0),
  );
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  return itemsOf(JSON.parse(await new Response(stream).text()));
}

drawSummary(figures);
drawFigures(figures, chosen);
unpack().then(
  (items) => {
    view.items = items;
    drawItems();
    refresh();
    document.documentElement.dataset.ready = "true";
  },
  (error) => {
    const said = `The items cannot be listed: this browser is too old to unpack them (${error.message}).`;
    document.getElementById("items").append(element("p", {}, said));
  },
);
