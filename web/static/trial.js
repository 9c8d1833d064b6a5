// While a document is being read, asks how far it is and puts in place only the parts that came out
// otherwise: nothing moves that is being read, and what was unfolded stays so.
(() => {
  "use strict";
  const waiting = document.querySelector("[data-again]");
  const seen = new Map([...waiting.children].map((part) => [part.id, part.cloneNode(true)]));

  const put = (part) => {
    if (!part.id || seen.get(part.id).isEqualNode(part)) return;
    seen.set(part.id, part);
    document.getElementById(part.id).replaceChildren(...document.importNode(part, true).childNodes);
  };

  const ask = async () => {
    let again = waiting.dataset.again;
    try {
      const response = await fetch(location.href);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const now = page.getElementById(waiting.id);
      if (!now) return location.reload();
      [...now.children].forEach(put);
      document.title = page.title;
      again = now.dataset.again;
    } catch {
      // Asked again: the program may be busy for a moment.
    }
    if (again) setTimeout(ask, again * 1000);
  };
  setTimeout(ask, waiting.dataset.again * 1000);
})();
