#!lua flags=allow-key-locking
-- mirror: lets one caller at a time bring a booking to Calendly, and keeps what was asked there before it is asked.
--
-- KEYS[1] booking            hash; m:<start>:<instructor> -> ? while nobody knows what came of asking, meeting and invitee,
--                            or - where Calendly turned it away; mirroring -> token and end of the turn
-- KEYS[2] conflicts          bookings of ours that staff have to see to, by start
-- KEYS[3] letters_due        outbox: letter ids by the millisecond they are due
-- KEYS[4] letters            outbox: letter id -> what to write
-- KEYS[5] letters_sent       outbox: letter id -> JSON of what was sent
-- KEYS[6] meeting            string: ours when it is an invitation of ours
--
-- ARGV[1] plan               JSON: id, now (minutes), created (the same in milliseconds), by, token; to take a turn: since, until_ (milliseconds), mapped; to note
--                            what became of a place: place, mark, empty for nothing; conflict, a line; alarm; else the
--                            turn ends
--
-- answers: yours     snapshot; then name and mark of each place, ! for one that nobody has asked about yet
-- answers: busy      somebody else is at it; nothing was written
-- answers: unknown   there is no such booking
-- answers: kept      it is written down, or the turn is over
--
-- May run twice: the second run finds its own token, or writes the same. What it marked as new before is then unsure.
-- @include bookings
-- @include conflicts
-- @include leases
-- @include limits
-- @include trail
-- @include changes

local plan = cjson.decode(ARGV[1])
local booking = load(KEYS[1], plan.id)
if not booking then return {'unknown'} end

if plan.until_ then
  if is_leased_to_another(KEYS[1], 'mirroring', plan.token, plan.since) then return {'busy'} end
  lease_to(KEYS[1], 'mirroring', plan.token, plan.until_)
  local words, fresh = {snapshot(booking, '')}, {}
  for _, place in ipairs(booking.status == 'confirmed' and places_of(booking) or {}) do
    local class = string.match(place.session, '^%d+:%d+:[^:]*:([^:]*):$')
    local is_wanted = class and place.from > plan.now and contains(plan.mapped, class .. ' ' .. place.instructor)
    local field = 'm:' .. place.from .. ':' .. place.instructor
    if is_wanted and redis.call('HSETNX', KEYS[1], field, '?') == 1 then fresh[field] = true end
  end
  local fields = redis.call('HGETALL', KEYS[1])
  for n = 1, #fields, 2 do
    local place = string.match(fields[n], '^m:(%d+:.+)$')
    if place then
      words[#words + 1] = place
      words[#words + 1] = fresh[fields[n]] and '!' or fields[n + 1]
    end
  end
  return {'yours', unpack(words)}
end

if plan.place then
  local field = 'm:' .. plan.place
  if plan.mark == '' then redis.call('HDEL', KEYS[1], field) else redis.call('HSET', KEYS[1], field, plan.mark) end
  if string.find(plan.mark, ' ', 1, true) then redis.call('SET', KEYS[6], 'ours', 'NX', 'EX', plan.memory_seconds) end
  if plan.mark ~= '' and plan.mark ~= '?' then
    note_line(plan, KEYS[1], booking, 'mirror-' .. plan.place, plan.mark == '-' and 'turned_away' or 'mirrored')
  end
  note_conflicts(plan, {conflicts = KEYS[2], letters_due = KEYS[3], letters = KEYS[4], letters_sent = KEYS[5]},
    plan.conflict and {plan.conflict} or {})
elseif is_leased_to(KEYS[1], 'mirroring', plan.token) then
  redis.call('HDEL', KEYS[1], 'mirroring')
end
return {'kept'}
