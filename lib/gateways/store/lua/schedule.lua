#!lua flags=no-writes,allow-key-locking
-- schedule: every live session of some instructors and rooms in a range of starts, as one consistent picture.
--
-- KEYS[1] catalog            hash: version, document
-- KEYS[2] events             stream of changes
-- KEYS[3] letters_due        outbox: letter ids by the millisecond they are due
-- KEYS[4..] resources        schedules of instructors and rooms
--
-- ARGV[1] version            the catalogue that the caller planned with
-- ARGV[2] from               first start, epoch minutes
-- ARGV[3] till               end of the range, exclusive
-- ARGV[4] now                epoch minute, against which holds are judged
-- ARGV[5] overdue            epoch milliseconds: letters that were due before then have been forgotten by somebody
--
-- answers: schedule  newest event id, one line a session (parts/sessions.lua), how many letters are overdue
-- answers: catalog   version, document: the caller's is not the present one; empty when there is none
--
-- Reads only, so it may run any number of times.
-- @include sessions

local version = redis.call('HGET', KEYS[1], 'version') or ''
if version ~= ARGV[1] then
  return {'catalog', version, redis.call('HGET', KEYS[1], 'document') or ''}
end
local resources = {}
for n = 4, #KEYS do resources[#resources + 1] = KEYS[n] end
local sessions = sessions_on(resources, ARGV[2], ARGV[3], tonumber(ARGV[4]))
local newest = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)
local overdue = redis.call('ZCOUNT', KEYS[3], '-inf', ARGV[5])
return {'schedule', newest[1] and newest[1][1] or '0-0', as_lines(sessions), tostring(overdue)}
