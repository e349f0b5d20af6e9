#!lua flags=allow-key-locking
-- consent: remembers that somebody was sent to Calendly's consent page, and lets one caller come back from there once.
--
-- KEYS[1] consent            hash: sealed, taken (by which caller); falls away
--
-- ARGV[1] plan               JSON: sealed and seconds to remember it; or token, by which its taker is known
--
-- answers: begun     it is remembered
-- answers: taken     what was sealed
-- answers: unknown   it is over, was taken by another caller, or never was
--
-- May run twice: the second run writes the same, or finds its own token.

local plan = cjson.decode(ARGV[1])
if plan.sealed then
  redis.call('HSET', KEYS[1], 'sealed', plan.sealed)
  redis.call('EXPIRE', KEYS[1], plan.seconds)
  return {'begun'}
end
local sealed, taken = unpack(redis.call('HMGET', KEYS[1], 'sealed', 'taken'))
if not sealed or (taken and taken ~= plan.token) then return {'unknown'} end
redis.call('HSET', KEYS[1], 'taken', plan.token)
return {'taken', sealed}
