// Elements made in one expression: h("td.n", {title: "…"}, "text", otherElement).

/** @typedef {Node | string | number | null | undefined | false} Child */
/** @typedef {Child | Child[]} Children */

/**
 * @param {string} what tag and classes: "td.n.strong"
 * @param {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} [attributes]
 * @param {...Children} children
 * @returns {HTMLElement}
 */
function h(what, attributes = {}, ...children) {
  const [tag, ...classes] = what.split(".");
  const element = document.createElement(tag);
  if (classes.length > 0) element.className = classes.join(" ");
  setAttributes(element, attributes);
  append(element, children);
  return element;
}

/** The same for SVG. @param {string} what @param {Record<string, any>} [attributes] @param {...Children} children */
function svg(what, attributes = {}, ...children) {
  const [tag, ...classes] = what.split(".");
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  if (classes.length > 0) element.setAttribute("class", classes.join(" "));
  setAttributes(element, attributes);
  append(element, children);
  return element;
}

/** @param {Element} element @param {Record<string, any>} attributes */
function setAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
}

/** @param {Element} element @param {Children[]} children */
function append(element, children) {
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
}

/**
 * A table: headings are [text, class]; a row is a list of cells, each a child or [child, class].
 * The first cell of a row heads it. A heading of class "wide" (a picture) is for screen readers only.
 * @param {string} caption said to screen readers @param {[string, string?][]} headings
 * @param {(Child | [Child, string])[][]} rows @param {string} [classes]
 */
function table(caption, headings, rows, classes = "") {
  const cell = (/** @type {any} */ content, /** @type {number} */ column) => {
    const [child, kind] = Array.isArray(content) ? content : [content, headings[column][1]];
    const tag = column === 0 ? "th" : "td";
    return h(tag + (kind ? "." + kind : ""), { scope: column === 0 ? "row" : null, "data-heading": headings[column][0] }, child);
  };
  return h(
    "div.scroll",
    { tabindex: 0, role: "group", "aria-label": caption },
    h(
      "table" + (classes ? "." + classes : ""),
      {},
      h("caption", {}, caption),
      h("thead", {}, h("tr", {}, headings.map(([text, kind]) =>
        h("th" + (kind ? "." + kind : ""), { scope: "col" }, kind === "wide" ? h("span.said", {}, text) : text)))),
      h("tbody", {}, rows.map((row) => h("tr", {}, row.map(cell))))
    )
  );
}
