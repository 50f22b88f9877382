"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const LANGS = ["ko", "en"];
  const PAGE = 50;
  const compare = new Intl.Collator("ko", { numeric: true }).compare;
  const fold = (text) => text.normalize("NFC").toLowerCase();

  // Both languages, so that the switch of the page chooses between them
  const say = (target, texts, values = {}) => {
    target.replaceChildren(...LANGS.map((lang, i) => {
      const span = document.createElement("span");
      span.lang = lang;
      span.textContent = texts[i].replace(/\{(\w+)\}/g, (whole, name) => {
        const value = values[name];
        return Array.isArray(value) ? value[i] : value ?? whole;
      });
      return span;
    }));
  };
  const label = (th) => LANGS.map((lang) => (th.querySelector(`[lang="${lang}"]`) || th).textContent);
  const node = (tag, text, name) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (name) made.className = name;
    return made;
  };

  // Headers become buttons: first descending, then ascending, then as it was
  const sortable = (table, apply, status) => {
    const headers = [...table.tHead.rows[0].cells];
    headers.forEach((th, column) => {
      const button = node("button");
      button.type = "button";
      button.append(...th.childNodes);
      th.append(button);
      th.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => {
        const now = th.getAttribute("aria-sort");
        const next = now === "none" ? "descending" : now === "descending" ? "ascending" : "none";
        for (const other of headers) other.setAttribute("aria-sort", "none");
        th.setAttribute("aria-sort", next);
        apply(column, next);
        const order = { descending: "down", ascending: "up", none: "original" }[next];
        say(status, data.words.sorted, { column: label(th), order: data.words[order] });
      });
    });
  };

  const sorted = (items, key, direction) => {
    if (direction === "none") return items;
    const sign = direction === "ascending" ? 1 : -1;
    const by = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : compare(String(a), String(b)));
    return [...items].sort((a, b) => sign * by(key(a), key(b)));
  };

  for (const table of document.querySelectorAll("table[data-sortable]")) {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const value = (row, column) => {
      const cell = row.cells[column];
      const text = cell.dataset.v ?? cell.textContent.trim();
      return text !== "" && !Number.isNaN(Number(text)) ? Number(text) : text;
    };
    sortable(table, (column, direction) => body.append(...sorted(rows, (row) => value(row, column), direction)),
      document.querySelector(`[data-for="${table.id}"]`));
  }

  const students = document.getElementById("t-students");
  const matrix = document.getElementById("t-matrix");
  const details = document.getElementById("matrix-details");
  const status = document.getElementById("student-status");
  const form = document.getElementById("filter");
  const pager = document.getElementById("pager");
  const searched = data.rows.map((row) => fold(`${row[0]} ${row[1]} ${row[10]}`));
  const order = new Map(data.rows.map((row, i) => [row, i]));
  const state = { column: 0, direction: "none", page: 0, shown: data.rows };

  const studentRow = (row) => {
    const tr = node("tr");
    const head = node("th");
    head.scope = "row";
    if (row[12]) {
      const link = node("a", row[0]);
      link.setAttribute("href", row[12]);
      head.append(link);
    } else head.textContent = row[0];
    const kind = node("td");
    say(kind, data.statuses[row[2]]);
    tr.append(head, node("td", row[1]), kind);
    for (let i = 3; i < 10; i += 1) tr.append(node("td", row[i] ?? "–", "num mono"));
    tr.append(node("td", row[10]), node("td", row[11], "num mono"));
    return tr;
  };
  const GLYPHS = { p: "○", c: "○", h: "△", f: "×", e: "!", t: "!", r: "#", o: "·", s: "-", g: "?", "-": "" };
  const matrixRow = (row) => {
    const tr = node("tr");
    const head = node("th", row[0]);
    head.scope = "row";
    tr.append(head);
    for (const letter of row[13]) tr.append(node("td", GLYPHS[letter], `x${letter}`));
    return tr;
  };

  const draw = () => {
    const pages = Math.max(1, Math.ceil(state.shown.length / PAGE));
    state.page = Math.min(Math.max(0, state.page), pages - 1);
    const rows = state.shown.slice(state.page * PAGE, (state.page + 1) * PAGE);
    students.tBodies[0].replaceChildren(...rows.map(studentRow));
    if (details.open) matrix.tBodies[0].replaceChildren(...rows.filter((row) => row[13]).map(matrixRow));
    pager.hidden = pages === 1;
    say(document.getElementById("page-now"), data.words.page, { page: state.page + 1, pages });
    for (const button of pager.querySelectorAll("button")) {
      const to = state.page + Number(button.dataset.step);
      button.setAttribute("aria-disabled", String(to < 0 || to >= pages));
    }
  };
  const arrange = () => {
    const text = fold(document.getElementById("filter-text").value.trim());
    const kinds = new Set([...form.querySelectorAll("[name=status]:checked")].map((box) => box.value));
    const kept = data.rows.filter((row) => kinds.has(row[2]) && searched[order.get(row)].includes(text));
    state.shown = sorted(kept, (row) => row[state.column] ?? -1, state.direction);
    state.page = 0;
    draw();
    return kept.length;
  };
  let waiting = 0;
  const filter = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => say(status, data.words.shown, { count: arrange(), total: data.rows.length }), 120);
  };

  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  details.addEventListener("toggle", draw);
  pager.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    state.page += Number(button.dataset.step);
    draw();
    say(status, data.words.page, { page: state.page + 1, pages: Math.ceil(state.shown.length / PAGE) });
  });
  sortable(students, (column, direction) => {
    Object.assign(state, { column, direction });
    arrange();
  }, status);
  const baseline = document.getElementById("baseline");
  if (baseline) baseline.hidden = true;
  draw();
})();
