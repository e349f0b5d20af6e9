#!lua flags=allow-key-locking
-- begin_restore: shuts an empty store until one backup is wholly in it, or lets the same restore go on.
--
-- KEYS[1] maintenance        hash: restoring, restored -> sum of a backup
-- KEYS[2] by_created         all bookings by creation, milliseconds
-- KEYS[3] catalog            hash: version, document
--
-- ARGV[1] sum                by which the backup is known
-- ARGV[2] bookings           how many it holds
--
-- answers: begun     nothing can be booked from now on
-- answers: goes_on   this backup was begun before
-- answers: finished  it was restored before; nothing was written
-- answers: occupied  how many bookings there are; nothing was written
--
-- May run twice: the second run goes on.

local restoring, restored = unpack(redis.call('HMGET', KEYS[1], 'restoring', 'restored'))
if restoring == ARGV[1] then return {'goes_on'} end
local bookings = redis.call('ZCARD', KEYS[2])
if restored == ARGV[1] and (bookings > 0 or ARGV[2] == '0') then return {'finished'} end
if bookings > 0 then return {'occupied', tostring(bookings)} end
redis.call('HSET', KEYS[1], 'restoring', ARGV[1])
-- A catalogue that nobody can read shuts every door: whoever booked now could be given places that are about to come
-- back. It is put in the place of none as well, so that nobody takes this store for a new one.
redis.call('HSET', KEYS[3], 'version', 'restoring', 'document', '')
return {'begun'}
