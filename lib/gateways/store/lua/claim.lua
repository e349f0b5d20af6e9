#!lua flags=allow-key-locking
-- claim: decides whether a wish can be had and, if so, writes everything that follows from it, or nothing at all.
--
-- KEYS[1] catalog            hash: version, document
-- KEYS[2] answer             string: fingerprint and first answer of this idempotency key
-- KEYS[3] booking            hash of the booking about to be made
-- KEYS[4] customer           this customer's bookings by start
-- KEYS[5] by_start           all bookings by start
-- KEYS[6] by_created         all bookings by creation, milliseconds
-- KEYS[7] letters_due        outbox: letter ids by the millisecond they are due
-- KEYS[8] letters            outbox: letter id -> what to write
-- KEYS[9] events             stream of changes
-- KEYS[10] nudge             channel that wakes the stream's readers
-- KEYS[11..] resources       the schedules of plan.instructors, the indexes of plan.candidates, then all rooms' schedules,
--                          because a session that is joined may stand in a room that its class no longer names
--
-- ARGV[1] plan               JSON, built by store/plans.py
-- ARGV[2] terms              what was agreed, one line that is kept as it is
-- ARGV[3] person             who comes, one line that is kept as it is
--
-- answers: claimed   instructor, event id, a line for each place: what the plan did not know before
-- answers: repeated  snapshot: this key made this booking before
-- answers: mismatch  this key was used for another wish
-- answers: late      the plan reached the store after its deadline; nothing was written
-- answers: catalog   version, document: the plan was made with another catalogue; nothing was written
-- answers: taken     names of the slots that cannot be had, then the sessions around them, a line each
--
-- May run twice: the second run finds the first one's answer.
-- @include sessions
-- @include places

local plan = cjson.decode(ARGV[1])

local known = redis.call('GET', KEYS[2])
if known then
  local fingerprint, snapshot = string.match(known, '^([^\n]*)\n(.*)$')
  if fingerprint ~= plan.fingerprint then return {'mismatch'} end
  return {'repeated', snapshot}
end

local clock = redis.call('TIME')
if tonumber(clock[1]) > plan.deadline then return {'late'} end

local version = redis.call('HGET', KEYS[1], 'version') or ''
if version ~= plan.catalog then
  return {'catalog', version, redis.call('HGET', KEYS[1], 'document') or ''}
end

local keys, schedules, at = {instructors = {}, index = {}, rooms = {}}, {}, 11
for _, instructor in ipairs(plan.instructors) do
  keys.instructors[instructor] = KEYS[at]
  schedules[#schedules + 1] = KEYS[at]
  at = at + 1
end
for _, candidate in ipairs(plan.candidates) do
  keys.index[candidate] = KEYS[at]
  at = at + 1
end
for _, room in ipairs(plan.all_rooms) do
  keys.rooms[room] = KEYS[at]
  schedules[#schedules + 1] = KEYS[at]
  at = at + 1
end

local best, possible = choose(plan, keys)
if not best then
  local names, all = {}, {}
  for n, slot in ipairs(plan.slots) do
    all[n] = slot.name
    if not possible[n] then names[#names + 1] = slot.name end
  end
  local around = sessions_on(schedules, plan.around_from, plan.around_till, plan.now)
  return {'taken', table.concat(#names > 0 and names or all, '\n'), as_lines(around)}
end

local lines, newest = {}, nil
for n, slot in ipairs(plan.slots) do
  local place = best.places[n]
  local member = table.concat({slot.from, slot.till, best.instructor, plan.class, '', plan.before, plan.after,
    place.room, 0, plan.id}, ':')
  redis.call('ZADD', best.key, slot.from, member)
  -- A session that is joined may stand in a room that has left the catalogue: nobody else can claim that one.
  if keys.rooms[place.room] then redis.call('ZADD', keys.rooms[place.room], slot.from, member) end
  lines[n] = slot.name .. ' ' .. member
  newest = redis.call('XADD', KEYS[9], 'MAXLEN', '~', plan.events_kept, '*', 'slot', best.instructor .. '_' .. slot.name,
    'class', plan.class, 'instructor', best.instructor, 'from', slot.from - plan.before, 'till', slot.till + plan.after,
    'remaining', plan.capacity - place.taken - 1, 'at', plan.created)
end
redis.call('PUBLISH', KEYS[10], newest)

local places = table.concat(lines, '\n')
local snapshot = table.concat({plan.id, best.instructor, newest, ARGV[2], ARGV[3], places}, '\n')
redis.call('HSET', KEYS[3], 'schema', 1, 'version', 1, 'status', 'confirmed', 'token', 1, 'payment', 'pending',
  'instructor', best.instructor, 'terms', ARGV[2], 'person', ARGV[3], 'places', places)
redis.call('ZADD', KEYS[4], plan.slots[1].from, plan.id)
redis.call('ZADD', KEYS[5], plan.slots[1].from, plan.id)
redis.call('ZADD', KEYS[6], plan.created, plan.id)
redis.call('ZADD', keys.index[best.instructor], plan.slots[1].from, plan.id)
for _, letter in ipairs(plan.letters) do
  redis.call('ZADD', KEYS[7], letter.due, letter.id)
  redis.call('HSET', KEYS[8], letter.id, letter.text)
end
redis.call('SET', KEYS[2], plan.fingerprint .. '\n' .. snapshot, 'EX', plan.answer_seconds)
return {'claimed', best.instructor, newest, places}
