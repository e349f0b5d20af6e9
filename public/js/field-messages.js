/** Knows where the server's complaint about a field is shown, and when it is taken away. */

export class FieldMessages {
  #form;
  #names;

  constructor(form, names) {
    this.#form = form;
    this.#names = names;
  }

  /** [{field, message}]; the first of them gets the focus. */
  show(complaints) {
    this.#names.forEach((name) => this.clear(name));
    complaints.forEach(({ field, message }) => this.#set(field, message));
    if (complaints.length) this.#form.elements[complaints[0].field].focus();
  }

  clear(name) {
    if (this.#names.includes(name)) this.#set(name, "");
  }

  #set(name, message) {
    const place = this.#form.querySelector(`[data-message="${name}"]`);
    place.textContent = message;
    this.#form.elements[name].setAttribute("aria-invalid", String(message !== ""));
  }
}
