// Elements and how numbers are written. Text only ever becomes a text node.

/** An element with attributes (a function is a listener, true an empty attribute, null or false none) and children. */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null));
  return made;
}

/** A name from the archive: isolated, so that a mark of direction in it turns nothing but itself. */
function name(text) {
  return element("bdi", {}, text);
}

function number(value) {
  return value.toLocaleString("en-US", { maximumFractionDigits: 1 });
}

function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}

/** "1 item", "1,200 items". */
function counted(count, noun) {
  return `${number(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** A length as a part of its parent; set on the element itself, which a policy without inline styles allows. */
function sized(made, lengths) {
  for (const [property, part] of Object.entries(lengths))
    made.style.setProperty(property, `${(100 * part).toFixed(3)}%`);
  return made;
}

/** A section with its heading and a sentence that says what is counted and out of what. */
function section(id, title, said, ...children) {
  return element(
    "section",
    { id, "aria-labelledby": `${id}-title` },
    element("h2", { id: `${id}-title` }, title),
    said === null ? null : element("p", { class: "said" }, said),
    ...children,
  );
}

/** A table of texts and elements; columns named with a leading "#" hold numbers. */
function table(columns, rows, caption) {
  const numeric = columns.map((column) => column.startsWith("#"));
  const cell = (tag, value, index, more = {}) =>
    element(tag, { class: numeric[index] ? "number" : null, ...more }, value ?? "");
  const head = columns.map((column, index) => cell("th", column.replace("#", ""), index, { scope: "col" }));
  const body = rows.map((row) =>
    element(
      "tr",
      {},
      row.map((value, index) => cell("td", value, index)),
    ),
  );
  return element(
    "div",
    { class: "scrolled", tabindex: 0, role: "region", "aria-label": caption },
    element("table", {}, element("thead", {}, element("tr", {}, head)), element("tbody", {}, body)),
  );
}
