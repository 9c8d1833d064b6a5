// Shows how far sending is, and keeps the page of a job up to date. Without it the form is sent as any
// other, and the page of a job loads itself again.
(() => {
  "use strict";
  const form = document.querySelector("form[data-sending]");
  if (form) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const told = form.querySelector(".sending");
      // The server stops listening to what is too large, and many a browser then shows no answer at all.
      const bytes = [...form.querySelector("input[type=file]").files].reduce((sum, file) => sum + file.size, 0);
      if (bytes > Number(form.dataset.most)) {
        told.replaceChildren(form.dataset.tooMuch);
        return;
      }
      const bar = document.createElement("progress");
      bar.setAttribute("aria-label", form.dataset.sending);
      told.replaceChildren(form.dataset.sending, document.createElement("br"), bar);
      form.querySelector("button[type=submit]").disabled = true;
      const sending = new XMLHttpRequest();
      sending.open("POST", form.action);
      sending.upload.addEventListener("progress", (at) => {
        if (at.lengthComputable) {
          bar.max = at.total;
          bar.value = at.loaded;
        }
      });
      sending.addEventListener("load", () => {
        if (sending.status < 400) location.assign(sending.responseURL);
        else show(sending.responseText);
      });
      // What went wrong on the way is told by the browser, when it sends the form itself.
      sending.addEventListener("error", () => form.submit());
      sending.send(new FormData(form));
    });
  }

  const show = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const main = page.querySelector("main");
    if (!main) return location.reload();
    document.title = page.title;
    document.querySelector("main").replaceWith(document.adoptNode(main));
    const at = document.querySelector("[aria-invalid], main h1");
    if (!at.matches("input")) at.tabIndex = -1;
    at.focus();
  };

  // Fetches the page again while there is work to do; a choice that somebody is making is left alone.
  const look = async () => {
    const stand = document.getElementById("stand");
    if (!stand || !stand.dataset.refresh) return;
    try {
      const response = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (response.redirected) return location.reload();
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.getElementById("stand");
      if (fresh && !stand.contains(document.activeElement)) {
        const status = stand.querySelector("[role=status]");
        const now = fresh.querySelector("[role=status]");
        if (status.textContent !== now.textContent) status.textContent = now.textContent;
        now.replaceWith(status);
        stand.replaceWith(document.adoptNode(fresh));
      }
    } catch {
      // The server does not answer now; it is asked again.
    }
    setTimeout(look, 2000);
  };
  setTimeout(look, 1000);
})();
