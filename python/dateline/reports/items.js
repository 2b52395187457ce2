// The list of items: what is looked for, which items have it, and how an item looks.

const PER_PAGE = 25;
const NONE = "none";

/** Items as objects, of columns; their marks stay packed until an item is shown. */
function itemsOf({ looks, ...columns }) {
  const fields = Object.entries(columns);
  const item = (index) => Object.fromEntries(fields.map(([field, column]) => [field, column[index]]));
  return columns.id.map((_, index) => ({ ...item(index), looks }));
}

/** Marks of an item, each as start, end, kind, label and rule. */
function marksOf({ marks, looks }) {
  let start = 0;
  return Array.from({ length: marks.length / 3 }, (_, index) => {
    const [gap, length, look] = marks.slice(3 * index, 3 * index + 3);
    start += gap;
    return [start, start + length, ...looks[look]];
  });
}

/** Which items have each thing asked for. A filter is an object of these names; what is null in a list is "none". */
const TESTS = {
  search: (item, patterns) => patterns.every((pattern) => pattern.test(folded(item))),
  series: (item, value) => item.series === value,
  country: (item, value) => (value === null ? item.countries.length === 0 : item.countries.includes(value)),
  outlet: (item, value) => (value === null ? item.outlets.length === 0 : item.outlets.includes(value)),
  category: (item, value) => item.category === value,
  from: (item, day) => item.date !== null && item.date >= day,
  to: (item, day) => item.date !== null && item.date <= day,
  undated: (item) => item.date === null,
  lag: (item, source) => item.lag !== null && item.source === source,
};

/** The text of an item without case and accents, each character in its place. */
function folded(item) {
  item.folded ??= fold(item.headline === null ? item.text : `${item.text}\n${item.headline}`);
  return item.folded;
}

function fold(text) {
  const plain = (character) => {
    const first = character.normalize("NFD")[0].toLowerCase();
    return first.length === 1 ? first : character;
  };
  return text
    .replace(/[A-Z]|[^\x00-\x7f]/g, plain)
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"');
}

/** Patterns of the words of a search, all of which have to occur; one in quotes as whole words. */
function patterns(search) {
  const found = fold(search).matchAll(/"([^"]+)"?|[^\s"]+/g);
  return Array.from(found, ([word, quoted]) => {
    const escaped = (quoted ?? word)
      .trim()
      .replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")
      .replace(/\s+/g, "\\s+");
    return new RegExp(quoted === undefined ? escaped : `(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "u");
  });
}

/** The items that have all that a filter asks for. */
function matching(items, filter) {
  const asked = Object.entries(filter).filter(([, value]) => value !== undefined && value !== "");
  const tests = asked.map(([key, value]) => [TESTS[key], key === "search" ? patterns(value) : value]);
  return items.filter((item) => tests.every(([test, value]) => test(item, value)));
}

/** An item: what was concluded of it, its text with marks, and where it is from. */
function itemView(item, search, names) {
  const country = (code) => (names.has(code) ? `${names.get(code)} ${code}` : code);
  const facts = [
    item.date === null ? "no date" : item.date,
    ...item.outlets,
    ...item.countries.map(country),
    ...(item.category === null ? [] : [item.category]),
  ];
  const side = item.lag < 0 ? "before" : "after";
  const age = item.lag === null ? "" : `, ${counted(Math.abs(item.lag), "day")} ${side} its source`;
  const published = item.published === null ? "" : `, issue of ${item.published}${age}`;
  return element(
    "li",
    { class: "item" },
    element(
      "p",
      { class: "facts" },
      facts.map((fact) => element("span", {}, name(fact))),
    ),
    item.headline === null ? null : element("p", { class: "kind-headline" }, name(item.headline)),
    element("p", { class: "text", dir: "auto" }, pieces(item, search)),
    element("p", { class: "from" }, name(item.id), published),
  );
}

/** The text cut where marks start and end, each piece within the marks over it, from the outermost in. */
function pieces(item, search) {
  const kinds = ["headline", "note", "citation", "category", "country", "outlet", "date", "hit"];
  const hits = patterns(search ?? "").flatMap((pattern) =>
    Array.from(folded(item).matchAll(new RegExp(pattern, "gu")), (hit) => [
      hit.index,
      hit.index + hit[0].length,
      "hit",
      "",
      "",
    ]),
  );
  const marks = [...marksOf(item), ...hits.filter((hit) => hit[1] <= item.text.length)];
  marks.sort((one, other) => kinds.indexOf(one[2]) - kinds.indexOf(other[2]));
  const cuts = [...new Set([0, item.text.length, ...marks.flatMap(([start, end]) => [start, end])])];
  cuts.sort((one, other) => one - other);
  return cuts.slice(0, -1).flatMap((start, index) => {
    const end = cuts[index + 1];
    const over = marks.filter((mark) => mark[0] <= start && end <= mark[1]);
    let made = document.createTextNode(item.text.slice(start, end));
    for (const [, , kind, label, rule] of over.toReversed()) {
      const title = rule === "" ? kind : `${kind}${label === "" ? "" : ` ${label}`} (${rule})`;
      made = element(kind === "hit" ? "mark" : "span", { class: `kind-${kind}`, title }, made);
    }
    // The label of a category is too long for the text; it stands in the title, and among the facts.
    const ending = over.filter((mark) => mark[1] === end && mark[3] !== "" && mark[2] !== "category");
    return [made, ...ending.map((mark) => element("small", { class: "meaning" }, mark[3]))];
  });
}
