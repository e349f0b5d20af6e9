/** Knows that nothing of Calendly is shown before its styles are there; fetched only where the studio uses it. */

const link = document.createElement("link");

await new Promise((resolve) => {
  Object.assign(link, { rel: "stylesheet", href: "/css/calendly-custom.css", onload: resolve, onerror: resolve });
  document.head.append(link);
});
