#!lua flags=allow-key-locking
-- save_catalog: puts a new document in the place of the one that its editor had read.
--
-- KEYS[1] catalog            hash: version, document
--
-- ARGV[1] expected           version that the editor had read, empty when there was none
-- ARGV[2] version            the new one
-- ARGV[3] document           JSON
--
-- answers: saved     the new version
-- answers: changed   the present version: somebody else was quicker; nothing was written
--
-- May run twice: the second run finds its own version in place.

local version = redis.call('HGET', KEYS[1], 'version') or ''
if version == ARGV[2] then return {'saved', version} end
if version ~= ARGV[1] then return {'changed', version} end
redis.call('HSET', KEYS[1], 'version', ARGV[2], 'document', ARGV[3])
return {'saved', ARGV[2]}
