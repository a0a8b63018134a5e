"use strict";
(() => {
  const root = document.documentElement;
  const button = document.getElementById("theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  // A file opened from disk may have no storage; the choice then lasts as long as the page.
  const remembered = (choice) => {
    try {
      if (choice !== undefined) localStorage.setItem("litsieve-theme", choice);
      return localStorage.getItem("litsieve-theme");
    } catch {
      return null;
    }
  };
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);
  const label = () => {
    button.textContent = isDark() ? "Light" : "Dark";
    button.setAttribute("aria-label", isDark() ? "Use light colours" : "Use dark colours");
  };
  const chosen = remembered();
  if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
  button.hidden = false;
  label();
  dark.addEventListener("change", label);
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    remembered(root.dataset.theme);
    label();
  });

  // The file itself holds no version: a release is named by its folder.
  const version = /\/(\d{4}-\d\d-\d\d\.\d+)\/[^/]*$/.exec(decodeURI(location.pathname));
  if (version) document.getElementById("version").textContent = `Release ${version[1]}.`;

  const index = document.getElementById("index");
  if (!index) return;
  const SHOWN = 20;
  const papers = JSON.parse(index.textContent);
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase();
  let folded = null;
  const hits = document.getElementById("hits");
  const found = document.getElementById("found");
  const query = document.getElementById("query");
  const part = (name, text) => {
    const element = document.createElement("span");
    element.className = name;
    element.textContent = text;
    return element;
  };
  const show = () => {
    const words = fold(query.value).split(/\s+/).filter(Boolean);
    let which = papers;
    if (words.length) {
      folded ??= papers.map(([id, title, authors, year]) => fold(`${title} ${authors} ${year ?? ""} ${id}`));
      which = papers.filter((_, at) => words.every((word) => folded[at].includes(word)));
    }
    hits.replaceChildren(...which.slice(0, SHOWN).map(([id, title, authors, year]) => {
      const item = document.createElement("li");
      item.append(part("title", title || "no title"), part("by", authors || "no author named"));
      item.append(part("id", year ? `${year} · ${id}` : id));
      return item;
    }));
    const more = which.length > SHOWN ? `, the first ${SHOWN} shown` : "";
    const count = `${which.length.toLocaleString("en")} of ${papers.length.toLocaleString("en")} papers`;
    found.textContent = words.length ? `${count}${more}.` : `${papers.length.toLocaleString("en")} papers${more}, the latest first.`;
  };
  const form = document.getElementById("find");
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  query.addEventListener("input", show);
  show();
})();
