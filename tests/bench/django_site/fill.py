"""Makes its tables and puts a studio and its bookings into them, which come as JSON on standard input."""

import json
import os
import sys
from datetime import UTC, date, datetime, time, timedelta

import django
from django.core.management import call_command

BATCH = 500
# Django counts from Sunday here; ours is closed on it.
DAYS = range(1, 7)


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
    django.setup()
    # It brings no migrations of its own; this makes the same tables and indexes without writing some into its folder.
    call_command("migrate", run_syncdb=True, verbosity=0)
    studio = json.load(sys.stdin)
    _book(studio, _teachers(studio))


def _teachers(studio: dict[str, object]) -> dict[str, object]:
    """Everybody with the same hours, one service, and so much rest between two lessons."""
    # Models can be imported only after the set-up.
    from appointment.models import Config, Service, StaffMember, WorkingHours
    from django.contrib.auth.models import User

    opens, closes = time(studio["opens"]), time(studio["closes"])
    Config.objects.create(
        slot_duration=studio["step"],
        lead_time=opens,
        finish_time=closes,
        appointment_buffer_time=studio["notice"],
        slot_gap_time=studio["gap"],
        website_name="Test studio",
    )
    service = Service.objects.create(name="Private", duration=timedelta(minutes=studio["duration"]), price=0)
    found = {}
    for name in studio["teachers"]:
        user = User.objects.create_user(name, f"{name}@teachers.example", first_name=name, last_name="Vega")
        found[name] = StaffMember.objects.create(user=user)
        found[name].services_offered.add(service)
        for day in DAYS:
            WorkingHours.objects.create(staff_member=found[name], day_of_week=day, start_time=opens, end_time=closes)
    return found


def _book(studio: dict[str, object], teachers: dict[str, object]) -> None:
    """In bulk, because its models refuse what is past."""
    from appointment.models import Appointment, AppointmentRequest, Service
    from django.contrib.auth.models import User

    service, now = Service.objects.get(), datetime.now(UTC)
    names = [f"filled{number}" for number in range(min(997, len(studio["bookings"])))]
    User.objects.bulk_create(User(username=name, email=f"{name}@example.com") for name in names)
    customers = list(User.objects.filter(username__startswith="filled"))
    length = timedelta(minutes=studio["duration"])
    requests = [
        AppointmentRequest(
            date=date.fromisoformat(day),
            start_time=time(hour),
            end_time=(datetime.combine(date.min, time(hour)) + length).time(),
            service=service,
            staff_member=teachers[teacher],
            id_request=f"filled{number}",
            created_at=now,
        )
        for number, (day, hour, teacher) in enumerate(studio["bookings"])
    ]
    AppointmentRequest.objects.bulk_create(requests, batch_size=BATCH)
    kept = AppointmentRequest.objects.filter(id_request__startswith="filled")
    Appointment.objects.bulk_create(
        (
            Appointment(
                client=customers[n % len(customers)],
                appointment_request=each,
                id_request=each.id_request,
                phone="+15550100",
            )
            for n, each in enumerate(kept)
        ),
        batch_size=BATCH,
    )


if __name__ == "__main__":
    main()
