#!lua flags=allow-key-locking
-- look_at_catalog: the studio's settings for its staff, and the sessions to come of some instructors.
--
-- KEYS[1] session            hash of a session of the staff
-- KEYS[2] catalog            hash: version, document; that in force, or the one before
-- KEYS[3..] instructors      schedules
--
-- ARGV[1] now                epoch second
-- ARGV[2] idle               seconds after which a session that nobody uses is over
--
-- answers: catalog   version, document, sessions (parts/ahead.lua); empty where nothing was saved
-- answers: signed_out  the session is over
--
-- May run twice: the second run answers the same.
-- @include awake
-- @include sessions
-- @include ahead

if not is_awake(KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])) then return {'signed_out'} end
local version, document = unpack(redis.call('HMGET', KEYS[2], 'version', 'document'))
local schedules = {}
for n = 3, #KEYS do schedules[#schedules + 1] = KEYS[n] end
return {'catalog', version or '', document or '', lines_ahead(schedules, math.floor(tonumber(ARGV[1]) / 60))}
