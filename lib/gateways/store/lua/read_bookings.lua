#!lua flags=no-writes,allow-key-locking
-- read_bookings: all that is kept of some bookings, each of them as it stands at this one moment.
--
-- KEYS[1..] bookings         hashes
--
-- answers: bookings  JSON: for each key names and values of its fields in turn, nothing for one that is not there
--
-- Reads only, so it may run any number of times.

local found = {}
for n = 1, #KEYS do found[n] = redis.call('HGETALL', KEYS[n]) end
-- Lua can hand out only so many words one by one.
return {'bookings', cjson.encode(found)}
