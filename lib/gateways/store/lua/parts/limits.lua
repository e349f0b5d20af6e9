-- How often something may be tried: counters that fall away by themselves.

-- Counts one more; seconds to wait when that is more than `most` within `window` seconds, else nil.
local function too_many(key, most, window)
  local count = redis.call('INCR', key)
  if count == 1 then redis.call('EXPIRE', key, window) end
  return count > most and math.max(1, redis.call('TTL', key)) or nil
end

-- The same for what only counts when it succeeds: looks, and counts nothing.
local function used_up(key, most)
  if tonumber(redis.call('GET', key) or '0') < most then return nil end
  return math.max(1, redis.call('TTL', key))
end

local function use(key, window)
  if redis.call('INCR', key) == 1 then redis.call('EXPIRE', key, window) end
end
