#!lua flags=allow-key-locking
-- keep_connection: keeps what came of a consent or of a renewal, which ends with it.
--
-- KEYS[1] connection         hash: sealed (what opens Calendly), lease (who renews it, and until when), why it is broken,
--                            at (since when)
--
-- ARGV[1] plan               JSON: token of the renewal, empty for a consent; now; sealed, or why it is broken, or neither
--                            when nothing came of it
--
-- answers: kept      it stands there
-- answers: late      the renewal is no longer this caller's; nothing was written
--
-- May run twice: the second run finds what the first one wrote, or is late and has nothing to write.
-- @include leases

local plan = cjson.decode(ARGV[1])
if plan.token ~= '' and not is_leased_to(KEYS[1], 'lease', plan.token) then
  if plan.sealed and redis.call('HGET', KEYS[1], 'sealed') == plan.sealed then return {'kept'} end
  return {'late'}
end
if plan.sealed then
  redis.call('HSET', KEYS[1], 'sealed', plan.sealed)
  redis.call('HDEL', KEYS[1], 'why', 'at')
elseif plan.why then
  redis.call('HSET', KEYS[1], 'why', plan.why, 'at', string.format('%d', plan.now))
end
redis.call('HDEL', KEYS[1], 'lease')
return {'kept'}
