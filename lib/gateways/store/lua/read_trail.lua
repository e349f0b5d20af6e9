#!lua flags=no-writes,allow-key-locking
-- read_trail: who did what to a booking.
--
-- KEYS[1] booking            hash
-- KEYS[2] session            hash of a session of the staff
--
-- ARGV[1] plan               JSON: who asks (parts/changes.lua)
--
-- answers: trail     names and lines in turn (parts/trail.lua), in no order
-- answers: unopened  there is no such booking, or it is not the caller's
-- answers: signed_out  the session of the caller is over
--
-- Reads only, so it may run any number of times.
-- @include bookings
-- @include limits
-- @include changes

local plan = cjson.decode(ARGV[1])
local booking, is_open = load(KEYS[1], plan.id), redis.call('EXISTS', KEYS[2]) == 1
if plan.session and not is_open then return {'signed_out'} end
if not is_opened(plan, booking) then return {'unopened'} end
local fields, lines = redis.call('HGETALL', KEYS[1]), {}
for n = 1, #fields, 2 do
  if string.sub(fields[n], 1, 2) == 'a:' then
    lines[#lines + 1], lines[#lines + 2] = fields[n], fields[n + 1]
  end
end
return {'trail', unpack(lines)}
