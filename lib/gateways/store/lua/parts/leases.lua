-- Whose turn it is: a field of a hash with the token of who has it, and the millisecond at which it ends.

local function is_leased_to_another(key, field, token, now)
  local holder, ends = string.match(redis.call('HGET', key, field) or '', '^(%S+) (%d+)$')
  return holder and holder ~= token and tonumber(ends) > now
end

local function lease_to(key, field, token, till)
  redis.call('HSET', key, field, token .. ' ' .. string.format('%d', till))
end

-- Also when its time is over, as long as nobody else has taken it.
local function is_leased_to(key, field, token)
  return string.match(redis.call('HGET', key, field) or '', '^(%S+) ') == token
end
