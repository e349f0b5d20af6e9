#!lua flags=allow-key-locking
-- maintain: lets one caller at a time do one part of the maintenance, and keeps what it reported.
--
-- KEYS[1] maintenance        hash: lease:<part> -> token and end of the lease; <part> -> report
--
-- ARGV[1] plan               JSON: part, token, now; until_ of the lease, or report, with which the lease ends
--
-- answers: yours     the part may be done, or its report is kept
-- answers: busy      somebody else is at it; nothing was written
--
-- May run twice: the second run finds its own token, or writes the same report.
-- @include leases

local plan = cjson.decode(ARGV[1])
local lease = 'lease:' .. plan.part
if is_leased_to_another(KEYS[1], lease, plan.token, plan.now) then return {'busy'} end
if plan.report then
  redis.call('HSET', KEYS[1], plan.part, plan.report)
  redis.call('HDEL', KEYS[1], lease)
else
  lease_to(KEYS[1], lease, plan.token, plan.until_)
end
return {'yours'}
