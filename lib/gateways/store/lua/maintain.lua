#!lua flags=allow-key-locking
-- maintain: lets one caller at a time do one part of the maintenance, and keeps what it reported.
--
-- KEYS[1] maintenance        hash: lease:<part> -> token and end of the lease; <part> -> report
-- KEYS[2] letters_due        outbox: letter ids by the millisecond they are due
-- KEYS[3] letters            outbox: letter id -> what to write
-- KEYS[4] letters_sent       outbox: letter id -> what was sent
-- KEYS[5] letters_dead       outbox: letter ids by the millisecond they were given up
--
-- ARGV[1] plan               JSON: part, token, now; until_ of the lease, or report, with which the lease ends; alarm {id,
--                            due, text} where the studio must hear of what is reported
--
-- answers: yours     the part may be done, or its report is kept
-- answers: busy      somebody else is at it; nothing was written
--
-- May run twice: the second run finds its own token, or writes the same report.
-- @include leases
-- @include alarms

local plan = cjson.decode(ARGV[1])
local lease = 'lease:' .. plan.part
if is_leased_to_another(KEYS[1], lease, plan.token, plan.now) then return {'busy'} end
if plan.report then
  redis.call('HSET', KEYS[1], plan.part, plan.report)
  redis.call('HDEL', KEYS[1], lease)
  call_the_studio(plan.alarm, {letters_due = KEYS[2], letters = KEYS[3], letters_sent = KEYS[4], letters_dead = KEYS[5]})
else
  lease_to(KEYS[1], lease, plan.token, plan.until_)
end
return {'yours'}
