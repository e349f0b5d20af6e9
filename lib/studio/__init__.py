"""The rules of the studio: pure, standard library only, no clock, no environment, no waiting.

Glossary - one word for one thing, in Python, Lua, JSON, CSS and letters alike:

- class type   what can be booked: "Salsa 1", sixty minutes, twelve places.
- instructor   who teaches; ``any`` (ANYONE) stands for whoever is free.
- room         where it happens; a class type without rooms claims none.
- window       wall-clock minutes of one day in which an instructor teaches.
- start        an instant at which a class type may begin: whole minutes since 1970 in UTC.
- slot         one start of one class type with one instructor (or ANYONE); it has an id.
- offer        a slot as the customer sees it: price, places left, available or not.
- session      what really takes place: instructor, class type, start, end; it has places.
- place        one seat in a session; a private lesson is a session with one place.
- block        a session as the schedule knows it, with its room, buffers and places taken.
- buffer       minutes kept free before or after; between neighbours the larger one counts.
- wish         what a customer asks for, before anybody looked whether it can be had.
- booking      a wish that was granted: one to four places, one price, one status.
- claim        the one atomic step that turns a wish into a booking.
- refusal      the rules turn a well-formed wish down.
"""
