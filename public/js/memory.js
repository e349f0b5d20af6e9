/** Knows how a browser keeps a value; it may forbid that or have no room, and then the page works without a memory. */

export function recalled(storage, name) {
  try {
    return JSON.parse(storage().getItem(name));
  } catch {
    return null;
  }
}

export function remember(storage, name, value) {
  try {
    storage().setItem(name, JSON.stringify(value));
  } catch {
    // Nothing is kept.
  }
}

export const tab = () => sessionStorage;
export const device = () => localStorage;
