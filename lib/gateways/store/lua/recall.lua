#!lua flags=allow-key-locking
-- recall: what an idempotency key was answered before, for a wish that the rules would turn down by now.
--
-- KEYS[1] catalog            hash: version, document
-- KEYS[2] answer             string: fingerprint and first answer of this idempotency key
--
-- ARGV[1] plan               JSON: fingerprint of the wish, created, closed_seconds, version of the caller's catalogue
--
-- answers: repeated  snapshot, its person empty: this key made this booking before
-- answers: mismatch  this key was used for another wish
-- answers: unknown   the version of the present catalogue; if it is the caller's, the key is closed for what was sent
--                    before, because the wish is about to be turned down
--
-- May run twice: the second run answers the same.
-- @include bookings

local plan, keys = cjson.decode(ARGV[1]), {answer = KEYS[2]}
local before = remembered(keys, plan)
if before and before[1] == 'mismatch' then return {'mismatch'} end
if before then return {'repeated', before[2]} end
local version = redis.call('HGET', KEYS[1], 'version') or ''
if version == plan.catalog then close(keys, plan) end
return {'unknown', version}
