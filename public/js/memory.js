/** Knows how a browser keeps a value on the device; it may forbid that or have no room, and then nothing is kept. */

/** What `storage()` keeps under the name, or null. */
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
    // The page works without a memory.
  }
}

export const tab = () => sessionStorage;
export const device = () => localStorage;
