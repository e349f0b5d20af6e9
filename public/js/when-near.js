/** Knows which parts of a page fetch their script only when somebody comes near them: whoever just books needs none of it. */

const near = new IntersectionObserver((parts) => {
  if (!parts.some(({ isIntersecting }) => isIntersecting)) return;
  near.disconnect();
  import("./studio-sections.js");
}, { rootMargin: "300px" });

for (const part of document.querySelectorAll("[data-studio]")) near.observe(part);
