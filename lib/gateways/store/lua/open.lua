#!lua flags=no-writes,allow-key-locking
-- open: a booking for whoever may see it.
--
-- KEYS[1] booking            hash
-- KEYS[2] session            hash of a session of the staff; a name that nobody has for customers
--
-- ARGV[1] authority          JSON: id, and token or session and instructor
--
-- answers: booking   snapshot, its event empty
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
return {'booking', snapshot(booking, '')}
