/** Knows the work on a catalogue that is not saved yet: what was read, what was typed since, what is known of both. */

import { copyOf, differences, isSame, joined, Kept, putAt, valueAt } from "./catalog-draft.js";
import { View } from "./catalog-fields.js";
import { followName, rename } from "./catalog-steps.js";

const NAMED = /^((?:\/\w+)\/\d+)\/(name\/en|name|id|hours\/\d)$/;

/** Everything typed is kept for as long as the tab is open; what is put aside is kept beside it. */
export class Work {
  open = new Set();
  /** What the studio said of this very draft, {body, isSaved}, null when it was not asked. */
  told = null;
  mistakes = [];
  /** Somebody else saved; what they saved, once that was read. */
  isOvertaken = false;
  theirs = null;
  currency = "USD";
  #kept;
  #aside;

  constructor(whose, read) {
    this.#kept = new Kept(whose);
    this.#aside = new Kept(`${whose}:aside`);
    this.take(read);
  }

  get base() {
    return this.read.catalog;
  }

  get changes() {
    return differences(this.base, this.draft);
  }

  get hasAside() {
    return Boolean(this.#aside.read()?.draft);
  }

  get view() {
    const currency = this.draft.studio?.currency || this.currency;
    return new View({ draft: this.draft, base: this.base, mistakes: this.mistakes, open: this.open, currency });
  }

  take(read) {
    [this.read, this.draft] = [read, copyOf(read.catalog)];
    [this.theirs, this.isOvertaken, this.told, this.mistakes] = [null, false, null, []];
  }

  /** What was typed before the page was left. Over another version it waits until somebody has looked at both. */
  bringBack() {
    const work = this.#kept.read();
    if (!work?.read?.catalog || isSame(work.draft, work.read.catalog)) return false;
    if (work.read.version !== this.read.version) [this.isOvertaken, this.theirs] = [true, this.read];
    [this.read, this.draft] = [work.read, work.draft];
    return true;
  }

  /** Answers {pointer, id} of a new thing whose id follows its name. */
  type(at, value) {
    const before = valueAt(this.draft, at);
    putAt(this.draft, at, value);
    const followed = this.#follow(at, before);
    this.changed();
    return followed;
  }

  edit(change) {
    change(this.draft);
    this.mistakes = [];
    this.changed();
  }

  changed() {
    this.told = null;
    this.#kept.write({ read: this.read, draft: this.draft });
  }

  saved(body) {
    this.take({ ...this.read, ...body });
    this.#kept.forget();
    this.told = { body, isSaved: true };
  }

  wrong(mistakes) {
    this.mistakes = mistakes;
    for (const { pointer } of mistakes) this.reveal(pointer);
  }

  /** Opens whatever a value stands in. */
  reveal(pointer) {
    const [, part, item] = pointer.split("/");
    this.open.add(part);
    if (item !== undefined) this.open.add(`/${part}/${item}`);
  }

  /** Goes on from `read`; what was typed can be had again. */
  putAside(read) {
    this.#aside.write({ base: this.base, draft: this.draft });
    this.#kept.forget();
    this.take(read);
  }

  bringAsideBack() {
    const { base, draft } = this.#aside.read();
    this.edit(() => (this.draft = joined(base, draft, this.draft)));
    this.#aside.forget();
  }

  join() {
    const draft = joined(this.base, this.draft, this.theirs.catalog);
    this.take(this.theirs);
    this.edit(() => (this.draft = draft));
  }

  /** What one value means for others. */
  #follow(at, before) {
    const [, item, last] = NAMED.exec(at) ?? [];
    const list = item?.split("/")[1];
    if (last === "id") rename(this.draft, list, before, valueAt(this.draft, at));
    else if (last?.startsWith("hours")) this.#withoutEmpty(`${item}/hours`);
    else if (last && !this.view.isKnown(list, valueAt(this.draft, `${item}/id`))) {
      const id = followName(this.draft, item, String(before ?? ""), String(valueAt(this.draft, at) ?? ""));
      return id === null ? null : { pointer: `${item}/id`, id };
    }
    return null;
  }

  #withoutEmpty(at) {
    if (!valueAt(this.draft, at).some(Boolean)) putAt(this.draft, at, null);
  }
}
