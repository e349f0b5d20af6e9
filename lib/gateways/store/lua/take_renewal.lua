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
-- @include leases

local plan = cjson.decode(ARGV[1])
if redis.call('HGET', KEYS[1], 'sealed') ~= plan.known then return {'moved'} end
if is_leased_to_another(KEYS[1], 'lease', plan.token, plan.now) then return {'busy'} end
lease_to(KEYS[1], 'lease', plan.token, plan.until_)
return {'yours'}
