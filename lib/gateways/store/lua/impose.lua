#!lua flags=allow-key-locking
-- impose: follows what Calendly says of one invitee, however often and in whatever order it is said; asks nobody.
--
-- KEYS[1] booking            hash: what is known of this invitee; a booking once it has a status
-- KEYS[2] meeting            string: over when it was cancelled as a whole, ours when it is an invitation of ours
-- KEYS[3] customers          all bookings by customer and start
-- KEYS[4] active             active bookings by customer and end
-- KEYS[5] by_start           all bookings by start
-- KEYS[6] by_created         all bookings by creation, milliseconds
-- KEYS[7] letters_due        outbox: letter ids by the millisecond they are due
-- KEYS[8] letters            outbox: letter id -> what to write
-- KEYS[9] letters_sent       outbox: letter id -> JSON of what was sent
-- KEYS[10] events            stream of changes
-- KEYS[11] nudge             channel that wakes the stream's readers
-- KEYS[12] unmapped          what the catalogue cannot place, by start
-- KEYS[13] conflicts         bookings of ours over which something was imposed, by start
-- KEYS[14] catalog           hash: version, document
-- KEYS[15] words             the words by which bookings are found
-- KEYS[16] visits            hash: how bookings are made in the month of this one
-- KEYS[17..] resources       the bookings of plan.others, the schedules of plan.instructors, then their indexes, then the
--                            schedules of plan.all_rooms, then the figures of plan.months
--
-- ARGV[1] plan               JSON, built by store/impositions.py
-- ARGV[2] terms              one line that is kept as it is
-- ARGV[3] person             one line that is kept as it is
-- ARGV[4] source             one line that is kept as it is: how Calendly names all this
--
-- answers: applied   newest event, empty when nothing changed that others see
-- answers: duplicate all of it was known; nothing was written
-- answers: keys      names of bookings, schedules and months that the plan did not name; nothing was written
-- answers: catalog   version, document: the plan was made with another catalogue; nothing was written
--
-- May run twice: the second run finds that all of it is known.
-- @include sessions
-- @include places
-- @include bookings
-- @include trail
-- @include figures
-- @include seats
-- @include imposed
-- @include conflicts
-- @include echoes
-- @include words

local plan = cjson.decode(ARGV[1])
local version = redis.call('HGET', KEYS[14], 'version') or ''
if version ~= plan.catalog then
  return {'catalog', version, redis.call('HGET', KEYS[14], 'document') or ''}
end
local keys = {booking = KEYS[1], customers = KEYS[3], active = KEYS[4], letters_due = KEYS[7], letters = KEYS[8],
  letters_sent = KEYS[9], events = KEYS[10], nudge = KEYS[11], unmapped = KEYS[12],
  conflicts = KEYS[13], words = KEYS[15],
  bookings = {[plan.id] = KEYS[1]}, instructors = {}, index = {}, rooms = {}, months = {}}
local at = 16
for n, id in ipairs(plan.others) do keys.bookings[id] = KEYS[at + n] end
at = at + #plan.others
for n, instructor in ipairs(plan.instructors) do
  keys.instructors[instructor], keys.index[instructor] = KEYS[at + n], KEYS[at + #plan.instructors + n]
end
at = at + 2 * #plan.instructors
for n, room in ipairs(plan.all_rooms) do keys.rooms[room] = KEYS[at + n] end
at = at + #plan.all_rooms
for n, month in ipairs(plan.months) do keys.months[month] = KEYS[at + n] end

local record = record_of(KEYS[1])
local meeting = redis.call('GET', KEYS[2])
local was_over = meeting == 'over'
local fresh = plan.facts
if plan.is_over or was_over then fresh[#fresh + 1] = 'x' end
local facts, count = with_facts(record.facts, fresh)
local is_newer = plan.told > record.told or (plan.told == record.told and plan.stands ~= record.stands)
local old = plan.follows and record_of(keys.bookings[plan.follows])
local follows = old and not knows(old.facts, 'x')
if count == 0 and not is_newer and not follows then return {'duplicate'} end

-- Whoever loses places by this: the invitee itself, the one whom it follows, and all others if the meeting is over.
local known = load(KEYS[1], plan.id)
-- What was not recognised at first stays what it was taken for.
local native = not known and (record.native ~= '' and record.native or echo_of(plan, keys, meeting == 'ours')) or nil
local lines = plan.lines or {}
local missing, losing, guests = {}, {}, {}
local function need(id)
  if id and not keys.bookings[id] then missing[#missing + 1] = 'b.' .. id end
  return id and keys.bookings[id] and load(keys.bookings[id], id) or nil
end
if plan.is_over and not was_over then guests = invited(plan, keys, known and places_of(known) or lines) end
losing[1] = known or nil
for _, id in ipairs(guests) do losing[#losing + 1] = need(id) end
if follows then
  losing[#losing + 1] = need(plan.follows)
  losing[#losing + 1] = need(old.native ~= '' and old.native or nil)
end
losing[#losing + 1] = need(native)
local heir = need(record.heir ~= '' and record.heir or nil)
for _, name in ipairs(heir and months_unnamed(places_of(heir), keys) or {}) do missing[#missing + 1] = name end
for _, name in ipairs(months_unnamed(lines, keys)) do missing[#missing + 1] = name end
for _, booking in ipairs(losing) do
  for _, name in ipairs(unnamed(places_of(booking), keys)) do missing[#missing + 1] = name end
end
if #missing > 0 then return {'keys', table.concat(missing, '\n')} end

local newest, over = nil, {}
if plan.is_over then redis.call('SET', KEYS[2], 'over', 'EX', plan.memory_seconds) end
for _, id in ipairs(guests) do
  newest = end_of(plan, keys, id) or newest
end
if old then redis.call('HSET', keys.bookings[plan.follows], 'heir', plan.id) end
if follows then newest = end_of(plan, keys, plan.follows) or newest end

if native then
  if not plan.is_over and not was_over then redis.call('SET', KEYS[2], 'ours', 'EX', plan.memory_seconds) end
  newest = echo(plan, keys, {id = native, facts = facts, count = count, place = record.place,
    was_told = meeting == 'ours' or record.native ~= ''}) or newest
elseif not known and not plan.lines then
  remember_invitee(plan, keys, facts, ARGV[4])
  -- Without times it stands at the end of the list, and for as long as it is known.
  redis.call('ZREM', KEYS[12], plan.id)
  if not knows(facts, 'x') then redis.call('ZADD', KEYS[12], plan.now + plan.memory_seconds / 60, plan.id) end
else
  local is_first = not known
  local status = status_by(facts, count, known and known.status or 'confirmed')
  if is_first then status = status_by(facts, 1, 'confirmed') end
  local moves = is_first or (plan.lines and is_newer and plan.stands ~= record.stands)
  -- Each fact and each move has raised the version by one; who comes was written by staff if there is more, and stays.
  local is_touched = known and tonumber(known.version) ~= 1 + number_of(record.facts) + record.moves
  local booking = known or {id = plan.id, version = 1, token = 1, payment = 'pending', customer = plan.customer,
    terms = ARGV[2], person = ARGV[3], places = '', instructor = plan.instructor, reminder = '',
    words = plan.words}
  if known and known.status ~= 'canceled' and (moves or status == 'canceled') then
    newest = leave(plan, places_of(known), keys)
  end
  if known then unlist(keys, known, places_of(known)) end
  if moves then
    if known then redis.call('ZREM', keys.index[known.instructor] or KEYS[12], plan.id) end
    booking.instructor = plan.instructor
    if status == 'canceled' then booking.places = noted(plan) else booking.places, newest, over = impose(plan, keys) end
    redis.call('ZADD', KEYS[5], lines[1].from, plan.id)
    redis.call('ZADD', keys.index[plan.instructor], lines[1].from, plan.id)
  elseif status == 'canceled' then
    booking.places = without_rooms(booking.places)
  end
  if is_newer and plan.lines then booking.terms = ARGV[2] end
  local parts = nil
  if is_first or (is_newer and not is_touched) then
    parts = known and parts_between(booking.person, ARGV[3])
    booking.customer, booking.person = plan.customer, ARGV[3]
    redis.call('ZREM', keys.words, unpack(entries_of(booking)))
    booking.words = plan.words
    make_findable(keys, booking)
  end
  if known and moves then
    count = count + 1
    redis.call('HINCRBY', KEYS[1], 'moves', 1)
  end
  local inherited = old and old.payment ~= '' and old.payment ~= 'pending' and old.payment
  if booking.payment == 'pending' then booking.payment = inherited or plan.payment end
  if record.heir ~= '' and booking.payment ~= 'pending' then inherit(plan, keys, record.heir, booking.payment) end
  booking.status, booking.version = status, tonumber(booking.version) + (is_first and number_of(facts) or count)
  list(keys, booking, places_of(booking))
  redis.call('ZADD', KEYS[6], plan.since, plan.id)
  redis.call('HSET', KEYS[1], 'schema', 1, 'version', booking.version, 'status', status, 'token', booking.token,
    'payment', booking.payment, 'instructor', booking.instructor, 'terms', booking.terms, 'person', booking.person,
    'places', booking.places, 'customer', booking.customer, 'reminder', '', 'facts', facts, 'words', booking.words)
  if is_newer then redis.call('HSET', KEYS[1], 'told', plan.told, 'stands', plan.stands, 'calendly', ARGV[4]) end
  redis.call('PERSIST', KEYS[1])
  if is_first then redis.call('HSET', KEYS[1], 'made', note_visit(KEYS[16], plan, 'made', {})) end
  if is_first or parts or is_different(booking) then
    -- Who is heard of anew without a new version is so only once at any instant.
    local is_new = is_first or booking.version ~= tonumber(booking.was.version)
    redis.call('HSET', KEYS[1], 'a:' .. booking.version .. (is_new and '' or ':' .. string.format('%d', plan.created)),
      line_of(plan, booking, parts, is_first and 'imposed' or nil))
  end
  note_booking(keys, booking)
  post(keys, booking, webhooks_of(plan, step_of(booking, moves)), '')
  if status == 'canceled' then
    redis.call('ZREM', KEYS[12], plan.id)
  elseif plan.lines and is_newer then
    redis.call('ZREM', KEYS[12], plan.id)
    if not plan.is_mapped then redis.call('ZADD', KEYS[12], lines[1].from, plan.id) end
  end
end
write_figures(keys)
note_conflicts(plan, keys, over)
if newest then redis.call('PUBLISH', keys.nudge, newest) end
return {'applied', newest or ''}
