#!lua flags=allow-key-locking
-- resend: puts the confirmation of a booking, or a letter of it that was given up, into the outbox once more.
--
-- KEYS[1] booking            hash
-- KEYS[2] session            hash of a session of the staff
-- KEYS[3] resends            counter: how often letters of this booking were asked for again
-- KEYS[4] letters_due        outbox: letter ids by the millisecond they are due
-- KEYS[5] letters            outbox: letter id -> what to write
-- KEYS[6] states             outbox: letter id -> JSON: tries, token, why
-- KEYS[7] dead               outbox: letter ids by the millisecond they were given up
--
-- ARGV[1] plan               JSON: who asks (parts/changes.lua), now and created (the same instant), text, most, window; letter: the one that was given up
--
-- answers: queued    id of the letter
-- answers: limited   seconds to wait
-- answers: unopened  there is no such booking, or it is not the caller's
-- answers: signed_out  the session of the caller is over
-- answers: status    the booking's own, in which there is nothing to confirm
-- answers: not_dead  the letter that was named was not given up
--
-- May run twice: the second run finds the letter in the outbox.
-- @include bookings
-- @include limits
-- @include trail
-- @include changes
-- @include letters

local plan = cjson.decode(ARGV[1])
local booking, is_open = load(KEYS[1], plan.id), redis.call('EXISTS', KEYS[2]) == 1
if not is_open then return {'signed_out'} end
if not is_opened(plan, booking) then return {'unopened'} end
local id = plan.letter or table.concat({plan.id, booking.version, 'confirmed-' .. plan.now}, ':')
if not plan.letter and booking.status ~= 'confirmed' then return {'status', booking.status} end
-- Whoever has no address here gets no letter; other systems hear of such bookings as of all others.
local is_webhook = plan.letter and string.find(plan.letter, ':webhook-', 1, true)
if not is_webhook and (is_erased(booking) or is_imposed(booking)) then return {'status', booking.status} end
if not redis.call('ZSCORE', KEYS[7], id) then
  if redis.call('ZSCORE', KEYS[4], id) then return {'queued', id} end
  if plan.letter then return {'not_dead'} end
end
-- A reminder whose booking was moved or cancelled since has nothing to say any more.
if plan.letter and redis.call('HEXISTS', KEYS[5], id) == 0 then
  redis.call('ZREM', KEYS[7], id)
  redis.call('HDEL', KEYS[6], id)
  return {'not_dead'}
end
local wait = too_many(KEYS[3], plan.most, plan.window)
if wait then return {'limited', tostring(wait)} end

-- Which message came back stays known: what its provider says of it once more is not said of the next one.
local message = state_of(KEYS[6], id).message
redis.call('ZREM', KEYS[7], id)
redis.call('HDEL', KEYS[6], id)
if message then redis.call('HSET', KEYS[6], id, cjson.encode({tries = 0, message = message})) end
redis.call('ZADD', KEYS[4], plan.now, id)
if not plan.letter then redis.call('HSET', KEYS[5], id, plan.text) end
note_line(plan, KEYS[1], booking, string.format('resent-%d', plan.now), 'resent')
return {'queued', id}
