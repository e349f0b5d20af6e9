#!lua flags=allow-key-locking
-- session: who somebody is, and that they are awake.
--
-- KEYS[1] session            hash: role, instructor, ends
--
-- ARGV[1] now                epoch second
-- ARGV[2] idle               seconds after which a session that nobody uses is over
--
-- answers: session   role, instructor, epoch second at which it ends in any case
-- answers: signed_out  it is over, or there never was one
--
-- May run twice: the second run answers the same.

local role, instructor, ends = unpack(redis.call('HMGET', KEYS[1], 'role', 'instructor', 'ends'))
local left = ends and tonumber(ends) - tonumber(ARGV[1]) or 0
if left <= 0 then return {'signed_out'} end
redis.call('EXPIRE', KEYS[1], math.min(left, tonumber(ARGV[2])))
return {'session', role, instructor, ends}
