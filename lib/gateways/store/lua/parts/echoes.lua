-- Invitations of our own that come back as invitees, whoever else loses a place, and what staff have to hear of it.
-- keys.bookings holds the hashes of the bookings that the caller has named, by id.
--
-- A booking of ours keeps in m:<start>:<instructor> what was asked of Calendly for that place: ? while nobody knows what
-- became of it, then the URIs of the meeting and of the invitee.

local function record_of(key)
  local found = redis.call('HMGET', key, 'facts', 'told', 'stands', 'native', 'place', 'payment')
  return {facts = found[1] or '', told = found[2] or '', stands = found[3] or '', native = found[4] or '',
    place = found[5] or '', payment = found[6] or ''}
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

-- An invitee is invited no more: its booking ends, or it is remembered in case that it is heard of only now. One that
-- was an invitation of ours ends the booking behind it.
local function end_of(plan, keys, id)
  local key = keys.bookings[id]
  local record = record_of(key)
  local facts, count = with_facts(record.facts, {'x'})
  if count == 0 then return nil end
  local booking = load(key, id)
  redis.call('HSET', key, 'facts', facts)
  if booking and booking.status ~= 'canceled' then return give_up(plan, keys, key, booking, {}) end
  if not booking then redis.call('EXPIRE', key, plan.memory_seconds) end
  local native = record.native ~= '' and load(keys.bookings[record.native], record.native)
  if not native then return nil end
  redis.call('HDEL', keys.bookings[native.id], 'm:' .. record.place)
  if native.status == 'canceled' then return nil end
  return give_up(plan, keys, keys.bookings[native.id], native, {})
end

-- Whether somebody came. What was cancelled here stays so.
local function mark(key, booking, back)
  local status = status_by(back.facts, back.count, booking.status)
  if booking.status == 'canceled' or status == booking.status then return end
  redis.call('HSET', key, 'status', status, 'version', tonumber(booking.version) + 1)
end

-- What Calendly says of an invitation of ours is said of the booking behind it: cancelled there, it is cancelled here,
-- unless it has other places as well. Then staff have to decide.
local function echo(plan, keys, back)
  local key, place = keys.bookings[back.id], back.place ~= '' and back.place or plan.place
  local booking, asked = load(key, back.id), redis.call('HGET', key, 'm:' .. place)
  remember_invitee(plan, keys, back.facts)
  redis.call('HSET', keys.booking, 'native', back.id, 'place', place)
  if not booking or not asked then return nil end
  local places, stands = places_of(booking), nil
  if not knows(back.facts, 'x') then
    if asked == '?' then redis.call('HSET', key, 'm:' .. place, plan.uris) end
    if #places == 1 then mark(key, booking, back) end
    return nil
  end
  if asked ~= plan.uris then return nil end
  redis.call('HDEL', key, 'm:' .. place)
  for _, each in ipairs(places) do
    if each.from .. ':' .. each.instructor == place then stands = each end
  end
  if booking.status ~= 'confirmed' or not stands then return nil end
  if #places == 1 then return give_up(plan, keys, key, booking, plan.letters) end
  note_conflicts(plan, keys, {table.concat({back.id, plan.id, plan.uri, stands.from, stands.till}, ' ')})
  return nil
end
