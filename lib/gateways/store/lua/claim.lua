#!lua flags=allow-key-locking
-- claim: decides whether a wish can be had and, if so, writes everything that follows from it, or nothing at all.
--
-- KEYS[1] catalog            hash: version, document
-- KEYS[2] answer             string: fingerprint and first answer of this idempotency key
-- KEYS[3] booking            hash of the booking about to be made
-- KEYS[4] customers          all bookings by customer and start
-- KEYS[5] active             active bookings by customer and end
-- KEYS[6] by_start           all bookings by start
-- KEYS[7] by_created         all bookings by creation, milliseconds
-- KEYS[8] letters_due        outbox: letter ids by the millisecond they are due
-- KEYS[9] letters            outbox: letter id -> what to write
-- KEYS[10] events            stream of changes
-- KEYS[11] nudge             channel that wakes the stream's readers
-- KEYS[12] tries             counter: what this customer tried to book
-- KEYS[13] visitor           counter: what was booked from this address; a name that nobody has when it is not known
-- KEYS[14] words             the words by which bookings are found
-- KEYS[15] visits            hash: how bookings are made in this month, and which are tried in vain
-- KEYS[16..] resources       the schedules of plan.instructors, the indexes of plan.candidates, then all rooms' schedules,
--                            because a session that is joined may stand in a room that its class no longer names; then the
--                            figures of plan.months
--
-- ARGV[1] plan               JSON, built by store/plans.py
-- ARGV[2] terms              what was agreed, one line that is kept as it is
-- ARGV[3] person             who comes, one line that is kept as it is
--
-- answers: claimed   instructor, event id, a line for each place: what the plan did not know before
-- answers: repeated  snapshot, its person empty: this key made this booking before
-- answers: mismatch  this key was used for another wish
-- answers: late      the plan reached the store after its deadline, or after a no to its key; nothing was written
-- answers: catalog   version, document: the plan was made with another catalogue; nothing was written
-- answers: limited   seconds to wait: this customer or this address has enough for now
-- answers: taken     names of the slots that cannot be had, then the sessions around them, a line each
--
-- May run twice: the second run finds the first one's answer.
-- @include sessions
-- @include places
-- @include bookings
-- @include figures
-- @include seats
-- @include limits
-- @include words
-- @include trail

local plan = cjson.decode(ARGV[1])
local keys = {answer = KEYS[2], booking = KEYS[3], customers = KEYS[4], active = KEYS[5], letters_due = KEYS[8],
  letters = KEYS[9], events = KEYS[10], nudge = KEYS[11], words = KEYS[14], instructors = {}, index = {}, rooms = {},
  months = {}}

local before = remembered(keys, plan)
if before and before[1] == 'mismatch' then return {'mismatch'} end
if before then return {'repeated', before[2]} end

local clock = redis.call('TIME')
if tonumber(clock[1]) > plan.deadline then return {'late'} end

local version = redis.call('HGET', KEYS[1], 'version') or ''
if version ~= plan.catalog then
  return {'catalog', version, redis.call('HGET', KEYS[1], 'document') or ''}
end

local schedules, at = {}, 16
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
for n, month in ipairs(plan.months) do keys.months[month] = KEYS[at + n - 1] end

local best, possible = choose(plan, keys)
if not best then
  local names, all = {}, {}
  for n, slot in ipairs(plan.slots) do
    all[n] = slot.name
    if not possible[n] then names[#names + 1] = slot.name end
  end
  local around = sessions_on(schedules, plan.around_from, plan.around_till, plan.now)
  -- Whoever was told no to this key a moment ago has been counted.
  if not keys.closed then note_visit(KEYS[15], plan, 'lost', plan.lost) end
  close(keys, plan)
  return {'taken', table.concat(#names > 0 and names or all, '\n'), as_lines(around)}
end

if was_refused(keys, plan) then return {'late'} end
-- Only who would be given places is counted, so that losing a race costs nobody anything.
local from, till = '[' .. entry(plan.customer, plan.now + 1, ''), '(' .. plan.customer .. ';'
if redis.call('ZLEXCOUNT', keys.active, from, till) >= plan.most_active then
  close(keys, plan)
  local first = redis.call('ZRANGE', keys.active, from, till, 'BYLEX', 'LIMIT', 0, 1)[1]
  return {'limited', tostring((tonumber(string.match(first, ':(%d+):')) - plan.now) * 60)}
end
local wait = too_many(KEYS[12], plan.most_tries, plan.tries_window)
wait = wait or (plan.most_by_visitor and used_up(KEYS[13], plan.most_by_visitor))
if wait then
  close(keys, plan)
  return {'limited', tostring(wait)}
end
if plan.most_by_visitor then use(KEYS[13], plan.visitor_window) end

-- The plan of a claim is its own wish: a move has both.
local places, newest = take(plan, plan, best, keys)
redis.call('PUBLISH', keys.nudge, newest)

local booking = {id = plan.id, status = 'confirmed', version = 1, token = 1, payment = 'pending',
  instructor = best.instructor, terms = ARGV[2], person = ARGV[3], places = places, customer = plan.customer,
  words = plan.words}
local letters = with_reminder(plan, booking, plan.slots[1])
local made = note_visit(KEYS[15], plan, 'made', {})
redis.call('HSET', keys.booking, 'schema', 1, 'version', 1, 'status', 'confirmed', 'token', 1, 'payment', 'pending',
  'instructor', best.instructor, 'terms', ARGV[2], 'person', ARGV[3], 'places', places, 'customer', plan.customer,
  'reminder', booking.reminder, 'words', booking.words, 'made', made, 'a:1', line_of(plan, booking))
make_findable(keys, booking)
note_booking(keys, booking)
write_figures(keys)
list(keys, booking, {plan.slots[1], plan.slots[#plan.slots]})
redis.call('ZADD', KEYS[6], plan.slots[1].from, plan.id)
redis.call('ZADD', KEYS[7], plan.created, plan.id)
redis.call('ZADD', keys.index[best.instructor], plan.slots[1].from, plan.id)
post(keys, booking, letters, '')
remember(keys, plan, booking, newest)
return {'claimed', best.instructor, newest, places}
