/** Knows how styles that only some visits need come in: nothing they are for is shown before they are there. */

/** Resolves in any case: what looks plain still works. */
export function styled(href, place = document.head) {
  return new Promise((resolve) => {
    place.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: resolve, onerror: resolve }));
  });
}
