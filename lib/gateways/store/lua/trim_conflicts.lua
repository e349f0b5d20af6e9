#!lua flags=allow-key-locking
-- trim_conflicts: forgets what staff had to see to and what is long over.
--
-- KEYS[1] conflicts          bookings of ours that staff have to see to, by start
-- KEYS[2] unmapped           what the catalogue cannot place, by start
--
-- ARGV[1] before             epoch minutes
--
-- answers: trimmed   how many were forgotten
--
-- May run twice: the second run finds nothing left.

local count = 0
for _, key in ipairs({KEYS[1], KEYS[2]}) do
  count = count + redis.call('ZREMRANGEBYSCORE', key, '-inf', '(' .. ARGV[1])
end
return {'trimmed', tostring(count)}
