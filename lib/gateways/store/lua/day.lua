#!lua flags=no-writes,allow-key-locking
-- day: every place that is taken in some time, as the schedules have it.
--
-- KEYS[1] session            hash of a session of the staff
-- KEYS[2] index              bookings by start
-- KEYS[3..] schedules        of instructors
--
-- ARGV[1] from               first start, epoch minute
-- ARGV[2] till               first start that is too late
--
-- answers: day       members (parts/sessions.lua), a line each; ids of what begins then, also of who has left, a line each
-- answers: signed_out  the session of the caller is over
--
-- Reads only, so it may run any number of times.

if redis.call('EXISTS', KEYS[1]) == 0 then return {'signed_out'} end
local lines = {}
for n = 3, #KEYS do
  for _, member in ipairs(redis.call('ZRANGE', KEYS[n], ARGV[1], '(' .. ARGV[2], 'BYSCORE')) do
    lines[#lines + 1] = member
  end
end
local ids = redis.call('ZRANGE', KEYS[2], ARGV[1], '(' .. ARGV[2], 'BYSCORE')
return {'day', table.concat(lines, '\n'), table.concat(ids, '\n')}
