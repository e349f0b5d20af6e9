/** Knows every sentence about classes and instructors, below the booking, in Spanish. */

export default {
  stars: (rating, count) => `${rating} de 5 estrellas, ${count} ${count === 1 ? "opinión" : "opiniones"}`,
  nextFree: (when) => `Próxima: ${when}`,
  nothingSoon: "Nada libre esta semana",
  seeTimes: "Ver horas",
};
