-- Invitations of our own that come back as invitees, whoever else loses a place, and what staff have to hear of it.
-- keys.bookings holds the hashes of the bookings that the caller has named, by id.
--
-- A booking of ours keeps in m:<start>:<instructor> what was asked of Calendly for that place: ? while nobody knows what
-- became of it, then the URIs of the meeting and of the invitee.

local function record_of(key)
  local found = redis.call('HMGET', key, 'facts', 'told', 'stands', 'native', 'place', 'payment', 'heir', 'moves')
  return {facts = found[1] or '', told = found[2] or '', stands = found[3] or '', native = found[4] or '',
    place = found[5] or '', payment = found[6] or '', heir = found[7] or '', moves = tonumber(found[8] or '0')}
end

-- Anybody can write the id of a booking into a link to Calendly. It is ours only if we have asked for just this place,
-- and nobody else has come back as it; or if Calendly has told us before that the whole meeting is ours.
local function echo_of(plan, keys, is_ours)
  if not plan.native or not plan.lines then return nil end
  local key = keys.bookings[plan.native]
  local asked, customer = unpack(redis.call('HMGET', key, 'm:' .. plan.place, 'customer'))
  if asked == plan.uris then return plan.native end
  return (asked == '?' or is_ours) and customer == plan.customer and plan.native or nil
end

-- What is known of an invitee who is no booking here falls away by itself.
local function remember_invitee(plan, keys, facts, source)
  redis.call('HSET', keys.booking, 'facts', facts, 'told', plan.told, 'stands', plan.stands)
  if source then redis.call('HSET', keys.booking, 'calendly', source) end
  redis.call('EXPIRE', keys.booking, plan.memory_seconds)
end

-- An invitation of ours is over: so is the booking behind it, if that still stands there and nowhere else. Otherwise staff
-- have to decide.
local function ended_there(plan, keys, booking, place, letters)
  local key, places, stands = keys.bookings[booking.id], places_of(booking), nil
  redis.call('HDEL', key, 'm:' .. place)
  for _, each in ipairs(places) do
    if each.from .. ':' .. each.instructor == place then stands = each end
  end
  if booking.status ~= 'confirmed' or not stands then return nil end
  if #places == 1 then return give_up(plan, keys, key, booking, letters) end
  note_conflicts(plan, keys, {table.concat({booking.id, plan.id, plan.uri, stands.from, stands.till, stands.instructor}, ' ')})
  return nil
end

-- All letters but the customer's: whoever moved it over there has been told by Calendly.
local function quietly(letters)
  local found = {}
  for _, letter in ipairs(letters) do
    if letter.kind ~= 'canceled' then found[#found + 1] = letter end
  end
  return found
end

-- An invitee is invited no more: its booking ends, or it is remembered in case that it is heard of only now. One that was an invitation of ours ends the booking behind it.
local function end_of(plan, keys, id)
  local key = keys.bookings[id]
  local record = record_of(key)
  local facts, count = with_facts(record.facts, {'x'})
  if count == 0 then return nil end
  local booking = load(key, id)
  redis.call('HSET', key, 'facts', facts)
  if booking and booking.status ~= 'canceled' then return give_up(plan, keys, key, booking, webhooks_of(plan, 'canceled')) end
  if not booking then redis.call('EXPIRE', key, plan.memory_seconds) end
  local native = record.native ~= '' and load(keys.bookings[record.native], record.native)
  return native and ended_there(plan, keys, native, record.place, quietly(plan.letters)) or nil
end

-- Whether somebody came. What was cancelled here stays so.
local function mark(plan, keys, booking, back)
  local status = status_by(back.facts, back.count, booking.status)
  if booking.status == 'canceled' or status == booking.status then return end
  booking.status, booking.version = status, tonumber(booking.version) + 1
  redis.call('HSET', keys.bookings[booking.id], 'status', status, 'version', booking.version,
    'a:' .. booking.version, line_of(plan, booking))
  note_booking(keys, booking)
end

-- What Calendly says of an invitation of ours is said of the booking behind it. A cancellation that comes before the
-- invitation itself was heard of is one of what we are still asking for, unless Calendly told us before of that meeting;
-- one of an invitation that was heard of is never one of what was asked for since.
local function echo(plan, keys, back)
  local key, place = keys.bookings[back.id], back.place ~= '' and back.place or plan.place
  local booking, asked = load(key, back.id), redis.call('HGET', key, 'm:' .. place)
  remember_invitee(plan, keys, back.facts)
  redis.call('HSET', keys.booking, 'native', back.id, 'place', place)
  if not booking or not asked then return nil end
  if not knows(back.facts, 'x') then
    if asked == '?' then redis.call('HSET', key, 'm:' .. place, plan.uris) end
    if #places_of(booking) == 1 then mark(plan, keys, booking, back) end
    return nil
  end
  if asked ~= plan.uris and (asked ~= '?' or back.was_told) then return nil end
  return ended_there(plan, keys, booking, place, plan.letters)
end
