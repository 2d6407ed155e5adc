// The words below a picture: text, which begins with a badge if its first words are those of a regime (see badges.py),
// and if its lines after the first one form a table (see table.py), that table.
function caption(words) {
  const [sentence, ...lines] = words.split("\n");
  const rows = lines.map((line) => line.trim().split(/ {2,}/));
  const isTable = rows.length > 1 && rows[0].length > 1 && rows.every((row) => row.length === rows[0].length);
  return isTable ? [...badged(`${sentence}\n`), tableOf(rows)] : badged(words);
}
function badged(words) {
  const first = Object.keys(BADGES).find((each) => words.startsWith(each));
  return first ? [badge(first), plain(words.slice(first.length))] : [plain(words)];
}
function badge(words) {
  const [color, sign] = BADGES[words];
  const made = document.createElement("span");
  made.className = "badge";
  made.style.background = color;
  made.dataset.sign = sign;
  made.textContent = words;
  return made;
}
const plain = (words) => document.createTextNode(words);
const NUMBER = /^((at least |at most |about )?[−+×≥≤<>±-]*[\d.,]+(e[+−-]?\d+)?( ?%)?|∞)$/;  // as in table.py
// It stands in a box of its own, which scrolls where it is too long or too wide.
function tableOf([header, ...rows]) {
  const numeric = header.map((_, column) => rows.some((row) => NUMBER.test(row[column])));
  const table = document.createElement("table");
  table.createTHead().append(rowOf("th", header, numeric));
  const body = table.createTBody();
  rows.forEach((row) => body.append(rowOf("td", row, numeric)));
  const box = document.createElement("div");
  box.className = "table";
  box.append(table);
  return box;
}
// Put other words into an element; a table stays where it was scrolled to.
function showWords(element, words) {
  const top = element.querySelector(".table")?.scrollTop;
  element.replaceChildren(...caption(words));
  if (top) element.querySelector(".table")?.scrollTo({ top });
}
// The spaces between cells are not seen, but whoever reads the text or copies it needs them.
function rowOf(kind, cells, numeric) {
  const row = document.createElement("tr");
  cells.forEach((words, column) => {
    const cell = document.createElement(kind);
    cell.textContent = words;
    if (kind === "th") cell.scope = "col";
    cell.classList.toggle("number", numeric[column]);
    row.append(cell, plain(column < cells.length - 1 ? "  " : "\n"));
  });
  return row;
}
