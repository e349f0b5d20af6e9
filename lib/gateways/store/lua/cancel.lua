#!lua flags=allow-key-locking
-- cancel: gives all places of a booking back and writes everything that follows from it, or nothing at all.
--
-- KEYS[1] booking            hash
-- KEYS[2] answer             string: fingerprint and first answer of this idempotency key
-- KEYS[3] session            hash of a session of the staff; a name that nobody has for customers
-- KEYS[4] tries              counter: how often this booking was changed by its customer
-- KEYS[5] letters_due        outbox: letter ids by the millisecond they are due
-- KEYS[6] letters            outbox: letter id -> what to write
-- KEYS[7] customers          all bookings by customer and start
-- KEYS[8] active             active bookings by customer and end
-- KEYS[9] events             stream of changes
-- KEYS[10] nudge             channel that wakes the stream's readers
-- KEYS[11..] resources       the schedules of plan.instructors, then of plan.all_rooms, then the figures of plan.months
--
-- ARGV[1] plan               JSON, built by store/plans.py
--
-- answers: changed   snapshot; its event is empty when it was cancelled already
-- answers: keys      names of schedules and months that the booking stands in and that the plan did not name; nothing was
--                    written
-- answers: too_late  its customer may not change it any more
-- answers: limited   seconds to wait
-- answers: unopened  there is no such booking, or it is not the caller's
-- answers: signed_out  the session of the caller is over
-- answers: repeated  snapshot: this key cancelled it before
-- answers: mismatch  this key was used for another change
-- answers: late      the plan reached the store after its deadline, or after a no to its key; nothing was written
-- answers: version   the booking's own, which is not the one that the caller has seen
-- answers: status    the booking's own, which does not lead to being cancelled
-- answers: elsewhere  the booking is Calendly's, which decides about its time
--
-- May run twice: the second run finds the first one's answer.
-- @include sessions
-- @include bookings
-- @include figures
-- @include seats
-- @include limits
-- @include trail
-- @include changes

local plan = cjson.decode(ARGV[1])
local keys = {booking = KEYS[1], answer = KEYS[2], session = KEYS[3], tries = KEYS[4], letters_due = KEYS[5],
  letters = KEYS[6], customers = KEYS[7], active = KEYS[8], events = KEYS[9], nudge = KEYS[10],
  instructors = {}, rooms = {}, months = {}}
for n, instructor in ipairs(plan.instructors) do keys.instructors[instructor] = KEYS[10 + n] end
for n, room in ipairs(plan.all_rooms) do keys.rooms[room] = KEYS[10 + #plan.instructors + n] end
for n, month in ipairs(plan.months) do keys.months[month] = KEYS[10 + #plan.instructors + #plan.all_rooms + n] end

local refusal, booking = refusal_of(plan, keys)
if refusal then return refusal end
local places = places_of(booking)
if places[1].from < plan.earliest then
  close(keys, plan)
  return {'too_late'}
end
local missing = unnamed(places, keys)
if #missing > 0 then return {'keys', table.concat(missing, '\n')} end
if was_refused(keys, plan) then return {'late'} end
local wait = wait_for_customer(plan, keys)
if wait then
  close(keys, plan)
  return {'limited', tostring(wait)}
end

local newest = leave(plan, places, keys)
redis.call('PUBLISH', keys.nudge, newest)
redis.call('ZREM', keys.active, entry(booking.customer, places[#places].till, booking.id))
forget_reminder(keys, booking)
booking.status = plan.after
return {'changed', finish(plan, keys, booking, newest, '')}
