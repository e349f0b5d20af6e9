#!lua flags=no-writes,allow-key-locking
-- recall: what an idempotency key was answered before, for a wish that the rules would turn down by now.
--
-- KEYS[1] catalog            hash: version, document
-- KEYS[2] answer             string: fingerprint and first answer of this idempotency key
--
-- ARGV[1] fingerprint        of the wish
--
-- answers: repeated  snapshot: this key made this booking before
-- answers: mismatch  this key was used for another wish
-- answers: unknown   the version of the present catalogue
--
-- Reads only, so it may run any number of times.

local known = redis.call('GET', KEYS[2])
if not known then return {'unknown', redis.call('HGET', KEYS[1], 'version') or ''} end
local fingerprint, snapshot = string.match(known, '^([^\n]*)\n(.*)$')
if fingerprint ~= ARGV[1] then return {'mismatch'} end
return {'repeated', snapshot}
