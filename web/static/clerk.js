// For who works with it all day: a dossier that stays in this browser, references on the clipboard, and keys
// to go through results. Without it all of this works too, with forms.
(() => {
  "use strict";
  const KEPT = "beleidswijzer.dossier";
  const BACK = "beleidswijzer.back"; // the search that the last passage came from
  const KEYS = "beleidswijzer.keys";

  const kept = (name) => {
    try { return localStorage.getItem(name) || ""; } catch { return ""; }
  };
  const keep = (name, value) => {
    try { value ? localStorage.setItem(name, value) : localStorage.removeItem(name); } catch { /* it lasts as long as the page */ }
  };

  // Whoever comes back to a page that a form asked for gets it anew: a browser would ask first whether to
  // send the form once more, and show an empty page to who does not know.
  if (document.body.dataset.again) history.replaceState(null, "", location.href);

  // --- the dossier --------------------------------------------------------------------------------

  const shown = document.getElementById("dossier");
  const reload = document.querySelector("form.dossier-reload");
  if (shown?.dataset.from === "nothing" && kept(KEPT)) {
    // Opened from a menu: the page has nothing yet of what this browser holds.
    reload.elements.dossier.value = kept(KEPT);
    reload.elements.back.value = kept(BACK);
    reload.submit();
  } else if (shown?.dataset.from === "form" || (shown && !kept(KEPT))) {
    keep(KEPT, shown.dataset.sealed);
  }
  for (const link of document.querySelectorAll("a[href*='dossier=']")) {
    const url = new URL(link.href);
    url.searchParams.delete("dossier");
    link.href = url;
  }

  const fill = (form) => {
    const held = form.elements.namedItem("dossier");
    if (held && kept(KEPT)) held.value = kept(KEPT);
  };

  const say = (form, ok) => {
    for (const place of form.querySelectorAll(".dossier-state")) {
      place.textContent = "";
      if (!ok) continue;
      const link = document.createElement("a");
      link.href = form.action;
      link.textContent = place.dataset.link;
      place.append(place.dataset.said, " ", link);
    }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form.dossier-add")) return;
    fill(form);
    const chosen = new FormData(form);
    if (!chosen.getAll("add").length) return;
    event.preventDefault();
    const sent = new URLSearchParams(chosen);
    fetch(form.action, { method: "POST", body: sent })
      .then((response) => (response.ok ? response.text() : Promise.reject(response.status)))
      .then((text) => {
        const page = new DOMParser().parseFromString(text, "text/html").getElementById("dossier");
        if (!page || page.dataset.notice) throw page; // what must be read is shown
        keep(KEPT, page.dataset.sealed);
        keep(BACK, form.elements.namedItem("back")?.value);
        for (const box of form.querySelectorAll("input[type=checkbox][name=add]")) box.checked = false;
        say(form, true);
      })
      .catch(() => form.submit());
  });

  // What was written is kept when a field is left, so that following a link loses nothing.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form.dossier");
    if (!form) return;
    fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) })
      .then((response) => (response.ok ? response.text() : ""))
      .then((text) => {
        const page = new DOMParser().parseFromString(text, "text/html").getElementById("dossier");
        if (page) keep(KEPT, page.dataset.sealed);
      })
      .catch(() => {});
  });

  // --- references ---------------------------------------------------------------------------------

  for (const button of document.querySelectorAll(".cite-copy")) button.hidden = false;

  const copied = async (block, text) => {
    const html = block.innerHTML;
    if (navigator.clipboard?.write && window.ClipboardItem) {
      await navigator.clipboard.write([
        new ClipboardItem({
          "text/plain": new Blob([text], { type: "text/plain" }),
          "text/html": new Blob([html], { type: "text/html" }),
        }),
      ]);
      return;
    }
    // Over plain HTTP there is only the older way.
    let done = false;
    const put = (event) => {
      event.clipboardData.setData("text/plain", text);
      event.clipboardData.setData("text/html", html);
      event.preventDefault();
      done = true;
    };
    document.addEventListener("copy", put, { once: true });
    if (!document.execCommand("copy") || !done) throw new Error("copy");
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".cite-copy");
    if (!button) return;
    const state = button.parentElement.querySelector(".cite-state");
    copied(button.closest(".cite").querySelector(".cite-block"), button.dataset.text)
      .then(() => { state.textContent = state.dataset.done; })
      .catch(() => { state.textContent = state.dataset.failed; });
  });

  // --- keys ---------------------------------------------------------------------------------------

  const fold = document.getElementById("toetsen");
  const on = document.getElementById("toetsen-aan");
  if (fold && on) {
    fold.hidden = false;
    on.checked = kept(KEYS) !== "off";
    on.addEventListener("change", () => keep(KEYS, on.checked ? "" : "off"));
  }

  const step = (by) => {
    const links = [...document.querySelectorAll(".hit .hit-title a")];
    if (!links.length) return;
    const at = links.findIndex((link) => link.closest(".hit").contains(document.activeElement));
    const to = at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + by, 0), links.length - 1);
    links[to].focus();
    links[to].closest(".hit").scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    const other = event.altKey || event.ctrlKey || event.metaKey || event.isComposing;
    if (!on?.checked || other || event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    if (event.key === "/") document.getElementById("zoek").focus();
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else return;
    event.preventDefault();
  });
})();
