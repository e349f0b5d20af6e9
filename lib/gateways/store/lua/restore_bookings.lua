#!lua flags=allow-key-locking
-- restore_bookings: writes bookings of a backup with all that follows from them, as claim, move and cancel had left it.
--
-- KEYS[1] maintenance        hash: restoring -> sum of a backup
-- KEYS[2] customers          all bookings by customer and start
-- KEYS[3] active             active bookings by customer and end
-- KEYS[4] by_start           all bookings by start
-- KEYS[5] by_created         all bookings by creation, milliseconds
-- KEYS[6] unmapped           what the catalogue cannot place, by start
-- KEYS[7] words              the words by which bookings are found
-- KEYS[8..] resources        the bookings of the plan, the schedules of plan.instructors, then their indexes, then the
--                            schedules of plan.rooms
--
-- ARGV[1] plan               JSON: sum of the backup, instructors, rooms, bookings {id, created, holds, counts, is_unmapped,
--                            fields}: whether it has its places still, counts among its customer's active ones, and came from
--                            Calendly without a place in the catalogue; fields are names and values in turn
--
-- answers: restored  how many were not there and are now
-- answers: kept      all of them were there; nothing was written
-- answers: stopped   this backup is not being restored; nothing was written
--
-- May run twice: the second run finds them there.
-- @include bookings
-- @include words

local plan = cjson.decode(ARGV[1])
if redis.call('HGET', KEYS[1], 'restoring') ~= plan.sum then return {'stopped'} end
local keys = {instructors = {}, index = {}, rooms = {}}
local at = 7 + #plan.bookings
for n, instructor in ipairs(plan.instructors) do
  keys.instructors[instructor], keys.index[instructor] = KEYS[at + n], KEYS[at + #plan.instructors + n]
end
at = at + 2 * #plan.instructors
for n, room in ipairs(plan.rooms) do keys.rooms[room] = KEYS[at + n] end

-- Collected, so that all bookings cost one command for each of these keys: each may be counted by whom we pay.
local entries = {}
local function add(key, score, member)
  local list = entries[key] or {}
  list[#list + 1], list[#list + 2] = score, member
  entries[key] = list
end

local function add_all(booking, made)
  local places = places_of(booking)
  local first, last = places[1], places[#places]
  add(KEYS[2], 0, entry(booking.customer, first.from, booking.id))
  if made.counts then add(KEYS[3], 0, entry(booking.customer, last.till, booking.id)) end
  add(KEYS[4], first.from, booking.id)
  add(KEYS[5], made.created, booking.id)
  if made.is_unmapped then add(KEYS[6], first.from, booking.id) end
  add(keys.index[booking.instructor], first.from, booking.id)
  for _, each in ipairs(entries_of(booking)) do add(KEYS[7], 0, each) end
  for _, place in ipairs(made.holds and places or {}) do
    add(keys.instructors[place.instructor], place.from, place.member)
    if place.room ~= '' then add(keys.rooms[place.room], place.from, place.member) end
  end
end

local restored = 0
for n, made in ipairs(plan.bookings) do
  if redis.call('EXISTS', KEYS[7 + n]) == 0 then
    redis.call('HSET', KEYS[7 + n], unpack(made.fields))
    local booking = {id = made.id}
    for at = 1, #made.fields, 2 do booking[made.fields[at]] = made.fields[at + 1] end
    add_all(booking, made)
    restored = restored + 1
  end
end
for key, list in pairs(entries) do redis.call('ZADD', key, unpack(list)) end
if restored == 0 then return {'kept'} end
return {'restored', tostring(restored)}
