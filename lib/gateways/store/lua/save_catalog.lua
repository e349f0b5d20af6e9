#!lua flags=allow-key-locking
-- save_catalog: puts a new document in the place of the one that its editor had read, and puts out whom it no longer lets in.
--
-- KEYS[1] catalog            hash: version, document
-- KEYS[2] entries            instructors' sessions and links by their end (parts/arrivals.lua)
-- KEYS[3..] ended            the keys that those entries name which end with this document
--
-- ARGV[1] expected           version that the editor had read, empty when there was none
-- ARGV[2] version            the new one
-- ARGV[3] document           JSON
-- ARGV[4] entry              JSON: marks that the new document lets in; entries that the other keys belong to, in their order
--
-- answers: saved     the new version
-- answers: changed   the present version: somebody else was quicker; nothing was written
-- answers: keys      entries that end, a line each: some of their keys were not declared; nothing was written
--
-- May run twice: the second run finds its own version in place.

local version = redis.call('HGET', KEYS[1], 'version') or ''
if version == ARGV[2] then return {'saved', version} end
if version ~= ARGV[1] then return {'changed', version} end

local plan, lets_in, key_of, ended, is_missing = cjson.decode(ARGV[4]), {}, {}, {}, false
for _, mark in ipairs(plan.marks) do lets_in[mark] = true end
for n, entry in ipairs(plan.entries) do key_of[entry] = KEYS[n + 2] end
for _, entry in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
  if not lets_in[string.match(entry, '^%x*')] then
    ended[#ended + 1] = entry
    is_missing = is_missing or not key_of[entry]
  end
end
if is_missing then return {'keys', table.concat(ended, '\n')} end
for _, entry in ipairs(ended) do
  redis.call('DEL', key_of[entry])
  redis.call('ZREM', KEYS[2], entry)
end
redis.call('HSET', KEYS[1], 'version', ARGV[2], 'document', ARGV[3])
return {'saved', ARGV[2]}
