#!lua flags=allow-key-locking
-- allow: counts one more of something that may be done only so often, unless any of its counters is used up.
--
-- KEYS[1..] counters         one for each length of time
--
-- ARGV[1] plan               JSON: most and windows (seconds) of each counter
--
-- answers: go        it was counted
-- answers: limited   seconds to wait; nothing was counted
--
-- May run twice: one too many is counted then, and nothing else depends on it.
-- @include limits

local plan = cjson.decode(ARGV[1])
local longest = nil
for n, most in ipairs(plan.most) do
  local wait = used_up(KEYS[n], most)
  if wait and wait > (longest or 0) then longest = wait end
end
if longest then return {'limited', tostring(longest)} end
for n, window in ipairs(plan.windows) do use(KEYS[n], window) end
return {'go'}
