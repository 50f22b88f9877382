"use strict";
(() => {
  const recall = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* file: without storage */ } };
  for (const name of ["lang", "theme"]) {
    const inputs = [...document.querySelectorAll(`input[name="${name}"]`)];
    const kept = recall(`grader-${name}`);
    for (const input of inputs) {
      if (name === "theme" && input.value === kept) input.checked = true;
      input.addEventListener("change", () => remember(`grader-${name}`, input.value));
    }
  }
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not(.hint):not([open])")];
    for (const d of opened) d.open = true;
  });
  addEventListener("afterprint", () => { for (const d of opened) d.open = false; opened = []; });
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let d = target && target.closest("details"); d; d = d.parentElement && d.parentElement.closest("details")) d.open = true;
  };
  addEventListener("hashchange", reveal);
  reveal();
})();
