/** Knows the desk's page of the catalogue: draws the work on it, asks what that would change, and saves it. */

import { catalog, putCatalog } from "./admin-api.js";
import { refuse, tell } from "./admin-door.js";
import { sorry } from "./admin-words.js";
import { classTypes } from "./api.js";
import { copyOf, moveAt, putAt } from "./catalog-draft.js";
import { typed } from "./catalog-fields.js";
import { forms, ownHours } from "./catalog-forms.js";
import { figures } from "./catalog-hours.js";
import { count, mistakesFound, namesOf, overtaken, whatChanges } from "./catalog-review.js";
import { add, addDates, addWindow, remove } from "./catalog-steps.js";
import { Work } from "./catalog-work.js";
import { draw, html } from "./html.js";
import "./week-grid.js";

/** Inside the staff's door; instructors see their own hours and nothing else. */
export class DeskCatalog extends HTMLElement {
  #asked = {};
  #work;
  #zone;
  #names = {};
  #isBusy = false;
  #round = 0;

  connectedCallback() {
    this.addEventListener("input", ({ target }) => target.dataset.at !== undefined && this.#type(target));
    this.addEventListener("toggle", ({ target }) => this.#unfold(target), true);
    this.addEventListener("painted", ({ target, detail }) => this.#paint(target.dataset.on, detail));
    this.addEventListener("click", (event) => this.#follow(event));
  }

  async open({ session, zone }) {
    this.#asked = session.instructor ? { part: session.instructor } : {};
    const [answer, classes] = await Promise.all([catalog(this.#asked), classTypes()]);
    if (answer.status !== 200) return refuse(this, answer);
    [this.#zone, this.#names] = [zone, namesOf({ classTypes: classes.body ?? [] })];
    if (session.instructor) document.getElementById("desk-title").textContent = "My hours";
    this.#work = new Work(session.instructor ?? "everything", answer.body);
    this.#work.currency = classes.body?.[0]?.currency ?? "USD";
    if (this.#work.bringBack()) tell(this, "What you typed before is here again. It is not saved yet.", "wait");
    this.#draw();
  }

  #type(element) {
    const followed = this.#work.type(element.dataset.at, typed(element, this.#work.view));
    const field = followed && document.getElementById(`at${followed.pointer}`);
    if (field) field.value = followed.id;
    this.#drawBelow();
  }

  #paint(at, { part, day, windows }) {
    this.#work.type(`${at}/${part}/${day}`, windows);
    this.#drawAnew(this.querySelector(`[data-figures="${CSS.escape(at)}"]`), figures(this.#work.view, at));
    this.#drawBelow();
  }

  #unfold({ dataset, open }) {
    const known = this.#work?.open;
    if (dataset.open === undefined || known.has(dataset.open) === open) return;
    if (!open) known.delete(dataset.open);
    else {
      known.add(dataset.open);
      this.#drawForms();
    }
  }

  #follow(event) {
    const pressed = event.target.closest("[data-go]");
    if (!pressed) return;
    const { go, on = "" } = pressed.dataset;
    if (pressed.matches("a")) event.preventDefault();
    this.#doings[go]?.(on);
  }

  #doings = {
    add: (at) => this.#edit((draft) => this.#work.open.add(add(draft, at))),
    remove: (at) => this.#edit((draft) => remove(draft, at)),
    up: (at) => this.#edit((draft) => moveAt(draft, at, -1)),
    down: (at) => this.#edit((draft) => moveAt(draft, at, 1)),
    "add-window": (at) => this.#edit((draft) => addWindow(draft, at)),
    "add-date": (at) => this.#addDates(at, []),
    "add-hours": (at) => this.#addDates(at, [["10:00", "18:00"]]),
    previous: () => this.#previous(),
    look: () => this.#send({ dryRun: 1 }),
    save: () => this.#send({}),
    discard: () => this.#goOnFrom(this.#work.read),
    "take-theirs": () => this.#goOnFrom(this.#work.theirs),
    aside: () => this.#redo(() => this.#work.bringAsideBack(), "What you had put aside is here again. It is not saved yet."),
    mend: (at) => this.#show(at),
    compare: () => this.#compare(),
    join: () => this.#redo(() => this.#work.join(), "Your changes stand on the newest version now. Look at what changes, then save."),
  };

  #edit(change) {
    this.#work.edit(change);
    this.#draw();
  }

  #redo(change, sentence) {
    change();
    this.#draw();
    tell(this, sentence, "wait");
    document.getElementById("desk-title").focus();
  }

  #goOnFrom(read) {
    this.#redo(() => this.#work.putAside(read), "This is what is saved. What you typed is put aside and can be had again below.");
  }

  #addDates(at, windows) {
    const [from, till] = ["date", "until"].map((name) => document.getElementById(`${name}${at}`));
    if (!from.value) return from.focus();
    const dates = [from.value, till.value];
    this.#edit((draft) => addDates(draft, at, dates, windows));
  }

  async #previous() {
    const answer = await catalog({ ...this.#asked, previous: 1 });
    if (answer.status !== 200) return refuse(this, answer);
    const before = copyOf(answer.body.catalog);
    this.#redo(() => this.#edit((draft) => Object.keys({ ...draft, ...before }).forEach((name) => putAt(draft, `/${name}`, before[name]))),
      "This is how it was before the last save. It is not in force: look at what changes, then save.");
  }

  async #compare() {
    const answer = await catalog(this.#asked);
    if (answer.status !== 200) return refuse(this, answer);
    this.#work.theirs = answer.body;
    this.#draw();
    document.getElementById("overtaken-heading").focus();
  }

  async #send(how) {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#drawBelow();
    const text = JSON.stringify(this.#work.draft);
    const answer = await putCatalog(text, this.#work.read.version, { ...this.#asked, ...how });
    this.#isBusy = false;
    if (answer.status === 200) this.#agreed(answer.body, { isSaved: !how.dryRun, isStill: text === JSON.stringify(this.#work.draft) });
    else this.#refused(answer, how);
    this.#draw();
    const heading = document.getElementById("overtaken-heading") ?? document.getElementById("review-heading");
    heading?.focus();
    heading?.scrollIntoView({ block: "start" });
  }

  /** Whoever went on typing meanwhile goes on from what was saved. */
  #agreed(body, { isSaved, isStill }) {
    const work = this.#work;
    const meanwhile = copyOf(work.draft);
    work.mistakes = [];
    if (isSaved) work.saved(body);
    else if (isStill) work.told = { body, isSaved };
    if (isSaved && !isStill) work.edit(() => (work.draft = meanwhile));
    if (isStill) tell(this, isSaved ? "Saved." : "", "good");
    else tell(this, `${isSaved ? "Saved as it was. " : ""}You went on typing meanwhile; please look at that again.`, "wait");
  }

  #refused(answer, { dryRun }) {
    const work = this.#work;
    const isOpen = !dryRun && (answer.status === 0 || answer.body?.code === "outcome_unknown");
    if (isOpen) return tell(this, "It is not known whether this was saved. Nothing is lost: press Save once more, it is not done twice.", "wait");
    work.told = null;
    if (answer.status === 412) {
      work.isOvertaken = true;
      tell(this, "Somebody else saved meanwhile. What you typed is kept.", "wait");
    } else if (answer.status === 400 && answer.body?.details) {
      work.wrong(answer.body.details);
      tell(this, answer.body.detail);
    } else if (answer.status === 401) refuse(this, answer);
    else tell(this, sorry(answer));
  }

  #show(pointer) {
    this.#work.reveal(pointer);
    this.#drawForms();
    for (let at = pointer; at; at = at.slice(0, at.lastIndexOf("/"))) {
      const found = ["at", "wrong", "open"].map((kind) => document.getElementById(kind + at)).find(Boolean);
      if (!found) continue;
      found.scrollIntoView({ block: "center" });
      return found.focus();
    }
  }

  #draw() {
    const work = this.#work;
    draw(this.#part("overtaken"), work.isOvertaken ? overtaken({ ...work, base: work.base, theirs: work.theirs?.catalog }) : html``);
    this.#drawForms();
    this.#drawBelow();
  }

  #drawForms() {
    const { read, view } = this.#work;
    this.#drawAnew(this.#part("forms"), this.#asked.part ? ownHours(view, read.name) : html`${forms(view)}`);
  }

  /** Fields keep what was typed in them, which the markup that they were drawn from does not know. */
  #drawAnew(place, markup) {
    draw(place, html`${markup}<span hidden>${(this.#round += 1)}</span>`);
  }

  #drawBelow() {
    const { told, mistakes, draft, view, read } = this.#work;
    const names = { ...this.#names, ...namesOf(draft), ...(read.instructor && { [read.instructor]: read.name }) };
    const shown = { names, zone: draft.studio?.zone ?? read.zone ?? this.#zone, currency: view.currency, isSaved: told?.isSaved };
    draw(this.#part("review"), told ? whatChanges(told.body, shown) : mistakes.length ? mistakesFound(mistakes, draft) : html``);
    draw(this.#part("bar"), this.#bar());
  }

  #bar() {
    const { changes, told, isOvertaken, hasAside } = this.#work;
    const number = changes.length;
    const words = isOvertaken ? "Somebody else saved meanwhile" : number ? `${count(number, "change")}, not saved` : "Everything is saved";
    const press = (go, text, kind = "") => html`<button type="button" class="button ${kind}" id="${go}" data-go="${go}" ${this.#isBusy && html`aria-disabled="true"`}>${text}</button>`;
    return html`<p class="bar-text"><span role="status">${this.#isBusy ? "One moment …" : words}</span></p><div class="choices">
      ${number === 0 && hasAside && press("aside", "Bring back what you put aside", "quiet")}
      ${number > 0 && !isOvertaken && press("discard", "Put aside", "quiet")}
      ${number > 0 && !isOvertaken && press("look", "Look at what changes", told ? "quiet" : "")}
      ${number > 0 && !isOvertaken && told && press("save", "Save")}</div>`;
  }

  #part(name) {
    return this.querySelector(`[data-part='${name}']`);
  }
}

customElements.define("desk-catalog", DeskCatalog);
