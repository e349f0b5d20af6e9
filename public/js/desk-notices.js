/** Knows what is said below a sheet while decisions about several bookings are under way side by side. */

export const SAID = { complete: "Noted: came.", no_show: "Noted: did not come.", undo: "Taken back.", cancel: "The booking is cancelled.",
  reschedule: "The booking is moved.", set_payment: "The payment is noted.", resend: "The confirmation is on its way.", erase: "Erased: nobody finds this person any more." };

export class Notices {
  #place;
  #troubles = new Map();

  constructor(place) {
    this.#place = place;
  }

  clear() {
    this.#troubles.clear();
    this.#say("");
  }

  /** `kind` is that of a notice; what went well ("good") hides no trouble of another booking. */
  tell(id, sentence, kind = "") {
    this.#troubles.delete(id);
    const others = [...this.#troubles.values()];
    if (kind !== "good") this.#troubles.set(id, { sentence, kind });
    this.#say([...others.map((one) => one.sentence), sentence].filter(Boolean).join(" "), others[0]?.kind ?? kind);
  }

  #say(sentence, kind = "") {
    [this.#place.hidden, this.#place.textContent, this.#place.className] = [!sentence, sentence, `notice ${kind}`];
  }
}
