/* Knows which language a page speaks before any of it is seen: the address's (?lang=), the link's (#…&lang=), the tab's, the
   browser's; and how it is changed where one stands. Not a module, because a module comes after the first paint. */
{
  const page = document.documentElement;
  const asked = [location.search, location.hash.slice(1)].map((text) => new URLSearchParams(text).get("lang"));
  const known = page.dataset.languages.split(" ");
  let kept = null;
  try {
    kept = sessionStorage.getItem("language");
  } catch {
    // A browser may forbid that.
  }
  const wished = [...asked, kept, ...navigator.languages.map((tag) => tag.slice(0, 2))];
  page.lang = wished.find((tag) => known.includes(tag)) ?? known[0];
  if (asked.includes(page.lang)) {
    try {
      sessionStorage.setItem("language", page.lang);
    } catch {
      // Then the next page asks the browser.
    }
  }
  const title = document.querySelector(`meta[name="title-${page.lang}"]`)?.content;
  if (title) document.title = title;
  if ("ahead" in page.dataset) {
    // All of it depends on the language, and the modules would ask for it a round trip or two later.
    const ahead = (link) => document.head.append(Object.assign(document.createElement("link"), link));
    const query = page.lang === "en" ? "" : `?lang=${page.lang}`;
    ahead({ rel: "modulepreload", href: `/js/messages-${page.lang}.js` });
    for (const name of ["class-types", "instructors", "availability"]) {
      ahead({ rel: "preload", as: "fetch", crossOrigin: "", href: `/api/${name}${query}` });
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const link of document.querySelectorAll("[data-language]")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        const address = new URL(location);
        address.searchParams.set("lang", link.dataset.language);
        // The same entry of the history, so that it still says which screen this is; what was begun is kept in the tab.
        history.replaceState(history.state, "", address);
        location.reload();
      });
    }
  });
}
