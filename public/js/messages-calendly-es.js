/** Knows every sentence the page says about Calendly in Spanish; fetched only where the studio uses it. */

export default {
  another: "Reservar otra clase",
  title: "Reserva una clase de baile",
  lead: "Elige una hora en el Calendly del estudio. La confirmación llega por correo.",
  frame: "Calendly: elige una hora",
  loading: "Calendly se está cargando…",
  native: "Mejor reservar en esta página",
  tab: "Abrir Calendly en otra pestaña",
  quiet: "¿Prefieres Calendly?",
  use: "Reservar con Calendly",
  away: "No hace falta esperar: el estudio también acepta reservas por Calendly.",
  again: "Probar Calendly otra vez",
  instead: "Reserva aquí mismo, por favor",
  silent: "Calendly no responde ahora mismo. Esta es la reserva del propio estudio; no se pierde nada de lo escrito.",
  blocked: "Calendly no se puede mostrar en esta página. Esta es la reserva del propio estudio; no se pierde nada de lo escrito.",
  offline: "No tienes conexión y no se llega a Calendly. No se pierde nada de lo escrito, y la reserva del propio estudio "
    + "se envía en cuanto vuelvas a estar en línea.",
  broken: "Se cortó la conexión con Calendly. Si Calendly no te ha confirmado ya la reserva, esta es la del propio "
    + "estudio; no se pierde nada de lo escrito.",
  late: "Calendly ha respondido",
  stay: "Puedes seguir aquí, donde nada cambia, o pasarte a Calendly.",
  afterAll: "Usar Calendly",
  lateBooked: "Ya tienes tu reserva: no reserves otra vez",
  show: "Ver esa reserva",
  booked: "Reserva hecha. ¡Nos vemos en la pista!",
  asking: "Calendly ha confirmado tu reserva. Se están pidiendo los detalles al estudio…",
  known: "Calendly ha confirmado tu reserva y el estudio la tiene.",
  pending: "Calendly ha confirmado tu reserva; aparecerá en el estudio en un momento.",
  untold: "Calendly tiene tu reserva; la confirmación llega por correo.",
  change: "Para cambiarla o cancelarla, usa los enlaces del correo de Calendly.",
};
