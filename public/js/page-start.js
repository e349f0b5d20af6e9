/* Knows how a page begins, before any of it is seen: in which language, what is fetched ahead, and what only when somebody
   comes near. No module: those come later. */
{
  const page = document.documentElement;
  const asked = [location.search, location.hash.slice(1)].map((text) => new URLSearchParams(text).get("lang"));
  const known = page.dataset.languages.split(" ");
  // A browser may forbid it, and then each page asks the browser.
  const inTab = (use) => {
    try {
      return use(sessionStorage);
    } catch {
      return null;
    }
  };
  const kept = inTab((tab) => tab.getItem("language"));
  const wished = [...asked, kept, ...navigator.languages.map((tag) => tag.slice(0, 2))];
  page.lang = wished.find((tag) => known.includes(tag)) ?? known[0];
  if (asked.includes(page.lang)) inTab((tab) => tab.setItem("language", page.lang));
  const title = document.querySelector(`meta[name="title-${page.lang}"]`)?.content;
  if (title) document.title = title;
  if ("ahead" in page.dataset) {
    const ahead = (link) => document.head.append(Object.assign(document.createElement("link"), link));
    const query = page.lang === "en" ? "" : `?lang=${page.lang}`;
    ahead({ rel: "modulepreload", href: `/js/messages-${page.lang}.js` });
    for (const name of ["class-types", "instructors", "availability"]) {
      ahead({ rel: "preload", as: "fetch", crossOrigin: "", href: `/api/${name}${query}` });
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const near = new IntersectionObserver((parts) => {
      if (!parts.some(({ isIntersecting }) => isIntersecting)) return;
      import("/js/studio-sections.js").then(() => near.disconnect(), () => {});
    }, { rootMargin: "300px" });
    for (const part of document.querySelectorAll("[data-studio]")) near.observe(part);
    for (const link of document.querySelectorAll("[data-language]")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        const address = new URL(location);
        address.searchParams.set("lang", link.dataset.language);
        // The same entry of the history still says which screen this is.
        history.replaceState(history.state, "", address);
        location.reload();
      });
    }
  });
}
