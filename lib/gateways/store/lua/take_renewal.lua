#!lua flags=allow-key-locking
-- take_renewal: lets one caller at a time use the refresh token of the connection to Calendly, which works only once.
--
-- KEYS[1] connection         hash: sealed, lease, why, at
--
-- ARGV[1] plan               JSON: token, known (what the caller has read as sealed), now, until_
--
-- answers: yours     the refresh token may be used until then
-- answers: busy      somebody else is at it
-- answers: moved     something else stands there by now, or nothing
--
-- May run twice: the second run finds its own token.

local plan = cjson.decode(ARGV[1])
local sealed, lease = unpack(redis.call('HMGET', KEYS[1], 'sealed', 'lease'))
if sealed ~= plan.known then return {'moved'} end
local token, ends = string.match(lease or '', '^(%S+) (%d+)$')
if token and token ~= plan.token and tonumber(ends) > plan.now then return {'busy'} end
redis.call('HSET', KEYS[1], 'lease', plan.token .. ' ' .. string.format('%d', plan.until_))
return {'yours'}
