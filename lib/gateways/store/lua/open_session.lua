#!lua flags=allow-key-locking
-- open_session: lets somebody in whose password was right, and takes back the guess that it was counted as.
--
-- KEYS[1] session            hash: role, instructor, ends
-- KEYS[2] pair               hash: guesses at this account from this network
-- KEYS[3] account            hash: guesses at this account from anywhere
-- KEYS[4] network            hash: guesses from this network at anything
-- KEYS[5] known              networks from which this account was opened before, by the second
--
-- ARGV[1] plan               JSON: now in milliseconds, role, instructor, network, idle_seconds, longest_seconds,
--                            known_seconds, most_known
--
-- answers: open      epoch second at which it ends in any case
--
-- May run twice: the second run finds the session open.

local plan = cjson.decode(ARGV[1])
local ends = redis.call('HGET', KEYS[1], 'ends')
if ends then return {'open', ends} end

local now = math.floor(plan.now / 1000)
redis.call('HSET', KEYS[1], 'role', plan.role, 'instructor', plan.instructor, 'ends', now + plan.longest_seconds)
redis.call('EXPIRE', KEYS[1], plan.idle_seconds)
redis.call('DEL', KEYS[2])
for _, key in ipairs({KEYS[3], KEYS[4]}) do
  if redis.call('EXISTS', key) == 1 then
    redis.call('HINCRBY', key, 'guesses', -1)
    redis.call('HSET', key, 'until', 0)
  end
end
if plan.network ~= '' then
  redis.call('ZADD', KEYS[5], now, plan.network)
  redis.call('ZREMRANGEBYRANK', KEYS[5], 0, -1 - plan.most_known)
  redis.call('EXPIRE', KEYS[5], plan.known_seconds)
end
return {'open', tostring(now + plan.longest_seconds)}
