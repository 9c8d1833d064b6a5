// Puts an answer in place without loading the page again. Whatever goes wrong, the browser goes to the
// address as it would have done without this script.
(() => {
  "use strict";
  const start = document.querySelector(".brand").pathname;
  const wait = document.getElementById("wacht");
  let shown = location.pathname + location.search;
  let asking = null;

  const isQuestion = (url) =>
    url.origin === location.origin && url.pathname === start && /[?&]q=/.test(url.search);

  // Where reading goes on: help first, then a fault in the question, else the heading of the answer.
  const focusOn = (main) => {
    const at = main.querySelector(".help[role=alert] h2, [aria-invalid]") || main.querySelector("h1");
    if (!at.matches("textarea")) at.tabIndex = -1;
    at.focus();
  };

  const put = (page) => {
    for (const name of ["header.top", "main"]) {
      document.querySelector(name).replaceWith(document.adoptNode(page.querySelector(name)));
    }
    document.title = page.title;
  };

  // Fetches an address of the question page and shows it; a place to scroll to is given on the way back.
  const show = async (url, place = null) => {
    if (asking) asking.abort();
    const mine = (asking = new AbortController());
    wait.textContent = wait.dataset.text;
    document.querySelector("main").setAttribute("aria-busy", "true");
    try {
      const response = await fetch(url, { signal: mine.signal, headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (response.status >= 500 || response.redirected || !page.querySelector("main h1")) throw response.status;
      if (mine.signal.aborted) return;
      if (place === null) {
        history.replaceState({ place: scrollY }, "");
        history.pushState({ place: 0 }, "", url);
      }
      shown = url.pathname + url.search;
      put(page);
      scrollTo({ top: place || 0, behavior: "instant" });
      if (place === null) focusOn(document.querySelector("main"));
      wait.textContent = "";
      asking = null;
    } catch {
      if (!mine.signal.aborted) location.assign(url);
    }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const url = new URL(form.action);
    url.search = new URLSearchParams(new FormData(form));
    url.hash = "";
    if (event.defaultPrevented || form.method !== "get" || !isQuestion(url)) return;
    event.preventDefault();
    show(url);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.matches("#q")) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("main a[href]");
    const other = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (!link || other || event.defaultPrevented || link.target || !isQuestion(link)) return;
    if (link.pathname + link.search === shown) return; // a place on this page
    event.preventDefault();
    show(new URL(link.href));
  });

  addEventListener("popstate", (event) => {
    const url = new URL(location.href);
    if (url.pathname + url.search === shown) return; // a place on this page
    if (url.pathname !== start) return;
    show(url, event.state?.place ?? 0);
  });
})();
