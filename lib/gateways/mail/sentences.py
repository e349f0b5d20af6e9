"""Every sentence that a letter says to a customer, in both languages of the studio."""

from collections.abc import Mapping

from lib.studio.catalog import Language
from lib.studio.values import dataclass


@dataclass(frozen=True, slots=True)
class Sentences:
    """Names in braces are filled in by ``str.format``; what is filled in is never read as a sentence itself."""

    confirmed_subject: str
    confirmed_title: str
    confirmed_lead: str
    moved_subject: str
    moved_title: str
    moved_by_customer: str
    moved_by_studio: str
    canceled_subject: str
    canceled_by_studio_subject: str
    canceled_title: str
    canceled_by_customer: str
    canceled_by_studio: str
    until_another_time: str
    reminder_subject: str
    reminder_title: str
    reminder_lead: str
    greeting: str
    class_type: str
    instructor: str
    when: str
    before: str
    now: str
    where: str
    name: str
    number: str
    price: str
    total: str
    manage: str
    calendar: str
    book_again: str
    change_until: str
    change_by_phone: str
    change_by_reply: str
    hour: str
    hours: str
    minutes: str
    before_it_begins: str
    until_it_begins: str
    yours_alone: str
    questions_by_phone: str
    questions_by_reply: str
    see_you_soon: str
    regards: str


ENGLISH = Sentences(
    confirmed_subject="Dance Lesson Booking Confirmation - {studio}",
    confirmed_title="Your booking is confirmed",
    confirmed_lead="Thank you for booking with us. Here is everything you need to know.",
    moved_subject="Your dance lesson has been moved - {studio}",
    moved_title="Your booking has been moved",
    moved_by_customer="We have moved your booking, as you asked. Here is how it stands now.",
    moved_by_studio=(
        "We had to move your booking, and we are sorry for the trouble. Here is how it stands now. If this does not "
        "suit you, tell us, and we will find another time."
    ),
    canceled_subject="Your dance lesson is canceled - {studio}",
    canceled_by_studio_subject="We had to cancel your dance lesson - {studio}",
    canceled_title="Your booking is canceled",
    canceled_by_customer="We have canceled your booking, as you asked. There is nothing else you need to do.",
    canceled_by_studio=(
        "We are sorry: we had to cancel your booking. We know that you had set this time aside for it, and we would "
        "love to see you on another day."
    ),
    until_another_time="We will be happy to see you another time.",
    reminder_subject="Your dance lesson on {day} - {studio}",
    reminder_title="Your lesson is coming up",
    reminder_lead="We look forward to seeing you on {day}. Here is your booking once more.",
    greeting="Hello {name},",
    class_type="Class",
    instructor="Instructor",
    when="When",
    before="Before",
    now="Now",
    where="Where",
    name="Booked by",
    number="Confirmation number",
    price="Price",
    total="Total",
    manage="See or change your booking",
    calendar="Add to your calendar",
    book_again="Book another lesson",
    change_until="If your plans change, you can move or cancel your booking with the link above {until}.",
    change_by_phone="After that, please call us on {phone} or reply to this message.",
    change_by_reply="After that, please reply to this message.",
    hour="1 hour",
    hours="{count} hours",
    minutes="{count} minutes",
    before_it_begins="until {notice} before it begins",
    until_it_begins="until it begins",
    yours_alone="The link is for you alone: it opens your booking without a password.",
    questions_by_phone="Questions? Call us on {phone} or reply to this message.",
    questions_by_reply="Questions? Just reply to this message.",
    see_you_soon="See you soon,",
    regards="Warm regards,",
)

SPANISH = Sentences(
    confirmed_subject="Confirmación de tu clase de baile - {studio}",
    confirmed_title="Tu reserva está confirmada",
    confirmed_lead="Gracias por reservar con nosotros. Aquí tienes todo lo que necesitas saber.",
    moved_subject="Tu clase de baile se ha movido - {studio}",
    moved_title="Tu reserva se ha movido",
    moved_by_customer="Hemos movido tu reserva, como nos pediste. Así queda ahora.",
    moved_by_studio=(
        "Hemos tenido que mover tu reserva y sentimos las molestias. Así queda ahora. Si no te conviene, dínoslo y "
        "buscamos otra hora."
    ),
    canceled_subject="Tu clase de baile está cancelada - {studio}",
    canceled_by_studio_subject="Hemos tenido que cancelar tu clase de baile - {studio}",
    canceled_title="Tu reserva está cancelada",
    canceled_by_customer="Hemos cancelado tu reserva, como nos pediste. No tienes que hacer nada más.",
    canceled_by_studio=(
        "Lo sentimos mucho: hemos tenido que cancelar tu reserva. Sabemos que habías apartado ese tiempo y nos "
        "encantaría verte otro día."
    ),
    until_another_time="Nos alegrará verte en otra ocasión.",
    reminder_subject="Tu clase de baile del {day} - {studio}",
    reminder_title="Se acerca tu clase",
    reminder_lead="Te esperamos el {day}. Aquí tienes de nuevo tu reserva.",
    greeting="Hola, {name}:",
    class_type="Clase",
    instructor="Con",
    when="Cuándo",
    before="Antes",
    now="Ahora",
    where="Dónde",
    name="A nombre de",
    number="Número de confirmación",
    price="Precio",
    total="Total",
    manage="Ver o cambiar tu reserva",
    calendar="Añadir a tu calendario",
    book_again="Reservar otra clase",
    change_until="Si te surge algo, puedes mover o cancelar tu reserva con el enlace de arriba {until}.",
    change_by_phone="Después, llámanos al {phone} o responde a este mensaje.",
    change_by_reply="Después, responde a este mensaje, por favor.",
    hour="1 hora",
    hours="{count} horas",
    minutes="{count} minutos",
    before_it_begins="hasta {notice} antes de la hora reservada",
    until_it_begins="hasta la hora reservada",
    yours_alone="El enlace es solo para ti: abre tu reserva sin contraseña.",
    questions_by_phone="¿Alguna pregunta? Llámanos al {phone} o responde a este mensaje.",
    questions_by_reply="¿Alguna pregunta? Responde a este mensaje.",
    see_you_soon="Hasta pronto,",
    regards="Un cordial saludo,",
)

SENTENCES: Mapping[Language, Sentences] = {"en": ENGLISH, "es": SPANISH}
