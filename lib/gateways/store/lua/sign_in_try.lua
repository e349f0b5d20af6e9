#!lua flags=allow-key-locking
-- sign_in_try: counts a guess before anybody looks at the password, and says whether it may be looked at.
--
-- KEYS[1] pair               hash: guesses at this account from this network
-- KEYS[2] account            hash: guesses at this account from anywhere
-- KEYS[3] network            hash: guesses from this network at anything
-- KEYS[4] known              networks from which this account was opened before, by the second
--
-- ARGV[1] plan               JSON: now in milliseconds, attempt, network ('' when it is not known), the limits of each kind, longest
--
-- answers: go        the password may be looked at
-- answers: limited   seconds to wait; nothing was counted
--
-- May run twice: an attempt that was counted is not counted again.

local plan = cjson.decode(ARGV[1])
local now = plan.now

if redis.call('HGET', KEYS[1], 'last') == plan.attempt then return {'go'} end

local limits = {{KEYS[1], plan.pair}}
local is_known = plan.network ~= '' and redis.call('ZSCORE', KEYS[4], plan.network)
if not is_known then limits[2] = {KEYS[2], plan.account} end
if plan.network ~= '' then limits[#limits + 1] = {KEYS[3], plan.place} end

for _, limit in ipairs(limits) do
  local free_again = tonumber(redis.call('HGET', limit[1], 'until') or '0')
  if free_again > now then return {'limited', tostring(math.ceil((free_again - now) / 1000))} end
end
for _, limit in ipairs(limits) do
  local key, free, window = limit[1], limit[2][1], limit[2][2]
  local guesses = redis.call('HINCRBY', key, 'guesses', 1)
  local delay = guesses >= free and math.min(plan.longest, 2 ^ math.min(guesses - free, 20)) or 0
  redis.call('HSET', key, 'until', now + delay * 1000)
  redis.call('EXPIRE', key, window + delay)
end
redis.call('HSET', KEYS[1], 'last', plan.attempt)
return {'go'}
