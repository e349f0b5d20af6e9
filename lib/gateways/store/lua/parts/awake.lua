-- Whether somebody of the staff is signed in; looking keeps them awake, for so long and never beyond their session's end.
-- Instants and lengths are seconds.

local function is_awake(key, now, idle)
  local ends = redis.call('HGET', key, 'ends')
  local left = ends and tonumber(ends) - now or 0
  if left <= 0 then return false end
  redis.call('EXPIRE', key, math.min(left, idle))
  return true
end
