#!lua flags=allow-key-locking
-- finish_restore: opens the store again, with the catalogue of the backup.
--
-- KEYS[1] maintenance        hash: restoring, restored -> sum of a backup
-- KEYS[2] catalog            hash: version, document
--
-- ARGV[1] sum                by which the backup is known
-- ARGV[2] version            of its catalogue, empty when it holds none
-- ARGV[3] document           JSON
--
-- answers: finished  all of it is in the store
-- answers: stopped   another backup is being restored; nothing was written
--
-- May run twice: the second run finds it finished.

local restoring, restored = unpack(redis.call('HMGET', KEYS[1], 'restoring', 'restored'))
if restoring ~= ARGV[1] then
  if not restoring and restored == ARGV[1] then return {'finished'} end
  return {'stopped'}
end
if ARGV[2] == '' then
  redis.call('DEL', KEYS[2])
else
  redis.call('HSET', KEYS[2], 'version', ARGV[2], 'document', ARGV[3])
end
redis.call('HSET', KEYS[1], 'restored', ARGV[1])
redis.call('HDEL', KEYS[1], 'restoring')
return {'finished'}
