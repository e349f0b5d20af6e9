#!lua flags=allow-key-locking
-- save_catalog: puts a new document in the place of the one that its editor had read; whom it does not let in is out.
--
-- KEYS[1] catalog            hash: version, document
-- KEYS[2] entries            instructors' sessions and links by their end (parts/arrivals.lua)
-- KEYS[3..] ended            the keys that those entries name which end with this document
--
-- ARGV[1] expected           version that the editor had read, empty when there was none
-- ARGV[2] version            the new one
-- ARGV[3] document           JSON
-- ARGV[4] plan               JSON: marks that the new document lets in; entries that the other keys belong to, in their order
--
-- answers: saved     the new version
-- answers: changed   the present version: somebody else was quicker; nothing was written
-- answers: keys      entries that end, a line each: some of their keys were not declared; nothing was written
--
-- May run twice: the second run finds its own version in place.
-- @include dismissals

local version = redis.call('HGET', KEYS[1], 'version') or ''
if version == ARGV[2] then return {'saved', version} end
if version ~= ARGV[1] then return {'changed', version} end

local missing = put_out(KEYS[2], cjson.decode(ARGV[4]), 3)
if missing then return {'keys', missing} end
redis.call('HSET', KEYS[1], 'version', ARGV[2], 'document', ARGV[3])
return {'saved', ARGV[2]}
