#!/bin/sh
# Books a lesson with curl, looks at it, moves it and cancels it.
# usage: sh book.sh [address] [class type]      needs curl and jq
set -eu
studio=${1:-http://localhost:3000}
class=${2:-salsa-private}
# Repeats after 408, 429 and 5xx as Retry-After says, and when the studio cannot be reached or is slow; the key makes that harmless.
ask() { curl --silent --show-error --fail-with-body --retry 5 --retry-connrefused --max-time 20 "$@"; }
new_key() { od -An -N12 -tx1 /dev/urandom | tr -d ' \n'; }

# Two days on, so that the notice that the studio wants for changes is kept.
first=$(jq -nr 'now + 172800 | strftime("%Y-%m-%d")')
week=$(ask --get "$studio/api/availability" -d "classType=$class" -d "week=$first")
slots=$(printf '%s' "$week" | jq -r '.[][] | select(.available) | .id')
slot=$(printf '%s\n' "$slots" | head -n 1)
other=$(printf '%s\n' "$slots" | tail -n 1)
echo "free: $slot"

wish=$(jq -n --arg class "$class" --arg slot "$slot" '{classType: $class, instructor: ($slot | split("_")[0]),
    slots: [$slot], personalInfo: {firstName: "Ana", lastName: "Example", email: "ana@example.com"}}')
key=$(new_key)
book() { ask "$studio/api/bookings" -H "Idempotency-Key: $key" -H 'Content-Type: application/json' -d "$wish"; }
made=$(book)
id=$(printf '%s' "$made" | jq -r .booking.id)
token=$(printf '%s' "$made" | jq -r .booking.manageToken)
echo "booked: $id"
# The same wish with the same key is the same booking.
[ "$(book | jq -r .booking.id)" = "$id" ] && echo "asked again: the same"

change() { ask "$studio/api/bookings?id=$id" -H "Authorization: Bearer $token" -H "Idempotency-Key: $(new_key)" "$@"; }
change | jq -r '.bookings[0] | "there: \(.status), \(.totalAmountMinor) \(.currency)"'
change -X PUT -H 'Content-Type: application/json' -d "{\"slots\": [\"$other\"]}" | jq -r '"moved: \(.booking.startsAt)"'
change -X DELETE | jq -r '.booking.status'
