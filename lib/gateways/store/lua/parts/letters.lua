-- What is known of a letter that waits: tries, token of whoever has it, why it was not sent. What cannot be read is
-- nothing known, because one broken entry must not hold up the letters behind it.
local function state_of(key, id)
  local is_whole, said = pcall(cjson.decode, redis.call('HGET', key, id) or '')
  if not is_whole or type(said) ~= 'table' then said = {} end
  local state = {tries = math.min(tonumber(said.tries) or 0, 1000)}
  for _, name in ipairs({'token', 'why', 'message'}) do
    if type(said[name]) == 'string' then state[name] = said[name] end
  end
  return state
end
