/** Knows which bookings the list shows: page after page of what the filter lets through, or what was looked for. */

import { pageOf, search } from "./admin-bookings.js";
import { chosen } from "./desk-booking-list.js";

const MOST_PAGES = 5;
const NOTHING = { bookings: [], nextCursor: null, words: "", pages: 0 };

export class FoundBookings {
  filter = { by: "start" };
  #found = NOTHING;
  #round = 0;
  #underWay = 0;
  #isMissed = false;
  #show;
  #refuse;

  /** `show()` is called when there is something new to see, `refuse(answer)` when the studio does not tell. */
  constructor(show, refuse) {
    [this.#show, this.#refuse] = [show, refuse];
  }

  get bookings() {
    return this.#found.bookings;
  }

  get hasMore() {
    return Boolean(this.#found.nextCursor);
  }

  /** Empty while nobody is looked for. */
  get words() {
    return this.#found.words;
  }

  /** From now on the first page, and nobody is looked for. */
  begin() {
    this.#round += 1;
    this.#found = { ...NOTHING, bookings: this.#found.bookings };
  }

  /** As much as was shown, as it is now: whoever reads far down is not thrown back. */
  read() {
    return this.#during(async (round) => {
      if (this.words) return this.#searchAgain(round);
      const wanted = Math.min(Math.max(1, this.#found.pages), MOST_PAGES);
      let found = NOTHING;
      do found = await this.#next(found, round);
      while (found && found.pages < wanted && found.nextCursor);
      this.#keep(found);
    });
  }

  /** Something has changed: what somebody has asked for is not taken away by it, and is read once more when it is there. */
  again() {
    if (!this.#underWay) return this.read();
    this.#isMissed = true;
  }

  /** The next page behind those that are there. */
  more() {
    if (!this.hasMore) return this.read();
    return this.#during(async (round) => this.#keep(await this.#next(this.#found, round)));
  }

  /** Resolves to what the studio said, or to null when something else was asked for meanwhile. */
  find(words) {
    return this.#during((round) => this.#search(words, round));
  }

  async #during(read) {
    this.#underWay += 1;
    const answer = await read((this.#round += 1));
    this.#underWay -= 1;
    if (!this.#underWay && this.#isMissed) {
      this.#isMissed = false;
      this.read();
    }
    return answer;
  }

  /** With one page more; null when nobody wants it any more, or it cannot be read. */
  async #next({ bookings, nextCursor, pages }, round) {
    const answer = await pageOf({ ...chosen(this.filter), ...(nextCursor && { cursor: nextCursor }) });
    if (round !== this.#round) return null;
    if (answer.status !== 200) return this.#refuse(answer) ?? null;
    return { bookings: [...bookings, ...answer.body.bookings], nextCursor: answer.body.nextCursor, words: "", pages: pages + 1 };
  }

  async #search(words, round) {
    const answer = await search(words);
    if (round !== this.#round) return null;
    if (answer.status === 200) this.#found = { ...NOTHING, ...answer.body, words };
    return answer;
  }

  async #searchAgain(round) {
    const answer = await this.#search(this.words, round);
    if (answer?.status === 200) this.#show();
    else if (answer) this.#refuse(answer);
  }

  #keep(found) {
    if (!found) return;
    this.#found = found;
    this.#show();
  }
}
