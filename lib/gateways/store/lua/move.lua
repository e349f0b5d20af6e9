#!lua flags=allow-key-locking
-- move: puts a booking on other slots in one step, never a moment with both or neither, or leaves it as it is.
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
-- KEYS[11] catalog           hash: version, document
-- KEYS[12] by_start          all bookings by start
-- KEYS[13..] resources       the schedules of plan.instructors, then of plan.all_rooms, then the indexes of
--                            plan.instructors, then the figures of plan.months
--
-- ARGV[1] plan               JSON, built by store/plans.py; wishes holds what is wanted for each class type
--
-- answers: changed   snapshot; its event is empty when it stood there already
-- answers: taken     class, names of the slots that cannot be had, then the sessions around them, a line each
-- answers: catalog   version, document: the plan was made with another catalogue; nothing was written
-- answers: class     class and number of slots of the booking, for which the plan holds no wish
-- answers: count     number of slots of the booking, which is another one than that of the wish
-- answers: keys      names of schedules and months that the booking stands in and that the plan did not name; nothing was
--                    written
-- answers: too_late  its customer may not change it any more
-- answers: limited   seconds to wait
-- answers: unopened  there is no such booking, or it is not the caller's
-- answers: signed_out  the session of the caller is over
-- answers: repeated  snapshot: this key moved it before
-- answers: mismatch  this key was used for another change
-- answers: late      the plan reached the store after its deadline, or after a no to its key; nothing was written
-- answers: version   the booking's own, which is not the one that the caller has seen
-- answers: status    the booking's own, in which it cannot be moved
-- answers: elsewhere  the booking is Calendly's, which decides about its time
--
-- May run twice: the second run finds the first one's answer.
-- @include sessions
-- @include places
-- @include bookings
-- @include figures
-- @include seats
-- @include limits
-- @include trail
-- @include changes

local plan = cjson.decode(ARGV[1])
local keys = {booking = KEYS[1], answer = KEYS[2], session = KEYS[3], tries = KEYS[4], letters_due = KEYS[5],
  letters = KEYS[6], customers = KEYS[7], active = KEYS[8], events = KEYS[9], nudge = KEYS[10],
  instructors = {}, rooms = {}, index = {}, months = {}}
local schedules, at = {}, 13
for _, instructor in ipairs(plan.instructors) do
  keys.instructors[instructor], schedules[#schedules + 1] = KEYS[at], KEYS[at]
  at = at + 1
end
for _, room in ipairs(plan.all_rooms) do
  keys.rooms[room], schedules[#schedules + 1] = KEYS[at], KEYS[at]
  at = at + 1
end
for _, instructor in ipairs(plan.instructors) do
  keys.index[instructor] = KEYS[at]
  at = at + 1
end
for n, month in ipairs(plan.months) do keys.months[month] = KEYS[at + n - 1] end

local refusal, booking = refusal_of(plan, keys)
if refusal then return refusal end
local version = redis.call('HGET', KEYS[11], 'version') or ''
if version ~= plan.catalog then
  return {'catalog', version, redis.call('HGET', KEYS[11], 'document') or ''}
end

local places = places_of(booking)
local wish = plan.wishes[places[1].class]
if not wish then
  close(keys, plan)
  return {'class', places[1].class, tostring(#places)}
end
if #wish.slots ~= #places then
  close(keys, plan)
  return {'count', tostring(#places)}
end

local stands_there = contains(wish.candidates, booking.instructor)
for n, slot in ipairs(wish.slots) do stands_there = stands_there and places[n].from == slot.from end
if stands_there then return {'changed', unchanged(plan, keys, booking)} end
if places[1].from < plan.earliest then
  close(keys, plan)
  return {'too_late'}
end
local missing = unnamed(places, keys)
if #missing > 0 then return {'keys', table.concat(missing, '\n')} end

-- Its own places are as good as free for it, so that a lesson can be moved by less than its length.
wish.class, wish.now, wish.without = places[1].class, plan.now, ':' .. plan.id
wish.scan_back, wish.scan_ahead = plan.scan_back, plan.scan_ahead
local best, possible = choose(wish, keys)
if not best then
  local names, all = {}, {}
  for n, slot in ipairs(wish.slots) do
    all[n] = slot.name
    if not possible[n] then names[#names + 1] = slot.name end
  end
  local around = sessions_on(schedules, plan.around_from, plan.around_till, plan.now, wish.without)
  close(keys, plan)
  return {'taken', wish.class, table.concat(#names > 0 and names or all, '\n'), as_lines(around)}
end
if was_refused(keys, plan) then return {'late'} end
local wait = wait_for_customer(plan, keys)
if wait then
  close(keys, plan)
  return {'limited', tostring(wait)}
end

leave(plan, places, keys)
unlist(keys, booking, places)
redis.call('ZREM', keys.index[booking.instructor], booking.id)
local before, newest = booking.places, nil
booking.places, newest = take(plan, wish, best, keys)
booking.instructor = best.instructor
list(keys, booking, places_of(booking))
redis.call('ZADD', KEYS[12], wish.slots[1].from, booking.id)
redis.call('ZADD', keys.index[booking.instructor], wish.slots[1].from, booking.id)
redis.call('PUBLISH', keys.nudge, newest)
forget_reminder(keys, booking)
return {'changed', finish(plan, keys, booking, newest, before)}
